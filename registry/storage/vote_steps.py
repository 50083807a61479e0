"""The steps of a vote's life: each with who took it, when, from when it counts, and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from governance.members import PersonId
from governance.votes import VoteId, VoteStage
from registry.storage.tables import VoteStepRow


@dataclass(frozen=True, slots=True)
class VoteStep:
    """One step. Without a person it was time that moved the vote."""

    round: int
    stage: VoteStage
    person_id: PersonId | None
    at: datetime
    as_of: datetime
    reason: str | None


async def insert(
    vote_id: VoteId,
    vote_round: int,
    stage: VoteStage,
    person_id: PersonId | None,
    at: datetime,
    as_of: datetime | None = None,
    reason: UUID | None = None,
) -> None:
    """Keep a step."""
    await VoteStepRow.insert(
        VoteStepRow(
            id=uuid4(),
            vote=vote_id,
            round=vote_round,
            stage=stage,
            person=person_id,
            reason=reason,
            at=at,
            as_of=as_of or at,
        )
    )


async def of_vote(vote_id: VoteId) -> list[VoteStep]:
    """The steps of a vote, oldest first."""
    rows = await VoteStepRow.raw(
        'SELECT s."round", s.stage, s.person, s.at, s.as_of, t.body AS reason FROM vote_step s '
        "LEFT JOIN written_text t ON t.id = s.reason WHERE s.vote = {}",
        vote_id,
    )
    steps = [
        VoteStep(
            row["round"],
            VoteStage(row["stage"]),
            PersonId(row["person"]) if row["person"] else None,
            row["at"],
            row["as_of"],
            row["reason"],
        )
        for row in rows
    ]
    # Two steps can be taken at one instant: certified, and final where there is no time for appeals.
    order = list(VoteStage)
    return sorted(steps, key=lambda step: (step.at, order.index(step.stage)))
