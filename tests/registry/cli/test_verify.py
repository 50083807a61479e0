"""`verify` on files: what holds, what was changed, who signed; in a process that opens no connection."""

import json

import pytest

from registry.cli import run
from registry.proof.keys import fingerprint
from tests.registry.cli.support import OFFLINE, in_a_process
from tests.registry.proof.support import SIGNER, STRANGER, a_bundle, an_input

BUNDLE = a_bundle()
FINGERPRINT = fingerprint(SIGNER.verifier.public_key)
WATCHED = ("asyncpg", "piccolo", "litestar", "strawberry", "uvicorn", "httpx", "asyncio", "ssl", "registry.storage")


@pytest.fixture
def verify(tmp_path, capsys):
    """Verify some bytes: the exit code, what was printed, and what was said on stderr."""

    def verified(*arguments, content=BUNDLE):
        (tmp_path / "bundle.zip").write_bytes(content)
        code = run(["verify", str(tmp_path / "bundle.zip"), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return verified


def test_an_intact_bundle_shows_each_check_and_that_the_key_is_not_yet_trusted(verify):
    code, out, err = verify()
    assert (code, err) == (0, "")
    assert out.startswith(f"{an_input().subject}\n")
    assert out.count("\nok      ") == 16
    assert "Intact: nothing was changed since it was signed." in out
    assert f"with the key {FINGERPRINT}. Whether that is the registry's key the file cannot say" in out


@pytest.mark.parametrize("key", [SIGNER.verifier.vkey, FINGERPRINT, f" {FINGERPRINT.lower()} "])
def test_a_key_that_is_named_is_trusted(verify, key):
    code, out, _ = verify("--trust", STRANGER.verifier.vkey, "--trust", key)
    assert code == 0
    assert "which you trust" in out


def test_another_key_is_not_trusted_although_the_bundle_is_intact(verify):
    code, out, _ = verify("--trust", fingerprint(STRANGER.verifier.public_key))
    assert code == 1
    assert "Intact:" in out
    assert "not a key that you said you trust" in out


@pytest.mark.parametrize("key", ["SHA256:12", "secret", "name+00000000+AAAA", ""])
def test_a_mistyped_key_is_no_forgery(verify, key):
    code, out, err = verify("--trust", key)
    assert (code, out) == (2, "")
    assert err.startswith("BAD_KEY: ")


def test_an_edited_bundle_fails_and_says_where(verify):
    code, out, _ = verify(content=BUNDLE.replace(b"A sentence", b"A lie-ence"))
    assert code == 1
    assert "FAILED  documents/priority-set/US-TN/quiltss-nf@1.0.0.json was changed" in out
    assert "Not intact: " in out


@pytest.mark.parametrize("length", [len(BUNDLE) - 1, len(BUNDLE) // 2, 10, 0])
def test_a_truncated_bundle_is_refused(verify, length):
    code, out, err = verify(content=BUNDLE[:length])
    assert (code, out) == (2, "")
    assert err.startswith("BUNDLE_TRUNCATED: ")


@pytest.mark.parametrize("content", [b"%PDF-1.7", BUNDLE + b"more"])
def test_what_is_no_bundle_is_refused(verify, content):
    code, out, err = verify(content=content)
    assert (code, out) == (2, "")
    assert err.startswith("BAD_BUNDLE: ")


def test_what_one_was_told_is_compared(verify):
    assert verify("--expect", str(an_input().subject))[0] == 0
    code, out, _ = verify("--expect", "priority-set/US-WA/ltss@1.0.0")
    assert code == 1
    assert "FAILED" in out
    assert "Nothing was changed since it was signed, but it is not what you asked for." in out
    assert "before it was changed" not in out


def test_programs_get_json(verify):
    code, out, _ = verify("--json", "--trust", FINGERPRINT)
    said = json.loads(out)
    assert code == 0
    assert (said["intact"], said["trusted"], said["digest"]) == (True, True, an_input().subject.digest)
    assert said["signed_by"]["fingerprint"] == FINGERPRINT
    assert [check["passed"] for check in said["checks"]] == [True] * 16
    assert [event["event"] for event in said["events"]] == ["superseded"]


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("nowhere.zip", "UNREADABLE_FILE"),
        ("/nowhere/at all", "UNREADABLE_FILE"),
        (".", "UNREADABLE_FILE"),
        ("exports/priority-set_US-TN_quiltss-nf@1.0.0.zip", "UNREADABLE_FILE"),
        ("measure/x", "BAD_REFERENCE"),
        ("pr\u0456ority-set/US-TN/quiltss-nf@1.0.0", "BAD_REFERENCE"),
        ("priority-set/US-TN/quiltss-nf@1.0.0 ", "BAD_REFERENCE"),
        ("priority-set/US-TN/quiltss-nf@1.0.0#sha512:00", "BAD_REFERENCE"),
        ("Priority-set/US-TN/quiltss-nf@1.0.0", "BAD_REFERENCE"),
    ],
)
def test_neither_a_file_nor_a_reference_is_refused(capsys, subject, code):
    assert run(["verify", subject]) == 2
    assert capsys.readouterr().err.startswith(f"{code}: ")


def test_a_file_is_verified_without_a_database_and_without_a_connection(tmp_path):
    (tmp_path / "bundle.zip").write_bytes(BUNDLE)
    told = f"import atexit\natexit.register(lambda: print('LOADED', [m for m in {WATCHED} if m in sys.modules]))"
    done = in_a_process("verify", tmp_path / "bundle.zip", "--trust", FINGERPRINT, prelude=OFFLINE + told)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("LOADED []\n")
    assert not (tmp_path / "var").exists()
