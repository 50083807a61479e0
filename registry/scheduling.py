"""The calendar of changes: what is known to change on a day, for everybody or for an organisation's own contracts."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from governance import policy
from governance.members import Actor
from governance.priority_sets import PrioritySet
from governance.publication import Published
from governance.standing import StandingState, standing_on
from measures.errors import InvalidError
from measures.jurisdictions import JURISDICTIONS
from measures.references import Kind
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.summary import Contract
from registry.exchange.calendars.entries import (
    CalendarEntry,
    in_order,
    of_contract,
    of_event,
    of_priority_set,
    of_rule_set,
    of_waiver,
)
from registry.exchange.exhibits.titles import title_of
from registry.reading import read_document
from registry.storage import changes, contracts, documents
from registry.storage.registries import database_time

KEPT: Final = timedelta(days=365)
"""How long a day that has passed stays in the calendars, so that programs that fetch them rarely still see it."""
PAGE: Final = 500


class UnknownJurisdictionError(InvalidError):
    """The text names no jurisdiction."""

    code = "UNKNOWN_JURISDICTION"


async def public_changes(jurisdiction: str | None = None) -> list[CalendarEntry]:
    """What changes on a day by what is published: periods, paths, rules and events, of one jurisdiction or of all.

    Of each document the newest version counts. What happens to an older one stands there as its event.

    Raises:
        UnknownJurisdictionError: there is no such jurisdiction.
    """
    if jurisdiction is not None and jurisdiction not in JURISDICTIONS:
        raise UnknownJurisdictionError(
            f"{jurisdiction!r} is not a jurisdiction; write US, US-TN (a state) or registry."
        )
    since = (await database_time()).date() - KEPT
    newest = [*await documents.newest(Kind.PRIORITY_SET), *await documents.newest(Kind.RULE_SET)]
    of_place = [each for each in newest if jurisdiction in (None, each.reference.jurisdiction)]
    entries = [
        *await _of_documents(of_place),
        *await _of_events(await changes.keys_with_events(since, jurisdiction)),
    ]
    return in_order(each for each in entries if each.on >= since)


async def own_changes(actor: Actor) -> list[CalendarEntry]:
    """The same for the contracts of the actor's organisations, with their reviews, terms and waivers; else nothing."""
    since = (await database_time()).date() - KEPT
    own = await _own_contracts(policy.organisations_told(actor))
    named = await changes.named_by(list(own))
    pinned = await documents.many(contract.summary.citation.versioned for contract in own.values())
    entries = [each for contract in own.values() for each in of_contract(contract)]
    entries += [
        of_waiver(waiver.id, own[waiver.contract], waiver.rule, waiver.until, waiver.granted_at)
        for waiver in await changes.waivers_of(list(own))
    ]
    entries += [*await _of_documents(pinned.values()), *await _of_events(named)]
    return in_order(each for each in entries if each.on >= since)


async def _own_contracts(organisations: frozenset[str]) -> dict[UUID, Contract]:
    found: dict[UUID, Contract] = {}
    after = UUID(int=0)
    while some := await contracts.page(organisations, after, PAGE):
        found.update((each.id, each) for each in some)
        after = some[-1].id
    return found


async def _of_documents(published: Iterable[Published]) -> list[CalendarEntry]:
    """The days of sets and rule sets; of one that was withdrawn only that it was."""
    there = list(published)
    happened = await documents.events_of(each.reference.versioned for each in there)
    entries: list[CalendarEntry] = []
    for each in there:
        standing = standing_on(happened[each.reference.versioned], date.max)
        if standing.state is StandingState.WITHDRAWN:
            continue
        document = read_document(each.content)
        if isinstance(document, PrioritySet):
            entries += of_priority_set(each, document, standing.period_ends)
        elif isinstance(document, RuleSetDocument):
            entries += of_rule_set(each, document)
    return entries


async def _of_events(keys: Iterable[str]) -> list[CalendarEntry]:
    happened = await documents.events_of(keys)
    there = await documents.many(happened)
    titles = {key: title_of(read_document(each.content)) for key, each in there.items() if happened[key]}
    return [of_event(event, titles[key]) for key, events in happened.items() for event in events]
