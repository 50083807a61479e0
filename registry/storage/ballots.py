"""Ballots in two stores: who voted, and what lies in the box. Nothing here reads one person's choice back."""

import secrets
from collections import Counter
from datetime import datetime
from typing import Final
from uuid import uuid4

from governance.ballots import BallotCast, BallotWithdrawn, Participation
from governance.members import Constituency, PersonId
from governance.rules import Choice
from governance.votes import VoteId
from registry.storage.slices import in_slices
from registry.storage.tables import BallotRequestRow, BoxRow, ParticipationRow

MIXED: Final = 1000
"""Boxes of up to so many ballots are written anew with every ballot."""


async def put(event: BallotCast, at: datetime) -> None:
    """Put a choice into the box, in the place of the one that was there, and note that the person took part."""
    ballot = event.ballot
    await BoxRow.raw(
        'INSERT INTO box (id, vote, "round", voter, constituency, choice) VALUES ({}, {}, {}, {}, {}, {}) '
        "ON CONFLICT ON CONSTRAINT box_one_ballot DO UPDATE SET choice = excluded.choice",
        uuid4(),
        event.vote_id,
        event.round,
        ballot.voter,
        ballot.constituency.value,
        ballot.choice.value,
    )
    await _mix(event.vote_id)
    await _note(event.vote_id, event.round, event.person_id, event.participation, at)
    await _remember(event.vote_id, event.request, event.request_content)


async def take_out(event: BallotWithdrawn, at: datetime) -> None:
    """Take a choice out of the box; the person counts as not having voted."""
    await BoxRow.delete().where(BoxRow.vote == event.vote_id, BoxRow.round == event.round, BoxRow.voter == event.voter)
    await _mix(event.vote_id)
    await _note(event.vote_id, event.round, event.person_id, Participation.WITHDRAWN, at)
    await _remember(event.vote_id, event.request, event.request_content)


async def has_ballot(vote_id: VoteId, vote_round: int, voter: str) -> bool:
    """Whether a ballot lies in the box under that name."""
    return await BoxRow.exists().where(BoxRow.vote == vote_id, BoxRow.round == vote_round, BoxRow.voter == voter)


async def earlier_request(request: str) -> str | None:
    """What a remembered request asked for, under its HMAC; none if it is new."""
    row = await BallotRequestRow.select(BallotRequestRow.content).where(BallotRequestRow.request == request).first()
    return str(row["content"]) if row else None


async def counts(vote_id: VoteId, vote_round: int) -> dict[Constituency, Counter[Choice]]:
    """How many chose what, by constituency. The tally takes no filter: there is no way to count one person."""
    rows = await BoxRow.raw(
        'SELECT constituency, choice, count(*) AS ballots FROM box WHERE vote = {} AND "round" = {} '
        "GROUP BY constituency, choice",
        vote_id,
        vote_round,
    )
    found: dict[Constituency, Counter[Choice]] = {constituency: Counter() for constituency in Constituency}
    for row in rows:
        found[Constituency(row["constituency"])][Choice(row["choice"])] = row["ballots"]
    return found


async def participants(vote_id: VoteId, vote_round: int) -> int:
    """How many people have a ballot in the box, as participation says: those who did not withdraw last."""
    rows = await ParticipationRow.raw(
        "SELECT count(*) AS people FROM (SELECT DISTINCT ON (person) action FROM participation "
        'WHERE vote = {} AND "round" = {} ORDER BY person, at DESC) AS newest WHERE action <> {}',
        vote_id,
        vote_round,
        Participation.WITHDRAWN.value,
    )
    return int(rows[0]["people"])


async def shuffle(vote_id: VoteId) -> None:
    """Write the box anew in random order under no name, and forget the requests: the link to people is gone."""
    rows = await BoxRow.select().where(BoxRow.vote == vote_id)
    await BoxRow.delete().where(BoxRow.vote == vote_id)
    await BallotRequestRow.delete().where(BallotRequestRow.vote == vote_id)
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
        "INSERT INTO box (id, vote, round, voter, constituency, choice) "
        "SELECT gen_random_uuid(), vote, round, voter, constituency, choice FROM gone ORDER BY random()",
        vote_id,
    )


async def _note(vote_id: VoteId, vote_round: int, person_id: PersonId, action: Participation, at: datetime) -> None:
    await ParticipationRow.insert(
        ParticipationRow(id=uuid4(), vote=vote_id, round=vote_round, person=person_id, action=action, at=at)
    )


async def _remember(vote_id: VoteId, request: str | None, content: str | None) -> None:
    if request is not None:
        await BallotRequestRow.insert(BallotRequestRow(request=request, vote=vote_id, content=content))
