"""People and what they may be: organisations, roles, constituencies, and the actor of a request."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

PersonId = NewType("PersonId", UUID)
"""A random id; the only thing about a person that append-only records hold."""


class Constituency(StrEnum):
    """Whom a person speaks for in one vote: one person, one constituency per vote."""

    STATE = "state"
    PLAN = "plan"
    PROVIDER = "provider"
    WORKFORCE = "workforce"
    MEMBER = "member"
    CAREGIVER = "caregiver"
    ADVOCATE = "advocate"


class Role(StrEnum):
    """What a person may do in an organisation."""

    CATALOG_STEWARD = "catalog_steward"
    STATE_DRAFTER = "state_drafter"
    STATE_PUBLISHER = "state_publisher"
    ROLL_KEEPER = "roll_keeper"
    VOTE_OFFICER = "vote_officer"
    CERTIFIER = "certifier"
    CONTRACT_MANAGER = "contract_manager"
    MEMBER = "member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class OrganisationKind(StrEnum):
    """What an organisation is in the field."""

    STATE = "state"
    PLAN = "plan"
    PROVIDER = "provider"
    COUNCIL = "council"
    STEWARD = "steward"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person holds in an organisation, for the jurisdiction of that organisation."""

    role: Role
    organisation: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, with the roles that their credential lets them use.

    An actor without a person is the public: it may read what is published and nothing else.
    """

    person_id: PersonId | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)

    def has(self, role: Role, jurisdiction: str | None = None) -> bool:
        """Whether the actor holds a role, in a jurisdiction where one is named.

        An administrator holds no other role: running a registry gives no say in what it publishes.
        """
        return any(g.role is role and jurisdiction in (None, g.jurisdiction) for g in self._counting())

    def organisations(self, role: Role | None = None) -> frozenset[str]:
        """The organisations in which the actor holds a role, or any role."""
        return frozenset(g.organisation for g in self._counting() if role is None or g.role is role)

    def _counting(self) -> frozenset[Grant]:
        administers = frozenset(grant for grant in self.grants if grant.role is Role.ADMINISTRATOR)
        return administers or self.grants


PUBLIC = Actor()


@dataclass(frozen=True, slots=True)
class OrganisationAdded:
    """An organisation joined the registry."""

    action: ClassVar[str] = "organisation_added"
    slug: str
    name: str
    kind: OrganisationKind
    jurisdiction: str

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"organisation/{self.slug}"


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """A person was given a random id. The name is kept apart and can be erased."""

    action: ClassVar[str] = "person_added"
    person_id: PersonId
    name: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    language: str | None = None
    number: str | None = field(default=None, repr=False)
    """The number under which their organisation knows them."""

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class PersonDetailChanged:
    """How a person is reached, or the language they prefer, was changed."""

    action: ClassVar[str] = "person_detail_changed"
    person_id: PersonId
    email: str | None = field(repr=False)
    language: str | None

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class PersonErased:
    """What was known of a person was erased; the random id stays as a tombstone."""

    action: ClassVar[str] = "person_erased"
    person_id: PersonId

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class RoleGranted:
    """A person was given a role in an organisation."""

    action: ClassVar[str] = "role_granted"
    person_id: PersonId
    role: Role
    organisation: str

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class RoleRevoked:
    """A person lost a role in an organisation."""

    action: ClassVar[str] = "role_revoked"
    person_id: PersonId
    role: Role
    organisation: str

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class TokenIssued:
    """A person was given a token. Only its digest is kept."""

    action: ClassVar[str] = "token_issued"
    person_id: PersonId
    digest: str
    scopes: tuple[Role, ...]
    expires_at: datetime

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"person/{self.person_id}"


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """A token stopped counting."""

    action: ClassVar[str] = "token_revoked"
    digest: str

    @property
    def subject(self) -> str:
        """What the audit trail files this under."""
        return f"token/{self.digest[7:15]}"
