"""Proposals and the comments on them."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from governance.members import PersonId
from governance.proposals import (
    Comment,
    CommentAnswered,
    CommentId,
    CommentMade,
    Disposition,
    Proposal,
    ProposalId,
    Stage,
)
from measures.documents import Sealed, digest_of
from measures.errors import ConflictError, NotFoundError
from measures.references import Kind, Reference
from registry.storage.tables import CommentRow, DispositionRow, ProposalRow


class ProposalNotFoundError(NotFoundError):
    """There is no such proposal, or it may not be seen."""

    code = "PROPOSAL_NOT_FOUND"


class CommentNotFoundError(NotFoundError):
    """There is no such comment."""

    code = "COMMENT_NOT_FOUND"


class AlreadyAnsweredError(ConflictError):
    """A comment is answered once, and the answer stays."""

    code = "ALREADY_ANSWERED"


async def insert(proposal: Proposal) -> None:
    """Keep a new draft."""
    await ProposalRow.insert(
        ProposalRow(
            id=proposal.id,
            kind=proposal.kind,
            target=proposal.target.versioned,
            content=json.dumps(proposal.content),
            stage=proposal.stage,
            proposer=proposal.proposer,
            writers=_joined(proposal.writers),
            organisation=proposal.organisation,
            demonstration=proposal.demonstration,
            follows=proposal.follows,
            created_at=proposal.created_at,
            changed_at=proposal.changed_at,
        )
    )


async def revise(proposal: Proposal, at: datetime) -> None:
    """Replace the content of a draft."""
    await ProposalRow.update(
        {
            ProposalRow.content: json.dumps(proposal.content),
            ProposalRow.writers: _joined(proposal.writers),
            ProposalRow.changed_at: at,
        }
    ).where(ProposalRow.id == proposal.id)


async def move(proposal_id: ProposalId, stage: Stage, at: datetime, comment_until: datetime | None = None) -> None:
    """Put a proposal into another stage of its life."""
    values: dict[Any, Any] = {ProposalRow.stage: stage, ProposalRow.changed_at: at}
    if comment_until is not None:
        values[ProposalRow.comment_until] = comment_until
    await ProposalRow.update(values).where(ProposalRow.id == proposal_id)


async def freeze(proposal_id: ProposalId, sealed: Sealed) -> None:
    """Fix the bytes that are voted on."""
    await ProposalRow.update({ProposalRow.frozen: sealed.content}).where(ProposalRow.id == proposal_id)


async def get(proposal_id: ProposalId) -> Proposal:
    """A proposal by its id.

    Raises:
        ProposalNotFoundError: there is none.
    """
    row = await ProposalRow.select().where(ProposalRow.id == proposal_id).first()
    if row is None:
        raise ProposalNotFoundError("There is no such proposal, or you may not see it.")
    return _proposal(row)


async def following(proposal_id: ProposalId) -> Proposal:
    """The draft that the failed vote on a proposal gave its content back as.

    Raises:
        ProposalNotFoundError: there is none.
    """
    row = await ProposalRow.select().where(ProposalRow.follows == proposal_id).first()
    if row is None:
        raise ProposalNotFoundError("No draft follows this proposal.")
    return _proposal(row)


async def published_as(key: str) -> Proposal | None:
    """The proposal whose content was published under a reference without digest; none if it came otherwise."""
    row = await ProposalRow.select().where(ProposalRow.target == key, ProposalRow.stage == Stage.PUBLISHED).first()
    return None if row is None else _proposal(row)


async def page(
    after: UUID,
    limit: int,
    kind: Kind | None = None,
    jurisdiction: str | None = None,
    stages: Collection[Stage] | None = None,
) -> list[Proposal]:
    """Proposals in the order of their ids, after one of them."""
    query = ProposalRow.select().where(ProposalRow.id > after)
    if stages is not None:
        query = query.where(ProposalRow.stage.is_in(sorted(stages) or [""]))
    if kind is not None:
        query = query.where(ProposalRow.kind == kind)
    if jurisdiction is not None:
        query = query.where(ProposalRow.target.like(f"%/{jurisdiction}/%"))
    return [_proposal(row) for row in await query.order_by(ProposalRow.id).limit(limit)]


async def in_stage(jurisdiction: str, stage: Stage, limit: int) -> list[Proposal]:
    """The proposals of a jurisdiction in one stage, those changed last first."""
    rows = (
        await ProposalRow.select()
        .where(ProposalRow.stage == stage, ProposalRow.target.like(f"%/{jurisdiction}/%"))
        .order_by(ProposalRow.changed_at, ascending=False)
        .limit(limit)
    )
    return [_proposal(row) for row in rows]


async def many(proposal_ids: Iterable[ProposalId]) -> dict[ProposalId, Proposal]:
    """Proposals by their ids, those that exist."""
    rows = await ProposalRow.raw("SELECT * FROM proposal WHERE id = ANY({})", sorted(set(proposal_ids)))
    return {ProposalId(row["id"]): _proposal(row) for row in rows}


async def insert_comment(event: CommentMade, author: PersonId, at: datetime) -> None:
    """Keep a comment; its text lies apart."""
    await CommentRow.insert(
        CommentRow(id=event.comment_id, proposal=event.proposal_id, author=author, text=event.text.id, made_at=at)
    )


async def insert_disposition(event: CommentAnswered, by: PersonId, at: datetime) -> None:
    """Keep the answer to a comment.

    Raises:
        AlreadyAnsweredError: it has one.
    """
    row = DispositionRow(
        comment=event.comment_id, disposition=event.disposition, answer=event.answer.id, answered_by=by, answered_at=at
    )
    try:
        await DispositionRow.insert(row)
    except asyncpg.UniqueViolationError:
        raise AlreadyAnsweredError("This comment was answered already; the answer stays as it is.") from None


_COMMENT = (
    "SELECT c.id, c.proposal, c.author, t.body AS text, c.made_at, d.disposition, a.body AS answer, d.answered_at "
    "FROM comment c JOIN written_text t ON t.id = c.text LEFT JOIN disposition d ON d.comment = c.id "
    "LEFT JOIN written_text a ON a.id = d.answer "
)


async def comment(comment_id: CommentId) -> Comment:
    """A comment with its answer.

    Raises:
        CommentNotFoundError: there is none.
    """
    rows = await CommentRow.raw(_COMMENT + "WHERE c.id = {}", comment_id)
    if not rows:
        raise CommentNotFoundError("There is no such comment.")
    return _comment(rows[0])


async def texts_of(author: PersonId) -> list[UUID]:
    """The texts of the comments that a person made."""
    return [row["text"] for row in await CommentRow.select(CommentRow.text).where(CommentRow.author == author)]


async def comments(proposal_id: ProposalId) -> list[Comment]:
    """The comments on a proposal with their answers, oldest first."""
    rows = await CommentRow.raw(_COMMENT + "WHERE c.proposal = {} ORDER BY c.made_at, c.id", proposal_id)
    return [_comment(row) for row in rows]


async def comment_page(proposal_id: ProposalId, after: tuple[datetime, UUID], limit: int) -> list[Comment]:
    """The comments on a proposal with their answers, oldest first, after an instant and an id."""
    rows = await CommentRow.raw(
        _COMMENT + "WHERE c.proposal = {} AND (c.made_at, c.id) > ({}, {}) ORDER BY c.made_at, c.id LIMIT {}",
        proposal_id,
        *after,
        limit,
    )
    return [_comment(row) for row in rows]


def _comment(row: dict[str, Any]) -> Comment:
    disposition = Disposition(row["disposition"]) if row["disposition"] else None
    return Comment(
        id=CommentId(row["id"]),
        proposal_id=ProposalId(row["proposal"]),
        author=PersonId(row["author"]),
        text=row["text"],
        made_at=row["made_at"],
        disposition=disposition,
        answer=row["answer"],
        answered_at=row["answered_at"],
    )


def _proposal(row: dict[str, Any]) -> Proposal:
    frozen = row["frozen"]
    return Proposal(
        id=ProposalId(row["id"]),
        target=Reference.parse(row["target"]),
        content=json.loads(row["content"]),
        stage=Stage(row["stage"]),
        proposer=PersonId(row["proposer"]),
        organisation=row["organisation"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        writers=frozenset(PersonId(UUID(text)) for text in row["writers"].split()),
        demonstration=row["demonstration"],
        frozen=Sealed(frozen, digest_of(frozen)) if frozen is not None else None,
        follows=ProposalId(row["follows"]) if row["follows"] else None,
        comment_until=row["comment_until"],
    )


def _joined(people: frozenset[PersonId]) -> str:
    return " ".join(sorted(map(str, people)))
