"""Requests already answered: the same request gets the first answer again, other content is refused."""

from dataclasses import dataclass
from datetime import datetime

from governance.members import PersonId
from measures.documents import digest_of
from measures.errors import ConflictError, InvalidError
from registry.storage.tables import RequestRow

LONGEST_ID = 100


class RequestIdReusedError(ConflictError):
    """The request id was used before, for something else."""

    code = "REQUEST_ID_REUSED"


class BadRequestIdError(InvalidError):
    """The request id is empty or too long."""

    code = "BAD_REQUEST_ID"


@dataclass(frozen=True, slots=True)
class Request:
    """A request under an id that its sender chose, and the bytes that say what it asks for."""

    id: str
    action: str
    content: bytes

    def __post_init__(self) -> None:
        if not 0 < len(self.id) <= LONGEST_ID or not self.id.isprintable():
            raise BadRequestIdError(f"A request id has 1 to {LONGEST_ID} printable characters.")

    def key(self, person_id: PersonId | None) -> str:
        """Whose request it is, and its id."""
        return f"{person_id}:{self.id}"

    def digest(self, person_id: PersonId | None) -> str:
        """What it asks for, bound to who asks."""
        return digest_of(b"\x00".join([self.key(person_id).encode(), self.action.encode(), self.content]))


async def earlier_answer(request: Request, person_id: PersonId | None) -> str | None:
    """The first answer to this request; none if it is new.

    Raises:
        RequestIdReusedError: the id was used for something else.
    """
    row = await RequestRow.select().where(RequestRow.key == request.key(person_id)).first()
    if row is None:
        return None
    if row["action"] != request.action or row["content"] != request.digest(person_id):
        raise RequestIdReusedError(
            f"The request id {request.id!r} was used before for something else; use a new id for a new request."
        )
    return str(row["answer"])


async def remember(request: Request, person_id: PersonId | None, answer: str, at: datetime) -> None:
    """Keep the answer."""
    await RequestRow.insert(
        RequestRow(
            key=request.key(person_id),
            action=request.action,
            content=request.digest(person_id),
            answer=answer,
            at=at,
        )
    )
