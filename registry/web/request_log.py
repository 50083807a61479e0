"""One line of JSON for each request, on standard error: what was asked and how it was answered.

A line never holds a body, a cookie, a token, a query string or an address of a person. A bug adds its traceback to
the same line.
"""

import sys
import time
from typing import Any, Final

import structlog

LONGEST_PATH: Final = 300
CLIENT_LEFT: Final = 499
"""Written where no answer was sent: the client left, or the server was shutting down. No HTTP status of its own."""


def _logger() -> Any:
    return structlog.wrap_logger(
        # Asked for at each line, because tests and supervisors replace the stream.
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            # Escapes everything beyond ASCII, so that a path cannot write into somebody's terminal.
            structlog.processors.JSONRenderer(),
        ],
    )


class RequestLine:
    """What is said about one request; `write` says it."""

    def __init__(self, method: str, path: str) -> None:
        self._method = method
        self._path = path if len(path) <= LONGEST_PATH else path[:LONGEST_PATH] + "…"
        self._began = time.perf_counter()
        self.status: int | None = None
        self.code: str | None = None
        self.traceback: str | None = None

    def write(self) -> None:
        """Write the line."""
        status = self.status or CLIENT_LEFT
        fields: dict[str, object] = {
            "method": self._method,
            "path": self._path,
            "status": status,
            "ms": round((time.perf_counter() - self._began) * 1000, 1),
        }
        if self.code is not None:
            fields["code"] = self.code
        if self.traceback is not None:
            fields["traceback"] = self.traceback
        failed = status >= 500  # noqa: PLR2004 - the class of server errors, RFC 9110 §15.6
        log = _logger()
        (log.error if failed else log.info)("request", **fields)


def line_of(scope: Any) -> RequestLine | None:
    """The line of a request that is under way, so that a refusal can add its code."""
    line = scope.get("state", {}).get("request_line")
    return line if isinstance(line, RequestLine) else None
