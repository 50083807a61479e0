"""Measure sets: a steward's own lists, in their versions, with the status that the steward gave them."""

from typing import Any

import strawberry

from measures.dated_records import DatedKind
from measures.measure_sets import MeasureSetDocument, Membership
from measures.references import Kind
from measures.sources import Source
from measures.vocabularies import Basis, Requirement, SetStatus
from registry.graphql.connections import After, Connection, First, Jurisdiction, Page, require_jurisdiction
from registry.graphql.context import Info
from registry.graphql.documents import (
    PublishedDocument,
    ReferenceText,
    SourceType,
    document_page,
    one_document,
    stated_sources,
    statement,
)
from registry.graphql.nouns import said, shows


@shows(MeasureSetDocument, name="MeasureSet")
class MeasureSetType(PublishedDocument):
    """A version of a measure set."""

    name: str = said("Jurisdiction and slug, as references write it.")
    title: str = said("The name that its steward gives it.")
    steward: str = said("Who keeps it.")
    upstream_version: str = said("The steward's own label of this version, such as '2024'.")
    upstream_published: str | None = said("When the steward published it, as exactly as is known.")

    @strawberry.field(description="Where this version stands with its steward; PROPOSED is never final.")
    async def status(self, info: Info, parent: strawberry.Parent[MeasureSetDocument]) -> SetStatus:
        return SetStatus(str((await statement(info, parent, DatedKind.STATUS))["status"]))

    @strawberry.field(description="What the set asks for, in words.")
    async def requirement_note(self, info: Info, parent: strawberry.Parent[MeasureSetDocument]) -> str | None:
        return (await statement(info, parent, DatedKind.NOTES)).get("text")

    @strawberry.field(description="What the record rests on.", graphql_type=list[SourceType])
    async def sources(self, info: Info, parent: strawberry.Parent[MeasureSetDocument]) -> list[Source]:
        return await stated_sources(info, parent)


@shows(Membership, name="Membership")
class MembershipType:
    """That a measure belongs to a version of a set."""

    set: strawberry.ID = said("The id of the set in the catalog.", name="setId")
    requirement: Requirement = said("What the set asks for the measure.")
    basis: Basis = said("How it is known that the measure belongs to the set.")

    @strawberry.field(
        description="The set itself, with its status; none if this registry has not published it.",
        graphql_type=MeasureSetType | None,
    )
    async def measure_set(self, info: Info, parent: strawberry.Parent[Membership]) -> MeasureSetDocument | None:
        return await info.context.loaders.measure_set.load(parent.set)


@strawberry.type
class MeasureSetQueries:
    """Queries about measure sets."""

    @strawberry.field(
        description="Published versions of measure sets, by name.", graphql_type=Connection[MeasureSetType]
    )
    async def measure_sets(
        self, info: Info, jurisdiction: Jurisdiction = None, first: First = 20, after: After = None
    ) -> Page[Any]:
        return await document_page(info, Kind.MEASURE_SET, require_jurisdiction(jurisdiction), first, after)

    @strawberry.field(description="One version of a measure set.", graphql_type=MeasureSetType | None)
    async def measure_set(self, info: Info, reference: ReferenceText) -> MeasureSetDocument:
        found: MeasureSetDocument = await one_document(info, Kind.MEASURE_SET, reference)
        return found
