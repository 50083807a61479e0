"""The outbox: each message is written, handed to the mail server, noted as sent or given up, and its words are erased.

A letter may be handed over twice where the service ends between the server's word and our note of it; both then carry
the same Message-ID. It is never lost.
"""

import asyncio
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import structlog

from governance.members import PUBLIC
from governance.messages import Message, MessageId, MessageKind, MessageSent
from registry.jobs.letters import letter_of
from registry.mailing import BadLetterError, Delivery, MailServer, Outcome
from registry.storage import messages
from registry.storage.registries import database_time
from registry.storage.transaction import Store

log = structlog.get_logger()

FIRST_WAIT: Final = timedelta(seconds=30)
"""How long a letter waits for its second try; each further wait is twice as long as the one before."""
TRIES: Final[Mapping[MessageKind, int]] = {MessageKind.REMINDER: 10, MessageKind.SIGN_IN_CODE: 8}
"""After so many tries a letter is given up: a reminder after four hours, a code to sign in after one."""
LONGEST_WAIT: Final = timedelta(days=1)
SLICE: Final = 1000
"""How many old messages are looked at in one go."""
NO_SERVER: Final = Outcome(Delivery.REFUSED, "NoMailServer")
NO_READER: Final = Outcome(Delivery.REFUSED, "NoReader")
NO_ADDRESS: Final = Outcome(Delivery.REFUSED, BadLetterError.code)


class LetterDelayedError(Exception):
    """A letter could not be handed over now. It says for how long it waits, and neither to whom nor what it says."""

    def __init__(self, reason: str | None, wait: timedelta) -> None:
        super().__init__(f"The mail server did not take a letter ({reason}); next try in {wait}.")
        self.wait = wait


def next_wait(kind: MessageKind, tries: int) -> timedelta | None:
    """How long a letter waits after so many tries that failed; none where it is given up."""
    return FIRST_WAIT * 2 ** (tries - 1) if tries < TRIES[kind] else None


@dataclass(slots=True)
class Post:
    """Sends the messages of a registry."""

    store: Store
    server: MailServer | None
    """None where the settings name no mail server: then every message is given up."""
    base_url: str
    _handed_over: set[MessageId] = field(default_factory=set)
    """Letters that the server has and the record does not say so yet: they are noted, and not sent again."""
    _under_way: set[asyncio.Task[Any]] = field(default_factory=set)

    async def send(self, message_id: MessageId, earlier_tries: int) -> None:
        """Send one message that waits, and note what came of it.

        Raises:
            LetterDelayedError: it is to be tried again.
        """
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            await self._send(message_id, earlier_tries)
        finally:
            self._under_way.discard(task)

    def cut_short(self) -> None:
        """Wait for no mail server any longer. What was not handed over is sent another time."""
        for task in self._under_way:
            task.cancel()

    async def _send(self, message_id: MessageId, earlier_tries: int) -> None:
        message = await messages.waiting(message_id)
        if message is None:
            return
        outcome = await self._outcome(message)
        if outcome.delivery is Delivery.DELAYED:
            wait = next_wait(message.kind, earlier_tries + 1)
            if wait is not None:
                raise LetterDelayedError(outcome.reason, wait)
        delivered = outcome.delivery is Delivery.DELIVERED
        if not delivered and outcome is not NO_READER:
            log.warning("letter_given_up", message=str(message.id), kind=message.kind, reason=outcome.reason)
        await self._note(message, delivered=delivered)

    async def give_up_old(self) -> None:
        """Give up what has waited for a day, whatever for: no words stay longer, even if their job was lost."""
        oldest = await database_time() - LONGEST_WAIT
        for message in await messages.all_waiting(SLICE):
            if message.made_at < oldest:
                log.warning("letter_given_up", message=str(message.id), kind=message.kind, reason="TooOld")
                await self._note(message, delivered=False)

    async def _note(self, message: Message, *, delivered: bool) -> None:
        async with self.store.write(PUBLIC) as tx:
            await tx.record(MessageSent(message.id, message.person_id, delivered))
        self._handed_over.discard(message.id)

    async def _outcome(self, message: Message) -> Outcome:
        if message.id in self._handed_over:
            return Outcome(Delivery.DELIVERED)
        if self.server is None:
            return NO_SERVER
        try:
            letter = await letter_of(message, self.base_url, demonstration=self.store.demonstration)
        except BadLetterError:
            return NO_ADDRESS
        except Exception as error:  # noqa: BLE001 - whatever it is, the letter is tried again and in the end given up
            return _fault(error)
        if letter is None:
            return NO_READER
        outcome = await self.server.send(letter)
        if outcome.delivery is Delivery.DELIVERED:
            self._handed_over.add(message.id)
        return outcome


def _fault(error: Exception) -> Outcome:
    """A bug, told by its kind and place: its text could quote the letter."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("letter_not_written", error=type(error).__name__, file=place.filename, line=place.lineno)
    return Outcome(Delivery.DELAYED, type(error).__name__)
