"""What of the record is public beside the documents themselves, as an export needs it: nothing here names a person.

Proposals, contracts, rolls, ballots, requests and the audit trail are never read here, but for two questions: which
translations are of content that was published, and which votes were certified.
"""

import json
from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from governance.members import PUBLIC
from governance.policy import may_see_result
from governance.proposals import ProposalId
from governance.results import Result
from governance.votes import Vote, VoteId
from measures.dated_records import DatedKind, DatedRecord
from registry.exchange.mirrors.statements import Statement
from registry.storage import proposals, results, signing_keys, votes
from registry.storage.tables import DatedRecordRow, DocumentEventRow, LabelDecisionRow, LeafRow, TranslationRow
from registry.storage.votes import VoteNotFoundError

PAGE: Final = 500
FIRST: Final = UUID(int=0)


async def statements(key: str | None = None) -> dict[str, list[Statement]]:
    """Everything that was ever said about published versions, or about one, by kind, name and version."""
    query = DatedRecordRow.select()
    if key is not None:
        query = query.where(DatedRecordRow.document == key)
    found: dict[str, list[Statement]] = {}
    for row in await query:
        record = DatedRecord(DatedKind(row["kind"]), json.loads(row["content"]))
        found.setdefault(row["document"], []).append(Statement(row["id"], record, row["recorded_at"]))
    return found


async def records() -> dict[int, bytes]:
    """The bytes that entries of the log name by digest, where they are public and no document, by the entry."""
    found = {key.leaf: key.record for key in await signing_keys.history()}
    for table in (DocumentEventRow, LabelDecisionRow):
        found |= {row["leaf"]: bytes(row["content"]) for row in await table.select(table.leaf, table.content)}
    return found | await _translations()


async def record(leaf: int) -> bytes | None:
    """The bytes that one entry of the log names; none where they are not public, or are a document."""
    keys = {key.leaf: key.record for key in await signing_keys.history()}
    if leaf in keys:
        return keys[leaf]
    for table in (DocumentEventRow, LabelDecisionRow):
        row = await table.select(table.content).where(table.leaf == leaf).first()
        if row is not None:
            return bytes(row["content"])
    return (await _translations()).get(leaf)


async def texts() -> dict[int, str]:
    """What people wrote about entries of the log and all may read: notes of events, reasons of label decisions."""
    rows = await LeafRow.raw(
        "SELECT e.leaf AS leaf, w.body AS body FROM document_event e JOIN written_text w ON w.id = e.note "
        "WHERE w.body IS NOT NULL UNION ALL "
        "SELECT l.leaf, w.body FROM label_decision l JOIN written_text w ON w.digest = l.reason_digest "
        "WHERE w.body IS NOT NULL"
    )
    return {row["leaf"]: row["body"] for row in rows}


async def certified() -> list[tuple[Vote, Result]]:
    """The votes whose result everybody may see, with it."""
    seen = [vote async for vote in _every_vote() if may_see_result(PUBLIC, vote)]
    counted = await results.many(vote.id for vote in seen)
    return [(vote, counted[vote.id]) for vote in seen]


async def result(vote_id: UUID) -> tuple[Vote, Result]:
    """The result of one of them.

    Raises:
        VoteNotFoundError: there is no such vote, or nobody may see what it came to yet.
    """
    vote = await votes.get(VoteId(vote_id))
    if not may_see_result(PUBLIC, vote):
        raise VoteNotFoundError("There is no vote of this id whose result is public.")
    return vote, (await results.many([vote.id]))[vote.id]


async def _every_vote() -> AsyncIterator[Vote]:
    after = FIRST
    while some := await votes.page(after, PAGE):
        for vote in some:
            yield vote
        after = some[-1].id


async def _translations() -> dict[int, bytes]:
    """Translations of exactly the content that was published. One of an earlier draft would show the draft."""
    rows = await TranslationRow.raw(
        "SELECT t.leaf AS leaf, t.content AS content, t.of AS of, p.id AS proposal FROM translation t "
        "JOIN proposal p ON p.id = t.proposal WHERE p.stage = 'published'"
    )
    digests = {row["proposal"]: (await proposals.get(ProposalId(row["proposal"]))).content_digest for row in rows}
    return {row["leaf"]: bytes(row["content"]) for row in rows if digests[row["proposal"]] == row["of"]}
