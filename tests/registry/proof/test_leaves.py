"""Leaves: closed, canonical, small; and the salted digest by which a secret enters one."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.documents import instant
from registry.proof import tree
from registry.proof.leaves import EVENTS, Action, BadLeafError, Leaf, moment
from registry.proof.sealing import BadSaltError, salted_digest

DIGEST = "sha256:" + "ab" * 32
LEAF = Leaf(Action.DOCUMENT_PUBLISHED, "priority-set/US-TN/quiltss-nf@2.1.0", DIGEST, "2027-01-01T00:00:00.000001Z")
GOLDEN = (
    b'{"action":"document_published","at":"2027-01-01T00:00:00.000001Z","digest":"sha256:' + b"ab" * 32 +
    b'","reference":"priority-set/US-TN/quiltss-nf@2.1.0","v":1}'
)  # fmt: skip


def test_the_bytes_of_a_leaf_are_fixed():
    assert LEAF.content() == GOLDEN
    assert Leaf.parse(GOLDEN) == LEAF
    assert LEAF.hash() == tree.leaf_hash(GOLDEN)


def test_the_names_of_the_actions_are_fixed():
    assert list(Action) == [
        "key_introduced", "key_rotated", "document_published", "translation_published", "superseded", "suspended",
        "resumed", "withdrawn", "erratum", "measure_suppressed", "period_truncated", "vote_opened", "vote_closed",
        "vote_certified",
        "vote_cancelled", "roll_challenged", "appeal_decided", "definition_adopted", "label_decided", "label_disputed",
        "advice_decided",
    ]  # fmt: skip


def test_every_event_of_a_document_is_an_action():
    from governance.publication import EventKind  # noqa: PLC0415 - the proof itself does not know governance

    assert {Action(kind) for kind in EventKind} == EVENTS


@pytest.mark.parametrize(
    "reference",
    [
        "measure/ltss/ltss-1@1.0.0",
        "value-definition/registry/x@1.0.0",
        "vote/0190a0b0-0000-7000-8000-000000000000",
        "key/c74f20a3",
        "label-decision/US-TN/0190a0b0-0000-7000-8000-000000000000",
    ],
)
@pytest.mark.parametrize("action", Action)
def test_leaves_are_read_back(action, reference):
    leaf = Leaf(action, reference, DIGEST, "2027-12-31T23:59:59.999999Z")
    assert Leaf.parse(leaf.content()) == leaf


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"[" * 100_000,
        b"\xff",
        GOLDEN + b"\n",
        b" " + GOLDEN,
        GOLDEN.replace(b'"v":1', b'"v": 1'),
        GOLDEN.replace(b'"v":1', b'"v":1,"x":2'),
        GOLDEN.replace(b'"v":1', b'"v":1,"v":1'),
        GOLDEN.replace(b'"v":1', b'"v":2'),
        GOLDEN.replace(b'"v":1', b'"v":true'),
        GOLDEN.replace(b'"v":1', b'"v":1.0'),
        GOLDEN.replace(b'"v":1', b'"v":"1"'),
        GOLDEN.replace(b',"v":1', b""),
        GOLDEN.replace(b"document_published", b"document_deleted"),
        GOLDEN.replace(b'"document_published"', b'["document_published"]'),
        GOLDEN.replace(b'"document_published"', b'{"a":1}'),
        GOLDEN.replace(b"priority-set/", b"person/"),
        GOLDEN.replace(b"quiltss-nf", b"a plan of Mrs Smith"),
        GOLDEN.replace(b"quiltss-nf", b"quiltss\\u002dnf"),
        GOLDEN.replace(b"quiltss-nf", b"q" * 101),
        GOLDEN.replace(b"@2.1.0", b"@2.1"),
        GOLDEN.replace(b"/quiltss-nf@2.1.0", b"/a/b/c"),
        GOLDEN.replace(b"sha256:ab", b"sha256:AB"),
        GOLDEN.replace(b"sha256:ab", b"sha512:ab"),
        GOLDEN.replace(b"2027-01-01T", b"2027-02-30T"),
        GOLDEN.replace(b".000001Z", b"Z"),
        GOLDEN.replace(b".000001Z", b".000001+00:00"),
        GOLDEN.replace(b"T00:00:00", b"T24:00:00"),
        GOLDEN.replace(b"2027-", b"+027-"),
        GOLDEN.replace(b'"2027-01-01T00:00:00.000001Z"', b"1798761600"),
    ],
)
def test_what_is_not_a_leaf_is_refused(content):
    with pytest.raises(BadLeafError):
        Leaf.parse(content)


@given(st.integers(0, len(GOLDEN) - 1), st.integers(0, 7))
def test_a_changed_bit_makes_another_leaf_or_none(place, bit):
    content = bytearray(GOLDEN)
    content[place] ^= 1 << bit
    with suppress(BadLeafError):
        assert Leaf.parse(bytes(content)).hash() != LEAF.hash()


def test_an_instant_is_utc_with_microseconds():
    there = timezone(timedelta(hours=-5))
    assert instant(datetime(2027, 1, 1, 7, 30, 0, 25, tzinfo=there)) == "2027-01-01T12:30:00.000025Z"
    assert instant(datetime(999, 1, 1, tzinfo=UTC)) == "0999-01-01T00:00:00.000000Z"
    with pytest.raises(ValueError, match="offset"):
        instant(datetime(2027, 1, 1))  # noqa: DTZ001 - this is what is refused


@given(st.datetimes(timezones=st.just(UTC)))
def test_instants_are_read_back(at):
    assert moment(instant(at)) == at


def test_a_secret_enters_as_the_digest_of_salt_and_bytes():
    salt = bytes(range(32))
    assert salted_digest(salt, b"roll") == "sha256:" + sha256(salt + b"roll").hexdigest()
    assert salted_digest(salt, b"roll") != salted_digest(bytes(32), b"roll")
    with pytest.raises(BadSaltError):
        salted_digest(b"short", b"roll")
