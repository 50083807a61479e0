"""Rolls: who may vote, and who left one later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import asyncpg

from governance.members import Constituency, PersonId
from governance.rolls import Roll, RollEntry, RollId, RollMade
from governance.vote_events import RecusalMade
from governance.votes import VoteId
from measures.errors import ConflictError, NotFoundError
from measures.references import Digest
from registry.storage.slices import in_slices
from registry.storage.tables import RecusalRow, RollEntryRow, RollRow


class RollNotFoundError(NotFoundError):
    """There is no such roll."""

    code = "ROLL_NOT_FOUND"


class AlreadyRecusedError(ConflictError):
    """The person has left the roll of this vote before."""

    code = "ALREADY_RECUSED"


async def insert(event: RollMade) -> None:
    """Keep a roll; from then on it does not change."""
    roll = event.roll
    await RollRow.insert(
        RollRow(
            id=roll.id,
            jurisdiction=roll.jurisdiction,
            keeper=roll.keeper,
            salt=event.salt,
            digest=event.digest,
            made_at=roll.made_at,
        )
    )
    rows = [
        RollEntryRow(
            id=uuid4(),
            roll=roll.id,
            person=entry.person_id,
            constituency=entry.constituency,
            organisation=entry.organisation,
            recused=entry.recused,
        )
        for entry in roll.entries
    ]
    for some in in_slices(rows):
        await RollEntryRow.insert(*some)


async def get(roll_id: RollId) -> Roll:
    """A roll with everybody on it.

    Raises:
        RollNotFoundError: there is none.
    """
    row = await RollRow.select().where(RollRow.id == roll_id).first()
    if row is None:
        raise RollNotFoundError("There is no such roll.")
    entries = await RollEntryRow.select().where(RollEntryRow.roll == roll_id)
    return Roll(
        id=roll_id,
        jurisdiction=row["jurisdiction"],
        entries=tuple(map(_entry, entries)),
        keeper=PersonId(row["keeper"]),
        made_at=row["made_at"],
    )


async def newest(jurisdiction: str, limit: int) -> list[Roll]:
    """The newest rolls of a jurisdiction, without the people on them."""
    rows = (
        await RollRow.select()
        .where(RollRow.jurisdiction == jurisdiction)
        .order_by(RollRow.made_at, ascending=False)
        .limit(limit)
    )
    return [Roll(RollId(row["id"]), row["jurisdiction"], (), PersonId(row["keeper"]), row["made_at"]) for row in rows]


async def entry(roll_id: RollId, person_id: PersonId) -> RollEntry | None:
    """The entry of one person on a roll as it was frozen, if they are on it."""
    row = await RollEntryRow.select().where(RollEntryRow.roll == roll_id, RollEntryRow.person == person_id).first()
    return _entry(row) if row else None


async def voter(vote_id: VoteId, roll_id: RollId, person_id: PersonId) -> RollEntry | None:
    """The entry of one person in a vote, with whether they have left the roll since."""
    found = await entry(roll_id, person_id)
    if found is None or found.recused:
        return found
    left = await RecusalRow.exists().where(RecusalRow.vote == vote_id, RecusalRow.person == person_id)
    return replace(found, recused=left)


async def voters(vote_id: VoteId, roll_id: RollId) -> tuple[RollEntry, ...]:
    """Everybody on the roll of a vote, with those who have left it since marked as recused."""
    left = {PersonId(row["person"]) for row in await RecusalRow.select().where(RecusalRow.vote == vote_id)}
    everybody = (await get(roll_id)).entries
    return tuple(replace(found, recused=found.recused or found.person_id in left) for found in everybody)


async def insert_recusal(event: RecusalMade, at: datetime) -> None:
    """Keep that somebody left the roll of a vote.

    Raises:
        AlreadyRecusedError: they did before.
    """
    row = RecusalRow(id=uuid4(), vote=event.vote_id, person=event.person_id, by=event.by, reason=event.reason.id, at=at)
    try:
        await RecusalRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise AlreadyRecusedError("This person has left the roll of this vote already.") from None


async def digest(roll_id: RollId) -> Digest:
    """The salted digest of a roll."""
    rows = await RollRow.select(RollRow.digest).where(RollRow.id == roll_id)
    return Digest(rows[0]["digest"])


async def salt_of(roll_id: RollId) -> bytes:
    """The salt of the digest of a roll."""
    rows = await RollRow.select(RollRow.salt).where(RollRow.id == roll_id)
    return bytes(rows[0]["salt"])


async def recusals(vote_id: VoteId) -> int:
    """How many left the roll of a vote after it was frozen."""
    return int(await RecusalRow.count().where(RecusalRow.vote == vote_id))


async def challengers(vote_id: VoteId) -> frozenset[PersonId]:
    """Who took others off the roll of a vote."""
    rows = await RecusalRow.select(RecusalRow.person, RecusalRow.by).where(RecusalRow.vote == vote_id)
    return frozenset(PersonId(row["by"]) for row in rows if row["by"] != row["person"])


def _entry(row: Mapping[str, Any]) -> RollEntry:
    constituency = Constituency(row["constituency"])
    return RollEntry(PersonId(row["person"]), constituency, row["organisation"], row["recused"])
