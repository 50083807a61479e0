"""Mail: one letter to one person, handed to the mail server of the settings. Plain text, and nothing that tracks.

The connection is encrypted from the start (`smtps://`) or as soon as the server offers it (`smtp://`), its certificate
is checked, and a password is never sent without. What a server refuses for good is told apart from what may work later.
"""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime
from enum import StrEnum
from typing import Final, Self
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

import aiosmtplib

from measures.errors import InvalidError
from registry.config import BadSettingError, Settings

PORTS: Final = {"smtp": 25, "smtps": 465}
PATIENCE: Final = 30.0
"""Seconds for one letter, from connecting to the server's word that it has it."""
LONGEST_ADDRESS: Final = 254
"""RFC 5321 §4.5.3.1.3, less the angle brackets."""
LONGEST_SUBJECT: Final = 200
FINAL: Final = range(500, 600)
"""Answers of a server that will not change (RFC 5321 §4.2.1)."""


class BadLetterError(InvalidError):
    """The address or the subject cannot stand in a mail."""

    code = "BAD_LETTER"


class Delivery(StrEnum):
    """What came of handing a letter to the mail server."""

    DELIVERED = "delivered"
    DELAYED = "delayed"
    """It may work later: the server is away, busy, or not to be trusted now."""
    REFUSED = "refused"
    """The server will never take it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it and, where it did not work, why: a code of the server or the name of an error, no words."""

    delivery: Delivery
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one address. Making one checks what would stand in its headers.

    Raises:
        BadLetterError: the address is none, or the subject is more than one line of readable characters.
    """

    id: UUID
    """Becomes the Message-ID, so that a letter that had to be handed over twice can be recognised."""
    to: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    language: str

    def __post_init__(self) -> None:
        mail_address(self.to)
        if not self.subject.isprintable() or not 0 < len(self.subject) <= LONGEST_SUBJECT:
            raise BadLetterError(f"The subject of a letter is one line of 1 to {LONGEST_SUBJECT} characters.")


def mail_address(text: str) -> Address:
    """One address, as it stands in a header. It is ASCII: few servers take more, and none has to (RFC 6531).

    Raises:
        BadLetterError: it is none, is two, or holds characters that could begin another header.
    """
    if len(text) <= LONGEST_ADDRESS and text.isascii() and text.isprintable() and " " not in text:
        with suppress(ValueError, IndexError, HeaderParseError):
            found = Address(addr_spec=text)
            if found.username and found.domain:
                return found
    raise BadLetterError("This is not an e-mail address: write one such as name@example.org.")


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that mail is handed to, and the address that it comes from."""

    host: str
    port: int
    encrypted: bool
    """Whether the connection is encrypted from the start."""
    sender: Address
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The mail server of the settings; none where they name none.

        Raises:
            BadSettingError: MAIL_FROM is missing or no address, or the port is none.
        """
        if settings.smtp_url is None:
            return None
        where = urlsplit(settings.smtp_url)
        return cls(
            host=where.hostname or "",
            port=_port(where),
            encrypted=where.scheme == "smtps",
            sender=_sender(settings.mail_from or ""),
            user=None if where.username is None else unquote(where.username),
            password=None if where.password is None else unquote(where.password),
        )

    async def send(self, letter: Letter) -> Outcome:
        """Hand a letter over. Nothing is raised: what did not work is told in the outcome."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._send(letter)
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _refused(error.recipients[0])
        except (aiosmtplib.SMTPDataError, aiosmtplib.SMTPRecipientRefused) as error:
            return _refused(error)
        except (aiosmtplib.SMTPException, OSError) as error:
            return Outcome(Delivery.DELAYED, _reason(error))

    async def _send(self, letter: Letter) -> Outcome:
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            use_tls=self.encrypted,
            local_hostname=self.sender.domain,
            timeout=PATIENCE,
            tls_context=await asyncio.to_thread(ssl.create_default_context),
        )
        await client.connect()
        try:
            if self.user is not None:
                if client.get_transport_info("sslcontext") is None:
                    return Outcome(Delivery.DELAYED, "NotEncrypted")
                await client.login(self.user, self.password or "")
            await client.send_message(self.written(letter))
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit()  # the server has the letter, however it takes leave
            return Outcome(Delivery.DELIVERED)
        finally:
            client.close()

    def written(self, letter: Letter) -> EmailMessage:
        """A letter with its headers, as it is sent."""
        message = EmailMessage(policy=MAIL_POLICY)
        message["From"] = self.sender
        message["To"] = mail_address(letter.to)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = f"<{letter.id}@{self.sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday program answers
        message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
        message["Content-Language"] = letter.language  # after the content, which takes such headers away
        return message


def _sender(text: str) -> Address:
    try:
        return mail_address(text)
    except BadLetterError:
        raise BadSettingError("SMTP_URL is set, so MAIL_FROM must be the e-mail address of the registry.") from None


def _port(where: SplitResult) -> int:
    try:
        return where.port or PORTS[where.scheme]
    except ValueError:
        raise BadSettingError("The port in SMTP_URL must be a number from 1 to 65535.") from None


def _refused(error: aiosmtplib.SMTPResponseException) -> Outcome:
    return Outcome(Delivery.REFUSED if error.code in FINAL else Delivery.DELAYED, str(error.code))


def _reason(error: BaseException) -> str:
    """A code of the server, or the name of what lies beneath: never its words, which may quote an address."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return str(error.code)
    while error.__cause__ is not None:
        error = error.__cause__
    return type(error).__name__
