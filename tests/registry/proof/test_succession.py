"""Which key had to sign at which size, and how one follows from one to the next."""

import pytest

from measures.errors import InvalidError
from registry.proof import keys
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import BadKeyError, KeyRecord, fingerprint, handover, introduction, keys_document
from registry.proof.notes import BadSignatureError
from registry.proof.succession import Succession
from tests.registry.proof.support import NEXT, SIGNER, STRANGER

FIRST = KeyRecord(0, introduction(SIGNER.verifier))
SECOND = KeyRecord(4, handover(SIGNER, NEXT))
THIRD = KeyRecord(9, handover(NEXT, STRANGER))
KEYS = Succession.of([FIRST, SECOND, THIRD])


def a_note(size, *signers):
    return Checkpoint(SIGNER.name, size, bytes(32)).signed(*signers)


@pytest.mark.parametrize(
    ("size", "signers"),
    [
        (1, [SIGNER]),
        (4, [SIGNER]),
        (5, [SIGNER, NEXT]),
        (6, [NEXT]),
        (9, [NEXT]),
        (10, [NEXT, STRANGER]),
        (11, [STRANGER]),
    ],
)
def test_the_key_of_its_time_signs_and_a_handover_is_signed_by_both(size, signers):
    assert KEYS.signers(size) == tuple(signer.verifier for signer in signers)
    assert KEYS.open(a_note(size, *signers)).size == size
    for other in (SIGNER, NEXT, STRANGER):
        if [other] != signers:
            with pytest.raises(BadSignatureError):
                KEYS.open(a_note(size, other))


def test_a_checkpoint_of_another_log_is_refused():
    other = Succession.of([KeyRecord(0, introduction(type(SIGNER)("other/log", keys.private_key(b"4" * 32)).verifier))])
    with pytest.raises(InvalidError):
        other.open(a_note(1, SIGNER))


@pytest.mark.parametrize(
    "records",
    [
        [],
        [SECOND],
        [KeyRecord(1, FIRST.record)],
        [FIRST, THIRD],
        [FIRST, SECOND, KeyRecord(9, handover(NEXT, SIGNER))],
        [FIRST, KeyRecord(4, introduction(NEXT.verifier))],
        [KeyRecord(0, b"\xff")],
    ],
    ids=["empty", "no first", "first elsewhere", "a gap", "back to a former key", "not handed over", "no text"],
)
def test_a_history_with_a_fault_is_refused(records):
    with pytest.raises(InvalidError):
        Succession.of(records)


def test_who_trusts_a_key_can_name_it_in_two_ways():
    assert KEYS.trusted(NEXT.verifier.vkey) == KEYS.trusted(fingerprint(NEXT.verifier.public_key)) == KEYS.steps[1]
    assert Succession.of([FIRST]).trusted(NEXT.verifier.vkey) is None


def test_a_longer_history_continues_a_shorter_one():
    assert KEYS.continues(Succession.of([FIRST, SECOND]))
    assert not Succession.of([FIRST]).continues(KEYS)
    assert not KEYS.continues(Succession.of([FIRST, KeyRecord(5, SECOND.record)]))


def test_a_history_is_written_in_one_way_and_read_back():
    content = keys_document([FIRST, SECOND])
    assert keys.read_keys_document(content) == (FIRST, SECOND)
    for changed in (
        content[:-1],
        content.replace(b'"leaf":4', b'"leaf":0'),
        content + b"\n",
        b"",
        b"[]",
        b'{"keys":1}',
    ):
        with pytest.raises(BadKeyError):
            keys.read_keys_document(changed)
