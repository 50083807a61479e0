"""Proposals: drafts of definitions of value and priority sets, the comments on them, and what became of each."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import strawberry

from governance import policy
from governance.definitions import DefinitionContent
from governance.obstacles import Obstacle
from governance.priority_sets import PrioritySetDraft
from governance.proposals import Comment, Disposition, Proposal, ProposalId, Stage
from measures.references import Kind
from registry import publishing
from registry.graphql.connections import (
    BEGINNING,
    After,
    Connection,
    First,
    Jurisdiction,
    Page,
    instant_key,
    keyset_page,
    page_of,
    require_jurisdiction,
    require_size,
    uuid_key,
    uuid_of,
)
from registry.graphql.context import Info
from registry.graphql.definitions import DefinitionDraftType
from registry.graphql.nouns import said, shows
from registry.graphql.priority_sets import PrioritySetDraftType
from registry.graphql.translations import KeptTranslation, TranslationType, newest_translations
from registry.proposing import Content, parse_content, seen
from registry.publishing import Readiness
from registry.storage import proposals

HIDDEN_UNTIL_COMMENT: Final = frozenset({Stage.DRAFT, Stage.CANCELLED})
BATCH: Final = 100
"""How many proposals are read at once while looking for those that the reader may see."""
EARLIEST: Final = (datetime.min.replace(tzinfo=UTC), BEGINNING)

ContentRead = Annotated[
    str | None,
    strawberry.argument(
        description="The contentDigest that you read. With it, a proposal that changed meanwhile is refused."
    ),
]
ProposalIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the proposal.")]


@shows(Comment, name="Comment")
class CommentType:
    """You said, we did."""

    id: strawberry.ID = said("The id of the comment.")
    text: str | None = said("What was said; none once its author had it erased.")
    made_at: datetime = said("When it was made.")
    disposition: Disposition | None = said("What became of it; none while it has no answer.")
    answer: str | None = said("The written answer.")
    answered_at: datetime | None = said("When it was answered.")


@shows(Obstacle, name="Obstacle")
class ObstacleType:
    """Why a draft cannot be published yet."""

    code: str = said("A stable code.")
    message: str = said("What is missing, and what to do about it.")
    item: str | None = said("The part at fault.")


@shows(Readiness, name="Readiness")
class ReadinessType:
    """Whether a priority set can be published."""

    obstacles: list[ObstacleType] = said("Every reason against it; empty when it can be published.")
    notes: list[ObstacleType] = said("What to keep in mind; no bar.")


def _content(info: Info, proposal: Proposal) -> Content:
    """The content of a proposal, read once in a request however many fields and aliases ask for it."""
    held = info.context.loaders.contents
    if proposal.id not in held:
        held[proposal.id] = parse_content(proposal.target, dict(proposal.content))
    return held[proposal.id]


@shows(Proposal, name="Proposal", description="A draft of a definition of value or a priority set, and its life.")
class ProposalType:
    """A proposal."""

    id: strawberry.ID = said("The id of the proposal.")
    kind: Kind = said("What kind of document it would become.")
    jurisdiction: str = said("The jurisdiction that the document would belong to.")
    stage: Stage = said("Where it stands.")
    organisation: str = said("The organization that drafts it, by short name.")
    created_at: datetime = said("When it was drafted.")
    content_digest: str = said("The digest of the content as it stands; name it when you decide, as what you read.")
    changed_at: datetime = said("When it was last changed, or took a step.")
    comment_until: datetime | None = said("Until when comments are taken, where that was set; no vote before it.")
    demonstration: bool = said("Whether it belongs to a demonstration, and so binds nobody.")
    follows: strawberry.ID | None = said("The proposal whose failed vote gave this content back, if any.")

    @strawberry.field(description="The reference that it would be published under.")
    def target(self, parent: strawberry.Parent[Proposal]) -> str:
        return str(parent.target)

    @strawberry.field(description="SHA-256 of the bytes that a vote froze; none before a vote was opened.")
    def frozen_digest(self, parent: strawberry.Parent[Proposal]) -> str | None:
        return parent.frozen.digest if parent.frozen else None

    @strawberry.field(description="The content, as JSON text.")
    def content(self, parent: strawberry.Parent[Proposal]) -> str:
        return json.dumps(parent.content, ensure_ascii=False, sort_keys=True)

    @strawberry.field(
        description="The content, if it is a definition of value.", graphql_type=DefinitionDraftType | None
    )
    def definition(self, info: Info, parent: strawberry.Parent[Proposal]) -> DefinitionContent | None:
        content = _content(info, parent)
        return content if isinstance(content, DefinitionContent) else None

    @strawberry.field(description="The content, if it is a priority set.", graphql_type=PrioritySetDraftType | None)
    def priority_set(self, info: Info, parent: strawberry.Parent[Proposal]) -> PrioritySetDraft | None:
        content = _content(info, parent)
        return content if isinstance(content, PrioritySetDraft) else None

    @strawberry.field(
        description="Whether it can be published; none for a definition, which a vote publishes.",
        graphql_type=ReadinessType | None,
    )
    async def readiness(self, info: Info, parent: strawberry.Parent[Proposal]) -> Readiness | None:
        if parent.kind is not Kind.PRIORITY_SET:
            return None
        held = info.context.loaders.readiness
        if parent.id not in held:
            held[parent.id] = asyncio.ensure_future(publishing.readiness(info.context.actor, parent.id))
        return await held[parent.id]

    @strawberry.field(
        description="The newest translation of the content as it stands, into each language that there is one for.",
        graphql_type=list[TranslationType],
    )
    async def translations(self, parent: strawberry.Parent[Proposal]) -> list[KeptTranslation]:
        return await newest_translations(parent)

    @strawberry.field(
        description="The comments on it with their answers, oldest first.", graphql_type=Connection[CommentType]
    )
    async def comments(
        self, parent: strawberry.Parent[Proposal], first: First = 20, after: After = None
    ) -> Page[Comment]:
        async def read(start: Any, limit: int) -> list[Comment]:
            return await proposals.comment_page(parent.id, start, limit)

        return await keyset_page(
            read,
            instant_key(f"comments {parent.id}", after) or EARLIEST,
            first,
            f"comments {parent.id}",
            lambda comment: [comment.made_at.isoformat(), str(comment.id)],
            is_continued=after is not None,
        )


async def visible(info: Info, start: Any, limit: int, **only: Any) -> Sequence[Proposal]:
    """Proposals that the reader may see, in the order of their ids."""
    actor = info.context.actor
    if actor.person_id is None:
        # The database leaves out what policy would hide from everybody; policy still answers for each one below.
        only["stages"] = (only["stages"] or frozenset(Stage)) - HIDDEN_UNTIL_COMMENT
    found: list[Proposal] = []
    while len(found) < limit:
        rows = await proposals.page(start, BATCH, **only)
        found += [row for row in rows if policy.may_see_proposal(actor, row)]
        if len(rows) < BATCH:
            break
        start = rows[-1].id
    return found[:limit]


@strawberry.type
class ProposalQueries:
    """Queries about proposals."""

    @strawberry.field(
        description="Proposals that the reader may see: from the comment window on everybody may.",
        graphql_type=Connection[ProposalType],
    )
    async def proposals(
        self,
        info: Info,
        kind: Annotated[Kind | None, strawberry.argument(description="Only of this kind of document.")] = None,
        jurisdiction: Jurisdiction = None,
        stage: Annotated[list[Stage] | None, strawberry.argument(description="Only in any of these stages.")] = None,
        first: First = 20,
        after: After = None,
    ) -> Page[Proposal]:
        size = require_size(first)
        stages = None if stage is None else frozenset(stage)
        place = require_jurisdiction(jurisdiction)
        found = await visible(
            info, uuid_key("proposals", after), size + 1, kind=kind, jurisdiction=place, stages=stages
        )
        return page_of(found, size, "proposals", lambda row: str(row.id), is_continued=after is not None)

    @strawberry.field(description="One proposal that the reader may see.", graphql_type=ProposalType | None)
    async def proposal(self, info: Info, id: ProposalIdText) -> Proposal:  # noqa: A002 - the field's own name
        return await seen(info.context.actor, ProposalId(uuid_of(id)))
