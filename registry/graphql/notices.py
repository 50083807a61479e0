"""Notices: what an organization is told about what its contracts rely on. Seen by that organization alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from governance.notices import Acknowledgement, Notice, NoticeContent, NoticeId, Topic
from governance.policy import organisations_told
from measures.references import Reference
from registry import acknowledging
from registry.graphql.connections import After, Connection, First, Page, keyset_page, uuid_key, uuid_of
from registry.graphql.context import Info
from registry.graphql.documents import ReferenceText
from registry.graphql.errors import result
from registry.graphql.inputs import RequestId
from registry.graphql.nouns import said, shows
from registry.storage import notices

NoticeIdText = Annotated[strawberry.ID, strawberry.argument(description="The id of the notice.")]


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice with what became of it."""

    id: NoticeId
    content: NoticeContent
    digest: str
    made_at: datetime
    acknowledged_at: datetime | None


@shows(NoticeContent, name="NoticeContent", description="What a notice says.")
class NoticeContentType:
    """The content."""

    organisation: str = said("The organization that is told, by short name.")
    topic: Topic = said("What happened.")
    about: str = said("The version that it happened to.")
    sentence: str = said("What happened, in a sentence.")
    to_do: str = said("What a contract manager has to do about it.")
    effective_on: date | None = said("The day from which it holds.")
    successor: str | None = said("The pinned reference of the version that took its place.")
    differences: list[str] = said("What differs between the two versions, each difference in a sentence.")
    contracts: list[strawberry.ID] = said("The contracts of the organization that rely on the version.")
    through: list[str] = said("The documents by which they rely on it, where they do not name it themselves.")
    demonstration: bool = said("Whether it belongs to a demonstration, and so binds nobody.")


@shows(ShownNotice, name="Notice", description="What an organization was told. It stays as it was told.")
class NoticeType:
    """A notice."""

    id: strawberry.ID = said("The id of the notice.")
    content: NoticeContentType = said("What it says.")
    digest: str = said("SHA-256 of its stored bytes.")
    made_at: datetime = said("When the organization was told.")
    acknowledged_at: datetime | None = said("When somebody of the organization said that they have read it.")


@shows(acknowledging.Acknowledged, name="Acknowledged", description="Numbers for a publisher; parties stay private.")
class AcknowledgedType:
    """Numbers."""

    told: int = said("How many organizations were told what happened to the version.")
    acknowledged: int = said("How many of them have acknowledged everything that they were told of it.")


AcknowledgeNoticeResult = result("AcknowledgeNoticeResult", NoticeType)


@strawberry.type
class NoticeQueries:
    """Queries about notices."""

    @strawberry.field(
        description="The notices to your own organizations; empty for everybody else.",
        graphql_type=Connection[NoticeType],
    )
    async def notices(self, info: Info, first: First = 20, after: After = None) -> Page[ShownNotice]:
        own = organisations_told(info.context.actor)

        async def read(start: Any, limit: int) -> list[ShownNotice]:
            found = await notices.page(own, start, limit)
            done = await notices.acknowledgements([each.id for each in found])
            return [_shown(each, done) for each in found]

        return await keyset_page(
            read, uuid_key("notices", after), first, "notices", lambda n: str(n.id), is_continued=after is not None
        )

    @strawberry.field(description="One notice to your own organization.", graphql_type=NoticeType | None)
    async def notice(self, info: Info, id: NoticeIdText) -> ShownNotice:  # noqa: A002 - the field's own name
        return await _one(info, NoticeId(uuid_of(id)))

    @strawberry.field(
        description="How many of those who were told about a version have acknowledged it; for its publisher.",
        graphql_type=AcknowledgedType | None,
    )
    async def acknowledged(self, info: Info, reference: ReferenceText) -> acknowledging.Acknowledged:
        return await acknowledging.acknowledged(info.context.actor, Reference.parse(reference))


@strawberry.type
class NoticeMutations:
    """Mutations about notices."""

    @strawberry.mutation(
        graphql_type=AcknowledgeNoticeResult,
        description="Say for your organization that a notice was read. Once, and it stays.",
    )
    async def acknowledge_notice(self, info: Info, id: NoticeIdText, request_id: RequestId = None) -> ShownNotice:  # noqa: A002 - the field's own name
        done = await acknowledging.acknowledge(info.context.caller(request_id), NoticeId(uuid_of(id)))
        return await _one(info, done)


async def _one(info: Info, notice_id: NoticeId) -> ShownNotice:
    found = await acknowledging.notice_of(info.context.actor, notice_id)
    return _shown(found.notice, {notice_id: found.acknowledgement} if found.acknowledgement else {})


def _shown(notice: Notice, read: Mapping[NoticeId, Acknowledgement]) -> ShownNotice:
    done = read.get(notice.id)
    return ShownNotice(notice.id, notice.content, notice.sealed.digest, notice.made_at, done.at if done else None)
