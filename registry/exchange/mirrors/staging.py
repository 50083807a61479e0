"""Writing an export so that whatever happens in between, what was there before stays whole.

Everything is first written into a directory of its own. A new export is that directory, renamed. An older export is
brought up to date by renames alone, which need no room on the disk: the files first, then what is no longer listed
goes, and the index and its signature come last.
"""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from measures.errors import ConflictError, InvalidError
from registry.exchange.mirrors.directory import PART, Directory
from registry.exchange.mirrors.index import LARGEST_INDEX, Index
from registry.exchange.mirrors.layout import FRAME, INDEX, SIGNED
from registry.exchange.mirrors.members import BadExportError

OURS: Final = "ours"
"""Lists, while an export is under way, what earlier ones put there, for the case that it is interrupted."""
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFullError(ConflictError):
    """There is no room for what should be written."""

    code = "DISK_FULL"


class NotAnExportError(ConflictError):
    """The directory holds something else, which an export would have to overwrite or stand beside."""

    code = "NOT_AN_EXPORT"


class ExportUnwritableError(ConflictError):
    """The directory cannot be written to."""

    code = "EXPORT_UNWRITABLE"


class Staging:
    """An export on its way into a directory."""

    def __init__(self, directory: Path) -> None:
        """Begin an export; nothing is touched before `opened`."""
        self.directory = directory
        self.is_new = not directory.exists()
        self.part = directory.with_name(directory.name + PART) if self.is_new else directory / PART
        self._ours: set[str] = set()

    @contextmanager
    def opened(self, origin: str) -> Iterator[None]:
        """Make room for the new files; take it away again whatever happens.

        Raises:
            NotAnExportError: the directory holds something else, or another registry's export.
            DiskFullError, ExportUnwritableError: it cannot be written to. What was there is as it was.
        """
        with told(self.directory):
            self._ours = set() if self.is_new else self._listed(origin)
            if self.part.exists() and not (self.part / OURS).is_file():
                raise NotAnExportError(f"{self.part} is in the way, and no export made it. Move it elsewhere first.")
        try:
            with told(self.directory):
                shutil.rmtree(self.part, ignore_errors=True)
                self.part.mkdir(parents=True)
                (self.part / OURS).write_text("".join(f"{path}\n" for path in sorted(self._ours)), encoding="utf-8")
                yield
        finally:
            shutil.rmtree(self.part, ignore_errors=True)

    def write(self, path: str, content: bytes) -> None:
        """Write a file where nobody sees it yet; one that lies there already with these bytes is left as it is."""
        if not self.is_new and self._is_there(path, content):
            return
        target = self.part / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def finish(self, paths: Collection[str]) -> None:
        """Put everything in its place. `paths` are all files of the export but those that list the others."""
        if self.is_new:
            (self.part / OURS).unlink()
            self.part.rename(self.directory)
            _sync(self.directory.parent)
            return
        for path in sorted(set(paths)):
            self._place(path)
        for path in sorted(self._ours - set(paths) - set(FRAME)):
            self._drop(path)
        for path in FRAME:
            self._place(path)
        _sync(self.directory)

    def _place(self, path: str) -> None:
        staged, target = self.part / path, self.directory / path
        if staged.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)

    def _is_there(self, path: str, content: bytes) -> bool:
        there = self.directory / path
        try:
            is_same_size = there.lstat().st_size == len(content)
            return is_same_size and Directory(self.directory).digest(path) == sha256(content).hexdigest()
        except (FileNotFoundError, NotADirectoryError, BadExportError):
            return False

    def _listed(self, origin: str) -> set[str]:
        """What an earlier export put here, or one that was interrupted while it put things in their place."""
        if not any(self.directory.iterdir()):
            return set()
        ours = {*FRAME, *_former(self.part)}
        for where in (self.directory, self.part):
            if (index := _index_in(where)) is not None:
                if index.origin != origin:
                    raise NotAnExportError(f"{self.directory} holds an export of {index.origin}, and not of {origin}.")
                ours |= set(index.by_path())
        if ours == set(FRAME):
            raise NotAnExportError(f"{self.directory} is not empty and holds no export. Choose another directory.")
        for folder, _, names in os.walk(self.directory):
            for name in names:
                path = (Path(folder) / name).relative_to(self.directory).as_posix()
                if path not in ours and not path.startswith(f"{PART}/"):
                    raise NotAnExportError(f"{path!r} in {self.directory} is of no export. Move it elsewhere first.")
        return ours

    def _drop(self, path: str) -> None:
        (self.directory / path).unlink(missing_ok=True)
        folder = (self.directory / path).parent
        while folder != self.directory:
            with suppress(OSError):  # something else lies there still
                folder.rmdir()
            folder = folder.parent


@contextmanager
def told(directory: Path) -> Iterator[None]:
    """Say as a refusal what the disk says no to.

    Raises:
        DiskFullError: there is no room.
        ExportUnwritableError: something else is wrong with the directory.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFullError(
                f"There is no room for the files in {directory}: {error.strerror}. What was there before is as it was."
            ) from None
        if error.filename is None:
            raise
        raise ExportUnwritableError(f"{error.filename} cannot be written: {error.strerror}.") from None


def _former(part: Path) -> set[str]:
    """What an interrupted export knew to be of an export before it."""
    former = part / OURS
    return set(former.read_text(encoding="utf-8").splitlines()) if former.is_file() else set()


def _index_in(directory: Path) -> Index | None:
    if not (directory / INDEX).is_file() or not ((directory / SIGNED).is_file() or directory.name == PART):
        return None
    try:
        return Index.parse(Directory(directory).read(INDEX, LARGEST_INDEX))
    except InvalidError:
        return None


def _sync(directory: Path) -> None:
    """Make renames survive a loss of power."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
