"""Calling a webhook: one signed POST to an address that somebody else chose, which must not lead to our own network.

The name is looked up for each call, every address that it leads to must be a public one, and the connection goes to an
address that was looked at, while TLS and the Host header keep the name: a name that leads elsewhere a moment later
changes nothing. No redirect is followed, no more of an answer is read than its beginning.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, Final

import httpcore
from standardwebhooks import Webhook

from governance.deliveries import Result
from governance.webhook_addresses import LOCAL_HOSTS, Address, is_public

PATIENCE: Final = 15.0
"""Seconds for one call, from looking the name up to the beginning of the answer."""
LONGEST_ANSWER: Final = 16 * 1024
"""Bytes of an answer that are read; what it says is of no interest, only its status."""
USER_AGENT: Final = "value-registry-webhooks/1"


class ForbiddenAddressError(Exception):
    """The name leads to an address that is not a public one."""


@dataclass(frozen=True, slots=True)
class Call:
    """One message to one webhook."""

    id: str
    """The same at every try: receivers know by it what they have seen."""
    address: str
    body: bytes
    secrets: Sequence[bytes] = field(repr=False)
    may_stay_here: bool = False
    """Whether the address may be of this machine: in a demonstration, where somebody tries it out."""

    def headers(self, at: datetime) -> list[tuple[bytes | str, bytes | str]]:
        """The headers of Standard Webhooks; signed with every secret that counts, the newest first."""
        signed = " ".join(Webhook(secret).sign(self.id, at, self.body.decode()) for secret in self.secrets)
        return [
            ("content-type", "application/json"),
            ("user-agent", USER_AGENT),
            ("webhook-id", self.id),
            ("webhook-timestamp", str(int(at.timestamp()))),
            ("webhook-signature", signed),
        ]


async def call(message: Call, at: datetime) -> tuple[Result, str]:
    """Make one call. What came of it, and in one word why: a status or the name of an error."""
    try:
        async with asyncio.timeout(PATIENCE):
            status = await _post(message, at)
    except ForbiddenAddressError:
        return Result.FAILED, "address not public"
    except (TimeoutError, httpcore.TimeoutException):
        return Result.FAILED, "timeout"
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        return Result.FAILED, _reason(error)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Result.ARRIVED, str(status)
    return (Result.GONE if status == HTTPStatus.GONE else Result.FAILED), str(status)


async def _post(message: Call, at: datetime) -> int:
    backend = PublicOnly(may_stay_here=message.may_stay_here)
    async with (
        httpcore.AsyncConnectionPool(ssl_context=_tls(), max_connections=1, network_backend=backend) as pool,
        pool.stream("POST", message.address, headers=message.headers(at), content=message.body) as response,
    ):
        read = 0
        async for part in response.aiter_stream():
            read += len(part)
            if read > LONGEST_ANSWER:
                break
        return int(response.status)


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class PublicOnly(httpcore.AsyncNetworkBackend):
    """Connects to names whose every address is public, and to the address that was looked at."""

    def __init__(self, *, may_stay_here: bool) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._may_stay_here = may_stay_here

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of a name that answers.

        Raises:
            ForbiddenAddressError: one of them is of a network of our own, of this machine, or of nobody.
        """
        found = await addresses_of(host, port)
        may_be_here = self._may_stay_here and host in LOCAL_HOSTS
        if not all(is_public(each) or (may_be_here and each.is_loopback) for each in found):
            raise ForbiddenAddressError
        for number, address in enumerate(found):
            try:
                return await self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except httpcore.ConnectError:
                if number == len(found) - 1:
                    raise
        raise httpcore.ConnectError

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - the signature is httpcore's
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never: no webhook is a file.

        Raises:
            ForbiddenAddressError: always.
        """
        raise ForbiddenAddressError

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)


async def addresses_of(host: str, port: int) -> list[Address]:
    """Every address that a name leads to now, each once.

    Raises:
        OSError: it leads nowhere.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(each[4][0]).split("%")[0]) for each in found))


def _reason(error: BaseException) -> str:
    """The name of what lies beneath: never its words."""
    while (beneath := error.__cause__ or error.__context__) is not None:
        error = beneath
    return type(error).__name__
