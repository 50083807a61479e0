"""Checking contracts against a rule set: a report with a verdict and a sentence for every rule. Nothing is stored."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

import strawberry

from measures.references import Reference
from measures.sources import Source
from measures.validation import parse, read_yaml
from registry import checking, contracting
from registry.contracts.conformance import FactsFile, Finding, Report, SetEvent, Shown, Verdict, Waiver
from registry.contracts.conformance.report import RuleNote
from registry.contracts.rule_words import RuleAuthorityKind, RuleBasis, RuleEffect, RuleLevel
from registry.contracts.summary import ContractId
from registry.graphql.connections import uuid_of
from registry.graphql.context import Info
from registry.graphql.contracts import ContractIdText
from registry.graphql.documents import SourceType, sources_of
from registry.graphql.inputs import plain
from registry.graphql.nouns import said, shows
from registry.proposing import TooLongError


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
    subject: RuleLevel | None = said("What was checked, where it was no contract.")
    contract: str | None = said(
        "SHA-256 of the contract summary; a report names no party. None for another subject.", name="contractDigest"
    )
    priority_set: str | None = said("The pinned reference of the set that the contract cites.")
    facts: str | None = said(
        "SHA-256 of the facts that were declared beside; none where nothing was.", name="factsDigest"
    )
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


@dataclass(frozen=True, slots=True)
class ContractCheck:
    """The report on one of several contracts."""

    contract_id: ContractId
    report: Report


@shows(ContractCheck, name="ContractCheck")
class ContractCheckType:
    """A contract and its report."""

    contract_id: strawberry.ID = said("The id of the contract.")
    report: ReportType = said("What was found.")


MOST_CHECKED: Final = 100
"""How many contracts one query checks."""
RuleSetText = Annotated[str, strawberry.argument(description="The rule set: rule-set/US-NY/vbp-2026@1.0.0.")]
FactsText = Annotated[
    str | None,
    strawberry.argument(description="Declared facts, as the text of a facts file in YAML or JSON. They are not kept."),
]


def declared_in(text: str | None) -> FactsFile:
    """The facts that a caller declares."""
    return FactsFile() if text is None else parse(FactsFile, read_yaml(text, "facts"), "facts")


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
        rule_set: RuleSetText,
        waivers: Annotated[
            list[WaiverInput] | None, strawberry.argument(description="Rules that were waived for this contract.")
        ] = None,
        facts: FactsText = None,
    ) -> Report:
        contract = await contracting.contract_of(info.context.actor, ContractId(uuid_of(contract_id)))
        given = [parse(Waiver, plain(waiver), f"waiver of {waiver.rule}") for waiver in waivers or ()]
        return await checking.check_contract(contract, Reference.parse(rule_set), given, declared_in(facts))

    @strawberry.field(
        description="Check up to 100 contracts of your own organizations against one rule set, as of today. Nothing is "
        "stored.",
        graphql_type=list[ContractCheckType],
    )
    async def check_contracts(
        self,
        info: Info,
        contract_ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="The ids of contract summaries; at most 100.")
        ],
        rule_set: RuleSetText,
    ) -> list[ContractCheck]:
        if len(contract_ids) > MOST_CHECKED:
            raise TooLongError(f"One query checks at most {MOST_CHECKED} contracts; ask again for the others.")
        ids = [ContractId(uuid_of(each)) for each in contract_ids]
        found = await checking.contracts_of(info.context.actor, ids)
        reports = await checking.check_contracts(found, Reference.parse(rule_set))
        return [ContractCheck(one.id, report) for one, report in zip(found, reports, strict=True)]

    @strawberry.field(
        description="Check a plan, a state, a body, a facility or a measure set against a rule set, as of today, from "
        "facts that are declared of it. Nothing is stored.",
        graphql_type=ReportType | None,
    )
    async def check_subject(
        self,
        rule_set: RuleSetText,
        facts: Annotated[
            str, strawberry.argument(description="The text of a facts file in YAML or JSON; it names its subject.")
        ],
    ) -> Report:
        return await checking.check_declared(declared_in(facts), Reference.parse(rule_set))
