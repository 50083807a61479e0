"""Votes and the windows of their rounds."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID, uuid4

from governance.members import PersonId
from governance.proposals import ProposalId
from governance.rolls import RollId
from governance.rules import VotingRule, make_voting_rule
from governance.vote_events import RoundOpened, VoteMoved
from governance.votes import OVER, Candidate, SubjectKind, Vote, VoteId, VoteStage
from measures.documents import canonical_json
from measures.errors import NotFoundError
from measures.references import Digest, Reference
from registry.storage.tables import VoteRoundRow, VoteRow

_VOTES: Final = (
    "SELECT v.*, r.opens_at AS round_opens_at, r.closes_at AS round_closes_at, r.zone AS round_zone "
    'FROM vote v LEFT JOIN vote_round r ON r.vote = v.id AND r."round" = v."round" '
)
"""Votes with the window of the round that they are in."""


class VoteNotFoundError(NotFoundError):
    """There is no such vote."""

    code = "VOTE_NOT_FOUND"


async def under_way(document: str) -> list[Vote]:
    """The votes on any version of a document (kind/name), or on a label (measure@version), that are not over yet.

    An advisory vote is over when the agency has decided.
    """
    rows = await VoteRow.raw(
        _VOTES + "LEFT JOIN agency_decision d ON d.vote = v.id WHERE split_part(v.subject, '@', 1) = {} "
        "AND (v.stage <> ALL({}) OR (v.stage = 'final' AND v.advisory AND d.vote IS NULL))",
        document,
        sorted(OVER),
    )
    return [_vote(row) for row in rows]


async def due(now: datetime) -> list[Vote]:
    """The votes that time moves on: open past their deadline, or certified past their appeal window."""
    rows = await VoteRow.raw(_VOTES + "WHERE v.stage IN ('open', 'certified') ORDER BY v.id")
    found = [_vote(row) for row in rows]
    return [vote for vote in found if (until := vote.moves_at) is not None and until <= now]


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
            candidates=json.dumps([[candidate.id, candidate.text] for candidate in vote.candidates]),
            advisory=vote.advisory,
        )
    )


async def insert_round(event: RoundOpened) -> None:
    """Keep the window of another round, and let the vote be in it."""
    vote = event.vote
    await VoteRoundRow.insert(
        VoteRoundRow(
            id=uuid4(),
            vote=vote.id,
            round=vote.round,
            opens_at=vote.opens_at,
            closes_at=vote.closes_at,
            zone=vote.zone,
            opened_by=event.by,
        )
    )
    await VoteRow.update({VoteRow.stage: VoteStage.OPEN, VoteRow.round: vote.round}).where(VoteRow.id == vote.id)


async def openers(vote_id: VoteId) -> frozenset[PersonId]:
    """Who opened a round of a vote after the first."""
    rows = await VoteRoundRow.select(VoteRoundRow.opened_by).where(VoteRoundRow.vote == vote_id)
    return frozenset(PersonId(row["opened_by"]) for row in rows)


async def move(event: VoteMoved) -> None:
    """Put a vote into another stage of its life."""
    values: dict[Any, Any] = {VoteRow.stage: event.stage}
    if event.stage is VoteStage.CLOSED:
        values[VoteRow.closed_by] = event.by
    if event.stage is VoteStage.DISCUSSION:
        values[VoteRow.discussion_until] = event.until
    await VoteRow.update(values).where(VoteRow.id == event.vote_id)


async def get(vote_id: VoteId) -> Vote:
    """A vote by its id.

    Raises:
        VoteNotFoundError: there is none.
    """
    rows = await VoteRow.raw(_VOTES + "WHERE v.id = {}", vote_id)
    if not rows:
        raise VoteNotFoundError("There is no such vote.")
    return _vote(rows[0])


async def on_bytes(subject: Reference) -> Vote | None:
    """The last final vote on exact bytes; none if there was none."""
    rows = await VoteRow.raw(
        _VOTES + "WHERE v.subject = {} AND v.subject_digest = {} AND v.stage = 'final' "
        "ORDER BY v.certified_at DESC LIMIT 1",
        subject.versioned,
        subject.digest,
    )
    return _vote(rows[0]) if rows else None


async def newest_of(jurisdiction: str, limit: int) -> list[Vote]:
    """The newest votes of a jurisdiction."""
    rows = await VoteRow.raw(
        _VOTES + "WHERE v.jurisdiction = {} ORDER BY v.opens_at DESC, v.id LIMIT {}", jurisdiction, limit
    )
    return [_vote(row) for row in rows]


async def of_proposal(proposal_id: ProposalId) -> list[Vote]:
    """The votes on a proposal."""
    return [_vote(row) for row in await VoteRow.raw(_VOTES + "WHERE v.proposal = {}", proposal_id)]


async def of_voter(person_id: PersonId) -> list[Vote]:
    """The votes on whose rolls a person stands, the newest first."""
    rows = await VoteRow.raw(
        _VOTES + "JOIN roll_entry e ON e.roll = v.roll AND e.person = {} ORDER BY v.opens_at DESC, v.id", person_id
    )
    return [_vote(row) for row in rows]


async def newest(stages: Iterable[VoteStage], limit: int) -> list[Vote]:
    """The votes in some stages that opened last, the newest first."""
    rows = await VoteRow.raw(
        _VOTES + "WHERE v.stage = ANY({}) ORDER BY v.opens_at DESC, v.id LIMIT {}", sorted(stages), limit
    )
    return [_vote(row) for row in rows]


async def page(
    after: UUID,
    limit: int,
    jurisdiction: str | None = None,
    stage: VoteStage | None = None,
    proposal_id: ProposalId | None = None,
) -> list[Vote]:
    """Votes in the order of their ids, after one of them."""
    rows = await VoteRow.raw(
        _VOTES + "WHERE v.id > {} AND ({}::text IS NULL OR v.jurisdiction = {}) AND ({}::text IS NULL OR v.stage = {}) "
        "AND ({}::uuid IS NULL OR v.proposal = {}) ORDER BY v.id LIMIT {}",
        after,
        jurisdiction,
        jurisdiction,
        stage,
        stage,
        proposal_id,
        proposal_id,
        limit,
    )
    return [_vote(row) for row in rows]


def _vote(row: Mapping[str, Any]) -> Vote:
    def person(column: str) -> PersonId | None:
        return PersonId(row[column]) if row[column] else None

    return Vote(
        id=VoteId(row["id"]),
        subject_kind=SubjectKind(row["subject_kind"]),
        subject=row["subject"],
        subject_digest=Digest(row["subject_digest"]),
        jurisdiction=row["jurisdiction"],
        rule=_rule(row["rule"]),
        roll_id=RollId(row["roll"]),
        roll_digest=Digest(row["roll_digest"]),
        stage=VoteStage(row["stage"]),
        round=row["round"],
        opens_at=row["round_opens_at"] or row["opens_at"],
        closes_at=row["round_closes_at"] or row["closes_at"],
        zone=row["round_zone"] or row["zone"],
        opened_by=PersonId(row["opened_by"]),
        proposal_id=ProposalId(row["proposal"]) if row["proposal"] else None,
        closed_by=person("closed_by"),
        tallied_by=person("tallied_by"),
        certified_by=person("certified_by"),
        certified_at=row["certified_at"],
        demonstration=row["demonstration"],
        candidates=tuple(Candidate(*each) for each in json.loads(row["candidates"])),
        advisory=row["advisory"],
        discussion_until=row["discussion_until"],
    )


@lru_cache(maxsize=256)
def _rule(text: str) -> VotingRule:
    """A rule as it was frozen. Votes share their rules, so the same text is read once."""
    return make_voting_rule(json.loads(text), "the rule of a vote")
