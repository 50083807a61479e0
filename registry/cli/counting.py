"""How much is here, and lists that are read page by page to their end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, Protocol, TypeVar
from uuid import UUID

from measures.references import Kind
from registry.storage import audit, documents, people, proposals, votes
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


async def counts() -> dict[str, int]:
    """How many published versions there are of each kind, and how many organisations, proposals and votes."""
    counted = {f"{kind.value.replace('-', '_')}s": await _versions(kind) for kind in Kind}
    counted["organisations"] = len(await all_organisations())
    counted["proposals"] = len([one async for one in every(proposals.page)])
    counted["votes"] = len([one async for one in every(votes.page)])
    counted["audit_rows"], _ = await audit.head()
    return counted


async def all_organisations() -> list[Organisation]:
    """Every organisation, by short name."""
    found: list[Organisation] = []
    while more := await people.organisations(found[-1].slug if found else "", PAGE):
        found.extend(more)
    return found


async def _versions(kind: Kind) -> int:
    number, after = 0, ""
    while found := await documents.page(kind, after, PAGE):
        number, after = number + len(found), found[-1].reference.versioned
    return number
