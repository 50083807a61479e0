"""Locks that a process loses by itself when it dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from registry.embedded.errors import EmbeddedServerError

PATIENCE = 180.0
PAUSE = 0.02


class FileLock:
    """One holder's handle on a lock file; two handles are two holders, even within one process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            self._fd = os.open(path, flags, 0o600)
        except PermissionError as error:
            raise EmbeddedServerError(
                f"{path} belongs to another account: run the registry as the account that made its data directory."
            ) from error

    def try_exclusive(self) -> bool:
        """Take the lock for this holder alone, or answer False at once."""
        return self._try(fcntl.LOCK_EX)

    def exclusive(self) -> None:
        """Take the lock for this holder alone, waiting for the others."""
        self._wait(fcntl.LOCK_EX)

    def share(self) -> None:
        """Take the lock together with the others who share it."""
        self._wait(fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go; harmless when it is done twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Self:
        self.exclusive()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _try(self, operation: int) -> bool:
        try:
            fcntl.flock(self._fd, operation | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait(self, operation: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._try(operation):
            if time.monotonic() > deadline:
                raise EmbeddedServerError(
                    f"Another process has been starting or stopping the embedded server for {PATIENCE:.0f} seconds. "
                    f"Find who holds {self.path} (for example with lslocks) and end it."
                )
            time.sleep(PAUSE)
