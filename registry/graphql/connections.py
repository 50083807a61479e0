"""Pages of long lists, in the form of the Relay connection specification, by keyset and never by offset.

A cursor is opaque to clients. It holds the name of its list and the key after which the next page begins, so that a
cursor of one list is refused by another.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

import strawberry

from measures.errors import InvalidError
from measures.jurisdictions import JURISDICTIONS

DEFAULT_FIRST: Final = 20
LARGEST_FIRST: Final = 100
LONGEST_CURSOR: Final = 1000
BEGINNING: Final = UUID(int=0)
"""Before every id."""

T = TypeVar("T")
N = TypeVar("N")

First = Annotated[int, strawberry.argument(description="How many at most: from 0 to 100.")]
After = Annotated[str | None, strawberry.argument(description="Begin after this cursor of the same list.")]
Jurisdiction = Annotated[
    str | None, strawberry.argument(description="Only of this jurisdiction: US, US-TN (a state's code) or registry.")
]


class BadCursorError(InvalidError):
    """The cursor was not handed out by this list."""

    code = "BAD_CURSOR"


class PageTooLargeError(InvalidError):
    """More entries were asked for than a page holds."""

    code = "PAGE_TOO_LARGE"


class BadIdError(InvalidError):
    """The text is not an id of this registry."""

    code = "BAD_ID"


class UnknownJurisdictionError(InvalidError):
    """There is no such jurisdiction."""

    code = "UNKNOWN_JURISDICTION"


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Relay's page information."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    has_previous_page: bool = strawberry.field(description="Whether this page was asked for with `after`.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first entry.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last entry; `after` for the next page.")


@strawberry.type(description="One entry of a page.")
class Edge(Generic[N]):
    """Relay's edge."""

    node: N = strawberry.field(description="The entry itself.")
    cursor: str = strawberry.field(description="Its place in the list, opaque.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[N]):
    """Relay's connection."""

    edges: list[Edge[N]] = strawberry.field(description="The entries of this page, in order.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")


@dataclass(frozen=True, slots=True)
class PlacedEntry(Generic[T]):
    """An entry and its cursor, as `Edge` shows them."""

    node: T
    cursor: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page as `Connection` shows it."""

    edges: Sequence[PlacedEntry[T]]
    page_info: PageInfo


def require_size(first: int) -> int:
    """The size of a page.

    Raises:
        PageTooLargeError: it is above 100, or below 0.
    """
    if not 0 <= first <= LARGEST_FIRST:
        raise PageTooLargeError(f"`first` is from 0 to {LARGEST_FIRST}; ask for the rest with `after`.")
    return first


def cursor(name: str, key: object) -> str:
    """The cursor of a key in a list."""
    return urlsafe_b64encode(json.dumps([name, key]).encode()).decode().rstrip("=")


def key_of(name: str, text: str) -> Any:
    """The key that a cursor of a list holds.

    Raises:
        BadCursorError: it is not a cursor, or one of another list.
    """
    try:
        if len(text) <= LONGEST_CURSOR:
            held = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
            if isinstance(held, list) and len(held) == len(("name", "key")) and held[0] == name:
                return held[1]
    except (ValueError, RecursionError):
        pass
    raise BadCursorError("This cursor was not handed out by this list; use an `endCursor` of the same list.")


def uuid_key(name: str, text: str | None) -> UUID:
    """The id that a cursor holds; without a cursor, the beginning.

    Raises:
        BadCursorError: as for `key_of`.
    """
    if text is None:
        return BEGINNING
    try:
        return UUID(key_of(name, text))
    except (ValueError, AttributeError, TypeError):
        raise BadCursorError("This cursor was not handed out by this list.") from None


def text_key(name: str, text: str | None) -> str:
    """The text that a cursor holds; without a cursor, nothing.

    Raises:
        BadCursorError: as for `key_of`.
    """
    held = "" if text is None else key_of(name, text)
    if not isinstance(held, str) or "\x00" in held:
        raise BadCursorError("This cursor was not handed out by this list.")
    return held


def instant_key(name: str, text: str | None) -> tuple[datetime, UUID] | None:
    """The instant and the id that a cursor holds; none without a cursor.

    Raises:
        BadCursorError: as for `key_of`.
    """
    if text is None:
        return None
    try:
        at, entry_id = key_of(name, text)
        instant = datetime.fromisoformat(at)
        if instant.utcoffset() is not None:
            return instant, UUID(entry_id)
    except (ValueError, AttributeError, TypeError):
        pass
    raise BadCursorError("This cursor was not handed out by this list.")


def page_of(
    found: Sequence[T],
    first: int,
    name: str,
    key: Callable[[T], object],
    *,
    is_continued: bool,
    more: bool | None = None,
) -> Page[T]:
    """A page of what was read: one entry more than asked for shows that there is a next page."""
    shown = found[:first]
    edges = [PlacedEntry(entry, cursor(name, key(entry))) for entry in shown]
    info = PageInfo(
        has_next_page=len(found) > first if more is None else more,
        has_previous_page=is_continued,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Page(edges, info)


async def keyset_page(
    read: Callable[[Any, int], Awaitable[Sequence[T]]],
    start: object,
    first: int,
    name: str,
    key: Callable[[T], object],
    *,
    is_continued: bool,
) -> Page[T]:
    """Read a page from storage: `read(after, limit)` in the order of its keys."""
    size = require_size(first)
    return page_of(await read(start, size + 1), size, name, key, is_continued=is_continued)


def memory_page(found: Sequence[T], first: int, after: str | None, name: str, key: Callable[[T], Any]) -> Page[T]:
    """A page of a list held in memory, sorted by `key`, whose values rise strictly and survive JSON."""
    size = require_size(first)
    rest = found
    if after is not None:
        last = key_of(name, after)
        try:
            rest = [entry for entry in found if key(entry) > last]
        except TypeError:
            raise BadCursorError("This cursor was not handed out by this list.") from None
    return page_of(rest, size, name, key, is_continued=after is not None)


def uuid_of(text: str) -> UUID:
    """The id that somebody wrote.

    Raises:
        BadIdError: it is not one.
    """
    try:
        return UUID(text)
    except ValueError:
        raise BadIdError("This is not an id; an id looks like 3f6c2d1e-0a4b-4c8e-9a53-0d1f7c2b9e11.") from None


def require_jurisdiction(text: str | None) -> str | None:
    """A jurisdiction that is known, or none.

    Raises:
        UnknownJurisdictionError: it is not known.
    """
    if text is not None and text not in JURISDICTIONS:
        raise UnknownJurisdictionError("This is not a jurisdiction; write US, US-TN (a state's code) or registry.")
    return text
