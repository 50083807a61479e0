"""What lies where in an export.

A document is the file of its own address, so that a citation resolves on any web server. On a disk a file cannot be a
folder too, so what the service has below a document stands beside it, and the sample configurations lead there.
"""

import re
from typing import Final
from uuid import UUID

from measures.references import Reference
from registry.exchange.mirrors.members import Cache, Member

INDEX: Final = "index.json"
CHECKSUMS: Final = "SHA256SUMS"
SIGNED: Final = "index.txt"
FRAME: Final = (INDEX, CHECKSUMS, SIGNED)
"""The files that list the others, in the order in which they are written."""

JSON: Final = "application/json"
TEXT: Final = "text/plain"
HTML: Final = "text/html"
ZIP: Final = "application/zip"
BYTES: Final = "application/octet-stream"

CHECKPOINT: Final = Member("log/checkpoint", "/log/checkpoint", TEXT, Cache.ASK_EACH_TIME)
KEY: Final = Member("log/key", "/log/key", TEXT, Cache.ASK_EACH_TIME)
KEYS: Final = Member("log/keys", "/log/keys", JSON, Cache.ASK_EACH_TIME)
TEXTS: Final = Member("log/texts.json", "/log/texts", JSON, Cache.A_MINUTE)
"""What people wrote about entries of the log, which has only its digest, for it can be erased."""
LOG: Final = "log/"
RECORDS: Final = "log/record/"
RESULTS: Final = "vote-result/"
STATEMENTS: Final = ".statements.json"
BUNDLE: Final = ".bundle.zip"

PAGES: Final = (
    Member("index.html", "/", HTML, Cache.ASK_EACH_TIME),
    Member("priority-sets.html", "/priority-sets", HTML, Cache.ASK_EACH_TIME),
    Member("measures.html", "/measures", HTML, Cache.ASK_EACH_TIME),
    Member("log.html", "/log", HTML, Cache.ASK_EACH_TIME),
    Member("assets/registry.css", "/assets/registry.css", "text/css", Cache.A_MINUTE),
    Member("assets/icon.svg", "/assets/icon.svg", "image/svg+xml", Cache.A_MINUTE),
)
"""Pages that are of no one document, and what they are drawn with."""

_VERSION = re.compile(r"[a-z-]+/[A-Za-z0-9-]+/[a-z0-9-]+@[0-9]+\.[0-9]+\.[0-9]+")
_RECORD = re.compile(rf"{RECORDS}([0-9]{{10,19}})")


def document(reference: Reference) -> Member:
    """The stored bytes of a version."""
    return _beside(reference, "", "", JSON, Cache.FOR_EVER)


def events(reference: Reference) -> Member:
    """What happened to a version."""
    return _beside(reference, ".events.json", "/events", JSON, Cache.A_MINUTE)


def statements(reference: Reference) -> Member:
    """What was said about a version on a day."""
    return _beside(reference, STATEMENTS, "/statements", JSON, Cache.A_MINUTE)


def page(reference: Reference) -> Member:
    """A version for people to read."""
    return _beside(reference, ".page.html", "/page", HTML, Cache.A_MINUTE)


def bundle(reference: Reference) -> Member:
    """The exhibit bundle of a version, as of the export's checkpoint."""
    return _beside(reference, BUNDLE, "/bundle", ZIP, Cache.ASK_EACH_TIME)


def newest(reference: Reference) -> Member:
    """Which version of a document is the newest, as one line; a configured server answers with 302 instead."""
    name = f"{reference.kind}/{reference.name}"
    return Member(name, f"/{name}", TEXT, Cache.ASK_EACH_TIME)


def tile(path: str) -> Member:
    """A tile of the log, by its path below the log."""
    return Member(f"{LOG}{path}", f"/{LOG}{path}", BYTES, Cache.FOR_EVER)


def record(index: int) -> Member:
    """The bytes that an entry of the log names by digest, where they are public and no document."""
    path = f"{RECORDS}{index:010d}"
    return Member(path, f"/{path}", BYTES, Cache.FOR_EVER)


def vote_result(vote: UUID) -> Member:
    """What everybody may know of the result of a vote."""
    return Member(f"{RESULTS}{vote}", f"/{RESULTS}{vote}", JSON, Cache.A_MINUTE)


def hosting(name: str) -> Member:
    """A sample configuration of a web server."""
    return Member(f"hosting/{name}", f"/hosting/{name}", TEXT, Cache.A_MINUTE)


def is_document(path: str) -> bool:
    """Whether a file is the bytes of a published version."""
    return _VERSION.fullmatch(path) is not None


def index_of_record(path: str) -> int | None:
    """The entry of the log whose record a file is; none if it is no record, or not spelled as this module does."""
    match = _RECORD.fullmatch(path)
    if match is None or record(int(match[1])).path != path:
        return None
    return int(match[1])


def _beside(reference: Reference, ending: str, step: str, media_type: str, cache: Cache) -> Member:
    key = reference.versioned
    return Member(f"{key}{ending}", f"/{key}{step}", media_type, cache)
