"""How people sign in to the pages, and messages to them."""

from piccolo.columns import UUID, BigInt, Bytea, ForeignKey, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from registry.storage.tables.people import PersonRow


class SignInCodeRow(Table, tablename="sign_in_code"):
    """A one-time code, found by its public half; of its secret half only a salted digest is kept."""

    handle = Varchar(length=8, primary_key=True, default=None)
    digest = Varchar(length=71, default=None)
    salt = Bytea(default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    scopes = Text(default=None)
    issued_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)
    tries = SmallInt(default=0)
    locked_until = Timestamptz(default=None, null=True)


class SessionRow(Table, tablename="session"):
    """Somebody who is signed in. Only the digest of the cookie is kept."""

    digest = Varchar(length=71, primary_key=True, default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    scopes = Text(default=None)
    started_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)


class PasskeyRow(Table, tablename="passkey"):
    id = Text(primary_key=True, default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    public_key = Bytea(default=None)
    sign_count = BigInt(default=0)
    scopes = Text(default=None)
    added_at = Timestamptz(default=None)


class ChallengeRow(Table, tablename="challenge"):
    """A challenge that a passkey has signed, so that it is taken only once."""

    digest = Varchar(length=71, primary_key=True, default=None)
    expires_at = Timestamptz(default=None)


class MessageRow(Table, tablename="message"):
    """A message that waits to be sent. Its words are erased when it was."""

    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=20, default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    subject = Text(default=None, null=True)
    body = Text(default=None, null=True)
    made_at = Timestamptz(default=None)
    sent_at = Timestamptz(default=None, null=True)
    failed_at = Timestamptz(default=None, null=True)
