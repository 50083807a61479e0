"""Comparing two versions: what changed, in sentences, and the least version that says so."""

from typing import Annotated

import strawberry

from governance.proposals import ProposalId
from measures.comparison import Aspect, Bump, Change, Comparability, Comparison
from measures.references import Reference
from registry import comparing
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.documents import ReferenceText
from registry.graphql.nouns import said, shows


@shows(Change, name="Change")
class ChangeType:
    """One difference."""

    aspect: Aspect = said("What of it changed.")
    path: str = said("Where it stands in the document: items.tn-quiltss/cna-hours.weight.")
    before: str | None = said("What stood there before; null where nothing did.")
    after: str | None = said("What stands there now; null where nothing does.")
    sentence: str = said("The difference in one plain sentence.")
    bump: Bump = said("The least rise of the version that this difference alone asks for.")


@shows(Comparison, name="Comparison")
class ComparisonType:
    """A comparison."""

    changes: list[ChangeType] = said("What differs, the widest rise first; empty where nothing does.")
    least: Bump = said("The least rise of the version that all differences together ask for.")
    least_version: str = said("The least version that may follow the version before.")
    looks_ahead: bool = said("Whether `after` is a later version of the same document, so that a number is asked for.")
    rises_enough: bool = said("Whether the version after is at least that one.")
    comparability: Comparability | None = said("Of measures: whether results may be set side by side.")
    reason: str | None = said("Why, in a sentence.")
    before_label: str | None = said("What the steward calls the version before; it need not be a semantic version.")
    after_label: str | None = said("What the steward calls the version after.")

    @strawberry.field(description="The reference of the version before, pinned.")
    def before(self, parent: strawberry.Parent[Comparison]) -> str:
        return str(parent.before)

    @strawberry.field(description="The reference of the version after; pinned, unless it is a draft.")
    def after(self, parent: strawberry.Parent[Comparison]) -> str:
        return str(parent.after)


@strawberry.type
class ComparisonQueries:
    """Queries that compare."""

    @strawberry.field(
        description="What differs between two published versions of a document, or between two measures.",
        graphql_type=ComparisonType | None,
    )
    async def compare(self, before: ReferenceText, after: ReferenceText) -> Comparison:
        return await comparing.compare(Reference.parse(before), Reference.parse(after))

    @strawberry.field(
        description="What a proposal that the reader may see would change in the version before it, as far as it is "
        "written, and the least version that it asks for; null for a first version.",
        graphql_type=ComparisonType | None,
    )
    async def compare_draft(
        self,
        info: Info,
        proposal_id: Annotated[strawberry.ID, strawberry.argument(description="The id of the proposal.")],
    ) -> Comparison | None:
        return await comparing.compare_proposal(info.context.actor, ProposalId(uuid_of(proposal_id)))
