"""Batched reads of one request: one query for all nodes of a page, instead of one for each."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from governance.proposals import Proposal, ProposalId
from governance.publication import DocumentEvent, Published
from governance.results import Result
from measures.dated_records import DatedKind
from measures.measure import MeasureEntry
from measures.measure_sets import MeasureSetDocument
from measures.references import Reference
from registry import searching
from registry.proposing import Content
from registry.publishing import Readiness
from registry.storage import contracts, documents, labels, proposals, results
from registry.storage.documents import DatedStatement
from registry.storage.labels import KeptDecision

K = TypeVar("K")
V = TypeVar("V")
Statements = Mapping[DatedKind, DatedStatement]


def _by_key(read: Callable[[list[K]], Awaitable[Mapping[Any, V]]], absent: Any = None) -> DataLoader[K, Any]:
    async def load(keys: list[K]) -> Sequence[Any]:
        found = await read(keys)
        return [found.get(key, absent) for key in keys]

    return DataLoader(load_fn=load)


async def _decisions(names: list[str]) -> dict[str, list[KeptDecision]]:
    found: dict[str, list[KeptDecision]] = {name: [] for name in names}
    for kept in await labels.for_measures(Reference.parse(f"measure/{name}") for name in names):
        found[Reference.parse(kept.decision.measure).name].append(kept)
    return found


async def _measures(_names: list[str]) -> Mapping[str, MeasureEntry]:
    return (await searching.published_measures()).by_id


async def _measure_sets(_ids: list[str]) -> Mapping[str, MeasureSetDocument]:
    return (await searching.published_measures()).sets


class Loaders:
    """The loaders of one request. Keys are `kind/name@version`, except where a name says otherwise."""

    def __init__(self) -> None:
        self.contents: dict[ProposalId, Content] = {}
        """The contents of proposals that were read, by id."""
        self.readiness: dict[ProposalId, asyncio.Future[Readiness]] = {}
        self.published: DataLoader[str, Published | None] = _by_key(documents.many)
        self.statements: DataLoader[str, Statements] = _by_key(documents.statements, {})
        self.events: DataLoader[str, list[DocumentEvent]] = _by_key(documents.events_of, [])
        self.number_citing: DataLoader[str, int] = _by_key(contracts.numbers_citing, 0)
        self.decisions_on: DataLoader[str, list[KeptDecision]] = _by_key(_decisions, [])
        """Every label decision on a measure, by the name of the measure (family/slug)."""
        self.measure: DataLoader[str, MeasureEntry | None] = _by_key(_measures)
        """A measure as the catalog has it now, by its id (family/slug)."""
        self.measure_set: DataLoader[str, MeasureSetDocument | None] = _by_key(_measure_sets)
        """The newest version of a measure set, by the id that memberships use."""
        self.proposal: DataLoader[UUID, Proposal | None] = _by_key(proposals.many)  # type: ignore[arg-type]
        """A proposal by its id, whether or not it may be seen; policy is asked where it is shown."""
        self.result_of: DataLoader[UUID, Result | None] = _by_key(results.many)  # type: ignore[arg-type]
        """What the last tally of a vote came to, by the id of the vote."""
