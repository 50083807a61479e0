"""Directories for servers that are not to outlive their test."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from registry.embedded.errors import EmbeddedServerError
from registry.embedded.homes import find_home, remove_home
from registry.embedded.locks import FileLock
from registry.embedded.postmaster import find_server, stop_server

PREFIX = "value-registry-throwaway-"
YOUNG = 60.0


@contextmanager
def throwaway_directory() -> Iterator[Path]:
    """A temporary data directory, deleted at the end together with what lies elsewhere."""
    sweep(Path(tempfile.gettempdir()))
    directory = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    if os.geteuid() == 0:
        directory.chmod(0o711)  # made here, so ours to open: root's server must get through
    try:
        yield directory
    finally:
        remove_data_dir(directory)


def sweep(temp: Path) -> None:
    """Stop and remove what killed test runs left behind; servers that are in use are left alone."""
    for directory in temp.glob(f"{PREFIX}*"):
        # Another test process may be sweeping too, and it does not matter who removes what.
        with suppress(OSError, EmbeddedServerError):
            _sweep_one(directory)


def _sweep_one(directory: Path) -> None:
    status = directory.lstat()
    if status.st_uid != os.geteuid() or time.time() - status.st_mtime < YOUNG:
        return
    base = directory / "postgresql"
    with closing(FileLock(base / "start.lock")) as start, closing(FileLock(base / "users.lock")) as users:
        if start.try_exclusive() and users.try_exclusive():
            process = find_server(find_home(base).cluster)
            if process is not None:
                stop_server(process)
            remove_data_dir(directory)


def remove_data_dir(directory: Path) -> None:
    """Delete a data directory and the cluster that belongs to it."""
    remove_home(directory / "postgresql")
    shutil.rmtree(directory, ignore_errors=True)
