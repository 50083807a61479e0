"""Which measures published sets, steward's sets, state programs, public cases and one's own contracts share.

Everything is read and nothing is recorded. A contract is found by those only who may see it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from typing import Final
from uuid import UUID

from governance.members import Actor
from governance.priority_sets import PrioritySet
from governance.publication import Published
from governance.standing import StandingState, standing_on
from measures.dated_records import DatedKind
from measures.errors import InvalidError
from measures.measure_sets import MeasureSetDocument
from measures.references import Kind, Reference
from measures.vocabularies import SetStatus
from registry import searching
from registry.contracting import contract_of
from registry.contracts.alignment import (
    Alignment,
    Comparer,
    KnownMeasure,
    Matrix,
    MeasureBook,
    Moment,
    NamedMeasure,
    Portfolio,
    Version,
    loading,
    matrix,
    named_by_several,
)
from registry.contracts.alignment.matrix import over_time, versions
from registry.contracts.alignment.packaged import ARRANGEMENT, PROGRAM, names_none, program_or_case
from registry.contracts.summary import ContractId, ContractNotFoundError
from registry.reading import read_document
from registry.searching import PublishedMeasures, Said
from registry.storage import documents

MOST: Final = 300
"""Lists that are set beside each other at once: 56 jurisdictions in five versions, and some more."""
CONTRACT: Final = "contract/"


class TooManyPortfoliosError(InvalidError):
    """More lists than are compared at once."""

    code = "TOO_MANY_PORTFOLIOS"


@dataclass(frozen=True)
class Aligned:
    """Some lists of measures, each set beside each."""

    portfolios: tuple[Portfolio, ...]
    book: MeasureBook
    matrix: Matrix

    @cached_property
    def comparer(self) -> Comparer:
        """What sets two of them side by side; made when it is first asked for."""
        return Comparer.of(self.book)

    def pair(self, here: int, there: int) -> Alignment:
        """Two of the lists side by side, by their places."""
        factor = self.matrix.near_factor
        return self.comparer.compare(self.portfolios[here], self.portfolios[there], factor)

    @property
    def common(self) -> list[NamedMeasure]:
        """The measures that two or more of them name."""
        return named_by_several(self.portfolios, self.book)

    @property
    def versions(self) -> list[Version]:
        """Each version beside the one before it."""
        return versions(self.portfolios)

    @property
    def over_time(self) -> list[Moment]:
        """How far those in force on a day agreed."""
        return over_time(self.matrix)


async def align(actor: Actor, named: Sequence[str], factor: Fraction) -> Aligned:
    """Set lists of measures beside each other. Each is named as `portfolio` reads it.

    Raises:
        TooFewPortfoliosError, RepeatedPortfolioError, TooManyPortfoliosError: of the lists.
        NotFoundError, InvalidError: of one of them, as `portfolio` says.
    """
    if len(named) > MOST:
        raise TooManyPortfoliosError(f"At most {MOST} lists are compared at once; these are {len(named)}.")
    held = [await portfolio(actor, each) for each in named]
    book = await known_measures()
    # In a thread: thousands of pairs must not keep everybody else waiting.
    made = await asyncio.to_thread(matrix, held, book, factor)
    return Aligned(tuple(held), book, made)


async def named_sets() -> list[Portfolio]:
    """The newest version of every published priority set and of every measure set that names any measure."""
    sets = await documents.newest(Kind.MEASURE_SET)
    told = await documents.statements(each.reference.versioned for each in sets)
    measures = await searching.published_measures()
    held = [
        *[await _published(each) for each in await documents.newest(Kind.PRIORITY_SET)],
        *[_measure_set(each, told.get(each.reference.versioned, {}), measures) for each in sets],
    ]
    return [each for each in held if each.items]


async def known_measures() -> MeasureBook:
    """Every published measure in its newest version."""
    held = (await searching.published_measures()).by_id.values()
    return MeasureBook.of(KnownMeasure.of(entry) for entry in held)


async def portfolio(actor: Actor, named: str) -> Portfolio:
    """A list of measures by how it is named: a reference, `program/id`, `arrangement/id` or `contract/id`.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: nothing is published under the reference, or other bytes.
        PortfolioNotFoundError: there is no such program or case.
        ContractNotFoundError: there is no such contract, or it may not be seen: the same answer.
        NamesNoMeasuresError, BadReferenceError: it is something else, or nothing that could be read.
    """
    if named.startswith((PROGRAM, ARRANGEMENT)):
        return program_or_case(named)
    if named.startswith(CONTRACT):
        return await _contract(actor, named.removeprefix(CONTRACT))
    reference = Reference.parse(named)
    if reference.kind not in (Kind.PRIORITY_SET, Kind.MEASURE_SET):
        names_none(named)
    return await _published(await documents.get(reference))


async def _published(published: Published) -> Portfolio:
    document = read_document(published.content)
    if isinstance(document, MeasureSetDocument):
        key = published.reference.versioned
        told = (await documents.statements([key])).get(key, {})
        return _measure_set(published, told, await searching.published_measures())
    assert isinstance(document, PrioritySet)
    return await _with_standing(loading.of_priority_set(document, published.reference), published.reference)


async def _contract(actor: Actor, text: str) -> Portfolio:
    try:
        contract_id = ContractId(UUID(text))
    except ValueError:
        raise ContractNotFoundError("There is no such contract, or you may not see it.") from None
    found = await contract_of(actor, contract_id)
    return loading.of_contract(found.summary, f"{CONTRACT}{found.id}", found.summary.citation.jurisdiction)


def _measure_set(published: Published, told: Said, measures: PublishedMeasures) -> Portfolio:
    document = read_document(published.content)
    assert isinstance(document, MeasureSetDocument)
    status = told[DatedKind.STATUS].record.content.get("status") if DatedKind.STATUS in told else None
    members = measures.members(document.name.split("/")[1])
    return loading.of_measure_set(
        published.reference, document.title, SetStatus(str(status)) if status else None, members
    )


async def _with_standing(found: Portfolio, reference: Reference) -> Portfolio:
    """The same list; where it is withdrawn, suspended or superseded today, it says so."""
    stands = standing_on(await documents.events(reference), datetime.now(UTC).date())
    if stands.state is StandingState.IN_FORCE:
        return found
    return loading.standing(found, str(stands.state), stands.sentences)
