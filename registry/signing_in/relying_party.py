"""This site, as passkeys know it (WebAuthn level 3: the relying party): what it asks, and whether an answer fits.

A passkey is bound to the name of the site, so it works on no page that only looks like ours. Its device must have made
sure that its owner is there (a fingerprint, a face, a PIN).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import webauthn
from cryptography.exceptions import InvalidSignature
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from governance.members import PersonId
from governance.sign_in import Passkey
from measures.errors import ConflictError
from registry.signing_in.challenges import BadPasskeyError, Challenge, Purpose, new_challenge
from registry.signing_in.keys import SignInKey

MILLISECONDS_TO_ANSWER: Final = 10 * 60 * 1000
"""What browsers are asked to wait, at the upper end of what the standard recommends, for those who need long."""
LONGEST_ANSWER: Final = 20_000
STRANGE: Final = (WebAuthnException, InvalidSignature, ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What the library raises over answers that no browser sends."""
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
HERE: Final = "localhost"
"""The one name that passkeys work for without https."""


class PasskeysNotOfferedError(ConflictError):
    """The address of this registry is one that passkeys do not work for."""

    code = "PASSKEYS_NOT_OFFERED"


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a device says of a passkey that it made."""

    id: str = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int
    challenge: Challenge = field(repr=False)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A device's answer that somebody wants to sign in, before it is compared with the passkey."""

    passkey_id: str = field(repr=False)
    person: bytes
    """The person that the device has kept the passkey for."""
    challenge: Challenge = field(repr=False)
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site: its host name, its origin, and the key that signs its challenges."""

    name: str
    origin: str
    key: SignInKey

    def options_to_add(self, person_id: PersonId, name: str, held: Iterable[Passkey], now: datetime) -> str:
        """What a browser is asked in order to make a passkey for somebody who is signed in, as JSON."""
        options = webauthn.generate_registration_options(
            rp_id=self.name,
            rp_name=self.name,
            user_id=person_id.bytes,
            user_name=name,
            user_display_name=name,
            challenge=new_challenge(self.key, Purpose.ADD, now, person_id.bytes).content,
            timeout=MILLISECONDS_TO_ANSWER,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.id)) for each in held],
        )
        return webauthn.options_to_json(options)

    def options_to_sign_in(self, now: datetime) -> str:
        """What a browser is asked in order to sign in, as JSON. It names nobody: the device knows its passkeys."""
        options = webauthn.generate_authentication_options(
            rp_id=self.name,
            challenge=new_challenge(self.key, Purpose.SIGN_IN, now).content,
            timeout=MILLISECONDS_TO_ANSWER,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def added(self, answer: str, person_id: PersonId, now: datetime) -> NewPasskey:
        """The passkey that a browser's answer brings.

        Raises:
            BadPasskeyError: the answer does not fit.
            ChallengeExpiredError: it came too late.
        """
        try:
            credential = parse_registration_credential_json(_bounded(answer))
            challenge = _challenge_in(credential.response.client_data_json)
            challenge.require_ours(self.key, Purpose.ADD, now, person_id.bytes)
            found = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge.content,
                expected_rp_id=self.name,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except STRANGE:
            raise BadPasskeyError from None
        passkey_id = bytes_to_base64url(found.credential_id)
        if passkey_id != credential.id:
            raise BadPasskeyError
        return NewPasskey(passkey_id, found.credential_public_key, found.sign_count, challenge)

    def asserted(self, answer: str, now: datetime) -> Assertion:
        """What a browser's answer claims; `sign_count` says whether it is true.

        Raises:
            BadPasskeyError: the answer does not fit.
            ChallengeExpiredError: it came too late.
        """
        try:
            credential = parse_authentication_credential_json(_bounded(answer))
            challenge = _challenge_in(credential.response.client_data_json)
        except STRANGE:
            raise BadPasskeyError from None
        challenge.require_ours(self.key, Purpose.SIGN_IN, now)
        return Assertion(credential.id, credential.response.user_handle or b"", challenge, answer)

    def sign_count(self, asserted: Assertion, kept: Passkey) -> int:
        """How often the passkey was used by its device's own count, where it signed the answer.

        Raises:
            BadPasskeyError: it did not, its owner was not checked, or its count did not rise.
        """
        if asserted.person != kept.person_id.bytes:
            raise BadPasskeyError
        try:
            found = webauthn.verify_authentication_response(
                credential=asserted.answer,
                expected_challenge=asserted.challenge.content,
                expected_rp_id=self.name,
                expected_origin=self.origin,
                credential_public_key=kept.public_key,
                credential_current_sign_count=kept.sign_count,
                require_user_verification=True,
            )
        except STRANGE:
            raise BadPasskeyError from None
        return found.new_sign_count


def relying_party(base_url: str, key: SignInKey) -> RelyingParty:
    """The site at an address.

    Raises:
        PasskeysNotOfferedError: the address has a number in place of a name, or is neither https nor of this computer.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if _is_number(host):
        raise PasskeysNotOfferedError("Passkeys need an address with a name. The address of this site is a number.")
    if parts.scheme != "https" and host != HERE and not host.endswith(f".{HERE}"):
        raise PasskeysNotOfferedError("Passkeys need an address that begins with https.")
    port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return RelyingParty(host, f"{parts.scheme}://{host}{port}", key)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise BadPasskeyError
    return answer


def _challenge_in(client_data: bytes) -> Challenge:
    return Challenge(parse_client_data_json(client_data).challenge)
