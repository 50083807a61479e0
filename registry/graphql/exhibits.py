"""Citing a version and having its exhibit made."""

from datetime import datetime
from typing import Annotated

import strawberry

from measures.references import Reference
from registry import exhibiting
from registry.citing import Citation, citation_of
from registry.contracts.clauses import AdoptionMoment, AdoptionRule, Clause, ClauseParagraph
from registry.exporting import MadeExhibit
from registry.graphql.context import Info
from registry.graphql.documents import ReferenceText
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows

CheckpointSize = Annotated[
    int | None,
    strawberry.argument(description="As of this size of the log; as of the newest checkpoint if none is named."),
]


@shows(MadeExhibit, name="Exhibit")
class ExhibitType:
    """The exhibit of a version: one zip file with the record, all that it cites, pages to print, and the proof."""

    checkpoint_size: int = said("The size of the log as of which it was made; what came later is not in it.")
    digest: str = said("SHA-256 of the zip file. The same version as of the same checkpoint gives the same bytes.")
    size: int = said("How many bytes the zip file has.", name="bytes")
    address: str = said("Where these bytes are given out: a path, to be read from this registry's address.", name="url")

    @strawberry.field(description="The pinned reference of the version that it is about.")
    def reference(self, parent: strawberry.Parent[MadeExhibit]) -> str:
        return str(parent.reference)


@shows(ClauseParagraph, name="ClauseParagraph")
class ClauseParagraphType:
    """A paragraph of a clause."""

    heading: str = said("Its heading.")
    text: str = said("Its text.")


@shows(Clause, name="Clause", description="A clause to paste into a contract. No legal advice: counsel decides.")
class ClauseType:
    """A clause."""

    paragraphs: list[ClauseParagraphType] = said("The paragraphs, each with its heading.")
    text: str = said("The whole clause as plain text.")
    note: str = said("What to keep in mind before it is signed. It does not belong into the contract.")
    is_floating: bool = said("Whether a later version can come in without an amendment.")


@shows(Citation, name="Citation", description="A published version as a contract cites it.")
class CitationType:
    """A citation."""

    clause: ClauseType = said("The clause: static, or floating where an adoption rule was given.")

    @strawberry.field(description="The pinned reference: kind, name, version and digest.")
    def reference(self, parent: strawberry.Parent[Citation]) -> str:
        return str(parent.reference)

    @strawberry.field(description="A form for reading aloud. It proves nothing; a contract carries all 64 digits.")
    def short(self, parent: strawberry.Parent[Citation]) -> str:
        return parent.reference.short

    @strawberry.field(description="The address of the bytes: a path with the digest in its query.")
    def url(self, parent: strawberry.Parent[Citation]) -> str:
        return parent.reference.path

    @strawberry.field(description="The canonical of FHIR, with the version behind a `|`. The digest goes beside it.")
    def canonical(
        self,
        parent: strawberry.Parent[Citation],
        base: Annotated[str, strawberry.argument(description="The address of the registry, as your systems name it.")],
    ) -> str:
        return parent.reference.canonical(base)

    @strawberry.field(description="What the version is called.")
    def title(self, parent: strawberry.Parent[Citation]) -> str:
        return parent.version.title

    @strawberry.field(description="When it was published, as the registry states it.")
    def published_at(self, parent: strawberry.Parent[Citation]) -> datetime:
        return parent.version.published_at

    @strawberry.field(description="Fingerprint of the key that signs now. Get it in another way as well.")
    def fingerprint(self, parent: strawberry.Parent[Citation]) -> str:
        return parent.version.fingerprint


@strawberry.input(description="When a later version takes the place of the one that is cited, and who tells whom.")
class AdoptionRuleInput:
    """An adoption rule."""

    moment: AdoptionMoment = strawberry.field(description="From when a later version counts.")
    days: int = strawberry.field(description="How many days of notice that takes, 1 to 730.")
    notice_by: str = strawberry.field(description='Who gives notice, as the agreement calls them: "the Plan".')
    same_major: bool = strawberry.field(
        default=True, description="Whether only versions with the same first number come in, which change no duty."
    )


MakeExhibitResult = result("MakeExhibitResult", ExhibitType)


@strawberry.type
class ExhibitQueries:
    """Queries about citations."""

    @strawberry.field(
        description="How to cite a version, with a clause for the contract: static without an adoption rule, floating "
        "with one.",
        graphql_type=CitationType,
    )
    async def citation(
        self,
        info: Info,
        reference: ReferenceText,
        adoption: Annotated[
            AdoptionRuleInput | None, strawberry.argument(description="By which rule later versions come in.")
        ] = None,
    ) -> Citation:
        rule = (
            AdoptionRule(adoption.moment, adoption.days, adoption.notice_by, adoption.same_major) if adoption else None
        )
        return await citation_of(info.context.store, Reference.parse(reference), rule)


@strawberry.type
class ExhibitMutations:
    """Mutations about exhibits."""

    @strawberry.mutation(
        graphql_type=MakeExhibitResult,
        description="Have the exhibit of a published version made, on record. Its bytes are at `url`.",
    )
    async def make_exhibit(
        self,
        info: Info,
        reference: ReferenceText,
        checkpoint: CheckpointSize = None,
        request_id: RequestId = None,
    ) -> MadeExhibit:
        return await exhibiting.make_exhibit(info.context.caller(request_id), Reference.parse(reference), checkpoint)
