"""Mail over real connections: what arrives, what is tried again, what is never tried again, and what never leaves."""

import socket
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from urllib.parse import quote
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import mailing
from registry.config import BadSettingError, Settings
from registry.mailing import BadLetterError, Delivery, Letter, MailServer, mail_address
from tests.post_office import PASSWORD, USER, ShyServer, certificate, post_office

FROM = "votes@agency.example"
ACCOUNT = f"{USER}:{quote(PASSWORD, safe='')}@"


def a_letter(**changes):
    said = {"to": "ana@example.org", "subject": "¿Votó usted?", "body": "Señora,\n\nvote aquí.\n", "language": "es"}
    return Letter(id=uuid4(), **said | changes)


def a_server(address):
    return MailServer.of(Settings(smtp_url=address, mail_from=FROM))


def lines(message):
    return message.get_content().splitlines()


@pytest.fixture
def office():
    with post_office() as opened:
        yield opened


async def test_a_letter_arrives_as_it_was_written(office):
    letter = a_letter()
    outcome = await a_server(f"smtp://127.0.0.1:{office.port}").send(letter)
    assert outcome.delivery is Delivery.DELIVERED
    (arrived,) = office.letters
    assert (arrived["From"], arrived["To"], arrived["Subject"]) == (FROM, "ana@example.org", "¿Votó usted?")
    assert arrived.get_content_type() == "text/plain"
    assert lines(arrived) == letter.body.splitlines()
    assert arrived["Message-ID"] == f"<{letter.id}@agency.example>"
    assert (arrived["Auto-Submitted"], arrived["Content-Language"]) == ("auto-generated", "es")
    assert parsedate_to_datetime(arrived["Date"]).utcoffset() is not None
    assert set(arrived.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding", "X-Peer", "X-MailFrom", "X-RcptTo",
    }  # fmt: skip


ANSWERS = {
    "no such mailbox": ("RCPT", "550 no such person", Delivery.REFUSED),
    "greylisted": ("RCPT", "451 come back later", Delivery.DELAYED),
    "taken for spam": ("DATA", "554 no", Delivery.REFUSED),
    "disk full": ("DATA", "452 later", Delivery.DELAYED),
    "our own address is refused": ("MAIL", "553 who are you", Delivery.DELAYED),
    "closing down": ("MAIL", "421 good night", Delivery.DELAYED),
}


@pytest.mark.parametrize(("step", "answer", "delivery"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_a_server_refuses_for_good_is_told_from_what_may_work_later(office, step, answer, delivery):
    office.answers[step] = [answer]
    server = a_server(f"smtp://127.0.0.1:{office.port}")
    outcome = await server.send(a_letter())
    assert (outcome.delivery, outcome.reason) == (delivery, answer[:3])
    assert office.letters == []
    assert (await server.send(a_letter())).delivery is Delivery.DELIVERED


async def test_a_server_that_is_away_or_silent_delays_a_letter(monkeypatch):
    monkeypatch.setattr(mailing, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        outcome = await a_server(f"smtp://127.0.0.1:{port}").send(a_letter())
        assert outcome.delivery is Delivery.DELAYED
    outcome = await a_server(f"smtp://127.0.0.1:{port}").send(a_letter())
    assert (outcome.delivery, outcome.reason) == (Delivery.DELAYED, "ConnectionRefusedError")
    outcome = await a_server("smtp://no-such-host.invalid").send(a_letter())
    assert (outcome.delivery, outcome.reason) == (Delivery.DELAYED, "gaierror")


async def test_the_connection_is_encrypted_where_the_server_offers_it(tmp_path, monkeypatch):
    trusted, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with post_office(starttls=context) as office:
        outcome = await a_server(f"smtp://localhost:{office.port}").send(a_letter())
        assert outcome.delivery is Delivery.DELIVERED, outcome
        assert office.encrypted == [True]
    with post_office(tls=context) as office:
        outcome = await a_server(f"smtps://localhost:{office.port}").send(a_letter())
        assert outcome.delivery is Delivery.DELIVERED, outcome


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize("fault", ["nobody vouches for it", "it is of another host"])
async def test_a_certificate_that_does_not_hold_gets_no_letter(tmp_path, monkeypatch, scheme, fault):
    trusted, context = certificate(tmp_path, name="localhost" if fault.startswith("nobody") else "mail.example")
    if not fault.startswith("nobody"):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    offered = {"starttls": context} if scheme == "smtp" else {"tls": context}
    with post_office(**offered) as office:
        outcome = await a_server(f"{scheme}://localhost:{office.port}").send(a_letter())
    assert (outcome.delivery, outcome.reason) == (Delivery.DELAYED, "SSLCertVerificationError")
    assert office.letters == []


async def test_a_server_that_offers_encryption_and_refuses_it_gets_no_letter(tmp_path):
    _, context = certificate(tmp_path)
    with post_office(ShyServer, starttls=context) as office:
        outcome = await a_server(f"smtp://localhost:{office.port}").send(a_letter())
    assert (outcome.delivery, outcome.reason) == (Delivery.DELAYED, "454")
    assert office.letters == []


async def test_a_password_goes_over_an_encrypted_connection_alone(tmp_path, monkeypatch):
    with post_office(accounts=True) as office:
        outcome = await a_server(f"smtp://{ACCOUNT}127.0.0.1:{office.port}").send(a_letter())
        assert (outcome.delivery, outcome.reason) == (Delivery.DELAYED, "NotEncrypted")
        assert (office.signed_in, office.letters) == ([], [])
    trusted, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with post_office(starttls=context, accounts=True) as office:
        assert (await a_server(f"smtp://{ACCOUNT}localhost:{office.port}").send(a_letter())).delivery is (
            Delivery.DELIVERED
        )
        assert office.signed_in == [USER]
        outcome = await a_server(f"smtp://{USER}:wrong@localhost:{office.port}").send(a_letter())
        assert (outcome.delivery, outcome.reason) == (Delivery.DELAYED, "535")


@given(st.text(max_size=40) | st.sampled_from(["a@b.example\r\nBcc: x@y.example", "a@b.example,c@d.example", "a b@c"]))
def test_no_text_of_an_address_or_a_subject_becomes_another_header(text):
    server = a_server("smtp://mail.example")
    plain = set(server.written(a_letter()).keys())
    for change in ({"to": text}, {"to": f"{text}@example.org"}, {"subject": text}):
        try:
            letter = a_letter(**change)
        except BadLetterError:
            continue
        written = message_from_bytes(server.written(letter).as_bytes(), policy=default)
        assert set(written.keys()) == plain
        assert len(written["To"].addresses) == 1
        assert lines(written) == letter.body.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "ana@",
        "@example.org",
        "ana@example.org\n",
        "Ana <ana@example.org>",
        "a@b@c",
        "josé@example.org",
        "x" * 255 + "@b.c",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(BadLetterError):
        mail_address(text)


WRONG = {
    "no sender": ("smtp://mail.example", None),
    "a sender that is no address": ("smtp://mail.example", "The agency"),
    "a sender beyond ASCII": ("smtp://mail.example", "señas@agency.example"),
    "a port that is none": ("smtp://mail.example:99999", FROM),
}


@pytest.mark.parametrize(("address", "sender"), WRONG.values(), ids=WRONG.keys())
def test_settings_that_cannot_work_are_refused_and_no_password_is_shown(address, sender):
    address = address.replace("://", "://me:secret@")
    with pytest.raises(BadSettingError) as refused:
        MailServer.of(Settings(smtp_url=address, mail_from=sender))
    assert "secret" not in str(refused.value)


def test_without_a_mail_server_there_is_none_and_ports_have_defaults():
    assert MailServer.of(Settings()) is None
    assert (a_server("smtp://mail.example").port, a_server("smtps://mail.example").port) == (25, 465)


def test_what_a_program_prints_shows_neither_words_nor_passwords():
    shown = repr(a_letter()) + repr(a_server(f"smtp://{ACCOUNT}mail.example"))
    assert not any(secret in shown for secret in ("ana@", "Votó", "Señora", PASSWORD))
