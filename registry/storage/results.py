"""What tallies came to, and who certified them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import asyncpg

from governance.members import PersonId
from governance.results import Result
from governance.rules import Choice, Outcome
from governance.vote_events import VoteCertified, VoteTallied
from governance.votes import VoteId, VoteStage
from measures.documents import Sealed
from measures.errors import ConflictError
from measures.references import Digest
from registry.storage.tables import CertificationRow, ResultRow, VoteRow


class CertifiedAlreadyError(ConflictError):
    """This person has certified the result before."""

    code = "CERTIFIED_ALREADY"


async def insert(event: VoteTallied, at: datetime) -> None:
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
            findings=json.dumps(result.findings),
            publication=json.dumps(result.publication),
            salt=event.salt,
            salted_digest=result.salted_digest,
            tallied_at=at,
        )
    )
    await VoteRow.update({VoteRow.stage: VoteStage.TALLIED, VoteRow.tallied_by: event.by}).where(
        VoteRow.id == result.vote_id
    )


async def certify(event: VoteCertified, at: datetime) -> None:
    """Note who certified a tally; the last of those who must makes the vote certified.

    Raises:
        CertifiedAlreadyError: the same person did before.
    """
    row = CertificationRow(id=uuid4(), vote=event.vote_id, round=event.result.round, person=event.by, at=at)
    try:
        await CertificationRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise CertifiedAlreadyError("You certified this result already; a second person must certify it too.") from None
    if event.is_last:
        await VoteRow.update(
            {VoteRow.stage: VoteStage.CERTIFIED, VoteRow.certified_by: event.by, VoteRow.certified_at: at}
        ).where(VoteRow.id == event.vote_id)


async def certifiers(vote_id: VoteId, vote_round: int) -> frozenset[PersonId]:
    """Who has certified the result of a round."""
    rows = await CertificationRow.select(CertificationRow.person).where(
        CertificationRow.vote == vote_id, CertificationRow.round == vote_round
    )
    return frozenset(PersonId(row["person"]) for row in rows)


async def get(vote_id: VoteId) -> Result | None:
    """What the tally of a vote's round came to; none before it was tallied."""
    rows = await ResultRow.raw(
        "SELECT r.* FROM result r JOIN vote v ON v.id = r.vote AND v.round = r.round WHERE r.vote = {}", vote_id
    )
    row = rows[0] if rows else None
    return None if row is None else _result(row)


async def many(vote_ids: Iterable[VoteId]) -> dict[VoteId, Result]:
    """What the last tallies of some votes came to; those that were tallied."""
    rows = await ResultRow.raw(
        "SELECT DISTINCT ON (vote) * FROM result WHERE vote = ANY({}) ORDER BY vote, round DESC", sorted(set(vote_ids))
    )
    return {VoteId(row["vote"]): _result(row) for row in rows}


async def salt_of(vote_id: VoteId, vote_round: int) -> bytes:
    """The salt of the digest of a round's tally; it goes with the sealed export, to auditors."""
    rows = await ResultRow.select(ResultRow.salt).where(ResultRow.vote == vote_id, ResultRow.round == vote_round)
    return bytes(rows[0]["salt"])


async def of_round(vote_id: VoteId, vote_round: int) -> Result | None:
    """What the tally of one round came to; none where it was not tallied."""
    row = await ResultRow.select().where(ResultRow.vote == vote_id, ResultRow.round == vote_round).first()
    return None if row is None else _result(row)


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
        findings=json.loads(row["findings"]),
        publication=json.loads(row["publication"]),
    )
