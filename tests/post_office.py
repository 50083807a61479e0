"""A real mail server for tests: it listens, takes letters, and refuses what it is told to refuse."""

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "registry", "p:ss/w@rd"


@dataclass
class PostOffice:
    """What came in, and what is answered where: `answers["RCPT"] = ["451 later"]` refuses once, then takes letters."""

    port: int = 0
    answers: dict = field(default_factory=dict)
    letters: list = field(default_factory=list)
    encrypted: list = field(default_factory=list)
    signed_in: list = field(default_factory=list)

    def answer(self, step):
        waiting = self.answers.get(step)
        return waiting.pop(0) if waiting else None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if refusal := self.answer("MAIL"):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if refusal := self.answer("RCPT"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if refusal := self.answer("DATA"):
            return refusal
        self.encrypted.append(session.ssl is not None)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.signed_in.append(data.login.decode())
        right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=right, handled=False)


class ShyServer(SMTP):
    """Offers STARTTLS, and does not do it."""

    async def smtp_STARTTLS(self, arg):  # noqa: N802
        await self.push("454 TLS not available due to temporary reason")


@contextmanager
def post_office(server_class=SMTP, tls=None, starttls=None, accounts=False):
    """A post office that is open; encrypted from the start with `tls`, or where the sender asks with `starttls`."""
    office = PostOffice()
    options = {"tls_context": starttls, "enable_SMTPUTF8": False, "ident": "post office"}
    if accounts:
        options |= {"authenticator": office.authenticate, "auth_require_tls": False}
    listener = socket.create_server(("127.0.0.1", 0))
    office.port = listener.getsockname()[1]
    loop, closing = asyncio.new_event_loop(), asyncio.Event()

    async def serve():
        server = await loop.create_server(lambda: server_class(office, loop=loop, **options), sock=listener, ssl=tls)
        await closing.wait()
        server.close()

    thread = threading.Thread(target=_run, args=(loop, serve()))
    thread.start()
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join()


def _run(loop, work):
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(work)  # and cancels whatever is left of conversations


def certificate(folder, name="localhost"):
    """A certificate that signs itself, for a name or an address: its file, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post office")])
    now = datetime.now(UTC)
    names = [x509.DNSName(name) if name[0].isalpha() else x509.IPAddress(ip_address(name))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
