"""Ballots in two stores: who voted, and what lies in the box."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from governance.ballots import (
    HAS_VOTED,
    BallotCast,
    BallotEntered,
    BallotWithdrawn,
    Channel,
    Participation,
)
from governance.members import Constituency, PersonId
from governance.rules import Answer, read_answer, written
from governance.vote_events import RecusalMade
from governance.votes import VoteId
from registry.storage.slices import in_slices
from registry.storage.tables import BallotRequestRow, BoxRow, ClerkEntryRow, ParticipationRow

MIXED: Final = 1000
"""Boxes of up to so many ballots are written anew with every ballot."""


async def put(event: BallotCast, at: datetime) -> None:
    """Put a choice into the box, in the place of the one that was there, and note that the person took part."""
    ballot = event.ballot
    await BoxRow.raw(
        'INSERT INTO box (id, vote, "round", voter, constituency, choice, reason, interest) '
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT ON CONSTRAINT box_one_ballot "
        "DO UPDATE SET choice = excluded.choice, reason = excluded.reason",
        uuid4(),
        event.vote_id,
        event.round,
        ballot.voter,
        ballot.constituency.value,
        written(ballot.answer),
        ballot.reason,
        ballot.interest,
    )
    await _mix(event.vote_id)
    await _note(event.vote_id, event.round, event.person_id, event.participation, at, event.channel)
    if event.clerk_entry is not None:
        await drop_entry(event.clerk_entry)
    await _remember(event.vote_id, event.request, event.request_content)


async def take_out(event: BallotWithdrawn, at: datetime) -> None:
    """Take a choice out of the box; the person counts as not having voted."""
    await BoxRow.delete().where(BoxRow.vote == event.vote_id, BoxRow.round == event.round, BoxRow.voter == event.voter)
    await _mix(event.vote_id)
    await _note(event.vote_id, event.round, event.person_id, Participation.WITHDRAWN, at)
    await _remember(event.vote_id, event.request, event.request_content)


async def void(event: RecusalMade, at: datetime) -> None:
    """Take the ballot of somebody who left the roll out of the box, if there is one."""
    if event.voter is not None:
        where = (BoxRow.vote == event.vote_id, BoxRow.round == event.round, BoxRow.voter == event.voter)
        await BoxRow.delete().where(*where)
        await _mix(event.vote_id)
        await _note(event.vote_id, event.round, event.person_id, Participation.VOIDED, at)


async def carry_over(vote_id: VoteId, vote_round: int, names: Mapping[PersonId, tuple[str, str]], at: datetime) -> None:
    """Let the ballots of the round before stand in a new one: each person's old name in the box, and the new one."""
    for person_id, (old, new) in names.items():
        await BoxRow.raw(
            'INSERT INTO box (id, vote, "round", voter, constituency, choice, reason, interest) '
            "SELECT gen_random_uuid(), vote, {}, {}, constituency, choice, reason, interest FROM box "
            "WHERE vote = {} AND voter = {}",
            vote_round,
            new,
            vote_id,
            old,
        )
        await _note(vote_id, vote_round, person_id, Participation.CARRIED, at)
    if names:
        await _mix(vote_id)


async def has_ballot(vote_id: VoteId, vote_round: int, voter: str) -> bool:
    """Whether a ballot lies in the box under that name."""
    return await BoxRow.exists().where(BoxRow.vote == vote_id, BoxRow.round == vote_round, BoxRow.voter == voter)


async def answer_of(vote_id: VoteId, vote_round: int, voter: str) -> Answer | None:
    """What lies in the box under a name that only the vote's key can make: one's own answer of an earlier round."""
    row = (
        await BoxRow.select(BoxRow.choice)
        .where(BoxRow.vote == vote_id, BoxRow.round == vote_round, BoxRow.voter == voter)
        .first()
    )
    return read_answer(row["choice"]) if row else None


async def earlier_request(request: str) -> str | None:
    """What a remembered request asked for, under its HMAC; none if it is new."""
    row = await BallotRequestRow.select(BallotRequestRow.content).where(BallotRequestRow.request == request).first()
    return str(row["content"]) if row else None


@dataclass(frozen=True, slots=True)
class Pile:
    """Ballots that say the same, of one constituency (and organisation, where the rule counts those)."""

    constituency: Constituency
    interest: str | None
    answer: Answer
    ballots: int


async def piles(vote_id: VoteId, vote_round: int) -> list[Pile]:
    """Everything in the box. The tally takes no filter: there is no way to count one person."""
    rows = await BoxRow.raw(
        'SELECT constituency, interest, choice, count(*) AS ballots FROM box WHERE vote = {} AND "round" = {} '
        "GROUP BY constituency, interest, choice",
        vote_id,
        vote_round,
    )
    return [
        Pile(Constituency(row["constituency"]), row["interest"], read_answer(row["choice"]), row["ballots"])
        for row in rows
    ]


async def reasons(vote_id: VoteId, vote_round: int) -> list[str]:
    """The reasons that people gave, in alphabetical order, which says nothing about who or when."""
    rows = await BoxRow.select(BoxRow.reason).where(
        BoxRow.vote == vote_id, BoxRow.round == vote_round, BoxRow.reason.is_not_null()
    )
    return sorted(row["reason"] for row in rows)


async def names_in_box(vote_id: VoteId, vote_round: int) -> set[str]:
    """The names under which ballots lie in the box."""
    rows = await BoxRow.select(BoxRow.voter).where(BoxRow.vote == vote_id, BoxRow.round == vote_round)
    return {row["voter"] for row in rows}


async def participants(vote_id: VoteId, vote_round: int) -> dict[PersonId, Channel]:
    """Who has a ballot in the box, as participation says, and how it came."""
    rows = await ParticipationRow.raw(
        "SELECT person, channel FROM (SELECT DISTINCT ON (person) person, action, channel FROM participation "
        'WHERE vote = {} AND "round" = {} ORDER BY person, at DESC) AS newest WHERE action = ANY({})',
        vote_id,
        vote_round,
        sorted(HAS_VOTED),
    )
    return {PersonId(row["person"]): Channel(row["channel"]) for row in rows}


async def channel_of(vote_id: VoteId, vote_round: int, person_id: PersonId) -> Channel | None:
    """How a person's ballot came, as participation says; none where they have none in the box."""
    row = (
        await ParticipationRow.select(ParticipationRow.action, ParticipationRow.channel)
        .where(
            ParticipationRow.vote == vote_id,
            ParticipationRow.round == vote_round,
            ParticipationRow.person == person_id,
        )
        .order_by(ParticipationRow.at, ascending=False)
        .first()
    )
    return Channel(row["channel"]) if row and Participation(row["action"]) in HAS_VOTED else None


async def has_voted(vote_id: VoteId, vote_round: int, person_id: PersonId) -> bool:
    """Whether a person has a ballot in the box, as participation says."""
    return await channel_of(vote_id, vote_round, person_id) is not None


@dataclass(frozen=True, slots=True)
class FirstEntry:
    """What a first clerk entered: nothing to read, only to compare."""

    content: str
    channel: Channel
    clerk: PersonId


async def first_entry(entry: str) -> FirstEntry | None:
    """The entry of a first clerk that waits for a second."""
    row = await ClerkEntryRow.select().where(ClerkEntryRow.voter == entry).first()
    return FirstEntry(row["content"], Channel(row["channel"]), PersonId(row["clerk"])) if row else None


async def waiting_entries(vote_id: VoteId) -> int:
    """How many paper and phone ballots wait for a second clerk."""
    return int(await ClerkEntryRow.count().where(ClerkEntryRow.vote == vote_id))


async def enter(event: BallotEntered, clerk: PersonId, at: datetime) -> None:
    """Keep what a first clerk entered."""
    await ClerkEntryRow.insert(
        ClerkEntryRow(
            voter=event.entry, vote=event.vote_id, content=event.content, channel=event.channel, clerk=clerk, at=at
        )
    )


async def drop_entry(entry: str) -> None:
    """Forget what a first clerk entered."""
    await ClerkEntryRow.delete().where(ClerkEntryRow.voter == entry)


async def drop_entries(vote_id: VoteId) -> None:
    """Forget what first clerks entered and no second did: the deadline is past."""
    await ClerkEntryRow.delete().where(ClerkEntryRow.vote == vote_id)


async def shuffle(vote_id: VoteId) -> None:
    """Write the box anew in random order under no name, and forget the requests: the link to people is gone."""
    rows = await BoxRow.select().where(BoxRow.vote == vote_id)
    await BoxRow.delete().where(BoxRow.vote == vote_id)
    await BallotRequestRow.delete().where(BallotRequestRow.vote == vote_id)
    await ClerkEntryRow.delete().where(ClerkEntryRow.vote == vote_id)
    secrets.SystemRandom().shuffle(rows)
    for some in in_slices(rows):
        await BoxRow.insert(
            *(
                BoxRow(
                    id=uuid4(),
                    vote=vote_id,
                    round=row["round"],
                    voter=None,
                    constituency=row["constituency"],
                    choice=row["choice"],
                    reason=row["reason"],
                    interest=row["interest"],
                )
                for row in some
            )
        )


async def _mix(vote_id: VoteId) -> None:
    """Write the whole box again in random order, so that no ballot shares its transaction number with a participation.

    PostgreSQL stamps each row with the transaction that wrote it. Without this the database alone would tell who
    chose what. A box of more than MIXED ballots is left as it is: one person is one of many there, and writing it anew
    for each of them would keep everybody else from voting.
    """
    if await BoxRow.count().where(BoxRow.vote == vote_id) > MIXED:
        return
    await BoxRow.raw(
        "WITH gone AS (DELETE FROM box WHERE vote = {} RETURNING *) "
        "INSERT INTO box (id, vote, round, voter, constituency, choice, reason, interest) "
        "SELECT gen_random_uuid(), vote, round, voter, constituency, choice, reason, interest FROM gone "
        "ORDER BY random()",
        vote_id,
    )


async def _note(
    vote_id: VoteId,
    vote_round: int,
    person_id: PersonId,
    action: Participation,
    at: datetime,
    channel: Channel = Channel.WEB,
) -> None:
    await ParticipationRow.insert(
        ParticipationRow(
            id=uuid4(), vote=vote_id, round=vote_round, person=person_id, action=action, channel=channel, at=at
        )
    )


async def _remember(vote_id: VoteId, request: str | None, content: str | None) -> None:
    if request is not None:
        await BallotRequestRow.insert(BallotRequestRow(request=request, vote=vote_id, content=content))
