"""Reading what somebody wrote into a file, or on standard input; and writing what only its owner may read."""

import sys
from pathlib import Path
from typing import Final

from measures.errors import InvalidError

STANDARD_INPUT: Final = "-"
LARGEST_FILE: Final = 8 * 1024 * 1024


class UnreadableFileError(InvalidError):
    """A file cannot be read as what it should be, or cannot be written."""

    code = "UNREADABLE_FILE"


def read_bytes(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a file; of standard input where the path is `-`.

    Raises:
        UnreadableFileError: there is no such file, or it is too large.
    """
    try:
        if str(path) == STANDARD_INPUT:
            content = sys.stdin.buffer.read(largest + 1)
        else:
            with path.open("rb") as file:
                content = file.read(largest + 1)
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror}.") from None
    if len(content) > largest:
        raise UnreadableFileError(f"{path} is larger than {largest} bytes, so it is not what this command reads.")
    return content


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        UnreadableFileError: it is not UTF-8 text, or cannot be read.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}.") from None


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read.

    Raises:
        UnreadableFileError: it cannot be written there.
    """
    try:
        path.unlink(missing_ok=True)  # an older file may be readable to others
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be written: {error.strerror}.") from None


def text_of(words: str) -> str:
    """A text from the command line; `-` takes it from standard input."""
    return read_text(Path(STANDARD_INPUT)) if words == STANDARD_INPUT else words
