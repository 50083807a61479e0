"""Sources: what the catalog rests on."""

from typing import Annotated

import strawberry

from measures.catalog import load as load_catalog
from measures.sources import Source
from registry.graphql.connections import After, Connection, First, Page, memory_page
from registry.graphql.documents import SourceType


@strawberry.type
class SourceQueries:
    """Queries about sources."""

    @strawberry.field(description="Sources that records cite, by id.", graphql_type=Connection[SourceType])
    def sources(self, first: First = 20, after: After = None) -> Page[Source]:
        known = load_catalog().sources
        return memory_page([known[name] for name in sorted(known)], first, after, "sources", lambda source: source.id)

    @strawberry.field(description="One source; none: there is none of that id.", graphql_type=SourceType | None)
    def source(
        self,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of the source.")],  # noqa: A002
    ) -> Source | None:
        return load_catalog().sources.get(id)
