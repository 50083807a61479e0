"""What is kept is written whole or not at all, and never again."""

import subprocess
import sys
from pathlib import Path

import pytest

from registry.monitoring import Keeper, KeeperUnwritableError
from tests.registry.monitoring.logs import a_log, files_of, written
from tests.registry.proof.support import SIGNER

ROOT = Path(__file__).parents[3]
FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from registry.cli import run
sys.exit(run(sys.argv[2:]))
"""


def all_of(directory):
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}


def test_the_first_that_was_seen_stays(tmp_path):
    keeper = Keeper(tmp_path)
    assert keeper.keep_checkpoint(5, b"first")
    assert not keeper.keep_checkpoint(5, b"second")
    assert keeper.checkpoints() == ((5, b"first"),)


def test_others_can_read_what_is_kept_and_nothing_else_lies_there(tmp_path):
    keeper = Keeper(tmp_path / "kept")
    keeper.keep_trust(SIGNER.verifier)
    keeper.keep_checkpoint(123, b"x")
    assert all_of(tmp_path / "kept") == {"trusted.vkey", "checkpoints/0000000123.txt"}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "kept").rglob("*.*")} == {0o644}


def test_a_file_of_another_name_is_no_checkpoint(tmp_path):
    keeper = Keeper(tmp_path)
    keeper.keep_checkpoint(5, b"five")
    for name in ("notes.txt", "0000000006.txt.part", "\u0660" * 9 + "\u0667.txt", ".0000000008.txt"):
        (tmp_path / "checkpoints" / name).write_bytes(b"other")
    assert keeper.checkpoints() == ((5, b"five"),)


def test_a_directory_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "checkpoints").write_text("in the way")
    with pytest.raises(KeeperUnwritableError):
        Keeper(tmp_path).keep_checkpoint(5, b"five")


@pytest.mark.parametrize("bytes_left", [0, 60, 120])
def test_on_a_full_disk_nothing_half_written_is_kept_and_what_was_kept_stays(tmp_path, bytes_left):
    place, kept = tmp_path / "log", tmp_path / "kept"
    place.mkdir()

    def monitor(limit):
        command = [sys.executable, "-c", FULL_DISK, str(limit), "monitor", str(place), "--keep", str(kept)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    written(place, files_of(a_log(3)))
    assert monitor(10**6).returncode == 0
    before = all_of(kept)
    written(place, files_of(a_log(4)))
    done = monitor(bytes_left)
    assert done.returncode == 5, done
    assert done.stderr.startswith("KEEPER_UNWRITABLE: ")
    assert all_of(kept) == before
    assert monitor(10**6).returncode == 0
    assert all_of(kept) == before | {"checkpoints/0000000004.txt"}
