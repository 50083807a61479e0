"""Votes, their rolls and the steps of their life."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from registry.storage.tables.documents import ProposalRow, WrittenTextRow
from registry.storage.tables.people import PersonRow


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
    candidates = Text(default="[]")
    advisory = Boolean(default=False)
    discussion_until = Timestamptz(default=None, null=True)


class VoteRoundRow(Table, tablename="vote_round"):
    """The window of a second or later round; that of the first stands in `vote`."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False)
    round = SmallInt(default=None)
    opens_at = Timestamptz(default=None)
    closes_at = Timestamptz(default=None)
    zone = Text(default=None)
    opened_by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)

    vote_round_once = Unique([vote, round])


class VoteStepRow(Table, tablename="vote_step"):
    """Each step of a vote's life: who, when, and why. Without a person it was time that moved it."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    round = SmallInt(default=None)
    stage = Varchar(length=20, default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=True)
    reason = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=True)
    at = Timestamptz(default=None)
    as_of = Timestamptz(default=None)
    """The instant from which it counts: the deadline, also where the server was down at it."""


class CertificationRow(Table, tablename="certification"):
    """Who certified; two different people must."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False)
    round = SmallInt(default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    at = Timestamptz(default=None)

    certification_once = Unique([vote, round, person])


class RecusalRow(Table, tablename="recusal"):
    """Somebody who left a frozen roll for a conflict of interest, or because a challenge was upheld."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    reason = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    at = Timestamptz(default=None)

    recusal_once = Unique([vote, person])


class AppealRow(Table, tablename="appeal"):
    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    grounds = Varchar(length=20, default=None)
    text = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    made_at = Timestamptz(default=None)


class AppealDecisionRow(Table, tablename="appeal_decision"):
    """The written answer to an appeal: one, and it stays."""

    appeal = ForeignKey(AppealRow, on_delete=OnDelete.restrict, primary_key=True, default=None)
    upheld = Boolean(default=None)
    reason = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    at = Timestamptz(default=None)


class AgencyDecisionRow(Table, tablename="agency_decision"):
    """What the agency decided after the advice of an advisory vote, and why."""

    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, primary_key=True, default=None)
    adopts = Boolean(default=None)
    reason = ForeignKey(WrittenTextRow, on_delete=OnDelete.restrict, default=None, null=False)
    by = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    at = Timestamptz(default=None)


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
    findings = Text(default="{}")
    """What is public about each candidate, without any count."""
    publication = Text(default="{}")
    """The counts that the small-cell rule lets out, worked out once, so that no two states can be compared."""
    tallied_at = Timestamptz(default=None)

    result_once = Unique([vote, round])
