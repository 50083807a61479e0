"""The files of an export: where each lies, at which address the service has the same bytes, and how it is served."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from measures.errors import InvalidError
from registry.proof.archive import LARGEST_BUNDLE

LARGEST_FILE: Final = LARGEST_BUNDLE
MOST_FILES: Final = 1_000_000
LONGEST_PATH: Final = 250
_STEP = r"[A-Za-z0-9](?:[A-Za-z0-9@._-]*[A-Za-z0-9_-])?"
_PATH = re.compile(rf"{_STEP}(?:/{_STEP}){{0,12}}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names that a disk of Windows does not take for a file, whatever stands behind their dot."""


class BadExportError(InvalidError):
    """The directory is not an export of a registry, or not as it was signed."""

    code = "BAD_EXPORT"


class Cache(StrEnum):
    """How long a copy of a file may be kept without asking again."""

    FOR_EVER = "immutable"
    A_MINUTE = "minute"
    ASK_EACH_TIME = "ask"

    @property
    def header(self) -> str:
        """The same as an HTTP header."""
        return _HEADERS[self]


_HEADERS: Final = {
    Cache.FOR_EVER: "public, max-age=31536000, immutable",
    Cache.A_MINUTE: "public, max-age=60",
    Cache.ASK_EACH_TIME: "no-cache",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an export. Its address is where the service answers with the same bytes."""

    path: str
    address: str
    media_type: str
    cache: Cache


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A file as the index lists it, with the SHA-256 of its bytes in hexadecimal."""

    member: Member
    size: int
    sha256: str


def require_paths(paths: Iterable[str]) -> None:
    """Plain paths that lead nowhere else, and that stay apart on disks which ignore capitals.

    Raises:
        BadExportError: one of them is no such path, or two of them would be one file, or a file and a folder.
    """
    seen: dict[str, str] = {}
    for path in paths:
        if not is_plain(path):
            raise BadExportError(f"{path[:100]!r} is not a path that an export can hold.")
        if path.lower() in seen:
            raise BadExportError(f"{path} and {seen[path.lower()]} would be one file on a disk that ignores capitals.")
        seen[path.lower()] = path
    for lowered, path in seen.items():
        for above in _folders(lowered):
            if above in seen:
                raise BadExportError(f"{seen[above]} would have to be a file and a folder, for {path}.")


def is_plain(path: str) -> bool:
    """Whether a path leads to a file below the directory, on every kind of disk."""
    return (
        len(path) <= LONGEST_PATH
        and _PATH.fullmatch(path) is not None
        and not any(_RESERVED.fullmatch(step) for step in path.split("/"))
    )


def _folders(path: str) -> Iterable[str]:
    steps = path.split("/")
    return ("/".join(steps[:count]) for count in range(1, len(steps)))
