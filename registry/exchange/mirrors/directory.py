"""Reading an export's directory: plain files below it and nothing else, never more bytes than were promised."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import Final

from registry.exchange.mirrors.layout import FRAME
from registry.exchange.mirrors.members import LONGEST_PATH, MOST_FILES, BadExportError

PART: Final = ".part"
"""What an export that is under way, or that was interrupted, ends in."""
BLOCK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Directory:
    """The files of an export, as they lie on a disk."""

    path: Path

    def present(self) -> Mapping[str, int]:
        """Every file by its path, with its size.

        Raises:
            BadExportError: there is no such directory, or something in it is neither a plain file nor a folder.
        """
        if not self.path.is_dir():
            raise BadExportError(f"{self.path} is no directory, so it is no export.")
        found = dict(_files(self.path, ""))
        if FRAME[-1] not in found:
            raise BadExportError(
                f"{self.path} holds no {FRAME[-1]}, so it is no export, or its export was interrupted."
            )
        return found

    def read(self, path: str, largest: int) -> bytes:
        """The bytes of a file.

        Raises:
            BadExportError: it cannot be read, is a link, or is larger than it may be.
        """
        with self._opened(path) as file:
            content = file.read(largest + 1)
        if len(content) > largest:
            raise BadExportError(f"{path} is larger than the {largest} bytes that it may have.")
        return content

    def size(self, path: str) -> int:
        """How many bytes a file has.

        Raises:
            BadExportError: there is no such file.
        """
        try:
            return (self.path / path).lstat().st_size
        except OSError as error:
            raise BadExportError(f"{path} cannot be read: {error.strerror}.") from None

    def digest(self, path: str) -> str:
        """The SHA-256 of a file in hexadecimal, without holding the file in memory.

        Raises:
            BadExportError: it cannot be read, or is a link.
        """
        found = sha256()
        with self._opened(path) as file:
            while block := file.read(BLOCK):
                found.update(block)
        return found.hexdigest()

    def _opened(self, path: str) -> BufferedReader:
        try:
            handle = os.open(self.path / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            raise BadExportError(f"{path} cannot be read: {error.strerror}.") from None
        return os.fdopen(handle, "rb")


def _files(folder: Path, above: str) -> Iterator[tuple[str, int]]:
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            path = above + entry.name
            if len(path) > LONGEST_PATH:
                raise BadExportError(f"{path[:100]!r}… is deeper than any file of an export.")
            mode = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(mode.st_mode):
                yield from _files(folder / entry.name, f"{path}/")
            elif stat.S_ISREG(mode.st_mode):
                yield path, mode.st_size
            else:
                raise BadExportError(f"{path[:200]!r} is a link or a device; an export holds plain files.")
            count += 1
            if count > MOST_FILES:
                raise BadExportError(f"There are more than {MOST_FILES} files in one folder; no export is like that.")
