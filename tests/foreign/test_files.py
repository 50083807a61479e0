"""Logs and bundles as files, checked by Go's packages and by sigstore's; and whatever was tampered with is refused."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.proof import archive
from registry.proof.checkpoints import open_checkpoint
from registry.proof.notes import BadNoteError
from tests.registry.monitoring.logs import a_log, files_of, grow, written
from tests.registry.proof.support import NEXT, SIGNER, STRANGER, a_bundle

VKEY = SIGNER.verifier.vkey
SAMPLE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=40
)
LETTER = 0x20
"""This bit of a letter of base64 always counts; of the lowest bits of the last one neither program takes notice."""


def unpacked(directory, bundle):
    return written(directory, archive.unpack(bundle))


@pytest.mark.parametrize("length", [1, 2, 5, 255, 256, 257, 600])
def test_go_proves_every_entry_of_a_log_by_its_tiles(go, tmp_path, length):
    done = go("log", written(tmp_path, files_of(a_log(length))), VKEY)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith(f"{length} leaves proved")


def test_go_finds_that_a_log_continues_earlier_checkpoints_and_that_another_does_not(go, tmp_path):
    log, earlier = a_log(4), tmp_path / "earlier.txt"
    kept = []
    for length in (4, 7, 256, 300):
        while len(log.leaves) < length:
            grow(log)
        kept.append(tmp_path / f"{length}.txt")
        kept[-1].write_bytes(files_of(log)["checkpoint"])
    (tmp_path / "log").mkdir()
    place = written(tmp_path / "log", files_of(log))
    assert go.accepts("log", place, VKEY, *kept)
    other = a_log(4)
    while len(other.leaves) < 7:
        grow(other, "other")
    earlier.write_bytes(files_of(other)["checkpoint"])
    assert not go.accepts("log", place, VKEY, earlier)


def test_go_opens_the_checkpoint_of_a_handover_with_either_key(go, tmp_path):
    log = a_log(3)
    log.rotate(NEXT)
    place = written(tmp_path, files_of(log, signers=[SIGNER, NEXT]))
    assert go.accepts("log", place, VKEY)
    assert go.accepts("log", place, NEXT.verifier.vkey)
    assert not go.accepts("log", place, STRANGER.verifier.vkey)


def test_go_and_sigstore_find_a_bundle_intact(go, sigstore, tmp_path):
    place = unpacked(tmp_path, a_bundle())
    for done in (go("bundle", place, VKEY), sigstore(place, VKEY)):
        assert done.returncode == 0, done.stdout
        assert "5 leaves proved" in done.stdout


def test_go_and_sigstore_refuse_another_key(go, sigstore, tmp_path):
    place = unpacked(tmp_path, a_bundle())
    assert not go.accepts("bundle", place, STRANGER.verifier.vkey)
    assert not sigstore.accepts(place, STRANGER.verifier.vkey)


def flipped(content, place, bit):
    return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]


@SAMPLE
@given(st.data())
def test_go_refuses_a_log_with_one_changed_byte(go, tmp_path, data):
    files = {path: content for path, content in files_of(a_log(300)).items() if path != "keys"}
    path = data.draw(st.sampled_from(sorted(files)))
    place = data.draw(st.integers(0, len(files[path]) - 1))
    written(tmp_path, files | {path: flipped(files[path], place, LETTER)})
    assert not go.accepts("log", tmp_path, VKEY)


@SAMPLE
@given(st.data())
def test_go_refuses_a_bundle_with_one_changed_byte(go, tmp_path, data):
    members = archive.unpack(a_bundle())
    path = data.draw(st.sampled_from(sorted(set(members))))
    place = data.draw(st.integers(0, len(members[path]) - 1))
    written(tmp_path, {**members, path: flipped(members[path], place, LETTER)})
    assert not go.accepts("bundle", tmp_path, VKEY)


@pytest.mark.parametrize("kind", ["leaves/", "proofs/", "checkpoint.txt"])
def test_sigstore_refuses_a_changed_leaf_proof_or_checkpoint(sigstore, tmp_path, kind):
    members = archive.unpack(a_bundle())
    path = max(path for path in members if path.startswith(kind))
    lines = members[path].split(b"\n")
    for number, line in enumerate(lines):
        if line and not line.startswith(b"c2sp.org"):
            changed = [*lines[:number], flipped(line, len(line) // 2, LETTER), *lines[number + 1 :]]
            written(tmp_path, {**members, path: b"\n".join(changed)})
            assert not sigstore.accepts(tmp_path, VKEY), line


def test_a_signature_in_another_spelling_is_refused_here_even_if_others_accept_it(go, tmp_path):
    """The last two bits of a base64 text count for nothing; here they must be zero, elsewhere they may not."""
    note = files_of(a_log())["checkpoint"].decode()
    head, _, signature = note.removesuffix("\n").rpartition(" ")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = signature.rstrip("=")[-1]
    other = signature.rstrip("=")[:-1] + alphabet[alphabet.index(last) + 1] + "="
    assert base64.b64decode(other) == base64.b64decode(signature)
    (tmp_path / "note").write_text(f"{head} {other}\n")
    assert go.accepts("note", tmp_path / "note", VKEY)

    with pytest.raises(BadNoteError):
        open_checkpoint((tmp_path / "note").read_bytes(), [SIGNER.verifier])
