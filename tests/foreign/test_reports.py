"""Signed conformance reports, verified by the jose library; every changed byte is refused."""

import json
import shutil
import subprocess

import pytest

from registry.contracts.filed_reports import SIGNED_AS
from registry.proof.jws import key_set, signed_json
from registry.proof.keys import private_key
from registry.proof.notes import Signer
from tests.foreign.conftest import HERE, Program, missing

CONTENT = b'{"schema":"conformance-report/1","verdict":"pass"}'
FIRST, SECOND = (
    Signer("registry.example", private_key(bytes(32))),
    Signer("registry.example", private_key(b"\x01" * 32)),
)


@pytest.fixture(scope="session")
def jose(tmp_path_factory):
    """tests/foreign/jose/check.js with its locked package."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("Node and npm are not here: apt-get install nodejs npm")
    place = tmp_path_factory.mktemp("jose")
    for name in ("package.json", "package-lock.json", "check.js"):
        shutil.copy(HERE / "jose" / name, place)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", str(place / "cache")]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        missing(f"npm cannot fetch the packages of tests/foreign/jose: {done.stderr[-300:]}")
    return Program("node", place / "check.js", cwd=place)


@pytest.fixture
def files(tmp_path):
    def write(signed, *signers):
        report, keys = tmp_path / "report.json", tmp_path / "jwks.json"
        report.write_text(signed)
        keys.write_text(json.dumps(key_set(signer.verifier for signer in signers)))
        return report, keys

    return write


def test_jose_reads_the_bytes_that_were_signed(jose, files):
    done = jose(*files(signed_json(CONTENT, SIGNED_AS, FIRST), FIRST))
    assert (done.returncode, done.stdout.encode()) == (0, CONTENT), done.stderr


def test_jose_finds_the_key_of_an_older_report_among_all_keys(jose, files):
    assert jose.accepts(*files(signed_json(CONTENT, SIGNED_AS, FIRST), FIRST, SECOND))
    assert jose.accepts(*files(signed_json(CONTENT, SIGNED_AS, SECOND), FIRST, SECOND))


@pytest.mark.parametrize("member", ["payload", "protected", "signature"])
def test_jose_refuses_what_was_changed(jose, files, member):
    fields = json.loads(signed_json(CONTENT, SIGNED_AS, FIRST))
    text = fields[member]
    fields[member] = text[:9] + ("A" if text[9] != "A" else "B") + text[10:]
    assert not jose.accepts(*files(json.dumps(fields), FIRST))


def test_jose_refuses_another_key(jose, files):
    assert not jose.accepts(*files(signed_json(CONTENT, SIGNED_AS, FIRST), SECOND))
