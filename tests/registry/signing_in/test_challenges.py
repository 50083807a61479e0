"""Challenges: ours, for one use, for one person, and not for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.sign_in import CHALLENGE_LIFETIME
from registry.signing_in.challenges import (
    BadPasskeyError,
    Challenge,
    ChallengeExpiredError,
    Purpose,
    new_challenge,
)
from registry.signing_in.keys import SignInKey

KEY = SignInKey(bytes(range(32)))
OTHER_KEY = SignInKey(bytes(32))
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("left", [timedelta(0), CHALLENGE_LIFETIME])
def test_a_challenge_counts_until_it_expires(left):
    challenge = new_challenge(KEY, Purpose.ADD, NOW, b"somebody")
    at = NOW + CHALLENGE_LIFETIME - left
    challenge.require_ours(KEY, Purpose.ADD, at, b"somebody")
    with pytest.raises(ChallengeExpiredError):
        challenge.require_ours(KEY, Purpose.ADD, NOW + CHALLENGE_LIFETIME + timedelta(milliseconds=1), b"somebody")


@pytest.mark.parametrize(
    ("key", "purpose", "person"),
    [(OTHER_KEY, Purpose.ADD, b"somebody"), (KEY, Purpose.SIGN_IN, b"somebody"), (KEY, Purpose.ADD, b"another")],
)
def test_a_challenge_counts_for_its_own_use_only(key, purpose, person):
    challenge = new_challenge(KEY, Purpose.ADD, NOW, b"somebody")
    with pytest.raises(BadPasskeyError):
        challenge.require_ours(key, purpose, NOW, person)


@given(st.binary(max_size=120))
def test_made_up_challenges_are_refused(content):
    with pytest.raises(BadPasskeyError):
        Challenge(content).require_ours(KEY, Purpose.ADD, NOW)
