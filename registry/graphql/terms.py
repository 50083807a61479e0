"""The term library: words that a contract defines, under the same versions and digests as measures."""

import json
from typing import Annotated, Any

import strawberry

from measures.dated_records import DatedKind
from measures.measure import MeasureEntry
from measures.references import Kind
from measures.sources import Source
from registry.contracts.framework_steps import Party, StepId
from registry.contracts.term_rules import Adopter, draft_rules, requirements, term_of
from registry.contracts.terms import TermDocument, TermKind
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
from registry.graphql.measures import MeasureType
from registry.graphql.nouns import said, shows


@shows(TermDocument, name="Term")
class TermType(PublishedDocument):
    """A term."""

    name: str = said("Jurisdiction and slug, as references write it.")
    term: str = said("The word.")
    term_kind: TermKind = said("What kind of term it is.")
    statement: str = said("What it means, short enough to be quoted in a contract.")
    raised_by: list[Party] = said("Who raises it.")

    @strawberry.field(description="The steps of the framework in which it comes up.")
    async def steps(self, info: Info, parent: strawberry.Parent[TermDocument]) -> list[StepId]:
        return [StepId(step) for step in (await statement(info, parent, DatedKind.LINKS)).get("steps", [])]

    @strawberry.field(description="Measures that it bears on.", graphql_type=list[MeasureType])
    async def related_measures(self, info: Info, parent: strawberry.Parent[TermDocument]) -> list[MeasureEntry]:
        named = (await statement(info, parent, DatedKind.LINKS)).get("related_measures", [])
        found = await info.context.loaders.measure.load_many(named)
        return [measure for measure in found if measure is not None]

    @strawberry.field(description="What it was read in.", graphql_type=list[SourceType])
    async def sources(self, info: Info, parent: strawberry.Parent[TermDocument]) -> list[Source]:
        return await stated_sources(info, parent)

    @strawberry.field(description="Where in the source.")
    async def section(self, info: Info, parent: strawberry.Parent[TermDocument]) -> str | None:
        return (await statement(info, parent, DatedKind.VERIFICATION)).get("section")

    @strawberry.field(description="What to keep in mind about it.")
    async def notes(self, info: Info, parent: strawberry.Parent[TermDocument]) -> str | None:
        return (await statement(info, parent, DatedKind.NOTES)).get("text")


@strawberry.type
class TermQueries:
    """Queries about terms."""

    @strawberry.field(description="Published versions of terms, by name.", graphql_type=Connection[TermType])
    async def terms(
        self, info: Info, jurisdiction: Jurisdiction = None, first: First = 20, after: After = None
    ) -> Page[Any]:
        return await document_page(info, Kind.TERM, require_jurisdiction(jurisdiction), first, after)

    @strawberry.field(description="One version of a term.", graphql_type=TermType | None)
    async def term(self, info: Info, reference: ReferenceText) -> TermDocument:
        found: TermDocument = await one_document(info, Kind.TERM, reference)
        return found

    @strawberry.field(
        description="A draft rule set, as JSON, from governance requirements of the library: a state edits and "
        "publishes it; it binds nobody before."
    )
    def rules_from_terms(
        self,
        state: Annotated[str, strawberry.argument(description="The state that would adopt them, such as US-TN.")],
        programme: Annotated[str, strawberry.argument(description="The program that they are for.")],
        authority: Annotated[str, strawberry.argument(description="The agency that answers for them.")],
        slug: Annotated[str, strawberry.argument(description="The name of the rule set.")] = "plan-governance",
        terms: Annotated[
            list[str] | None, strawberry.argument(description="Slugs of requirements; all, if none is named.")
        ] = None,
    ) -> str:
        chosen = [term_of(each) for each in terms] if terms else requirements()
        return json.dumps(draft_rules(Adopter(state, slug, programme, authority), chosen), ensure_ascii=False)
