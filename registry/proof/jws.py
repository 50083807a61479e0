"""Bytes and the registry's signature over them as JSON that programs everywhere verify: a flattened JWS (RFC 7515).

    {"payload": "…", "protected": "…", "signature": "…"}

The algorithm is Ed25519 by the name of RFC 9864. What is signed is two runs of base64url with a dot between them, which
has no line end, so it can never be taken for a signed note.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Any, Final

from measures.canonical import canonical_json
from registry.proof.keys import fingerprint
from registry.proof.notes import BadNoteError, BadSignatureError, Signer, Verifier

ALGORITHM: Final = "Ed25519"
_MEMBERS: Final = {"payload", "protected", "signature"}
_HEADER: Final = {"alg", "kid", "typ"}


def signed_json(content: bytes, kind: str, signer: Signer) -> str:
    """The bytes with the signature of the registry's key; `kind` is the type that the header names."""
    header = {"alg": ALGORITHM, "kid": fingerprint(signer.verifier.public_key), "typ": kind}
    protected, payload = _encoded(canonical_json(header)), _encoded(content)
    signature = _encoded(signer.signature(f"{protected}.{payload}").value)
    return canonical_json({"payload": payload, "protected": protected, "signature": signature}).decode()


def open_signed_json(text: str, kind: str, keys: Iterable[Verifier]) -> tuple[bytes, Verifier]:
    """The bytes that one of the keys signed, and that key.

    Raises:
        BadNoteError: the text is no flattened JWS of this kind that this program reads.
        BadSignatureError: none of the keys signed it, or it was changed.
    """
    try:
        found = json.loads(text)
        header = json.loads(_decoded(found["protected"]))
        content, signature = _decoded(found["payload"]), _decoded(found["signature"])
        names = _names(found), _names(header)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadNoteError("This is not a signed document (a flattened JWS in JSON).") from None
    if names != (_MEMBERS, _HEADER) or header["alg"] != ALGORITHM:
        raise BadNoteError(f"This is not signed as this registry signs, with {ALGORITHM} and nothing else.")
    if header["typ"] != kind:
        raise BadNoteError(f"This is signed as {header['typ']!r}, not as {kind!r}.")
    named = [key for key in keys if fingerprint(key.public_key) == header["kid"]]
    if not named:
        raise BadSignatureError(f"The key {header['kid']} that this names is none of those given.")
    if not named[0].accepts(f"{found['protected']}.{found['payload']}", signature):
        raise BadSignatureError("The signature is not that key's over these bytes; it was changed.")
    return content, named[0]


def key_set(keys: Iterable[Verifier]) -> dict[str, Any]:
    """Public keys as a JWK set (RFC 7517, RFC 8037)."""
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": _encoded(key.public_key),
                "kid": fingerprint(key.public_key),
                "alg": ALGORITHM,
                "use": "sig",
            }
            for key in keys
        ]
    }


def _names(value: object) -> set[str]:
    """The names of the members of an object.

    Raises:
        TypeError: it is no object; a list of the same words is none.
    """
    if not isinstance(value, dict):
        raise TypeError("this is no object")
    return set(value)


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _decoded(text: object) -> bytes:
    """The bytes of base64url without padding.

    Raises:
        ValueError: the text is not the one spelling of any bytes.
    """
    if not isinstance(text, str):
        raise TypeError("base64url is text")
    content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encoded(content) != text:
        raise ValueError("another spelling of the same bytes")
    return content
