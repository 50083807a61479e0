"""A device that keeps a passkey, in software: it does what WebAuthn level 3 asks of one, with a key of its own."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text_of(content):
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def bytes_of(text):
    return urlsafe_b64decode(text + "===")


@dataclass
class Authenticator:
    """One device with one passkey."""

    origin: str
    flags: int = PRESENT | VERIFIED
    counts: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    person: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options, **changes):
        """The answer to options to add a passkey."""
        asked = json.loads(options)
        self.person = bytes_of(asked["user"]["id"])
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + self._public_key()
        said = self._said(asked["rp"]["id"], ATTESTED) + attested
        return self._answer(
            "webauthn.create",
            asked["challenge"],
            {"attestationObject": text_of(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": said}))},
            changes,
        )

    def get(self, options, **changes):
        """The answer to options to sign in."""
        asked = json.loads(options)
        said = self._said(changes.pop("rp_id", asked["rpId"]))
        client = self._client("webauthn.get", changes.get("challenge", asked["challenge"]), changes)
        signature = self.key.sign(said + sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "authenticatorData": text_of(said),
            "signature": text_of(changes.get("signature", signature)),
            "userHandle": text_of(changes.get("person", self.person)),
        }
        return self._answer("webauthn.get", asked["challenge"], response, changes)

    def _said(self, rp_id, more=0):
        self.count += self.counts
        return sha256(rp_id.encode()).digest() + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _client(self, kind, challenge, changes):
        said = {"type": changes.get("type", kind), "challenge": challenge, "origin": changes.get("origin", self.origin)}
        return json.dumps(said).encode()

    def _answer(self, kind, challenge, response, changes):
        client = self._client(kind, changes.get("challenge", challenge), changes)
        return json.dumps(
            {
                "id": text_of(self.id),
                "rawId": text_of(self.id),
                "type": "public-key",
                "response": {"clientDataJSON": text_of(client), **response},
            }
        )

    def _public_key(self):
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
