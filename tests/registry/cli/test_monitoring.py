"""`monitor` and `evidence`: exit codes, what they print, and that they open no database."""

import json

import pytest

from registry.cli import run
from registry.proof.keys import fingerprint
from tests.registry.cli.support import OFFLINE, in_a_process
from tests.registry.monitoring.logs import a_log, files_of, grow, written
from tests.registry.proof.support import SIGNER, STRANGER

FINGERPRINT = fingerprint(SIGNER.verifier.public_key)


@pytest.fixture
def monitor(tmp_path, capsys):
    """Shows a log in a directory and looks at it: the exit code, what was printed, what was said on stderr."""
    place = tmp_path / "log"
    place.mkdir()

    def monitored(log, *arguments, keep="kept"):
        if log is not None:
            written(place, files_of(log))
        code = run(["monitor", str(place), "--keep", str(tmp_path / keep), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return monitored


def another_way(length):
    log = a_log(4)
    while len(log.leaves) < length:
        grow(log, "other")
    return log


def test_a_sound_log_ends_with_0_and_says_what_it_cannot_show(monitor):
    code, out, err = monitor(a_log(), "--vkey", FINGERPRINT)
    assert (code, err) == (0, "")
    assert out.count("\nok ") == 4
    assert "This shows: the log of 5 entries fits together under one signature today." in out
    assert "It cannot show whether others are shown another log." in out


def test_a_rewound_log_ends_with_1(monitor):
    monitor(a_log(9))
    code, out, _ = monitor(a_log(5), "--json")
    data = json.loads(out)
    assert (code, data["sound"], data["kept"], data["kept_before"], data["size"]) == (1, False, False, [9], 5)


def test_a_forked_log_ends_with_1_and_the_evidence_with_0(monitor, tmp_path, capsys):
    monitor(another_way(7), keep="theirs")
    monitor(a_log(6))
    code, out, _ = monitor(None, "--compare", tmp_path / "theirs")
    assert code == 1
    assert "A checkpoint of 7 entries was signed" in out
    code, out, _ = monitor(a_log(9), "--compare", tmp_path / "theirs")
    assert code == 1
    assert "its key signed two statements that cannot both be true" in out
    (path,) = (tmp_path / "kept" / "forks").iterdir()
    for arguments, expected in (([], 0), (["--trust", FINGERPRINT], 0), (["--trust", "SHA256:" + "0" * 64], 1)):
        assert run(["evidence", str(path), *arguments]) == expected
    said = capsys.readouterr().out
    assert "Whose key it is the file cannot say" in said
    assert "This file does not show that a log was forked." in said


def test_what_cannot_be_read_ends_with_2(monitor, tmp_path):
    assert monitor(a_log(), "--vkey", "no key")[0] == 2
    assert monitor(a_log(), "--compare", tmp_path / "nowhere")[0] == 2
    (tmp_path / "log" / "checkpoint").unlink()
    code, _, err = monitor(None)
    assert (code, err.split(":")[0]) == (2, "LOG_UNREADABLE")
    (tmp_path / "empty" / "checkpoints").mkdir(parents=True)
    assert monitor(a_log(), "--compare", tmp_path / "empty")[0] == 2


def test_another_registrys_log_ends_with_1(monitor):
    monitor(a_log(), "--vkey", FINGERPRINT)
    code, out, _ = monitor(a_log(6, STRANGER))
    assert code == 1
    assert "This is not the log that you trusted, or not a sound one. Nothing was kept." in out


def test_a_file_that_is_no_evidence_is_refused(tmp_path, capsys):
    (tmp_path / "evidence.json").write_text("{}")
    assert run(["evidence", str(tmp_path / "evidence.json")]) == 2
    assert capsys.readouterr().err.startswith("BAD_EVIDENCE: ")


def test_a_directory_is_looked_at_without_any_connection(tmp_path):
    place = tmp_path / "log"
    place.mkdir()
    written(place, files_of(a_log()))
    done = in_a_process("monitor", place, "--keep", tmp_path / "kept", prelude=OFFLINE)
    assert done.returncode == 0, done.stderr
