"""Where a log is read from: a service over HTTP, or a directory that holds an export of it."""

import os
import stat
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self
from urllib.parse import urlsplit

import httpx

from measures.errors import InvalidError

PATIENCE: Final = 30.0
"""Seconds that one answer may take."""
LOG: Final = "log"


class LogUnreadableError(InvalidError):
    """The log cannot be read from there, so nothing can be said of it."""

    code = "LOG_UNREADABLE"


class Source(Protocol):
    """A place that shows a log."""

    name: str

    def get(self, path: str, largest: int) -> bytes | None:
        """The file at a path relative to the log; none if there is no such file.

        Raises:
            LogUnreadableError: the place does not answer, or the file is larger than it can be.
        """

    def __enter__(self) -> Self:
        """Open the place."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""


def source(text: str) -> Source:
    """The place that an address or a directory names.

    Raises:
        LogUnreadableError: it is neither.
    """
    if "://" in text:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise LogUnreadableError(f"{text} is no address of a registry, such as https://registry.example.gov.")
        return WebSource(text)
    return DirectorySource(Path(text))


class WebSource:
    """A service, or any web server that has an export of the log."""

    def __init__(self, address: str) -> None:
        self.name = address.rstrip("/")
        self._base = self.name if self.name.endswith(f"/{LOG}") else f"{self.name}/{LOG}"
        # Redirects are not followed: the answer must come from the place that was named.
        self._client = httpx.Client(timeout=PATIENCE, follow_redirects=False)

    def get(self, path: str, largest: int) -> bytes | None:
        """The file at a path relative to the log; none if there is no such file."""
        where = f"{self._base}/{path}"
        try:
            with self._client.stream("GET", where) as answer:
                if answer.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
                    return None
                if answer.status_code != httpx.codes.OK:
                    raise LogUnreadableError(f"{where} answers with status {answer.status_code}.")
                content = bytearray()
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > largest:
                        raise LogUnreadableError(f"{where} has more than {largest} bytes, which no such file has.")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise LogUnreadableError(f"{where} cannot be read: {error}.") from None
        return bytes(content)

    def __enter__(self) -> Self:
        """Open the place."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._client.close()


class DirectorySource:
    """An export of the registry, or of its log alone."""

    def __init__(self, directory: Path) -> None:
        self.name = str(directory)
        self._base = directory / LOG if (directory / LOG).is_dir() else directory
        if not self._base.is_dir():
            raise LogUnreadableError(f"{directory} is no directory that is here, and no address (https://…).")

    def get(self, path: str, largest: int) -> bytes | None:
        """The file at a path relative to the log; none if there is no such file."""
        where = self._base / path
        try:
            handle = os.open(where, os.O_RDONLY | os.O_NONBLOCK)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise LogUnreadableError(f"{where} cannot be read: {error.strerror}.") from None
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise LogUnreadableError(f"{where} is no file.")
        with os.fdopen(handle, "rb") as file:
            content = file.read(largest + 1)
        if len(content) > largest:
            raise LogUnreadableError(f"{where} has more than {largest} bytes, which no such file has.")
        return content

    def __enter__(self) -> Self:
        """Open the place."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing was opened."""
