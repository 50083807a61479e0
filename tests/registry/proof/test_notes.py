"""Signed notes, against the example of golang.org/x/mod/sumdb/note."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from registry.proof.encoding import from_base64
from registry.proof.notes import (
    BadKeyError,
    BadNoteError,
    BadSignatureError,
    Signer,
    Verifier,
    open_note,
    parse,
    sign,
)

SKEY = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
NOTE = f"{TEXT}\n{PETER_LINE}"


@pytest.fixture
def peter():
    return Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(from_base64(SKEY)[1:]))


def test_the_example_of_the_go_package_verifies():
    note = open_note(NOTE, [Verifier.parse(PETER)])
    assert note.text == TEXT
    assert [signature.name for signature in note.verified] == ["PeterNeumann"]
    assert note.unknown == ()


def test_the_example_of_the_go_package_is_signed_alike(peter):
    assert peter.verifier.vkey == PETER
    assert peter.sign(TEXT) == NOTE


def test_a_second_signer_is_known_or_unknown():
    both = NOTE + ENOCH_LINE
    assert [sig.name for sig in open_note(both, [Verifier.parse(PETER)]).unknown] == ["EnochRoot"]
    assert len(open_note(both, [Verifier.parse(ENOCH), Verifier.parse(PETER)]).verified) == 2
    assert open_note(both.encode(), [Verifier.parse(ENOCH)]).verified[0].line + "\n" == ENOCH_LINE


def test_repeated_signatures_count_once():
    note = open_note(NOTE + PETER_LINE + ENOCH_LINE + ENOCH_LINE, [Verifier.parse(PETER)])
    assert (len(note.verified), len(note.unknown)) == (1, 1)


def test_a_key_nobody_knows_proves_nothing():
    with pytest.raises(BadSignatureError, match="No known key signed"):
        open_note(NOTE, [Verifier.parse(ENOCH)])
    with pytest.raises(BadSignatureError):
        open_note(NOTE, [])


def test_a_name_alone_is_not_a_key(peter):
    other = Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(BadSignatureError, match="No known key signed"):
        open_note(other.sign(TEXT), [peter.verifier])


def test_a_wrong_signature_of_a_known_key_refuses_the_whole_note():
    broken = ENOCH_LINE.replace("eBzm", "eBzn")
    with pytest.raises(BadSignatureError, match="EnochRoot"):
        open_note(NOTE + broken, [Verifier.parse(PETER), Verifier.parse(ENOCH)])
    with pytest.raises(BadSignatureError):
        open_note(NOTE.replace("answer", "Answer"), [Verifier.parse(PETER)])


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        TEXT + "\n",
        TEXT + PETER_LINE,
        NOTE[:-1],
        "\x01" + NOTE,
        NOTE.replace("\n", "\r\n"),
        NOTE + "Unexpected line.\n",
        NOTE + "\n",
        NOTE + " ",
        TEXT + "\n" + PETER_LINE.replace("— ", "- "),
        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Peter Neumann"),
        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Peter+Neumann"),
        TEXT + "\n" + PETER_LINE.replace("PeterNeumann", ""),
        TEXT + "\n" + PETER_LINE.replace(" x08go", "  x08go"),
        TEXT + "\n" + PETER_LINE.replace("M=\n", "N=\n"),
        TEXT + "\n" + PETER_LINE.replace("=\n", "\n"),
        TEXT + "\n— PeterNeumann \n",
        TEXT + "\n— PeterNeumann x08gow==\n",
        TEXT + "\n" + PETER_LINE * 101,
        b"\xff" + NOTE.encode(),
    ],
)
def test_what_is_not_a_note_is_refused(note):
    with pytest.raises(BadNoteError):
        open_note(note, [Verifier.parse(PETER)])


def test_one_hundred_signatures_are_allowed():
    assert len(parse(TEXT + "\n" + PETER_LINE * 100)[1]) == 100


@pytest.mark.parametrize("text", ["", "no newline", "tab\there\n", "carriage\r\n"])
def test_what_cannot_be_a_text_is_not_signed(text, peter):
    with pytest.raises(BadNoteError):
        peter.sign(text)


def test_somebody_signs(peter):
    with pytest.raises(BadNoteError, match="at least one"):
        sign(TEXT, [])


def test_every_mangled_verifier_key_is_refused():
    for start in range(len(PETER)):
        for end in range(start, len(PETER) + 1):
            if (start, end) != (0, len(PETER)):
                with pytest.raises(BadKeyError):
                    Verifier.parse(PETER[start:end])
    for place, char in enumerate(PETER):
        with pytest.raises(BadKeyError):
            Verifier.parse(PETER[:place] + chr(ord(char) + 1) + PETER[place + 1 :])


@pytest.mark.parametrize(
    "vkey",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # wrong length
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # unknown algorithm
        PETER.upper(),
        PETER + "\n",
        " " + PETER,
    ],
)
def test_verifier_keys_of_other_forms_are_refused(vkey):
    with pytest.raises(BadKeyError):
        Verifier.parse(vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\u2003b", "a\x7f b"])
def test_names_that_no_note_can_hold_are_refused(name):
    with pytest.raises(BadKeyError):
        Verifier(name, bytes(32))


lines = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=30)


@given(st.lists(lines, min_size=1, max_size=5), st.binary(min_size=32, max_size=32))
def test_what_is_signed_opens_and_stays_the_same(written, seed):
    signer = Signer("example.org/log", Ed25519PrivateKey.from_private_bytes(seed))
    text = "\n".join(written) + "\n"
    note = signer.sign(text)
    assert open_note(note, [signer.verifier]).text == text
    assert Verifier.parse(signer.verifier.vkey) == signer.verifier


@given(st.data())
def test_one_changed_bit_is_noticed(data):
    raw = bytearray(NOTE.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((BadNoteError, BadSignatureError)):
        open_note(bytes(raw), [Verifier.parse(PETER)])


def test_a_signer_does_not_print_its_secret(peter):
    assert repr(peter) == f"Signer({PETER})"
