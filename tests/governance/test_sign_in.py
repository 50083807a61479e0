"""What decides about codes: who may be given one, which counts, and when there were too many wrong tries."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from governance.members import Grant, PersonId, Role
from governance.sign_in import (
    LOCKED_FOR,
    MOST_TRIES,
    SENT_AGAIN_WITHIN,
    CodeExpiredError,
    CodeUsedError,
    KeptCode,
    KeptSession,
    NotOnlyAMemberError,
    SignInLockedError,
    require_only_a_member,
)

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SOMEBODY = PersonId(UUID(int=1))


def a_code(**changes):
    values = {
        "handle": "ABCDE",
        "digest": "scrypt:" + "0" * 64,
        "salt": bytes(16),
        "person_id": SOMEBODY,
        "scopes": frozenset({Role.MEMBER}),
        "expires_at": NOW + timedelta(days=1),
        "used_at": None,
        "tries": 0,
        "locked_until": None,
    }
    return KeptCode(**(values | changes))


def grants(*roles):
    return frozenset(Grant(role, "council", "US-TN") for role in roles)


def test_a_member_may_be_given_a_code():
    require_only_a_member(grants(Role.MEMBER))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MEMBER])
def test_nobody_with_another_role_may_be_given_a_code_by_a_roll_keeper(role):
    with pytest.raises(NotOnlyAMemberError):
        require_only_a_member(grants(Role.MEMBER, role))
    with pytest.raises(NotOnlyAMemberError):
        require_only_a_member(grants(role))


def test_nobody_without_a_role_may_be_given_a_code():
    with pytest.raises(NotOnlyAMemberError):
        require_only_a_member(frozenset())


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"used_at": NOW}, CodeUsedError),
        ({"expires_at": NOW}, CodeExpiredError),
        ({"expires_at": NOW - timedelta(seconds=1)}, CodeExpiredError),
        ({"used_at": NOW, "expires_at": NOW}, CodeUsedError),
    ],
    ids=["used", "expires now", "expired", "used and expired"],
)
def test_a_code_that_counts_no_more_says_why(changes, refusal):
    code = a_code(**changes)
    assert not code.is_live(NOW)
    with pytest.raises(refusal):
        code.require_live(NOW)


def test_a_code_counts_until_its_last_instant():
    code = a_code(expires_at=NOW + timedelta(microseconds=1))
    assert code.is_live(NOW)
    code.require_live(NOW)


@pytest.mark.parametrize("tries", range(MOST_TRIES))
def test_only_the_fifth_wrong_try_in_a_row_locks(tries):
    refused = a_code(tries=tries).wrong_try(NOW)
    assert refused.person_id == SOMEBODY
    assert refused.locked_until == (NOW + LOCKED_FOR if tries == MOST_TRIES - 1 else None)


def test_a_lock_ends_by_itself():
    code = a_code(locked_until=NOW)
    code.require_unlocked(NOW)
    with pytest.raises(SignInLockedError):
        code.require_unlocked(NOW - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("ago", "ended_at", "expected"),
    [
        (timedelta(0), None, True),
        (SENT_AGAIN_WITHIN - timedelta(microseconds=1), None, True),
        (SENT_AGAIN_WITHIN, None, False),
        (timedelta(seconds=1), NOW, False),
    ],
)
def test_a_form_that_is_sent_twice_gets_its_session_again_for_a_minute(ago, ended_at, expected):
    session = KeptSession(SOMEBODY, NOW - ago, NOW - ago + timedelta(days=1), ended_at)
    assert session.is_given_again(NOW) == expected


def test_nothing_that_could_sign_in_is_printed():
    code = a_code(handle="QWERT")
    assert "QWERT" not in repr(code)
    assert code.digest not in repr(code)
    assert "QWERT" not in repr(code.wrong_try(NOW))
