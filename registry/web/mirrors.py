"""What mirrors need over HTTP, and what a mirror answers otherwise than the registry that it copies.

GET /priority-set/US-TN/quiltss-nf@1.0.0/statements    what was said about a version, by the day
GET /log/record/0000000123                             the bytes that an entry of the log names by digest
GET /log/texts                                         what people wrote about entries of the log
GET /vote-result/<id>                                  what everybody may know of the result of a vote

A mirror has no key, so the exhibits are those that came with the export; and nobody votes or signs in there.
"""

from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from registry.exchange.mirrors import layout
from registry.exchange.mirrors.statements import statements_content, texts_content
from registry.exchange.mirrors.vote_results import result_content
from registry.storage import documents, public_record
from registry.storage.read_only import ReadOnlyMirrorError
from registry.storage.transaction import Store
from registry.web.documents import A_MINUTE, ADDRESS, FOR_EVER, JSON, moved_to, named
from registry.web.problems import Problem

VOTING: Final = "/vote"
QUERIES: Final = "/graphql"
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
CONFLICT: Final = 409

Asked = Request[Any, Any, Any]


def unanswered(scope: Any) -> Problem | None:
    """Why a mirror does not answer a request; nothing for a registry of its own, and for whoever only reads."""
    store: Store | None = scope["app"].state.get("store")
    if store is None or store.mirror is None:
        return None
    path = f"{scope['path']}/"
    is_reading = scope["method"] in READING or path.startswith(f"{QUERIES}/")
    if is_reading and not path.startswith(f"{VOTING}/"):
        return None
    try:
        store.mirror.refuse()
    except ReadOnlyMirrorError as refusal:
        return Problem(CONFLICT, refusal.code, refusal.message)


@get(f"{ADDRESS}/statements")
async def statements(request: Asked) -> Response[bytes]:
    """Everything that was ever said about a version, oldest first."""
    reference = named(request)
    published = await documents.get(reference)
    if reference.version is None:
        return moved_to(published.reference, "/statements")
    said = await public_record.statements(published.reference.versioned)
    content = statements_content(published.reference, said.get(published.reference.versioned, ()))
    return Response(content, media_type=JSON, headers={"Cache-Control": A_MINUTE})


@get("/log/record/{number:str}")
async def record(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """The bytes whose digest an entry of the log holds, where they are public and no document."""
    leaf = layout.index_of_record(f"{layout.RECORDS}{number}")
    store: Store = request.app.state.store
    content = None if leaf is None else await public_record.record(leaf)
    if content is None and leaf is not None and store.mirror is not None:
        content = await store.mirror.file(layout.record(leaf).path)
    if content is None:
        raise NotFoundException
    return Response(content, media_type=layout.BYTES, headers={"Cache-Control": FOR_EVER})


@get("/log/texts")
async def texts() -> Response[bytes]:
    """What people wrote about entries of the log; it can be erased, so it is asked for again."""
    return Response(texts_content(await public_record.texts()), media_type=JSON, headers={"Cache-Control": A_MINUTE})


@get("/vote-result/{vote_id:uuid}")
async def vote_result(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """The public result of a vote that two people certified."""
    store: Store = request.app.state.store
    if store.mirror is not None:
        content = await store.mirror.file(layout.vote_result(vote_id).path)
        if content is None:
            raise NotFoundException
    else:
        content = result_content(*await public_record.result(vote_id))
    return Response(content, media_type=JSON, headers={"Cache-Control": A_MINUTE})


handlers: Final = [statements, record, texts, vote_result]
