"""The one door for writes: what happened, who did it, its leaf and the signed checkpoint are stored together or not.

    async with store.write(actor) as tx:
        ...load, permit, decide...
        await tx.record(event)

All writes take one advisory lock, so the log has one order, whatever the number of processes. The time of a write is
the database's `clock_timestamp()`, read after the lock is held.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from governance.members import Actor, PersonId
from governance.policy import SignInError
from governance.writing import WrittenText
from measures.documents import instant
from measures.errors import ConflictError
from measures.references import Digest
from registry.events import Event
from registry.proof.leaves import Action, Leaf
from registry.proof.notes import Signer
from registry.storage import audit, log, recording, requests, signing_keys, texts
from registry.storage.engine import Engine
from registry.storage.keyholder import Keyholder
from registry.storage.locks import WRITE_LOCK
from registry.storage.read_only import Mirror
from registry.storage.requests import Request
from registry.storage.tables import CheckpointRow
from registry.storage.vote_keys import VoteKeys


class ClockWentBackError(ConflictError):
    """The database's clock is behind the last thing on record."""

    code = "CLOCK_WENT_BACK"


class StorageFullError(ConflictError):
    """The database has no room left on its disk."""

    code = "DISK_FULL"


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
        self._signers = [store.signer]
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
        digest = await recording.store(self, event)
        self._entries.append(audit.Entry(self.actor.person_id, event.action, event.subject, digest))

    async def keep(self, text: WrittenText | None) -> UUID | None:
        """Keep a text, if there is one, and hand out its id."""
        if text is None:
            return None
        await texts.insert(text)
        return text.id

    def log(self, action: Action, reference: str, digest: Digest) -> int:
        """Put a leaf at the end of the log; its index is known at once, for the lock is held."""
        self._leaves.append(Leaf(action, reference, digest, instant(self.now)))
        return self._size + len(self._leaves) - 1

    @property
    def signer(self) -> Signer:
        """The key that signs this write, which the log named when the lock was taken."""
        return self._signers[0]

    def hand_over(self, signer: Signer) -> None:
        """Let the next key sign this write too, beside the one that hands over to it."""
        self._signers.append(signer)

    async def _finish(self) -> None:
        if self._entries:
            await audit.append(self._entries, self.now)
        if self._leaves:
            await log.append(self._size, self._leaves, self._signers, self.now)
        if self._request is not None and self.earlier is None and self._answer is not None:
            await requests.remember(self._request, self.actor.person_id, self._answer, self.now)


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that a write needs: the database, the key that signs, and the keys of running votes."""

    engine: Engine
    keyholder: Keyholder
    vote_keys: VoteKeys
    demonstration: bool
    mirror: Mirror | None = None
    """Whose copy this is; none for a registry of its own, which alone can be written to."""
    writers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WRITERS))
    """Writers wait here before they take a connection, so that those who wait leave some for reading."""

    @property
    def signer(self) -> Signer:
        """The key that signed when it was last asked for. Who signs asks `current_signer`."""
        return self.keyholder.signer

    async def current_signer(self) -> Signer:
        """The key that signs now, for what is signed outside a write: bundles, reports, exports.

        Raises:
            KeyReplacedError: another process handed over to a key that this one cannot read.
        """
        return await self.keyholder.current()

    @asynccontextmanager
    async def write(self, actor: Actor, request: Request | None = None) -> AsyncIterator[Transaction]:
        """A transaction on behalf of an actor. Leaving it with an error stores nothing.

        Raises:
            ReadOnlyMirrorError: this is a mirror.
            ClockWentBackError: the clock is behind the last checkpoint.
            KeyReplacedError: another process handed over to a key that this one cannot read.
            BusyError: others kept the log busy for too long.
            RequestIdReusedError: the request id was used before for something else.
            StorageFullError: the disk of the database is full.
        """
        if self.mirror is not None:
            self.mirror.refuse()
        async with self.writers, with_room(), self.engine.transaction(allow_nested=False):
            await _take_lock()
            said = (await CheckpointRow.raw(f"SELECT clock_timestamp() AS now, {signing_keys.CURRENT} AS vkey"))[0]
            now: datetime = said["now"]
            self.keyholder.of(said["vkey"])
            latest = await log.latest()
            if latest is not None and now < latest.at:
                raise ClockWentBackError(
                    f"The database's clock says {now.isoformat()}, before the last publication at "
                    f"{latest.at.isoformat()}. Correct the clock; nothing was stored."
                )
            earlier = await requests.earlier_answer(request, actor.person_id) if request else None
            tx = Transaction(self, actor, now, latest.size if latest else 0, request, earlier)
            yield tx
            await tx._finish()  # noqa: SLF001 - the door closes itself
        for act in tx._afterwards:  # noqa: SLF001
            act()


@asynccontextmanager
async def with_room() -> AsyncIterator[None]:
    """Say as a refusal that the disk of the database is full.

    Raises:
        StorageFullError: it is.
    """
    try:
        yield
    except asyncpg.DiskFullError:
        raise StorageFullError(
            "The disk of the database is full. Make room and try again; nothing was stored, and nothing was lost."
        ) from None


async def _take_lock() -> None:
    try:
        await CheckpointRow.raw(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
    except asyncpg.LockNotAvailableError:
        raise BusyError("The registry is busy with other writes; try again in a moment. Nothing was stored.") from None
