"""Signing in to the pages: one-time codes, passkeys and sessions. What is kept of each secret is a digest.

A wrong code is counted against the person whose code it was, and not against the address that it came from, which a
whole day centre may share (NIST SP 800-63B: throttling by account).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Final

from governance.members import Grant, PersonId, Role
from measures.errors import NotPermittedError
from measures.references import Digest

SESSION_LIFETIME: Final = timedelta(hours=24)
"""Longer than the 20 hours after which a time limit needs no warning (WCAG 2.2, success criterion 2.2.1)."""
CHALLENGE_LIFETIME: Final = timedelta(minutes=30)
LONGEST_CODE: Final = timedelta(days=90)
"""Of a code that a roll keeper gives: a letter, a reading aloud, a helper who comes once a month."""
LONGEST_OPERATOR_CODE: Final = timedelta(hours=72)
MAILED_CODE_LIFETIME: Final = timedelta(hours=24)
MAILED_CODES_AN_HOUR: Final = 3
MOST_TRIES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
SENT_AGAIN_WITHIN: Final = timedelta(minutes=1)
"""For so long a code that the same browser sends again gets the session that it got."""
MOST_PASSKEYS: Final = 10


class BadCodeError(NotPermittedError):
    """No code that counts is this one. What is wrong is not said, so that nobody learns which codes there are."""

    code = "BAD_CODE"

    def __init__(self) -> None:
        super().__init__("This code does not work. Check each letter and number, or ask for a new code.")


class CodeUsedError(NotPermittedError):
    """The code is right and was used before."""

    code = "CODE_USED"

    def __init__(self) -> None:
        super().__init__("This code was used before. A code works one time. Ask for a new code.")


class CodeExpiredError(NotPermittedError):
    """The code is right and counts no more."""

    code = "CODE_EXPIRED"

    def __init__(self) -> None:
        super().__init__("This code is too old. Ask for a new code.")


class SignInLockedError(NotPermittedError):
    """There were too many wrong tries at the codes of one person, so that none of them counts for a while."""

    code = "SIGN_IN_LOCKED"

    def __init__(self) -> None:
        super().__init__("There were too many wrong tries. Wait 15 minutes, then try again, or ask for help.")


class NotOnlyAMemberError(NotPermittedError):
    """A roll keeper gives codes to people who are members and nothing else."""

    code = "NOT_ONLY_A_MEMBER"


def require_only_a_member(grants: Collection[Grant]) -> None:
    """See that a person is a member and holds no other role: whoever gives a code could use it themselves.

    Raises:
        NotOnlyAMemberError: the person holds another role, or none.
    """
    if not grants:
        raise NotOnlyAMemberError("This person is not a member of any council; add them first, then give them a code.")
    if any(grant.role is not Role.MEMBER for grant in grants):
        raise NotOnlyAMemberError(
            "This person holds other roles than member, and a code given by a roll keeper could be used in their name. "
            "They sign in with their own token or passkey, or the operator gives them a code."
        )


@dataclass(frozen=True, slots=True)
class KeptCode:
    """A one-time code as it is kept, with what is known of the tries at the codes of its person."""

    handle: str = field(repr=False)
    digest: str = field(repr=False)
    salt: bytes = field(repr=False)
    person_id: PersonId
    scopes: frozenset[Role]
    expires_at: datetime
    used_at: datetime | None
    tries: int
    """Wrong tries at any code of this person since the last one that was right."""
    locked_until: datetime | None
    """Until when no code of this person counts."""

    def is_live(self, now: datetime) -> bool:
        """Whether somebody could still sign in with it."""
        return self.used_at is None and now < self.expires_at

    def require_unlocked(self, now: datetime) -> None:
        """See that there were not too many wrong tries.

        Raises:
            SignInLockedError: there were.
        """
        if self.locked_until is not None and now < self.locked_until:
            raise SignInLockedError

    def require_live(self, now: datetime) -> None:
        """See that the code counts, for somebody who knows all of it.

        Raises:
            CodeUsedError: it was used before.
            CodeExpiredError: it is too old.
        """
        if self.used_at is not None:
            raise CodeUsedError
        if not self.is_live(now):
            raise CodeExpiredError

    def wrong_try(self, now: datetime) -> "CodeRefused":
        """What is recorded of a try whose secret half was wrong: the fifth in a row locks."""
        locked_until = now + LOCKED_FOR if self.tries + 1 >= MOST_TRIES else None
        return CodeRefused(self.handle, self.person_id, locked_until)


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as it is kept."""

    person_id: PersonId
    started_at: datetime
    expires_at: datetime
    ended_at: datetime | None

    def is_given_again(self, now: datetime) -> bool:
        """Whether it began a moment ago and nobody signed out since, so that the form that began it was sent twice."""
        return self.ended_at is None and now - self.started_at < SENT_AGAIN_WITHIN


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as it is kept."""

    id: str = field(repr=False)
    person_id: PersonId
    public_key: bytes = field(repr=False)
    sign_count: int
    scopes: frozenset[Role]
    added_at: datetime


@dataclass(frozen=True, slots=True)
class CodeIssued:
    """A person was given a one-time code, on paper, by e-mail or by phone."""

    action: ClassVar[str] = "code_issued"
    handle: str = field(repr=False)
    """The half of the code by which it is found."""
    digest: str = field(repr=False)
    """Of the secret half, with the salt: `scrypt:` and 64 hexadecimal digits."""
    salt: bytes = field(repr=False)
    person_id: PersonId
    scopes: frozenset[Role]
    expires_at: datetime

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """Somebody tried a code whose secret half was wrong. Who it was is not known."""

    action: ClassVar[str] = "code_refused"
    handle: str = field(repr=False)
    person_id: PersonId
    locked_until: datetime | None = None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """A person signed in, by a code that is used up, by a passkey, or by an access token."""

    action: ClassVar[str] = "session_started"
    digest: Digest = field(repr=False)
    person_id: PersonId
    scopes: frozenset[Role]
    expires_at: datetime
    code: str | None = field(default=None, repr=False)
    """The handle of the code that it was done with."""
    passkey: str | None = field(default=None, repr=False)
    sign_count: int = 0
    challenge: Digest | None = field(default=None, repr=False)

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A person signed out."""

    action: ClassVar[str] = "session_ended"
    digest: Digest = field(repr=False)
    person_id: PersonId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class PasskeyAdded:
    """A person who is signed in added a passkey."""

    action: ClassVar[str] = "passkey_added"
    passkey: str = field(repr=False)
    """The id of the credential, in base64url."""
    public_key: bytes = field(repr=False)
    sign_count: int
    person_id: PersonId
    scopes: frozenset[Role]
    challenge: Digest = field(repr=False)

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class PasskeyRemoved:
    """A person took a passkey of theirs away."""

    action: ClassVar[str] = "passkey_removed"
    passkey: str = field(repr=False)
    person_id: PersonId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"
