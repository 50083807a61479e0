"""Signed JSON: what this program writes it reads, and nothing that was changed."""

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.errors import InvalidError
from registry.proof.jws import key_set, open_signed_json, signed_json
from registry.proof.keys import fingerprint, private_key
from registry.proof.notes import BadNoteError, BadSignatureError, Signer

KIND = "conformance-report+jws"
FIRST, SECOND = (
    Signer("registry.example", private_key(bytes(32))),
    Signer("registry.example", private_key(b"\x01" * 32)),
)
SIGNED = signed_json(b'{"verdict":"pass"}', KIND, FIRST)
KEYS = [FIRST.verifier, SECOND.verifier]


@given(st.binary(max_size=500))
def test_what_was_signed_comes_back(content):
    assert open_signed_json(signed_json(content, KIND, SECOND), KIND, KEYS) == (content, SECOND.verifier)


@given(st.integers(0, len(SIGNED) - 1), st.characters(min_codepoint=32, max_codepoint=126))
def test_every_changed_character_is_refused(place, character):
    changed = SIGNED[:place] + character + SIGNED[place + 1 :]
    if changed != SIGNED:
        with pytest.raises(InvalidError):
            open_signed_json(changed, KIND, KEYS)


def under(header):
    """What was signed, under a header of any form."""
    encoded = urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return json.dumps({**json.loads(SIGNED), "protected": encoded})


@pytest.mark.parametrize(
    ("text", "kind", "keys", "refusal"),
    [
        (SIGNED, "another+jws", KEYS, BadNoteError),
        (SIGNED, KIND, [SECOND.verifier], BadSignatureError),
        (SIGNED, KIND, [], BadSignatureError),
        ("{}", KIND, KEYS, BadNoteError),
        ("[" * 100_000, KIND, KEYS, BadNoteError),
        ('"text"', KIND, KEYS, BadNoteError),
        (under(["alg", "kid", "typ"]), KIND, KEYS, BadNoteError),
        (under([["alg", "Ed25519"], ["kid", "x"], ["typ", KIND]]), KIND, KEYS, BadNoteError),
        (under({"alg": "none", "kid": "x", "typ": KIND}), KIND, KEYS, BadNoteError),
        (under({"alg": "HS256", "kid": fingerprint(FIRST.verifier.public_key), "typ": KIND}), KIND, KEYS, BadNoteError),
        (under({"alg": ["Ed25519"], "kid": [], "typ": {}}), KIND, KEYS, BadNoteError),
        (under({"alg": "Ed25519", "kid": [], "typ": KIND}), KIND, KEYS, BadSignatureError),
        (json.dumps({**json.loads(SIGNED), "header": {"x": 1}}), KIND, KEYS, BadNoteError),
    ],
)
def test_what_is_signed_otherwise_is_refused(text, kind, keys, refusal):
    with pytest.raises(refusal):
        open_signed_json(text, kind, keys)


def test_the_key_set_names_each_key_by_its_fingerprint():
    keys = key_set(KEYS)["keys"]
    assert [key["kid"] for key in keys] == [fingerprint(key.public_key) for key in KEYS]
    assert all((key["kty"], key["crv"], key["alg"]) == ("OKP", "Ed25519", "Ed25519") for key in keys)
