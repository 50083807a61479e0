"""How much is here, and lists that are read page by page to their end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, Protocol, TypeVar
from uuid import UUID

from registry.storage import people
from registry.storage.people import Organisation

PAGE: Final = 500
FIRST: Final = UUID(int=0)


class HasId(Protocol):
    """What is listed in the order of its id."""

    @property
    def id(self) -> UUID:
        """Its id."""


T = TypeVar("T", bound=HasId)


async def every(page: Callable[[UUID, int], Awaitable[list[T]]]) -> AsyncIterator[T]:
    """Everything that a list by id holds, page by page."""
    after = FIRST
    while found := await page(after, PAGE):
        for one in found:
            yield one
        after = found[-1].id


async def all_organisations() -> list[Organisation]:
    """Every organization, by short name."""
    found: list[Organisation] = []
    while more := await people.organisations(found[-1].slug if found else "", PAGE):
        found.extend(more)
    return found
