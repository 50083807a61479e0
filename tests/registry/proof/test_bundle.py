"""Building an exhibit bundle: the same bytes for the same input, and instructions that work as they stand."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest

from registry.proof import archive
from registry.proof.archive import BadBundleError
from registry.proof.bundle import build_bundle
from registry.proof.instructions import instructions
from registry.proof.keys import fingerprint
from registry.proof.manifest import MANIFEST
from tests.registry.proof.support import SIGNER, a_bundle, an_input


def test_the_same_input_gives_the_same_bytes():
    given = an_input()
    shuffled = replace(given, documents=dict(reversed(given.documents.items())), log=list(reversed(given.log)))
    assert build_bundle(given, SIGNER) == build_bundle(shuffled, SIGNER)


def test_the_members_are_the_ones_that_are_promised():
    assert list(archive.unpack(a_bundle())) == [
        "MANIFEST", "README.txt", "attachments/page.html", "checkpoint.txt",
        "documents/measure/ltss/ltss-1@1.0.0.json",
        "documents/priority-set/US-TN/quiltss-nf@1.0.0.json",
        "documents/value-definition/US-TN/choice@1.0.0.json",
        "key.vkey",
        "leaves/0000000000.json", "leaves/0000000002.json", "leaves/0000000003.json", "leaves/0000000004.json",
        "leaves/0000000005.json",
        "proofs/0000000000.tlog-proof", "proofs/0000000002.tlog-proof", "proofs/0000000003.tlog-proof",
        "proofs/0000000004.tlog-proof", "proofs/0000000005.tlog-proof",
        "records/0000000000.txt", "records/0000000005.txt",
        "subject.txt",
    ]  # fmt: skip


def test_documents_keep_their_stored_bytes():
    given = an_input()
    members = archive.unpack(build_bundle(given, SIGNER))
    for versioned, content in given.documents.items():
        assert members[f"documents/{versioned}.json"] == content


def test_the_manifest_cannot_be_taken_for_a_checkpoint():
    manifest = archive.unpack(a_bundle())[MANIFEST].decode()
    assert manifest.startswith("value-registry/bundle/1\n")
    assert "MANIFEST" not in manifest


def test_a_subject_with_other_bytes_is_refused():
    given = an_input()
    with pytest.raises(BadBundleError):
        build_bundle(replace(given, subject=given.subject.pinned("sha256:" + "0" * 64)), SIGNER)
    with pytest.raises(BadBundleError):
        build_bundle(replace(given, documents={}), SIGNER)


def test_an_attachment_cannot_lead_elsewhere():
    with pytest.raises(BadBundleError):
        a_bundle(attachments={"../x": b""})


def test_the_instructions_say_what_matters():
    subject = an_input().subject
    text = instructions(subject, SIGNER.verifier, demonstration=False)
    for part in (subject.versioned, subject.digest, SIGNER.verifier.vkey, fingerprint(SIGNER.verifier.public_key)):
        assert part in text
    assert "DEMONSTRATION" not in text
    assert "THIS IS A DEMONSTRATION" in instructions(subject, SIGNER.verifier, demonstration=True)
    assert max(map(len, text.replace(SIGNER.verifier.vkey, "").splitlines())) <= 120


TOOLS = ("sha256sum", "openssl", "base64", "python3", "sed")


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="common tools are missing here")
def test_the_instructions_work_as_they_stand(tmp_path):
    folder = tmp_path / "bundle"
    with zipfile.ZipFile(io.BytesIO(a_bundle())) as file:
        file.extractall(folder)
    text = (folder / "README.txt").read_text()
    commands = re.findall(r"^\$ ((?:python3 -c '.*?'$)|[^\n]*)", text, re.MULTILINE | re.DOTALL)
    assert len(commands) == 8
    ran = [
        subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True, timeout=30)
        for command in commands
    ]
    outputs = [one.stdout for one in ran]
    subject = an_input().subject
    assert outputs[0].split()[0] == subject.digest.removeprefix("sha256:")
    members = len(archive.unpack(a_bundle())) - 1
    assert outputs[1].count(": OK\n") == members
    assert "Signature Verified Successfully" in outputs[5]
    assert outputs[6].split()[0] == fingerprint(SIGNER.verifier.public_key).removeprefix("SHA256:")
    assert outputs[7].count(" in the log\n") == 5
    assert "NOT" not in outputs[7]

    (folder / "leaves/0000000003.json").write_text("{}")
    again = subprocess.run(
        ["sh", "-c", commands[7]], cwd=folder, capture_output=True, text=True, check=True, timeout=30
    )
    assert "leaves/0000000003.json NOT IN THE LOG" in again.stdout
