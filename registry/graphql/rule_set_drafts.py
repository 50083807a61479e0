"""A state's own rule set: drafted as the text of a file, published by a second person. Proposals do the rest."""

from typing import Annotated

import strawberry

from governance.proposals import Proposal, ProposalId
from measures.references import BadReferenceError, Kind, Reference
from measures.validation import read_yaml
from registry import proposing, regulating
from registry.contracts.rule_sets import RuleSetDocument
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.documents import shown
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.proposals import ContentRead, ProposalIdText, ProposalType
from registry.graphql.rule_sets import RuleSetType
from registry.storage import documents

Content = Annotated[
    str, strawberry.argument(description="The rule set as the text of a file in YAML or JSON; docs/rules.md shows one.")
]
DraftRuleSetResult = result("DraftRuleSetResult", ProposalType)
ReviseRuleSetResult = result("ReviseRuleSetResult", ProposalType)
PublishRuleSetResult = result("PublishRuleSetResult", RuleSetType)


@strawberry.type
class RuleSetMutations:
    """Mutations about a state's own rule sets."""

    @strawberry.mutation(graphql_type=DraftRuleSetResult, description="Write a draft of a rule set.")
    async def draft_rule_set(
        self,
        info: Info,
        target: Annotated[
            str, strawberry.argument(description="What it would be published as: rule-set/US-TN/choices-vbp@1.0.0.")
        ],
        organisation: Annotated[str, strawberry.argument(description="Who drafts it, by short name.")],
        content: Content,
        request_id: RequestId = None,
    ) -> Proposal:
        reference = Reference.parse(target)
        if reference.kind is not Kind.RULE_SET:
            raise BadReferenceError(f"{target} names a {reference.kind}; this content is that of a {Kind.RULE_SET}.")
        caller = info.context.caller(request_id)
        drafted = await proposing.draft(caller, reference, read_yaml(content, "rule set"), organisation)
        return await proposing.seen(info.context.actor, drafted)

    @strawberry.mutation(graphql_type=ReviseRuleSetResult, description="Replace the content of a draft of a rule set.")
    async def revise_rule_set(
        self, info: Info, proposal_id: ProposalIdText, content: Content, request_id: RequestId = None
    ) -> Proposal:
        caller, proposal = info.context.caller(request_id), ProposalId(uuid_of(proposal_id))
        revised = await proposing.revise(caller, proposal, read_yaml(content, "rule set"))
        return await proposing.seen(info.context.actor, revised)

    @strawberry.mutation(
        graphql_type=PublishRuleSetResult,
        description="Publish a rule set after its comment window. Whoever wrote some of it cannot.",
    )
    async def publish_rule_set(
        self, info: Info, proposal_id: ProposalIdText, read: ContentRead = None, request_id: RequestId = None
    ) -> RuleSetDocument:
        caller = info.context.caller(request_id)
        reference = await regulating.publish_rule_set(caller, ProposalId(uuid_of(proposal_id)), read)
        document = shown(info, await documents.get(reference))
        assert isinstance(document, RuleSetDocument)
        return document
