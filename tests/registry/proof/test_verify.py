"""Verifying a bundle: what holds, what was tampered with, and who signed."""

import io
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.documents import canonical_json, digest_of
from measures.errors import InvalidError
from measures.references import Reference
from registry.proof import archive
from registry.proof.bundle import build_bundle
from registry.proof.citations import citations
from registry.proof.keys import fingerprint
from registry.proof.leaves import Action
from registry.proof.manifest import MANIFEST, manifest_text
from registry.proof.proofs import Proof
from registry.proof.verify import verify_bundle, verify_document
from tests.registry.proof.support import NEXT, SIGNER, STRANGER, Log, a_bundle, a_document, an_input, repacked

BUNDLE = a_bundle()
MEMBERS = archive.unpack(BUNDLE)
SUBJECT = an_input().subject
SUBJECT_PATH = f"documents/{SUBJECT.versioned}.json"
CHECKS = [
    "container", "layout", "key", "manifest_signature", "members", "complete", "citation", "subject", "documents",
    "citations", "marking", "checkpoint_signature", "leaves", "publications", "inclusion", "key_history",
]  # fmt: skip


def failed(report):
    return {check.name for check in report.failures}


def set_member(path, content):
    return lambda members: members.__setitem__(path, content)


def test_a_whole_bundle_is_intact():
    report = verify_bundle(BUNDLE)
    assert [check.name for check in report.checks] == CHECKS
    assert failed(report) == set()
    assert report.intact
    assert report.reference == SUBJECT
    assert report.digest == SUBJECT.digest
    assert report.published_at == "2027-01-01T00:00:04.000000Z"
    assert [event.action for event in report.events] == [Action.SUPERSEDED]
    assert not report.demonstration


def test_intact_is_not_trusted():
    report = verify_bundle(BUNDLE)
    assert report.trusted is None
    assert report.signed_by.fingerprint == fingerprint(SIGNER.verifier.public_key)
    assert "cannot say" in report.conclusions[1]


@pytest.mark.parametrize(
    "trust", [SIGNER.verifier.vkey, fingerprint(SIGNER.verifier.public_key)], ids=["vkey", "print"]
)
def test_a_key_that_the_reader_names_is_trusted(trust):
    report = verify_bundle(BUNDLE, [STRANGER.verifier.vkey, trust])
    assert report.trusted is True
    assert "which you trust" in report.conclusions[1]


def test_a_key_that_the_reader_did_not_name_is_not_trusted():
    report = verify_bundle(BUNDLE, [STRANGER.verifier.vkey])
    assert report.intact
    assert report.trusted is False
    assert "not a key that you said you trust" in report.conclusions[1]


def test_a_forger_with_a_key_of_his_own_is_intact_and_not_trusted():
    forged = build_bundle(an_input(Log(STRANGER)), STRANGER)
    report = verify_bundle(forged, [SIGNER.verifier.vkey])
    assert report.intact
    assert report.trusted is False


def test_a_forger_cannot_sign_with_another_key_under_a_real_checkpoint():
    report = verify_bundle(build_bundle(an_input(), STRANGER), [SIGNER.verifier.vkey])
    assert {"checkpoint_signature", "key_history"} <= failed(report)
    assert report.signed_by is None
    assert report.trusted is False
    assert "nobody vouches" in report.conclusions[1]


def test_trust_in_the_first_key_carries_over_to_the_next():
    log = Log()
    log.rotate(NEXT)
    data = build_bundle(an_input(log), NEXT)
    assert failed(verify_bundle(data)) == set()
    assert verify_bundle(data, [SIGNER.verifier.vkey]).trusted is True
    assert verify_bundle(data, [NEXT.verifier.vkey]).trusted is True
    assert verify_bundle(data, [STRANGER.verifier.vkey]).trusted is False


def test_trust_in_a_later_key_does_not_reach_back():
    log = Log()
    log.rotate(NEXT)
    given_before = an_input(Log())
    assert verify_bundle(build_bundle(given_before, SIGNER), [NEXT.verifier.vkey]).trusted is False


def test_a_history_of_the_key_with_a_gap_fails():
    log = Log()
    log.rotate(NEXT)
    given_all = an_input(log)
    for missing in (Action.KEY_INTRODUCED, Action.KEY_ROTATED):
        kept = [logged for logged in given_all.log if logged.leaf.action is not missing]
        report = verify_bundle(build_bundle(replace(given_all, log=kept), NEXT), [SIGNER.verifier.vkey])
        assert failed(report) == {"key_history"}
        assert report.trusted is False


def test_a_handover_that_the_old_key_did_not_sign_carries_no_trust():
    log = Log()
    log.signer = STRANGER
    log.rotate(NEXT)
    report = verify_bundle(build_bundle(an_input(log), NEXT), [SIGNER.verifier.vkey])
    assert failed(report) == {"key_history"}
    assert report.trusted is False


def test_a_demonstration_says_so():
    data = build_bundle(an_input(demonstration=True), SIGNER)
    report = verify_bundle(data)
    assert report.intact
    assert report.demonstration
    assert report.conclusions[0].startswith("This is a demonstration")
    assert b"THIS IS A DEMONSTRATION" in archive.unpack(data)["README.txt"]


@pytest.mark.parametrize("path", MEMBERS)
def test_a_changed_member_is_named(path):
    report = verify_bundle(repacked(set_member(path, MEMBERS[path] + b" "), signer=None))
    assert not report.intact
    if path != MANIFEST:
        assert any(path in check.sentence for check in report.failures if check.name == "members")
    assert report.signed_by is None or "manifest_signature" not in failed(report)


@pytest.mark.parametrize("path", MEMBERS)
def test_a_missing_member_is_named(path):
    report = verify_bundle(repacked(lambda members: members.pop(path), signer=None))
    assert not report.intact
    if path != MANIFEST:
        assert any(path in check.sentence for check in report.failures if check.name == "complete")


def test_an_added_member_is_named():
    report = verify_bundle(repacked(set_member("attachments/more.html", b"x"), signer=None))
    assert failed(report) == {"complete"}
    assert "attachments/more.html is here and is not listed" in report.failures[0].sentence


def test_a_signed_file_that_no_bundle_has_fails():
    assert failed(verify_bundle(repacked(set_member("run-me.exe", b"x")))) == {"layout"}


@given(st.data())
def test_a_changed_bit_anywhere_is_noticed(data):
    changed = bytearray(BUNDLE)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        report = verify_bundle(bytes(changed))
    except InvalidError as refusal:
        assert refusal.code in {"BAD_BUNDLE", "BUNDLE_TRUNCATED"}  # noqa: PT017 - either is right, nothing else is
    else:
        assert not report.intact


def test_a_bundle_that_was_cut_off_is_refused():
    for length in range(97, len(BUNDLE), 97):
        with pytest.raises(InvalidError) as refused:
            verify_bundle(BUNDLE[:length])
        assert refused.value.code == "BUNDLE_TRUNCATED"


def test_a_repacked_bundle_fails_only_as_a_container():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in MEMBERS.items():
            file.writestr(path, content)
    report = verify_bundle(buffer.getvalue(), [SIGNER.verifier.vkey])
    assert failed(report) == {"container"}
    assert report.trusted is True


def test_an_empty_zip_is_no_bundle_and_raises_nothing():
    report = verify_bundle(archive.pack({}), ["x"])
    assert not report.intact
    assert report.reference is None
    assert report.trusted is False


# What the holder of the key could still get wrong: each member changed and the list signed again.
RESIGNED = {
    "a document with other bytes": (
        SUBJECT_PATH, a_document("priority-set", "US-TN/quiltss-nf", x="1"), {"subject", "publications"},
    ),
    "a cited document with other bytes": (
        "documents/measure/ltss/ltss-1@1.0.0.json", a_document("measure", "ltss/ltss-1"), {"citations", "publications"},
    ),
    "a document that is not canonical": (
        SUBJECT_PATH, MEMBERS[SUBJECT_PATH] + b"\n", {"subject", "documents", "publications"},
    ),
    "a document filed under another name": (
        "documents/measure/ltss/other@1.0.0.json", MEMBERS["documents/measure/ltss/ltss-1@1.0.0.json"],
        {"documents", "publications"},
    ),
    "a demonstration among real documents": (
        "documents/measure/ltss/other@1.0.0.json", a_document("measure", "ltss/other", demonstration=True),
        {"marking", "publications"},
    ),
    "another citation": ("subject.txt", str(replace(SUBJECT, digest="sha256:" + "0" * 64)).encode(), {"subject"}),
    "a citation without a digest": ("subject.txt", b"priority-set/US-TN/quiltss-nf@1.0.0\n", {"citation"}),
    "a citation that is none": ("subject.txt", b"\xff", {"citation"}),
    "another leaf": ("leaves/0000000004.json", MEMBERS["leaves/0000000003.json"], {"publications", "inclusion"}),
    "a leaf that cannot be read": ("leaves/0000000004.json", b"{}", {"leaves", "publications", "inclusion"}),
    "a leaf out of time": (
        "leaves/0000000002.json", MEMBERS["leaves/0000000005.json"], {"leaves", "publications", "inclusion"},
    ),
    "a proof that cannot be read": ("proofs/0000000004.tlog-proof", b"{}", {"inclusion"}),
    "another proof": ("proofs/0000000004.tlog-proof", MEMBERS["proofs/0000000003.tlog-proof"], {"inclusion"}),
    "another record": ("records/0000000005.txt", b"{}", {"leaves"}),
    "another key": (
        "key.vkey", STRANGER.verifier.vkey.encode(), {"manifest_signature", "checkpoint_signature", "key_history"},
    ),
    "a key that cannot be read": (
        "key.vkey", b"", {"key", "manifest_signature", "checkpoint_signature", "key_history"},
    ),
    "a first key that cannot be read": ("records/0000000000.txt", b"\xff", {"leaves", "key_history"}),
    "another first key": ("records/0000000000.txt", STRANGER.verifier.vkey.encode(), {"leaves", "key_history"}),
    "a checkpoint that cannot be read": ("checkpoint.txt", b"", {"checkpoint_signature"}),
}  # fmt: skip


@pytest.mark.parametrize(("path", "content", "checks"), RESIGNED.values(), ids=RESIGNED)
def test_a_bundle_that_does_not_fit_together_is_not_intact(path, content, checks):
    report = verify_bundle(repacked(set_member(path, content)))
    assert failed(report) == checks


def test_a_missing_cited_document_is_named():
    report = verify_bundle(repacked(lambda members: members.pop("documents/value-definition/US-TN/choice@1.0.0.json")))
    assert failed(report) == {"citations"}
    assert "value-definition/US-TN/choice@1.0.0" in report.failures[0].sentence


def test_a_checkpoint_of_another_log_is_refused():
    changed = MEMBERS["checkpoint.txt"].decode().split("\n\n")[0].replace("value.example", "other.example") + "\n"
    report = verify_bundle(repacked(set_member("checkpoint.txt", SIGNER.sign(changed).encode())))
    assert failed(report) == {"checkpoint_signature"}


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note + note.rstrip("\n").rsplit("\n", 1)[1] + "\n",
        lambda note: note + STRANGER.sign("x\n").rsplit("\n\n", 1)[1],
        lambda note: SIGNER.sign(note.split("\n\n")[0].replace("bundle/1", "bundle/2") + "\n"),
        lambda note: SIGNER.sign(note.split("\n\n")[0] + "\nand more\n"),
        lambda note: SIGNER.sign("\n".join(sorted(note.split("\n\n")[0].split("\n"))) + "\n"),
        lambda note: MEMBERS["checkpoint.txt"].decode(),
    ],
    ids=["signed twice", "signed by two", "another form", "more lines", "another order", "a checkpoint"],
)
def test_the_manifest_has_one_form(change):
    manifest = change(MEMBERS[MANIFEST].decode()).encode()
    report = verify_bundle(repacked(set_member(MANIFEST, manifest), signer=None))
    assert "manifest_signature" in failed(report)


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        (str(SUBJECT), True),
        ("priority-set/US-TN/quiltss-nf@1.0.0", True),
        ("priority-set/US-TN/quiltss-nf", True),
        ("priority-set/US-TN/quiltss-nf@1.0.1", False),
        ("priority-set/US-TN/other@1.0.0", False),
        (f"priority-set/US-TN/quiltss-nf@1.0.0#sha256:{'0' * 64}", False),
    ],
)
def test_the_reader_can_say_what_to_expect(expected, holds):
    report = verify_bundle(BUNDLE, expected=Reference.parse(expected))
    assert failed(report) == (set() if holds else {"expected"})


def a_lone_document():
    logged = next(one for one in an_input().log if one.leaf.reference == SUBJECT.versioned)
    proof = Proof(logged.index, logged.path, an_input().checkpoint).text.encode()
    return {"leaf": logged.leaf.content(), "proof": proof, "vkey": SIGNER.verifier.vkey + "\n"}


def test_a_document_that_came_by_itself_is_verified():
    for reference in (SUBJECT, Reference.parse(SUBJECT.versioned)):
        report = verify_document(MEMBERS[SUBJECT_PATH], reference, **a_lone_document(), trust=[SIGNER.verifier.vkey])
        assert failed(report) == set()
        assert report.trusted is True
        assert report.reference == SUBJECT
        assert report.published_at == "2027-01-01T00:00:04.000000Z"


@pytest.mark.parametrize(
    ("field", "value", "checks"),
    [
        ("leaf", MEMBERS["leaves/0000000003.json"], {"publications", "inclusion"}),
        ("leaf", b"", {"leaves", "publications", "inclusion"}),
        ("proof", MEMBERS["proofs/0000000003.tlog-proof"], {"inclusion"}),
        ("proof", b"", {"proof", "checkpoint_signature", "publications"}),
        ("vkey", STRANGER.verifier.vkey, {"checkpoint_signature"}),
        ("vkey", "", {"key", "checkpoint_signature"}),
    ],
)
def test_a_document_with_the_wrong_proof_fails(field, value, checks):
    report = verify_document(MEMBERS[SUBJECT_PATH], SUBJECT, **{**a_lone_document(), field: value})
    assert failed(report) == checks


def test_changed_bytes_of_a_lone_document_fail():
    content = MEMBERS[SUBJECT_PATH].replace(b"A sentence", b"A phrase..")
    report = verify_document(content, SUBJECT, **a_lone_document())
    assert failed(report) == {"subject", "publications"}
    assert not report.intact


def test_citations_are_found_in_both_forms():
    pinned = f"measure/ltss/a@1.0.0#{digest_of(b'a')}"
    pair = {"reference": "measure/ltss/b@1.0.0", "digest": digest_of(b"b")}
    unpinned = {"measure": "measure/ltss/c@1.0.0", "title": "x"}
    two = {"digest": digest_of(b"d"), "from": "measure/ltss/d@1.0.0", "to": "measure/ltss/d@2.0.0"}
    found = citations({"items": [{"deep": [pinned]}, pair, unpinned, two, None, 3]})
    assert set(map(str, found)) == {pinned, f"measure/ltss/b@1.0.0#{digest_of(b'b')}"}


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"1.5", b'{"a":1.5}', b'{"a":NaN}', b"{" * 200_000, b'{"a":"' + b"\xff" + b'"}']
)
def test_strange_documents_fail_and_raise_nothing(content):
    report = verify_bundle(repacked(set_member("documents/measure/ltss/ltss-1@1.0.0.json", content)))
    assert {"documents", "citations", "publications"} <= failed(report)


def test_a_deep_document_fails_and_raises_nothing():
    for depth in (100, 900, 990, 999, 5000):
        content = b'{"a":' * depth + b"1" + b"}" * depth
        assert not verify_bundle(repacked(set_member(SUBJECT_PATH, content))).intact


def test_the_text_of_the_manifest_lists_every_other_member():
    assert manifest_text({"b": b"", "a": b"", MANIFEST: b"x"}).count("\n") == 3
    assert canonical_json({}) == b"{}"


def test_verifying_opens_no_socket_and_imports_no_database(tmp_path):
    (tmp_path / "bundle.zip").write_bytes(BUNDLE)
    program = """
import sys
def watch(event, args):
    if event.startswith(("socket.", "subprocess.", "os.system", "urllib")):
        raise SystemExit(f"{event} {args}")
sys.addaudithook(watch)
from registry.proof.verify import verify_bundle
report = verify_bundle(open(sys.argv[1], "rb").read())
heavy = {"asyncio", "asyncpg", "piccolo", "litestar", "strawberry", "ssl", "http.client"} & set(sys.modules)
print(report.intact, sorted(heavy))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "bundle.zip")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "True []\n"
