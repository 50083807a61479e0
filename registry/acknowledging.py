"""Reading what one's organisation was told, and saying that one has."""

from dataclasses import dataclass

from governance import policy
from governance.members import Actor
from governance.notices import Acknowledgement, Notice, NoticeAcknowledged, NoticeId, NoticeNotFoundError
from measures.references import Reference
from registry.storage import documents, notices
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How many organisations were told of what happened to a version, and how many acknowledged all of it."""

    told: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice, and who has acknowledged it."""

    notice: Notice
    acknowledgement: Acknowledgement | None


@use_case(read=an_id(NoticeId))
async def acknowledge(tx: Transaction, notice_id: NoticeId) -> NoticeId:
    """Say for one's organisation that a notice was read. Once, and it stays.

    Raises:
        NoticeNotFoundError: there is none, or it is told to another organisation.
        WrongRoleError: the actor manages no contracts of the organisation.
        AcknowledgedAlreadyError: somebody did.
    """
    notice = await _seen(tx.actor, notice_id)
    policy.may_answer_notices(tx.actor, notice.content.organisation).require()
    await tx.record(NoticeAcknowledged(notice_id))
    return notice_id


async def notice_of(actor: Actor, notice_id: NoticeId) -> ReadNotice:
    """A notice that the actor may see.

    Raises:
        NoticeNotFoundError: there is none, or it may not be seen: the same answer.
    """
    notice = await _seen(actor, notice_id)
    return ReadNotice(notice, (await notices.acknowledgements([notice_id])).get(notice_id))


async def acknowledged(actor: Actor, reference: Reference) -> Acknowledged:
    """How many of those who were told about a version have acknowledged it, for its publisher: numbers, no names.

    Raises:
        ReferenceNotFoundError, DigestMismatchError: it names no published version.
        NotPermittedError: the actor publishes nothing for that jurisdiction.
    """
    policy.may_count_acknowledgements(actor, reference.jurisdiction or "registry").require()
    published = await documents.get(reference)
    told, number = await notices.count_acknowledged(published.reference)
    return Acknowledged(told, number)


async def _seen(actor: Actor, notice_id: NoticeId) -> Notice:
    notice = await notices.get(notice_id)
    if not policy.may_see_notice(actor, notice.content.organisation):
        raise NoticeNotFoundError("There is no such notice, or it is told to another organization.")
    return notice
