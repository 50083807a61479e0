"""Votes, their rolls and their results."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from governance.members import Constituency, PersonId
from governance.proposals import ProposalId
from governance.rules import Choice, Outcome, Rule
from governance.votes import (
    Result,
    Roll,
    RollEntry,
    RollId,
    RollMade,
    SubjectKind,
    Vote,
    VoteCertified,
    VoteId,
    VoteMoved,
    VoteStage,
    VoteTallied,
)
from measures.documents import Sealed, canonical_json
from measures.errors import NotFoundError
from measures.references import Digest, Reference
from registry.storage.slices import in_slices
from registry.storage.tables import ResultRow, RollEntryRow, RollRow, VoteRow


class VoteNotFoundError(NotFoundError):
    """There is no such vote."""

    code = "VOTE_NOT_FOUND"


class RollNotFoundError(NotFoundError):
    """There is no such roll."""

    code = "ROLL_NOT_FOUND"


async def insert_roll(event: RollMade) -> None:
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


async def roll(roll_id: RollId) -> Roll:
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


async def roll_entry(roll_id: RollId, person_id: PersonId) -> RollEntry | None:
    """The entry of one person on a roll, if they are on it."""
    row = await RollEntryRow.select().where(RollEntryRow.roll == roll_id, RollEntryRow.person == person_id).first()
    return _entry(row) if row else None


async def under_way(document: str) -> list[Vote]:
    """The votes on any version of a document (kind/name), or on a label (measure@version), that are not over yet."""
    rows = await VoteRow.raw(
        "SELECT * FROM vote WHERE split_part(subject, '@', 1) = {} AND stage NOT IN ('final', 'cancelled')", document
    )
    return [_vote(row) for row in rows]


async def roll_digest(roll_id: RollId) -> Digest:
    """The salted digest of a roll."""
    rows = await RollRow.select(RollRow.digest).where(RollRow.id == roll_id)
    return Digest(rows[0]["digest"])


async def insert(vote: Vote) -> None:
    """Keep a vote that opens."""
    await VoteRow.insert(
        VoteRow(
            id=vote.id,
            subject_kind=vote.subject_kind,
            subject=vote.subject,
            subject_digest=vote.subject_digest,
            proposal=vote.proposal_id,
            jurisdiction=vote.jurisdiction,
            rule=canonical_json(vote.rule).decode(),
            roll=vote.roll_id,
            roll_digest=vote.roll_digest,
            stage=vote.stage,
            round=vote.round,
            opens_at=vote.opens_at,
            closes_at=vote.closes_at,
            zone=vote.zone,
            demonstration=vote.demonstration,
            opened_by=vote.opened_by,
        )
    )


async def move(event: VoteMoved) -> None:
    """Put a vote into another stage of its life."""
    values: dict[Any, Any] = {VoteRow.stage: event.stage}
    if event.stage is VoteStage.CLOSED:
        values[VoteRow.closed_by] = event.by
    await VoteRow.update(values).where(VoteRow.id == event.vote_id)


async def insert_result(event: VoteTallied, at: Any) -> None:
    """Keep what a tally came to."""
    result = event.result
    await ResultRow.insert(
        ResultRow(
            id=uuid4(),
            vote=result.vote_id,
            round=result.round,
            outcome=result.outcome,
            choice=result.choice,
            quorum_met=result.quorum_met,
            conditions=json.dumps(dict(result.conditions)),
            sealed=result.sealed.content,
            sealed_digest=result.sealed.digest,
            salt=event.salt,
            salted_digest=result.salted_digest,
            tallied_at=at,
        )
    )
    await VoteRow.update({VoteRow.stage: VoteStage.TALLIED, VoteRow.tallied_by: event.by}).where(
        VoteRow.id == result.vote_id
    )


async def certify(event: VoteCertified, at: Any) -> None:
    """Note who certified a tally."""
    await VoteRow.update(
        {VoteRow.stage: VoteStage.CERTIFIED, VoteRow.certified_by: event.by, VoteRow.certified_at: at}
    ).where(VoteRow.id == event.vote_id)


async def get(vote_id: VoteId) -> Vote:
    """A vote by its id.

    Raises:
        VoteNotFoundError: there is none.
    """
    row = await VoteRow.select().where(VoteRow.id == vote_id).first()
    if row is None:
        raise VoteNotFoundError("There is no such vote.")
    return _vote(row)


async def on_bytes(subject: Reference) -> Vote | None:
    """The last final vote on exact bytes; none if there was none."""
    row = (
        await VoteRow.select()
        .where(
            VoteRow.subject == subject.versioned,
            VoteRow.subject_digest == subject.digest,
            VoteRow.stage == VoteStage.FINAL,
        )
        .order_by(VoteRow.certified_at, ascending=False)
        .first()
    )
    return _vote(row) if row else None


async def page(
    after: UUID,
    limit: int,
    jurisdiction: str | None = None,
    stage: VoteStage | None = None,
    proposal_id: ProposalId | None = None,
) -> list[Vote]:
    """Votes in the order of their ids, after one of them."""
    query = VoteRow.select().where(VoteRow.id > after)
    if jurisdiction is not None:
        query = query.where(VoteRow.jurisdiction == jurisdiction)
    if stage is not None:
        query = query.where(VoteRow.stage == stage)
    if proposal_id is not None:
        query = query.where(VoteRow.proposal == proposal_id)
    return [_vote(row) for row in await query.order_by(VoteRow.id).limit(limit)]


async def result(vote_id: VoteId) -> Result | None:
    """What the tally of a vote's round came to; none before it was tallied."""
    rows = await ResultRow.raw(
        "SELECT r.* FROM result r JOIN vote v ON v.id = r.vote AND v.round = r.round WHERE r.vote = {}", vote_id
    )
    row = rows[0] if rows else None
    return None if row is None else _result(row)


async def results(vote_ids: Iterable[VoteId]) -> dict[VoteId, Result]:
    """What the last tallies of some votes came to; those that were tallied."""
    rows = await ResultRow.raw(
        "SELECT DISTINCT ON (vote) * FROM result WHERE vote = ANY({}) ORDER BY vote, round DESC", sorted(set(vote_ids))
    )
    return {VoteId(row["vote"]): _result(row) for row in rows}


async def salt_of_result(vote_id: VoteId) -> bytes:
    """The salt of the digest that the log holds; it goes with the sealed export, to auditors."""
    rows = await ResultRow.select(ResultRow.salt).where(ResultRow.vote == vote_id)
    return bytes(rows[0]["salt"])


def _entry(row: Mapping[str, Any]) -> RollEntry:
    constituency = Constituency(row["constituency"])
    return RollEntry(PersonId(row["person"]), constituency, row["organisation"], row["recused"])


def _result(row: Mapping[str, Any]) -> Result:
    return Result(
        vote_id=VoteId(row["vote"]),
        round=row["round"],
        outcome=Outcome(row["outcome"]),
        choice=Choice(row["choice"]) if row["choice"] else None,
        quorum_met=row["quorum_met"],
        conditions=json.loads(row["conditions"]),
        sealed=Sealed(row["sealed"], Digest(row["sealed_digest"])),
        salted_digest=Digest(row["salted_digest"]),
    )


def _vote(row: Mapping[str, Any]) -> Vote:
    def person(column: str) -> PersonId | None:
        return PersonId(row[column]) if row[column] else None

    return Vote(
        id=VoteId(row["id"]),
        subject_kind=SubjectKind(row["subject_kind"]),
        subject=row["subject"],
        subject_digest=Digest(row["subject_digest"]),
        jurisdiction=row["jurisdiction"],
        rule=Rule.model_validate_json(row["rule"]),
        roll_id=RollId(row["roll"]),
        roll_digest=Digest(row["roll_digest"]),
        stage=VoteStage(row["stage"]),
        round=row["round"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        zone=row["zone"],
        opened_by=PersonId(row["opened_by"]),
        proposal_id=ProposalId(row["proposal"]) if row["proposal"] else None,
        closed_by=person("closed_by"),
        tallied_by=person("tallied_by"),
        certified_by=person("certified_by"),
        certified_at=row["certified_at"],
        demonstration=row["demonstration"],
    )
