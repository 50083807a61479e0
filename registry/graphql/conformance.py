"""Checking a contract against a rule set: a report with a verdict and a sentence for every rule. Nothing is stored."""

from datetime import date
from typing import Annotated

import strawberry

from measures.references import Reference
from measures.sources import Source
from measures.validation import parse
from registry import checking, contracting
from registry.contracts.conformance import Finding, Report, SetEvent, Shown, Verdict, Waiver
from registry.contracts.conformance.report import RuleNote
from registry.contracts.rule_words import RuleAuthorityKind, RuleBasis, RuleEffect
from registry.contracts.summary import ContractId
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.contracts import ContractIdText
from registry.graphql.documents import SourceType, sources_of
from registry.graphql.inputs import plain
from registry.graphql.nouns import said, shows


@strawberry.input(description="That somebody waived a rule for this contract.")
class WaiverInput:
    """A waiver."""

    rule: str = strawberry.field(description="The id of the rule.")
    who: str = strawberry.field(description="Who waived it.")
    why: str = strawberry.field(description="Why.")
    until: date = strawberry.field(description="The last day on which the waiver holds.")


@strawberry.interface(description="What a report says of a rule beside any verdict.")
class NotesRule:
    """Shared by findings and by rules that are only shown."""

    rule: strawberry.ID = said("The id of the rule.")
    kind: str = said("The kind of rule.")
    effect: RuleEffect = said("What it does.")
    statement: str = said("The rule in one sentence.")
    basis: RuleBasis = said("Where it was read.")
    cautions: list[str] = said("How surely it is known.")
    locator: str | None = said("The place in the source.")

    @strawberry.field(description="What it was read in, if anything.", graphql_type=SourceType | None)
    def source(self, parent: strawberry.Parent[RuleNote]) -> Source | None:
        found = sources_of([parent.source])
        return found[0] if found else None


@shows(Finding, name="Finding")
class FindingType(NotesRule):
    """The verdict on one rule."""

    verdict: Verdict = said("The verdict.")
    sentence: str = said("What was found, and what to do.")
    field: str | None = said("What would settle it, where it is not evaluable.")
    waived_by: str | None = said("Who waived it, if it was waived.")
    waived_until: date | None = said("The last day on which the waiver holds.")


@shows(Shown, name="ShownRule")
class ShownType(NotesRule):
    """A definition or an information of the rule set."""


@shows(SetEvent, name="SetEvent")
class SetEventType:
    """What happened to the pinned set."""

    event: str = said("What happened.")
    effective_on: date = said("The day from which it holds.")
    successor: str | None = said("The version that took its place, if it was superseded.")


@strawberry.type(description="How many rules have a verdict.")
class VerdictCount:
    """A count of a report."""

    verdict: Verdict = strawberry.field(description="The verdict.")
    rules: int = strawberry.field(description="How many rules have it.")


@shows(Report, name="ConformanceReport")
class ReportType:
    """A report."""

    as_of: date = said("The day of the check.")
    verdict: Verdict = said("The whole is as grave as its gravest finding.")
    contract: str = said("SHA-256 of the contract summary; a report names no party.", name="contractDigest")
    priority_set: str = said("The pinned reference of the set that the contract cites.")
    rule_set: str = said("The pinned reference of the rule set.")
    authority: str = said("Whose rules they are.")
    authority_kind: RuleAuthorityKind = said("What kind of text they stand in.")
    demonstration: bool = said("Whether it rests on a demonstration, and so binds nobody.")
    warnings: list[str] = said("Warnings about the whole.")
    findings: list[FindingType] = said("One finding for each rule that has a verdict.")
    shown: list[ShownType] = said("Rules that are only shown.")
    set_events: list[SetEventType] = said("What happened to the pinned set since it was published.")

    @strawberry.field(description="How many rules have each verdict.")
    def counts(self, parent: strawberry.Parent[Report]) -> list[VerdictCount]:
        return [VerdictCount(verdict=verdict, rules=parent.counts.get(verdict, 0)) for verdict in Verdict]

    @strawberry.field(description="The report as canonical JSON, for machines and for signing.")
    def text(self, parent: strawberry.Parent[Report]) -> str:
        return parent.seal().content.decode()

    @strawberry.field(description="SHA-256 of that text.")
    def digest(self, parent: strawberry.Parent[Report]) -> str:
        return parent.seal().digest


@strawberry.type
class ConformanceQueries:
    """Queries that check."""

    @strawberry.field(
        description="Check a contract of your own organization against a rule set, as of today. Nothing is stored.",
        graphql_type=ReportType | None,
    )
    async def check_contract(
        self,
        info: Info,
        contract_id: ContractIdText,
        rule_set: Annotated[str, strawberry.argument(description="The rule set: rule-set/US-NY/vbp-2026@1.0.0.")],
        waivers: Annotated[
            list[WaiverInput] | None, strawberry.argument(description="Rules that were waived for this contract.")
        ] = None,
    ) -> Report:
        contract = await contracting.contract_of(info.context.actor, ContractId(uuid_of(contract_id)))
        given = [parse(Waiver, plain(waiver), f"waiver of {waiver.rule}") for waiver in waivers or ()]
        return await checking.check_contract(contract, Reference.parse(rule_set), given)
