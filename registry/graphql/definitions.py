"""Definitions of value: what good means, published and as drafts."""

from typing import Any

import strawberry

from governance.definitions import DefinitionContent, DefinitionOfValue, OutcomeStatement, Scope
from measures.dated_records import DatedKind
from measures.jurisdictions import REGISTRY
from measures.references import Kind
from measures.sources import Source
from measures.vocabularies import Domain, Population, Setting
from registry.graphql.connections import After, Connection, First, Jurisdiction, Page, require_jurisdiction
from registry.graphql.context import Info
from registry.graphql.documents import (
    PublishedDocument,
    ReferenceText,
    SourceType,
    document_page,
    one_document,
    sources_of,
    statement,
)
from registry.graphql.nouns import said, shows


@shows(Scope, name="Scope")
class ScopeType:
    """Whose life is meant, and where."""

    populations: list[Population] = said("Whose life is meant.")
    settings: list[Setting] = said("Where.")


@shows(OutcomeStatement, name="OutcomeStatement")
class OutcomeStatementType:
    """One outcome that counts as value."""

    id: strawberry.ID = said("The id of the outcome within its definition.")
    statement: str = said("The outcome in plain words.")
    domain: Domain = said("The domain that it speaks to.")
    candidate_measures: list[str] = said("References of measures that may show it; pinned once it is published.")
    is_gap: bool = said("Whether no measure is named that would show it: an open gap, listed and not hidden.")


@strawberry.interface(description="What a definition of value says, as a draft or as published.")
class StatesValue:
    """Shared by drafts and published definitions."""

    title: str = said("The title.")
    statement: str = said("What good means, in plain language.")
    scopes: list[ScopeType] = said("Whose life is meant, and where.")
    outcomes: list[OutcomeStatementType] = said("The outcomes that count, in order.")
    gaps: list[OutcomeStatementType] = said("The outcomes that no measure is named for.")
    based_on: str | None = said("What it was made from, if anything.")
    reading: str | None = said("What its drafters read into their sources.")

    @strawberry.field(description="What it rests on.", graphql_type=list[SourceType])
    def sources(self, parent: strawberry.Parent[DefinitionContent]) -> list[Source]:
        return sources_of(parent.sources)


@shows(DefinitionContent, name="DefinitionDraft", description="The content of a draft of a definition of value.")
class DefinitionDraftType(StatesValue):
    """A draft's content."""


@shows(DefinitionOfValue, name="DefinitionOfValue")
class DefinitionOfValueType(PublishedDocument, StatesValue):
    """A definition of value as it was published."""

    name: str = said("Jurisdiction and slug, as references write it.")

    @strawberry.field(
        description="Whether stakeholders adopted it by vote. A seed, which the catalog ships under `registry` as a "
        "starting point, was adopted by nobody."
    )
    def adopted(self, parent: strawberry.Parent[DefinitionOfValue]) -> bool:
        return parent.reference.jurisdiction != REGISTRY

    @strawberry.field(description="What the catalog says of a seed's standing ('draft'); none for an adopted one.")
    async def seed_status(self, info: Info, parent: strawberry.Parent[DefinitionOfValue]) -> str | None:
        return (await statement(info, parent, DatedKind.STATUS)).get("status")


@strawberry.type
class DefinitionQueries:
    """Queries about definitions of value."""

    @strawberry.field(
        description="Published definitions of value, seeds among them; `adopted` tells them apart.",
        graphql_type=Connection[DefinitionOfValueType],
    )
    async def definitions(
        self, info: Info, jurisdiction: Jurisdiction = None, first: First = 20, after: After = None
    ) -> Page[Any]:
        return await document_page(info, Kind.VALUE_DEFINITION, require_jurisdiction(jurisdiction), first, after)

    @strawberry.field(description="One published definition of value.", graphql_type=DefinitionOfValueType | None)
    async def definition(self, info: Info, reference: ReferenceText) -> DefinitionOfValue:
        found: DefinitionOfValue = await one_document(info, Kind.VALUE_DEFINITION, reference)
        return found
