"""What is written: texts of people, published documents, what is said about them, proposals, contracts."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from registry.storage.tables.people import OrganisationRow, PersonRow


class WrittenTextRow(Table, tablename="written_text"):
    """Free text of people. Erasable: append-only rows refer to it by id and salted digest."""

    id = UUID(primary_key=True, default=None)
    digest = Varchar(length=71, default=None, index=True)
    salt = Bytea(default=None, null=True)
    body = Text(default=None, null=True)


class DocumentRow(Table, tablename="document"):
    """Published bytes, for ever."""

    key = Varchar(length=320, primary_key=True, default=None)
    kind = Varchar(length=20, default=None)
    name = Varchar(length=220, default=None, index=True)
    version = Varchar(length=20, default=None)
    ordinal = BigInt(default=None)
    digest = Varchar(length=71, default=None, index=True)
    content = Bytea(default=None)
    demonstration = Boolean(default=None)
    published_at = Timestamptz(default=None)
    leaf = BigInt(default=None)

    document_leaf_unique = Unique([leaf])
    document_order_unique = Unique([kind, name, ordinal])


class DatedRecordRow(Table, tablename="dated_record"):
    """What is said about a published version at a date: label proposal, APM fit, verification, status, membership."""

    id = UUID(primary_key=True, default=None)
    document = ForeignKey(DocumentRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    digest = Varchar(length=71, default=None)
    kind = Varchar(length=30, default=None)
    content = Bytea(default=None)
    recorded_at = Timestamptz(default=None)


class LabelDecisionRow(Table, tablename="label_decision"):
    id = UUID(primary_key=True, default=None)
    measure = Varchar(length=320, default=None, index=True)
    jurisdiction = Varchar(length=8, default=None)
    label = Varchar(length=20, default=None)
    basis = Varchar(length=20, default=None)
    content = Bytea(default=None)
    digest = Varchar(length=71, default=None)
    reason_digest = Varchar(length=71, default=None, null=True)
    decided_at = Timestamptz(default=None)
    leaf = BigInt(default=None)

    label_decision_leaf_unique = Unique([leaf])


class DocumentEventRow(Table, tablename="document_event"):
    """What happened to a published version later. It never changes the version."""

    id = UUID(primary_key=True, default=None)
    document = ForeignKey(DocumentRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    kind = Varchar(length=30, default=None)
    effective_on = Varchar(length=10, default=None)
    note = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=True)
    successor = Varchar(length=320, default=None, null=True)
    measure = Varchar(length=320, default=None, null=True)
    ends = Varchar(length=10, default=None, null=True)
    content = Bytea(default=None)
    digest = Varchar(length=71, default=None)
    recorded_at = Timestamptz(default=None)
    leaf = BigInt(default=None)

    document_event_leaf_unique = Unique([leaf])


class ProposalRow(Table, tablename="proposal"):
    id = UUID(primary_key=True, default=None)
    kind = Varchar(length=20, default=None)
    target = Varchar(length=320, default=None, index=True)
    content = Text(default=None)
    stage = Varchar(length=20, default=None)
    proposer = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    writers = Text(default=None)
    organisation = ForeignKey(OrganisationRow, on_delete=OnDelete.restrict, default=None, null=False)
    frozen = Bytea(default=None, null=True)
    demonstration = Boolean(default=None)
    follows = UUID(default=None, null=True)
    comment_until = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None)


class CommentRow(Table, tablename="comment"):
    id = UUID(primary_key=True, default=None)
    proposal = ForeignKey(ProposalRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    author = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    text = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    made_at = Timestamptz(default=None)


class DispositionRow(Table, tablename="disposition"):
    """The written answer to a comment: one, and it stays."""

    comment = ForeignKey(CommentRow, on_delete=OnDelete.restrict, primary_key=True, default=None)
    disposition = Varchar(length=20, default=None)
    answer = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    answered_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    answered_at = Timestamptz(default=None)


class TranslationRow(Table, tablename="translation"):
    """The content of a proposal in another language, frozen; it names the content it was made from."""

    id = UUID(primary_key=True, default=None)
    proposal = ForeignKey(ProposalRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    of = Varchar(length=71, default=None)
    language = Varchar(length=8, default=None)
    content = Bytea(default=None)
    digest = Varchar(length=71, default=None)
    added_at = Timestamptz(default=None)
    leaf = BigInt(default=None)

    translation_leaf_unique = Unique([leaf])


class ContractRow(Table, tablename="contract"):
    id = UUID(primary_key=True, default=None)
    organisation = ForeignKey(OrganisationRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    cites = ForeignKey(DocumentRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    cites_digest = Varchar(length=71, default=None)
    content = Text(default=None)
    digest = Varchar(length=71, default=None)
    follows = UUID(default=None, null=True)
    recorded_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    recorded_at = Timestamptz(default=None)
