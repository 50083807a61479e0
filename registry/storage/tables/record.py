"""What is on record of every write: requests, the audit trail, the log."""

from piccolo.columns import UUID, BigInt, Bytea, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table


class RequestRow(Table, tablename="request"):
    """Requests already answered, so that the same one gets the first answer again."""

    key = Varchar(length=200, primary_key=True, default=None)
    action = Varchar(length=60, default=None)
    content = Varchar(length=71, default=None)
    answer = Text(default=None)
    at = Timestamptz(default=None)


class AuditRow(Table, tablename="audit"):
    """Who did what, when; each row's hash covers the row before it."""

    seq = BigInt(primary_key=True, default=None)
    at = Timestamptz(default=None)
    person = UUID(default=None, null=True)
    action = Varchar(length=40, default=None)
    subject = Varchar(length=400, default=None, index=True)
    digest = Varchar(length=71, default=None, null=True)
    hash = Varchar(length=64, default=None)


class LeafRow(Table, tablename="log_leaf"):
    index = BigInt(primary_key=True, default=None)
    content = Bytea(default=None)
    hash = Bytea(default=None)


class NodeRow(Table, tablename="log_node"):
    """Hashes of complete subtrees. The key is level * 2^48 + index."""

    address = BigInt(primary_key=True, default=None)
    hash = Bytea(default=None)


class CheckpointRow(Table, tablename="checkpoint"):
    size = BigInt(primary_key=True, default=None)
    root = Bytea(default=None)
    note = Text(default=None)
    at = Timestamptz(default=None)


class KeyRotationRow(Table, tablename="key_rotation"):
    """One key handed over to the next: the note that both signed. The newest row names the key that signs now."""

    ordinal = SmallInt(primary_key=True, default=None)
    vkey = Text(default=None)
    record = Bytea(default=None)
    rotated_at = Timestamptz(default=None)
    leaf = BigInt(default=None)
