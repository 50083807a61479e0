"""Keys: their file, their fingerprint, and handing over to the next one."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from registry.proof import keys
from registry.proof.notes import BadKeyError, BadNoteError, BadSignatureError, Signer, sign

OLD = Signer("example.org/log", keys.private_key(b"o" * 32))
NEW = Signer("example.org/log", keys.private_key(b"n" * 32))


def test_a_key_file_is_read_back():
    text = keys.to_pem(keys.private_key(b"k" * 32))
    assert text.startswith("-----BEGIN PRIVATE KEY-----\n")
    assert keys.to_pem(keys.from_pem(text)) == text


def test_a_key_is_made_from_32_bytes():
    with pytest.raises(BadKeyError):
        keys.private_key(b"short")


def test_keys_of_other_kinds_are_refused_without_quoting_them():
    ec = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    locked = keys.private_key(b"k" * 32).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    for text in (ec, locked.decode(), "", "secret words", keys.to_pem(keys.private_key(b"k" * 32))[:-30]):
        with pytest.raises(BadKeyError) as refused:
            keys.from_pem(text)
        assert not text or text not in refused.value.message


def test_a_fingerprint_is_the_digest_of_the_key_bytes():
    public = OLD.verifier.public_key
    assert keys.fingerprint(public) == f"SHA256:{sha256(public).hexdigest()}"


def test_a_leaf_names_a_key_by_its_id():
    assert keys.key_reference(OLD.verifier) == f"key/{OLD.verifier.vkey.split('+')[1]}"


def test_a_handover_names_both_keys_and_is_signed_by_both():
    assert keys.open_handover(keys.handover(OLD, NEW)) == (OLD.verifier, NEW.verifier)


@pytest.mark.parametrize("signers", [[OLD], [NEW]], ids=["old", "new"])
def test_a_handover_signed_by_one_of_the_two_is_refused(signers):
    text = keys.handover(OLD, NEW).decode().split("\n\n")[0] + "\n"
    with pytest.raises(BadSignatureError):
        keys.open_handover(sign(text, signers).encode())


def test_a_key_does_not_hand_over_to_itself():
    with pytest.raises(BadSignatureError):
        keys.open_handover(keys.handover(OLD, OLD))


def test_another_note_is_not_a_handover():
    with pytest.raises(BadKeyError):
        keys.open_handover(OLD.sign("something else\n").encode())
    with pytest.raises(BadNoteError):
        keys.open_handover(b"")
