"""Labels: the one that the catalog proposes, and the ones that were decided. The two are different types."""

from datetime import datetime
from typing import Annotated

import strawberry

from governance.label_decisions import LabelBasis
from measures.labels import MeasureLabel, ProposedLabel
from measures.references import Reference
from registry import labelling
from registry.graphql.context import Info
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows
from registry.storage import labels
from registry.storage.labels import KeptDecision, that_counts


@shows(ProposedLabel, name="ProposedLabel")
class ProposedLabelType:
    """What the catalog proposes. It counts nowhere until it is adopted or expressly accepted."""

    label: MeasureLabel = said("The label that the catalog proposes.")
    rationale: str = said("Why.")
    contestable: bool = said("Whether both labels can be argued; a first ballot can start there.")


@shows(
    KeptDecision,
    name="DecidedLabel",
    description="A label that counts in a jurisdiction: adopted by vote, or expressly accepted with a reason.",
)
class DecidedLabelType:
    """A label decision."""

    decided_at: datetime = said("When it was decided, as the registry states it.")
    leaf: int = said("Its place in the registry's log.")
    reason: str | None = said("The written reason, if one was given and not erased.")

    @strawberry.field(description="The label that was decided.")
    def label(self, parent: strawberry.Parent[KeptDecision]) -> MeasureLabel:
        return parent.decision.label

    @strawberry.field(description="Where it counts: a state, US for the whole nation, or registry.")
    def jurisdiction(self, parent: strawberry.Parent[KeptDecision]) -> str:
        return parent.decision.jurisdiction

    @strawberry.field(description="How it came to count: by a vote, or by acceptance.")
    def basis(self, parent: strawberry.Parent[KeptDecision]) -> LabelBasis:
        return parent.decision.basis

    @strawberry.field(description="The measure version that was decided on, pinned. It covers the major version.")
    def measure(self, parent: strawberry.Parent[KeptDecision]) -> str:
        return parent.decision.measure

    @strawberry.field(description="How priority sets and the log name this decision.")
    def reference(self, parent: strawberry.Parent[KeptDecision]) -> str:
        return parent.decision.reference

    @strawberry.field(description="SHA-256 of the bytes of the decision.")
    def digest(self, parent: strawberry.Parent[KeptDecision]) -> str:
        return parent.sealed.digest

    @strawberry.field(description="The vote that adopted it, if one did.")
    def vote_id(self, parent: strawberry.Parent[KeptDecision]) -> strawberry.ID | None:
        return None if parent.decision.vote is None else strawberry.ID(str(parent.decision.vote))

    @strawberry.field(description="Whether it belongs to a demonstration, and so binds nobody.")
    def demonstration(self, parent: strawberry.Parent[KeptDecision]) -> bool:
        return parent.decision.demonstration


def counting(decisions: list[KeptDecision], measure: Reference, jurisdiction: str | None) -> list[KeptDecision]:
    """The decisions that count for a measure: one for each jurisdiction, or the one that counts in a named one."""
    if jurisdiction is not None:
        there = that_counts(decisions, measure, jurisdiction)
        return [] if there is None else [there]
    newest: dict[str, KeptDecision] = {}
    for kept in decisions:  # oldest first
        if kept.decision.covers(measure):
            newest[kept.decision.jurisdiction] = kept
    return [newest[place] for place in sorted(newest)]


@strawberry.type(description="The labels that were accepted.")
class AcceptedLabels:
    """What `acceptLabels` answers."""

    labels: list[DecidedLabelType] = strawberry.field(description="One decision for each measure that was named.")


AcceptLabelsResult = result("AcceptLabelsResult", AcceptedLabels)


@strawberry.type
class LabelMutations:
    """Mutations about labels."""

    @strawberry.mutation(
        graphql_type=AcceptLabelsResult,
        description="Accept the labels that the catalog proposes for some measures in one jurisdiction, for a reason.",
    )
    async def accept_labels(
        self,
        info: Info,
        jurisdiction: Annotated[str, strawberry.argument(description="Where they are to count, such as US-TN.")],
        measures: Annotated[list[str], strawberry.argument(description="References of measure versions.")],
        reason: Annotated[str, strawberry.argument(description="Why; it is kept with the decision.")],
        request_id: RequestId = None,
    ) -> AcceptedLabels:
        caller = info.context.caller(request_id)
        references = tuple(Reference.parse(text) for text in measures)
        ids = await labelling.accept_labels(caller, jurisdiction, references, reason)
        kept = await labels.by_reference(f"label-decision/{jurisdiction}/{decision}" for decision in ids)
        ordered = [kept[f"label-decision/{jurisdiction}/{decision}"] for decision in ids]
        return AcceptedLabels(labels=ordered)  # type: ignore[arg-type]
