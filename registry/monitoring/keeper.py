"""What somebody who watches a log keeps: each signed checkpoint, the keys, and the key that they trusted first.

    trusted.vkey                 the key that trust began with
    keys/0000000000.txt          the record of each key, by the entry of the log that names it
    checkpoints/0000000123.txt   the checkpoint of each size, as it was signed
    forks/0000000123-….json      evidence, if ever there is any

A file is written whole or not at all, and is never written again: the first that was seen stays.
"""

import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from measures.errors import ConflictError, InvalidError
from registry.proof.keys import KeyRecord
from registry.proof.notes import LARGEST_NOTE, Verifier

KEY: Final = "trusted.vkey"
KEYS: Final = "keys"
CHECKPOINTS: Final = "checkpoints"
FORKS: Final = "forks"
_NUMBERED = re.compile(r"([0-9]{10,19})\.txt")


class KeptDamagedError(InvalidError):
    """What was kept cannot be read any more, or was changed."""

    code = "KEPT_DAMAGED"


class KeeperUnwritableError(ConflictError):
    """The directory cannot be written to: the disk is full, or it belongs to somebody else."""

    code = "KEEPER_UNWRITABLE"


class Keeper:
    """The directory of one who watches."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def trusted(self) -> Verifier | None:
        """The key that trust began with; none before anything was kept.

        Raises:
            KeptDamagedError: the file holds no key.
        """
        text = _read(self.directory / KEY)
        if text is None:
            return None
        try:
            return Verifier.parse(text.decode("ascii", errors="replace").removesuffix("\n"))
        except InvalidError as refusal:
            raise _damaged(self.directory / KEY, refusal) from None

    def keys(self) -> tuple[KeyRecord, ...]:
        """The records of the keys, in the order of the log."""
        return tuple(KeyRecord(number, content) for number, content in _numbered(self.directory / KEYS))

    def checkpoints(self) -> tuple[tuple[int, bytes], ...]:
        """Every kept checkpoint as it was signed, with the size that its name states, smallest first."""
        return tuple(_numbered(self.directory / CHECKPOINTS))

    def keep_trust(self, verifier: Verifier) -> None:
        """Keep the key that trust begins with."""
        self._keep(self.directory / KEY, f"{verifier.vkey}\n".encode())

    def keep_keys(self, records: Iterable[KeyRecord]) -> None:
        """Keep the records of the keys; those that are kept already stay."""
        for record in records:
            self._keep(self.directory / KEYS / f"{record.leaf:010d}.txt", record.record)

    def keep_checkpoint(self, size: int, note: bytes) -> bool:
        """Keep a checkpoint. False where one of that size was kept before, which stays."""
        return self._keep(self.directory / CHECKPOINTS / f"{size:010d}.txt", note)

    def keep_fork(self, name: str, content: bytes) -> Path:
        """Keep evidence, and say where."""
        path = self.directory / FORKS / f"{name}.json"
        self._keep(path, content)
        return path

    def _keep(self, path: Path, content: bytes) -> bool:
        """Write a file whole, or not at all; one that is there stays.

        Raises:
            KeeperUnwritableError: the disk is full, or the directory is not ours to write to.
        """
        if path.exists():
            return False
        draft = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).chmod(0o644)  # signed statements are public, and others are to compare them
            with suppress(FileExistsError):
                os.link(draft, path)
                return True
        except OSError as error:
            raise KeeperUnwritableError(
                f"{path} cannot be written: {error.strerror}. Nothing of it was kept; what was kept before stays."
            ) from None
        finally:
            if draft is not None:
                Path(draft).unlink(missing_ok=True)
        return False


def _numbered(directory: Path) -> Iterable[tuple[int, bytes]]:
    """The files of a directory that are named by a number, in order."""
    try:
        names = sorted(directory.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for path in names:
        if (match := _NUMBERED.fullmatch(path.name)) and (content := _read(path)) is not None:
            yield int(match[1]), content


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_NOTE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise KeptDamagedError(f"{path} cannot be read: {error.strerror}.") from None


def _damaged(path: Path, refusal: InvalidError) -> KeptDamagedError:
    return KeptDamagedError(
        f"{path} was changed since it was kept: {refusal.message} Put a copy back, or begin a new directory."
    )
