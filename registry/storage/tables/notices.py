"""Who is told of a change, what they were told, and how it reached them."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from registry.storage.tables.documents import ContractRow
from registry.storage.tables.people import OrganisationRow, PersonRow


class SubscriptionRow(Table, tablename="subscription"):
    """Where an organisation wants to be told: by e-mail to a person of theirs, or by a webhook."""

    id = UUID(primary_key=True, default=None)
    organisation = ForeignKey(OrganisationRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    channel = Varchar(length=10, default=None)
    address = Text(default=None, null=True)
    secret = Bytea(default=None, null=True)
    topics = Text(default=None)
    paused = Boolean(default=False)
    made_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)


class NoticeRow(Table, tablename="notice"):
    """What an organisation was told about a version that it relies on. Append-only."""

    id = UUID(primary_key=True, default=None)
    organisation = ForeignKey(OrganisationRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    contract = ForeignKey(ContractRow, on_delete=OnDelete.restrict, default=None, null=True, index=True)
    about = Varchar(length=320, default=None, index=True)
    topic = Varchar(length=30, default=None)
    event = UUID(default=None, null=True)
    effective_on = Varchar(length=10, default=None, null=True)
    content = Bytea(default=None)
    digest = Varchar(length=71, default=None)
    made_at = Timestamptz(default=None)


class AcknowledgementRow(Table, tablename="acknowledgement"):
    """A person of the organisation has read the notice: one for each notice, and it stays."""

    notice = ForeignKey(NoticeRow, on_delete=OnDelete.restrict, primary_key=True, default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    acknowledged_at = Timestamptz(default=None)


class DeliveryRow(Table, tablename="delivery"):
    """One notice on its way over one subscription: waiting, delivered, or dead after the last try."""

    id = UUID(primary_key=True, default=None)
    notice = ForeignKey(NoticeRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    subscription = ForeignKey(SubscriptionRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    state = Varchar(length=10, default=None)
    tries = Integer(default=0)
    outcome = Varchar(length=200, default=None, null=True)
    made_at = Timestamptz(default=None)
    moved_at = Timestamptz(default=None)

    delivery_once_unique = Unique([notice, subscription])
