"""One call of a webhook: to the public internet alone, by the name that was looked up, and not for long."""

import asyncio
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest

from governance.deliveries import Result
from registry.jobs import webhooks
from registry.jobs.webhooks import Call, call
from tests.post_office import certificate
from tests.receiver import receiver


def a_call(address, **changes):
    return Call("msg_1", address, b"{}", [b"k" * 32], **changes)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "0x7f000001", "2130706433", "[::1]", "0.0.0.0"])
async def test_a_name_that_leads_to_this_machine_is_not_connected_to(host):
    with receiver() as there:
        result, reason = await call(a_call(f"http://{host}:{there.port}/"), datetime.now(UTC))
        assert result is Result.FAILED
        assert reason == "address not public"
        assert there.calls == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    with receiver() as there:
        monkeypatch.setattr(webhooks, "addresses_of", _leads_to("93.184.216.34", "127.0.0.1"))
        outcome = await call(a_call(f"http://rebinding.example:{there.port}/", may_stay_here=True), datetime.now(UTC))
        assert outcome == (Result.FAILED, "address not public")
        assert there.calls == []


def _leads_to(*addresses):
    async def found(_host, _port):
        return list(map(ip_address, addresses))

    return found


async def test_the_connection_goes_to_the_address_that_was_looked_at_and_the_host_keeps_its_name(monkeypatch):
    with receiver() as there:
        monkeypatch.setattr(webhooks, "addresses_of", _leads_to("127.0.0.1"))
        monkeypatch.setattr(webhooks, "is_public", lambda _address: True)
        outcome = await call(a_call(f"http://hooks.example:{there.port}/x"), datetime.now(UTC))
        assert outcome == (Result.ARRIVED, "204")  # nobody resolves hooks.example: it was looked up once, by us
        assert there.calls[0].headers["host"] == f"hooks.example:{there.port}"


async def test_no_redirect_is_followed(store):
    with receiver() as other, receiver() as there:
        there.answers.append(
            f"HTTP/1.1 307 Elsewhere\r\nlocation: http://localhost:{other.port}/\r\ncontent-length: 0\r\n\r\n".encode()
        )
        outcome = await call(a_call(f"http://localhost:{there.port}/", may_stay_here=True), datetime.now(UTC))
        assert outcome == (Result.FAILED, "307")
        assert other.calls == []


async def test_a_long_answer_is_not_read_to_its_end():
    with receiver() as there:
        there.answers.append(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n" + b"x" * 200_000)
        async with asyncio.timeout(5):
            outcome = await call(a_call(f"http://localhost:{there.port}/", may_stay_here=True), datetime.now(UTC))
        assert outcome == (Result.ARRIVED, "200")


async def test_nobody_is_waited_for_for_long(monkeypatch):
    monkeypatch.setattr(webhooks, "PATIENCE", 0.3)
    with receiver() as there:
        there.silent = True
        outcome = await call(a_call(f"http://localhost:{there.port}/", may_stay_here=True), datetime.now(UTC))
        assert outcome == (Result.FAILED, "timeout")


async def test_a_port_where_nobody_listens_is_a_try_that_failed():
    with receiver() as there:
        port = there.port
    outcome = await call(a_call(f"http://localhost:{port}/", may_stay_here=True), datetime.now(UTC))
    assert outcome[0] is Result.FAILED


async def test_what_is_no_http_is_a_try_that_failed():
    with receiver() as there:
        there.answers.append(b"what?\r\n\r\n")
        outcome = await call(a_call(f"http://localhost:{there.port}/", may_stay_here=True), datetime.now(UTC))
        assert outcome[0] is Result.FAILED


async def test_the_certificate_is_checked_by_the_name(tmp_path, monkeypatch):
    public, context = certificate(tmp_path)
    with receiver(tls=context) as there:
        address = f"https://localhost:{there.port}/"
        webhooks._tls.cache_clear()
        outcome = await call(a_call(address, may_stay_here=True), datetime.now(UTC))
        assert outcome == (Result.FAILED, "SSLCertVerificationError")
        assert there.calls == []
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        webhooks._tls.cache_clear()
        assert await call(a_call(address, may_stay_here=True), datetime.now(UTC)) == (Result.ARRIVED, "204")
        elsewhere = await call(a_call(f"https://127.0.0.1:{there.port}/", may_stay_here=True), datetime.now(UTC))
        assert elsewhere == (Result.FAILED, "SSLCertVerificationError")
    webhooks._tls.cache_clear()
