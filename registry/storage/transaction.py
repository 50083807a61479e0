"""The one door for writes: what happened, who did it, its leaf and the signed checkpoint are stored together or not.

    async with store.write(actor) as tx:
        ...load, permit, decide...
        await tx.record(event)

All writes take one advisory lock, so the log has one order, whatever the number of processes. The time of a write is
the database's `clock_timestamp()`, read after the lock is held.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, assert_never
from uuid import UUID

import asyncpg

from governance.ballots import BallotCast, BallotWithdrawn
from governance.label_decisions import LabelDecided
from governance.members import (
    Actor,
    OrganisationAdded,
    PersonAdded,
    PersonErased,
    PersonId,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from governance.policy import SignInError
from governance.proposals import CommentAnswered, CommentMade, ProposalDrafted, ProposalMoved, ProposalRevised, Stage
from governance.publication import DocumentEventRecorded, DocumentPublished, RecordsDated
from governance.votes import RollMade, VoteCertified, VoteMoved, VoteOpened, VoteStage, VoteTallied, closing
from governance.writing import WrittenText
from measures.documents import digest_of, instant
from measures.errors import ConflictError
from measures.references import Digest
from registry.contracts.summary import ContractRecorded
from registry.events import Event
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import Signer
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.storage import (
    audit,
    ballots,
    contracts,
    documents,
    labels,
    log,
    people,
    proposals,
    requests,
    texts,
    votes,
)
from registry.storage.engine import Engine
from registry.storage.locks import WRITE_LOCK
from registry.storage.requests import Request
from registry.storage.tables import CheckpointRow
from registry.storage.vote_keys import VoteKeys


class ClockWentBackError(ConflictError):
    """The database's clock is behind the last thing on record."""

    code = "CLOCK_WENT_BACK"


class BusyError(ConflictError):
    """Other writes kept the log busy for too long."""

    code = "BUSY"


WRITERS: Final = 4
"""How many writes of one process may hold a connection at once; they take turns at the lock anyway."""


class Transaction:
    """One write in progress."""

    def __init__(
        self, store: "Store", actor: Actor, now: datetime, size: int, request: Request | None, earlier: str | None
    ) -> None:
        self.store = store
        self.actor = actor
        self.now = now
        self.earlier = earlier
        """The first answer to this request, if it was answered before; nothing may be recorded then."""
        self._request = request
        self._answer: str | None = None
        self._size = size
        self._leaves: list[Leaf] = []
        self._entries: list[audit.Entry] = []
        self._afterwards: list[Callable[[], None]] = []

    @property
    def person(self) -> PersonId:
        """The person behind the write.

        Raises:
            SignInError: there is none.
        """
        if self.actor.person_id is None:
            raise SignInError("Sign in first: send a token that names you.")
        return self.actor.person_id

    def answer(self, text: object) -> None:
        """Remember what this request is answered with, for when it comes again."""
        self._answer = str(text)

    def afterwards(self, act: Callable[[], None]) -> None:
        """Do something outside the database once the transaction is committed, and only then."""
        self._afterwards.append(act)

    async def record(self, event: Event) -> None:
        """Store what happened and who did it, or neither."""
        digest = await self._store(event)
        self._entries.append(audit.Entry(self.actor.person_id, event.action, event.subject, digest))

    async def _store(self, event: Event) -> str | None:  # noqa: PLR0911, PLR0912, C901, PLR0915 - one case per event
        now = self.now
        match event:
            case OrganisationAdded():
                await people.insert_organisation(event, now)
            case PersonAdded():
                await people.insert_person(event, now)
            case PersonErased():
                await people.erase_person(event.person_id)
                for text in await proposals.texts_of(event.person_id):
                    await texts.erase(text)
            case RoleGranted():
                await people.insert_grant(event, now)
            case RoleRevoked():
                await people.revoke_grant(event, now)
            case TokenIssued():
                await people.insert_token(event, now)
            case TokenRevoked():
                await people.revoke_token(event.digest, now)
            case DocumentPublished():
                leaf = self._log(Action.DOCUMENT_PUBLISHED, event.subject, event.sealed.digest)
                await documents.insert(event, now, leaf)
                if event.proposal_id is not None:
                    await proposals.move(event.proposal_id, Stage.PUBLISHED, now)
                return event.sealed.digest
            case RecordsDated():
                digest = event.reference.digest
                assert digest is not None
                await documents.insert_records(event.reference, digest, event.records, now)
                return digest
            case DocumentEventRecorded():
                note = await self._keep(event.note)
                digest = digest_of(event.event.content())
                leaf = self._log(Action(event.event.kind), event.subject, digest)
                await documents.insert_event(event.event, note, now, leaf)
                return digest
            case ProposalDrafted():
                await proposals.insert(event.proposal)
            case ProposalRevised():
                await proposals.revise(event.proposal, now)
            case ProposalMoved():
                await proposals.move(event.proposal_id, event.stage, now)
            case CommentMade():
                await texts.insert(event.text)
                await proposals.insert_comment(event, self.person, now)
                return event.text.digest
            case CommentAnswered():
                await texts.insert(event.answer)
                await proposals.insert_disposition(event, self.person, now)
                return event.answer.digest
            case RollMade():
                await votes.insert_roll(event)
                return event.digest
            case VoteOpened():
                return await self._open_vote(event)
            case VoteMoved():
                await votes.move(event)
                if event.stage is VoteStage.CLOSED:
                    return await self._close_vote(event)
                if event.stage is VoteStage.CANCELLED:
                    await ballots.shuffle(event.vote_id)
                    self._log(Action.VOTE_CANCELLED, event.subject, digest_of(event.subject.encode()))
            case VoteTallied():
                await votes.insert_result(event, now)
                return event.result.salted_digest
            case VoteCertified():
                await votes.certify(event, now)
                await ballots.shuffle(event.vote_id)
                self._log(Action.VOTE_CERTIFIED, event.subject, event.result.salted_digest)
                return event.result.salted_digest
            case BallotCast():
                await ballots.put(event, now)
            case BallotWithdrawn():
                await ballots.take_out(event, now)
            case LabelDecided():
                await self._keep(event.reason)
                leaf = self._log(Action.LABEL_DECIDED, event.subject, event.sealed.digest)
                await labels.insert(event, now, leaf)
                return event.sealed.digest
            case ContractRecorded():
                await contracts.insert(event, self.person, now)
                # Low-entropy parts of a private contract could be guessed from a bare digest.
                return salted_digest(os.urandom(SALT_SIZE), event.summary.digest().encode())
            case _:
                assert_never(event)
        return None

    async def _keep(self, text: WrittenText | None) -> UUID | None:
        if text is None:
            return None
        await texts.insert(text)
        return text.id

    async def _open_vote(self, event: VoteOpened) -> str:
        vote = event.vote
        if vote.proposal_id is not None and event.frozen is not None:
            await proposals.freeze(vote.proposal_id, event.frozen)
            await proposals.move(vote.proposal_id, Stage.VOTING, self.now)
        await votes.insert(vote)
        _, head = await audit.head()
        digest = digest_of(vote.opening(head))
        self._log(Action.VOTE_OPENED, event.subject, digest)
        return digest

    async def _close_vote(self, event: VoteMoved) -> str:
        """The log commits to the audit trail at the close as it does at the opening (GOVERNANCE §6)."""
        _, head = await audit.head()
        digest = digest_of(closing(event.vote_id, head))
        self._log(Action.VOTE_CLOSED, event.subject, digest)
        return digest

    def _log(self, action: Action, reference: str, digest: Digest) -> int:
        """Put a leaf at the end of the log; its index is known at once, for the lock is held."""
        self._leaves.append(Leaf(action, reference, digest, instant(self.now)))
        return self._size + len(self._leaves) - 1

    async def _finish(self, signer: Signer) -> None:
        if self._entries:
            await audit.append(self._entries, self.now)
        if self._leaves:
            await log.append(self._size, self._leaves, signer, self.now)
        if self._request is not None and self.earlier is None and self._answer is not None:
            await requests.remember(self._request, self.actor.person_id, self._answer, self.now)


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that a write needs: the database, the key that signs, and the keys of running votes."""

    engine: Engine
    signer: Signer
    vote_keys: VoteKeys
    demonstration: bool
    writers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WRITERS))
    """Writers wait here before they take a connection, so that those who wait leave some for reading."""

    @asynccontextmanager
    async def write(self, actor: Actor, request: Request | None = None) -> AsyncIterator[Transaction]:
        """A transaction on behalf of an actor. Leaving it with an error stores nothing.

        Raises:
            ClockWentBackError: the clock is behind the last checkpoint.
            BusyError: others kept the log busy for too long.
            RequestIdReusedError: the request id was used before for something else.
        """
        async with self.writers, self.engine.transaction(allow_nested=False):
            await _take_lock()
            now: datetime = (await CheckpointRow.raw("SELECT clock_timestamp() AS now"))[0]["now"]
            latest = await log.latest()
            if latest is not None and now < latest.at:
                raise ClockWentBackError(
                    f"The database's clock says {now.isoformat()}, before the last publication at "
                    f"{latest.at.isoformat()}. Correct the clock; nothing was stored."
                )
            earlier = await requests.earlier_answer(request, actor.person_id) if request else None
            tx = Transaction(self, actor, now, latest.size if latest else 0, request, earlier)
            yield tx
            await tx._finish(self.signer)  # noqa: SLF001 - the door closes itself
        for act in tx._afterwards:  # noqa: SLF001
            act()


async def _take_lock() -> None:
    try:
        await CheckpointRow.raw(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
    except asyncpg.LockNotAvailableError:
        raise BusyError("The registry is busy with other writes; try again in a moment. Nothing was stored.") from None
