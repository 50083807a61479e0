"""Organisations, people, roles and tokens; and the one row that says what this registry is."""

from piccolo.columns import UUID, Boolean, ForeignKey, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table


class RegistryRow(Table, tablename="registry"):
    """The one row that says what this registry is, for ever."""

    id = SmallInt(primary_key=True, default=1)
    demonstration = Boolean(default=None)
    origin = Text(default=None)
    vkey = Text(default=None)
    created_at = Timestamptz(default=None)
    mirrored_at = Timestamptz(default=None, null=True)

    registry_is_one_row = Check(id == 1)


class OrganisationRow(Table, tablename="organisation"):
    slug = Varchar(length=100, primary_key=True, default=None)
    name = Text(default=None)
    kind = Varchar(length=20, default=None)
    jurisdiction = Varchar(length=8, default=None)
    created_at = Timestamptz(default=None)


class PersonRow(Table, tablename="person"):
    """A random id and nothing else; what is known of the person lies in `person_detail`."""

    id = UUID(primary_key=True, default=None)
    created_at = Timestamptz(default=None)


class PersonDetailRow(Table, tablename="person_detail"):
    """Erasable."""

    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, primary_key=True, default=None)
    name = Text(default=None)
    email = Text(default=None, null=True)
    language = Varchar(length=8, default=None, null=True)
    number = Text(default=None, null=True)
    """The number under which their organisation knows them."""


class RoleGrantRow(Table, tablename="role_grant"):
    id = UUID(primary_key=True, default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    role = Varchar(length=30, default=None)
    organisation = ForeignKey(OrganisationRow, on_delete=OnDelete.restrict, default=None, null=False)
    granted_at = Timestamptz(default=None)
    revoked_at = Timestamptz(default=None, null=True)


class TokenRow(Table, tablename="token"):
    """Only the digest of a token is kept."""

    digest = Varchar(length=71, primary_key=True, default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    scopes = Text(default=None)
    issued_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(default=None, null=True)
