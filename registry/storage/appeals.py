"""Appeals, their decisions, and what an agency decided after advice."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from governance.appeals import AgencyDecided, AgencyDecision, Appeal, AppealDecided, AppealId, AppealMade, Grounds
from governance.members import PersonId
from governance.votes import VoteId
from measures.errors import ConflictError, NotFoundError
from registry.storage.tables import AgencyDecisionRow, AppealDecisionRow, AppealRow

_APPEAL: Final = (
    "SELECT a.id, a.vote, a.person, a.grounds, t.body AS text, a.made_at, d.upheld, r.body AS reason, "
    "d.at AS decided_at FROM appeal a JOIN written_text t ON t.id = a.text "
    "LEFT JOIN appeal_decision d ON d.appeal = a.id LEFT JOIN written_text r ON r.id = d.reason "
)


class AppealNotFoundError(NotFoundError):
    """There is no such appeal."""

    code = "APPEAL_NOT_FOUND"


class AlreadyDecidedError(ConflictError):
    """It was decided before, and the decision stays."""

    code = "ALREADY_DECIDED"


async def insert(event: AppealMade, by: PersonId, at: datetime) -> None:
    """Keep an appeal; its text lies apart."""
    await AppealRow.insert(
        AppealRow(
            id=event.appeal_id,
            vote=event.vote_id,
            person=by,
            grounds=event.grounds,
            text=event.text.id,
            made_at=at,
        )
    )


async def insert_decision(event: AppealDecided, by: PersonId, at: datetime) -> None:
    """Keep the decision on an appeal.

    Raises:
        AlreadyDecidedError: it has one.
    """
    row = AppealDecisionRow(appeal=event.appeal_id, upheld=event.upheld, reason=event.reason.id, by=by, at=at)
    try:
        await AppealDecisionRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise AlreadyDecidedError("This appeal was decided already; the decision stays as it is.") from None


async def insert_agency_decision(event: AgencyDecided, by: PersonId, at: datetime) -> None:
    """Keep what the agency decided after advice.

    Raises:
        AlreadyDecidedError: it decided before.
    """
    row = AgencyDecisionRow(vote=event.vote_id, adopts=event.adopts, reason=event.reason.id, by=by, at=at)
    try:
        await AgencyDecisionRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise AlreadyDecidedError("The agency decided on this advice already; the decision stays as it is.") from None


async def get(appeal_id: AppealId) -> Appeal:
    """An appeal with its answer.

    Raises:
        AppealNotFoundError: there is none.
    """
    rows = await AppealRow.raw(_APPEAL + "WHERE a.id = {}", appeal_id)
    if not rows:
        raise AppealNotFoundError("There is no such appeal.")
    return _appeal(rows[0])


async def of_vote(vote_id: VoteId) -> list[Appeal]:
    """The appeals about a vote, oldest first."""
    return [_appeal(row) for row in await AppealRow.raw(_APPEAL + "WHERE a.vote = {} ORDER BY a.made_at", vote_id)]


async def agency_decision(vote_id: VoteId) -> AgencyDecision | None:
    """What the agency decided after an advisory vote; none before it did."""
    rows = await AgencyDecisionRow.raw(
        "SELECT d.vote, d.adopts, t.body AS reason, d.at FROM agency_decision d "
        "JOIN written_text t ON t.id = d.reason WHERE d.vote = {}",
        vote_id,
    )
    return AgencyDecision(vote_id, rows[0]["adopts"], rows[0]["reason"], rows[0]["at"]) if rows else None


async def texts_of(person_id: PersonId) -> list[UUID]:
    """The texts of the appeals that a person made."""
    return [row["text"] for row in await AppealRow.select(AppealRow.text).where(AppealRow.person == person_id)]


def _appeal(row: dict[str, Any]) -> Appeal:
    return Appeal(
        id=AppealId(row["id"]),
        vote_id=VoteId(row["vote"]),
        person_id=PersonId(row["person"]),
        grounds=Grounds(row["grounds"]),
        text=row["text"],
        made_at=row["made_at"],
        upheld=row["upheld"],
        reason=row["reason"],
        decided_at=row["decided_at"],
    )
