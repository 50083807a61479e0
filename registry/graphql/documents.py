"""What every published document shows, whatever its kind: its reference and digest, when, and what happened since."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from governance.publication import DocumentEvent, EventKind, Published
from measures.catalog import load as load_catalog
from measures.dated_records import DatedKind
from measures.documents import Document
from measures.measure import MeasureEntry
from measures.references import Kind, Reference
from measures.sources import Source
from measures.vocabularies import Evidence
from registry.graphql.connections import Page, keyset_page, text_key
from registry.graphql.context import Info
from registry.graphql.dataloaders import Statements
from registry.graphql.nouns import said, shows
from registry.reading import read_document
from registry.storage import documents

Shown = Document | MeasureEntry
ReferenceText = Annotated[
    str,
    strawberry.argument(
        description="kind/jurisdiction/slug, with @version and #sha256:digest where exact bytes are meant. A measure "
        "is measure/family/slug. Without a version the newest one is meant."
    ),
]


@shows(Source, name="Source")
class SourceType:
    """What a record rests on."""

    id: strawberry.ID = said("The id of the source in the catalog.")
    url: str = said("Where it was read.")
    document: str = said("What it is called.")
    accessed: date = said("The day on which it was read.")
    evidence: Evidence = said("How strong it is: what of it was read.")
    note: str | None = said("What to keep in mind about it.")


@shows(DocumentEvent, name="DocumentEvent")
class DocumentEventType:
    """What happened to a published version. It never changes the version."""

    id: strawberry.ID = said("The id of the event.")
    kind: EventKind = said("What happened.")
    effective_on: date = said("The day from which it holds.")
    recorded_at: datetime | None = said("When the registry recorded it.")
    note: str | None = said("What somebody wrote about it; none if nothing was written, or it was erased.")
    successor: str | None = said("The pinned reference of the version that took its place, if it was superseded.")
    leaf: int | None = said("Its place in the registry's log.")
    measure: str | None = said("The measure that is suppressed, by kind, name and version.")
    ends: date | None = said("The last day of a period that is cut short.")


@strawberry.interface(description="A document that nobody can rewrite: what a contract can cite.")
class PublishedDocument:
    """Shared by every kind of published document."""

    @strawberry.field(description="The pinned reference that a contract writes down: kind, name, version, digest.")
    async def reference(self, info: Info, parent: strawberry.Parent[Any]) -> str:
        return str((await published(info, parent)).reference)

    @strawberry.field(description="SHA-256 of the stored bytes: sha256: and 64 hexadecimal digits.")
    async def digest(self, info: Info, parent: strawberry.Parent[Any]) -> str:
        return str((await published(info, parent)).reference.digest)

    @strawberry.field(description="MAJOR.MINOR.PATCH of this document.")
    def version(self, parent: strawberry.Parent[Any]) -> str:
        return str(Reference.parse(key_of_document(parent)).version)

    @strawberry.field(description="Whose document it is: US, a state, or registry for what belongs to no state.")
    def jurisdiction(self, parent: strawberry.Parent[Any]) -> str | None:
        return Reference.parse(key_of_document(parent)).jurisdiction

    @strawberry.field(description="When it was published, as the registry states it.")
    async def published_at(self, info: Info, parent: strawberry.Parent[Any]) -> datetime:
        return (await published(info, parent)).published_at

    @strawberry.field(description="Its place in the registry's log.")
    async def leaf(self, info: Info, parent: strawberry.Parent[Any]) -> int:
        return (await published(info, parent)).leaf

    @strawberry.field(description="Whether it belongs to a demonstration, and so binds nobody.")
    async def demonstration(self, info: Info, parent: strawberry.Parent[Any]) -> bool:
        return (await published(info, parent)).demonstration

    @strawberry.field(
        description="What happened to this version since, oldest first.", graphql_type=list[DocumentEventType]
    )
    async def events(self, info: Info, parent: strawberry.Parent[Any]) -> list[DocumentEvent]:
        return await info.context.loaders.events.load(key_of_document(parent))


def key_of_document(shown: Shown) -> str:
    """The key of a document or of a measure of the catalog: kind, name and version."""
    return shown.reference.versioned


async def published(info: Info, shown: Shown) -> Published:
    """The stored bytes of what is shown."""
    found = await info.context.loaders.published.load(key_of_document(shown))
    assert found is not None
    return found


async def statement(info: Info, shown: Shown, kind: DatedKind) -> dict[str, Any]:
    """The newest thing said about a document, of one kind; empty where nothing was said."""
    statements: Statements = await info.context.loaders.statements.load(key_of_document(shown))
    return statements[kind].record.content if kind in statements else {}


def sources_of(names: Any) -> list[Source]:
    """The sources that the catalog knows under some ids."""
    known = load_catalog().sources
    return [known[name] for name in names or () if name in known]


async def stated_sources(info: Info, shown: Shown) -> list[Source]:
    """The sources on which a document rests, as was last said."""
    return sources_of((await statement(info, shown, DatedKind.VERIFICATION)).get("sources"))


async def document_page(info: Info, kind: Kind, owner: str | None, first: int, after: str | None) -> Page[Any]:
    """A page of the published versions of a kind, in the order of their names."""

    async def read(start: Any, limit: int) -> list[Document]:
        return [shown(info, each) for each in await documents.page(kind, start, limit, owner)]

    return await keyset_page(read, text_key(kind, after), first, kind, key_of_document, is_continued=after is not None)


async def one_document(info: Info, kind: Kind, text: str) -> Any:
    """The document that a reference names, of the kind that is asked for.

    Raises:
        BadReferenceError, ReferenceNotFoundError, DigestMismatchError: as resolving refuses it.
    """
    reference = Reference.parse(text)
    if reference.kind is not kind:
        raise documents.ReferenceNotFoundError(f"{reference.versioned} is not a {kind}.")
    return shown(info, await documents.get(reference))


def shown(info: Info, each: Published) -> Document:
    """The value of stored bytes; what the loader would read again is handed to it."""
    info.context.loaders.published.prime(each.reference.versioned, each)
    return read_document(each.content)
