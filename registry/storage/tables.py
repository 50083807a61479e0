"""The tables. Rows stop in this package: its functions hand out domain values.

Keys are natural where the world has one: a published document's key is its kind, name and version, so a second digest
for one version cannot exist. Append-only tables (`APPEND_ONLY`) are guarded by triggers that refuse UPDATE, DELETE and
TRUNCATE, and the role that serves owns none of them.
"""

from typing import Final

from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table


class RegistryRow(Table, tablename="registry"):
    """The one row that says what this registry is, for ever."""

    id = SmallInt(primary_key=True, default=1)
    demonstration = Boolean(default=None)
    origin = Text(default=None)
    vkey = Text(default=None)
    created_at = Timestamptz(default=None)

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


class RollRow(Table, tablename="roll"):
    id = UUID(primary_key=True, default=None)
    jurisdiction = Varchar(length=8, default=None)
    keeper = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    salt = Bytea(default=None)
    digest = Varchar(length=71, default=None)
    made_at = Timestamptz(default=None)


class RollEntryRow(Table, tablename="roll_entry"):
    id = UUID(primary_key=True, default=None)
    roll = ForeignKey(RollRow, on_delete=OnDelete.restrict, default=None, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    constituency = Varchar(length=20, default=None)
    organisation = Text(default=None, null=True)
    recused = Boolean(default=None)

    roll_entry_once = Unique([roll, person])


class VoteRow(Table, tablename="vote"):
    id = UUID(primary_key=True, default=None)
    subject_kind = Varchar(length=20, default=None)
    subject = Varchar(length=400, default=None)
    subject_digest = Varchar(length=71, default=None)
    proposal = ForeignKey(ProposalRow, on_delete=OnDelete.restrict, default=None, null=True)
    jurisdiction = Varchar(length=8, default=None)
    rule = Text(default=None)
    roll = ForeignKey(RollRow, on_delete=OnDelete.restrict, default=None, null=False)
    roll_digest = Varchar(length=71, default=None)
    stage = Varchar(length=20, default=None)
    round = SmallInt(default=None)
    opens_at = Timestamptz(default=None)
    closes_at = Timestamptz(default=None)
    zone = Text(default=None)
    demonstration = Boolean(default=None)
    opened_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    closed_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=True)
    tallied_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=True)
    certified_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=True)
    certified_at = Timestamptz(default=None, null=True)


class ParticipationRow(Table, tablename="participation"):
    """Who voted, and never how."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    round = SmallInt(default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    action = Varchar(length=20, default=None)
    at = Timestamptz(default=None)


class BoxRow(Table, tablename="box"):
    """The current choice, under an HMAC of the person; after certification under nothing at all."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    round = SmallInt(default=None)
    voter = Varchar(length=64, default=None, null=True)
    constituency = Varchar(length=20, default=None)
    choice = Varchar(length=20, default=None)

    box_one_ballot = Unique([vote, round, voter])


class BallotRequestRow(Table, tablename="ballot_request"):
    """Requests already answered, under HMACs; deleted with the vote's key."""

    request = Varchar(length=64, primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    content = Varchar(length=64, default=None)


class ResultRow(Table, tablename="result"):
    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False)
    round = SmallInt(default=None)
    outcome = Varchar(length=30, default=None)
    choice = Varchar(length=20, default=None, null=True)
    quorum_met = Boolean(default=None)
    conditions = Text(default=None)
    sealed = Bytea(default=None)
    sealed_digest = Varchar(length=71, default=None)
    salt = Bytea(default=None)
    salted_digest = Varchar(length=71, default=None)
    tallied_at = Timestamptz(default=None)

    result_once = Unique([vote, round])


class ContractRow(Table, tablename="contract"):
    id = UUID(primary_key=True, default=None)
    organisation = ForeignKey(OrganisationRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    cites = ForeignKey(DocumentRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    cites_digest = Varchar(length=71, default=None)
    content = Text(default=None)
    digest = Varchar(length=71, default=None)
    recorded_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    recorded_at = Timestamptz(default=None)


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


TABLES: Final[tuple[type[Table], ...]] = (
    RegistryRow,
    OrganisationRow,
    PersonRow,
    PersonDetailRow,
    RoleGrantRow,
    TokenRow,
    WrittenTextRow,
    DocumentRow,
    DatedRecordRow,
    LabelDecisionRow,
    DocumentEventRow,
    ProposalRow,
    CommentRow,
    DispositionRow,
    RollRow,
    RollEntryRow,
    VoteRow,
    ParticipationRow,
    BoxRow,
    BallotRequestRow,
    ResultRow,
    ContractRow,
    RequestRow,
    AuditRow,
    LeafRow,
    NodeRow,
    CheckpointRow,
)

APPEND_ONLY: Final[tuple[type[Table], ...]] = (
    RegistryRow,
    PersonRow,
    DocumentRow,
    DatedRecordRow,
    LabelDecisionRow,
    DocumentEventRow,
    CommentRow,
    DispositionRow,
    RollRow,
    RollEntryRow,
    ParticipationRow,
    ResultRow,
    ContractRow,
    AuditRow,
    LeafRow,
    NodeRow,
    CheckpointRow,
)
