"""Mutations about proposals: draft, revise, translate, open for comment, comment, answer, publish."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from governance.document_events import Said
from governance.priority_sets import PrioritySet
from governance.proposals import Comment, CommentId, Disposition, Proposal, ProposalId
from governance.publication import EventKind
from measures.references import BadReferenceError, Digest, Kind, Reference
from registry import commenting, proposing, publishing, translating
from registry.graphql.connections import uuid_of
from registry.graphql.content_inputs import DefinitionInput, PrioritySetInput
from registry.graphql.context import Info
from registry.graphql.documents import shown
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId, plain
from registry.graphql.priority_sets import PrioritySetType
from registry.graphql.proposals import CommentType, ContentRead, ProposalIdText, ProposalType
from registry.graphql.references import ResolvedType
from registry.graphql.translations import KeptTranslation, TranslationInput, TranslationType, kept_translation
from registry.resolving import Resolved, resolve
from registry.storage import documents, proposals

Target = Annotated[
    str,
    strawberry.argument(
        description="The reference that it would be published under, with its version: "
        "value-definition/US-TN/living-well@1.0.0."
    ),
]
Drafter = Annotated[str, strawberry.argument(description="The organization that drafts it, by short name.")]

DraftDefinitionResult = result("DraftDefinitionResult", ProposalType)
DraftPrioritySetResult = result("DraftPrioritySetResult", ProposalType)
ReviseDefinitionResult = result("ReviseDefinitionResult", ProposalType)
RevisePrioritySetResult = result("RevisePrioritySetResult", ProposalType)
OpenForCommentResult = result("OpenForCommentResult", ProposalType)
AddTranslationResult = result("AddTranslationResult", TranslationType)
CancelProposalResult = result("CancelProposalResult", ProposalType)
CommentResult = result("CommentResult", CommentType)
AnswerCommentResult = result("AnswerCommentResult", CommentType)
PublishPrioritySetResult = result("PublishPrioritySetResult", PrioritySetType)
RecordEventResult = result("RecordEventResult", ResolvedType)


def _target(text: str, kind: Kind) -> Reference:
    """The reference of a draft, of the kind that the content fits."""
    reference = Reference.parse(text)
    if reference.kind is not kind:
        raise BadReferenceError(f"{text} names a {reference.kind}; this content is that of a {kind}.")
    return reference


async def _seen(info: Info, proposal_id: ProposalId) -> Proposal:
    """The proposal as the actor may see it now: a request that comes again shows no more than a new one."""
    return await proposing.seen(info.context.actor, proposal_id)


@strawberry.type
class ProposalMutations:
    """Mutations about proposals."""

    @strawberry.mutation(graphql_type=DraftDefinitionResult, description="Write a draft of a definition of value.")
    async def draft_definition(
        self,
        info: Info,
        target: Target,
        organisation: Drafter,
        content: Annotated[DefinitionInput, strawberry.argument(description="What it says.")],
        request_id: RequestId = None,
    ) -> Proposal:
        caller = info.context.caller(request_id)
        reference = _target(target, Kind.VALUE_DEFINITION)
        return await proposing.seen(
            info.context.actor, await proposing.draft(caller, reference, plain(content), organisation)
        )

    @strawberry.mutation(graphql_type=DraftPrioritySetResult, description="Write a draft of a priority set.")
    async def draft_priority_set(
        self,
        info: Info,
        target: Target,
        organisation: Drafter,
        content: Annotated[PrioritySetInput, strawberry.argument(description="What it says.")],
        request_id: RequestId = None,
    ) -> Proposal:
        caller = info.context.caller(request_id)
        reference = _target(target, Kind.PRIORITY_SET)
        return await proposing.seen(
            info.context.actor, await proposing.draft(caller, reference, plain(content), organisation)
        )

    @strawberry.mutation(
        graphql_type=ReviseDefinitionResult, description="Replace the content of a definition before any vote on it."
    )
    async def revise_definition(
        self,
        info: Info,
        proposal_id: ProposalIdText,
        content: Annotated[DefinitionInput, strawberry.argument(description="What it says from now on.")],
        request_id: RequestId = None,
    ) -> Proposal:
        caller = info.context.caller(request_id)
        return await proposing.seen(
            info.context.actor, await proposing.revise(caller, ProposalId(uuid_of(proposal_id)), plain(content))
        )

    @strawberry.mutation(
        graphql_type=RevisePrioritySetResult, description="Replace the content of a priority set before any vote on it."
    )
    async def revise_priority_set(
        self,
        info: Info,
        proposal_id: ProposalIdText,
        content: Annotated[PrioritySetInput, strawberry.argument(description="What it says from now on.")],
        request_id: RequestId = None,
    ) -> Proposal:
        caller = info.context.caller(request_id)
        return await proposing.seen(
            info.context.actor, await proposing.revise(caller, ProposalId(uuid_of(proposal_id)), plain(content))
        )

    @strawberry.mutation(
        graphql_type=OpenForCommentResult, description="Show a draft to everybody and take comments on it."
    )
    async def open_for_comment(
        self,
        info: Info,
        proposal_id: ProposalIdText,
        until: Annotated[
            datetime | None,
            strawberry.argument(description="Until when comments are taken; 21 days or more are usual."),
        ] = None,
        request_id: RequestId = None,
    ) -> Proposal:
        caller = info.context.caller(request_id)
        return await proposing.seen(
            info.context.actor, await proposing.open_for_comment(caller, ProposalId(uuid_of(proposal_id)), until)
        )

    @strawberry.mutation(
        graphql_type=AddTranslationResult,
        description="Add a translation of what is proposed, before a vote is opened on it. It is frozen and logged.",
    )
    async def add_translation(
        self,
        info: Info,
        proposal_id: ProposalIdText,
        content: Annotated[TranslationInput, strawberry.argument(description="The translation.")],
        request_id: RequestId = None,
    ) -> KeptTranslation:
        caller = info.context.caller(request_id)
        proposal = ProposalId(uuid_of(proposal_id))
        await translating.add_translation(caller, proposal, plain(content))
        return await kept_translation(proposal, Digest(content.of), content.language)

    @strawberry.mutation(
        graphql_type=CancelProposalResult, description="End a proposal that has not gone to a vote. Nothing is deleted."
    )
    async def cancel_proposal(self, info: Info, proposal_id: ProposalIdText, request_id: RequestId = None) -> Proposal:
        caller = info.context.caller(request_id)
        return await proposing.seen(
            info.context.actor, await proposing.cancel(caller, ProposalId(uuid_of(proposal_id)))
        )

    @strawberry.mutation(
        graphql_type=CommentResult, description="Say what you think of a proposal in its comment window."
    )
    async def comment(
        self,
        info: Info,
        proposal_id: ProposalIdText,
        text: Annotated[str, strawberry.argument(description="What you say; everybody can read it.")],
        request_id: RequestId = None,
    ) -> Comment:
        caller = info.context.caller(request_id)
        return await proposals.comment(await commenting.comment(caller, ProposalId(uuid_of(proposal_id)), text))

    @strawberry.mutation(
        graphql_type=AnswerCommentResult, description="Say in writing what was done about a comment. The answer stays."
    )
    async def answer_comment(
        self,
        info: Info,
        comment_id: Annotated[strawberry.ID, strawberry.argument(description="The id of the comment.")],
        disposition: Annotated[Disposition, strawberry.argument(description="What became of it.")],
        text: Annotated[str, strawberry.argument(description="What was done, or why nothing was.")],
        request_id: RequestId = None,
    ) -> Comment:
        caller = info.context.caller(request_id)
        answered = await commenting.answer_comment(caller, CommentId(uuid_of(comment_id)), disposition, text)
        return await proposals.comment(answered)


@strawberry.type
class PublicationMutations:
    """Mutations that publish, and that record what happens to a published version."""

    @strawberry.mutation(
        graphql_type=PublishPrioritySetResult,
        description="Publish a priority set. Nobody can rewrite it from then on; contracts may cite it.",
    )
    async def publish_priority_set(
        self, info: Info, proposal_id: ProposalIdText, read: ContentRead = None, request_id: RequestId = None
    ) -> PrioritySet:
        caller = info.context.caller(request_id)
        reference = await publishing.publish_priority_set(caller, ProposalId(uuid_of(proposal_id)), read)
        document = shown(info, await documents.get(reference))
        assert isinstance(document, PrioritySet)
        return document

    @strawberry.mutation(
        graphql_type=RecordEventResult,
        description="Append an event to a published version. The version itself never changes.",
    )
    async def record_event(
        self,
        info: Info,
        reference: Annotated[str, strawberry.argument(description="The version with its digest.")],
        kind: Annotated[EventKind, strawberry.argument(description="What happened.")],
        effective_on: Annotated[date, strawberry.argument(description="The day from which it holds.")],
        note: Annotated[
            str | None, strawberry.argument(description="What to say about it. An erratum needs a note.")
        ] = None,
        measure: Annotated[
            str | None, strawberry.argument(description="Of MEASURE_SUPPRESSED: the measure of the set.")
        ] = None,
        ends: Annotated[
            date | None,
            strawberry.argument(description="Of PERIOD_TRUNCATED: the last day of the period that remains."),
        ] = None,
        request_id: RequestId = None,
    ) -> Resolved:
        caller = info.context.caller(request_id)
        said = Said(note, measure, ends)
        recorded = await publishing.record_event(caller, Reference.parse(reference), kind, effective_on, said)
        return await resolve(recorded)
