"""Rule sets: the conformance rules of states and CMS, and how they stand today."""

from datetime import date
from typing import Any

import strawberry

from measures.dated_records import DatedKind
from measures.documents import canonical_json
from measures.references import Kind
from measures.sources import Source
from measures.vocabularies import Setting
from registry.contracts.rule_sets import Effective, RuleSetDocument
from registry.contracts.rule_words import (
    RuleAuthorityKind,
    RuleBasis,
    RuleClock,
    RuleEffect,
    RuleEvaluation,
    RuleLevel,
    RuleReach,
    RuleSetStatus,
)
from registry.contracts.rules import AppliesTo, Rule, Years
from registry.graphql.connections import After, Connection, First, Jurisdiction, Page, require_jurisdiction
from registry.graphql.context import Info
from registry.graphql.documents import (
    PublishedDocument,
    ReferenceText,
    SourceType,
    document_page,
    one_document,
    sources_of,
    stated_sources,
    statement,
)
from registry.graphql.nouns import said, shows


@shows(Effective, name="EffectiveDays")
class EffectiveType:
    """The days on which a rule set binds."""

    from_: date | None = said("The first day; null: open or not known.", name="from")
    to: date | None = said("The last day; null: open or not known.")


@shows(Years, name="RuleYears")
class YearsType:
    """Years to which a rule applies."""

    from_: str | None = said("The first year; null: open.", name="from")
    to: str | None = said("The last year; null: open.")


@shows(AppliesTo, name="RuleAppliesTo")
class AppliesToType:
    """What a rule binds."""

    level: RuleLevel = said("Whom it binds.")
    products: list[str] | None = said("Only these products; null: any.")
    contract_levels: list[str] | None = said("Only these levels of contract; null: any.")
    contract_types: list[str] | None = said("Only these types of contract; null: any.")
    settings: list[Setting] | None = said("Only these settings; null: any.")
    years: YearsType | None = said("Only these years; null: any.")
    exempt: list[str] | None = said("What is exempt.")
    condition: str | None = said("A further condition, in words.")


@shows(Rule, name="ConformanceRule")
class RuleType:
    """A conformance rule."""

    id: strawberry.ID = said("The id of the rule: the rule set and its own name.")
    kind: str = said("The kind of rule.")
    effect: RuleEffect = said("What it does: a check, a target, a warning, or information.")
    evaluation: RuleEvaluation = said("What it takes to evaluate it.")
    applies_to: AppliesToType = said("What it binds.")
    statement: str = said("The rule in one sentence.")
    basis: RuleBasis = said("Where it was read.")
    locator: str | None = said("The place in the source.")
    notes: str | None = said("What to keep in mind about it.")

    @strawberry.field(description="Its parameters as JSON text; every number in it is text, null where not seen.")
    def parameters(self, parent: strawberry.Parent[Rule]) -> str:
        return canonical_json(parent.parameters).decode()

    @strawberry.field(description="What it was read in; none: general knowledge.", graphql_type=SourceType | None)
    def source(self, parent: strawberry.Parent[Rule]) -> Source | None:
        found = sources_of([parent.source])
        return found[0] if found else None


@strawberry.type(description="How a rule set stands today, as was last said; it may change while the document may not.")
class RuleSetStanding:
    """The standing of a rule set."""

    status: RuleSetStatus = strawberry.field(description="Whether it binds today.")
    mltss: RuleReach = strawberry.field(description="How far it reaches long-term services and supports.")
    suspended_from: str | None = strawberry.field(description="The first day of its suspension, if it is suspended.")
    suspended_to: str | None = strawberry.field(description="The last day of its suspension, if it is known.")
    date_note: str | None = strawberry.field(description="How sure the dates are.")


@shows(RuleSetDocument, name="RuleSet")
class RuleSetType(PublishedDocument):
    """A rule set."""

    name: str = said("Jurisdiction and slug, as references write it.")
    programme: str = said("The program that it belongs to.")
    authority: str = said("Whose rules they are.")
    authority_kind: RuleAuthorityKind = said("What kind of text they stand in.")
    document: str = said("The text that they stand in.")
    clock: RuleClock = said("Which date of a contract decides whether they bind it.")
    effective: EffectiveType = said("The days on which they bind.")
    rules: list[RuleType] = said("The rules, in order.")

    @strawberry.field(description="How it stands today.")
    async def standing(self, info: Info, parent: strawberry.Parent[RuleSetDocument]) -> RuleSetStanding:
        content = await statement(info, parent, DatedKind.STATUS)
        return RuleSetStanding(
            status=RuleSetStatus(str(content["status"])),
            mltss=RuleReach(str(content["mltss"])),
            suspended_from=content.get("suspended_from"),
            suspended_to=content.get("suspended_to"),
            date_note=content.get("date_note"),
        )

    @strawberry.field(description="What it rests on.", graphql_type=list[SourceType])
    async def sources(self, info: Info, parent: strawberry.Parent[RuleSetDocument]) -> list[Source]:
        return await stated_sources(info, parent)

    @strawberry.field(description="What to keep in mind about it.")
    async def notes(self, info: Info, parent: strawberry.Parent[RuleSetDocument]) -> str | None:
        return (await statement(info, parent, DatedKind.NOTES)).get("text")


@strawberry.type
class RuleSetQueries:
    """Queries about rule sets."""

    @strawberry.field(description="Published versions of rule sets, by name.", graphql_type=Connection[RuleSetType])
    async def rule_sets(
        self, info: Info, jurisdiction: Jurisdiction = None, first: First = 20, after: After = None
    ) -> Page[Any]:
        return await document_page(info, Kind.RULE_SET, require_jurisdiction(jurisdiction), first, after)

    @strawberry.field(description="One version of a rule set.", graphql_type=RuleSetType | None)
    async def rule_set(self, info: Info, reference: ReferenceText) -> RuleSetDocument:
        found: RuleSetDocument = await one_document(info, Kind.RULE_SET, reference)
        return found
