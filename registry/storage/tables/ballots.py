"""The two stores of a ballot, and what belongs to them."""

from piccolo.columns import UUID, ForeignKey, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from registry.storage.tables.people import PersonRow
from registry.storage.tables.votes import VoteRow


class ParticipationRow(Table, tablename="participation"):
    """Who voted, and never how."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    round = SmallInt(default=None)
    person = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    action = Varchar(length=20, default=None)
    channel = Varchar(length=10, default="web")
    at = Timestamptz(default=None)


class BoxRow(Table, tablename="box"):
    """The current choice, under an HMAC of the person; after certification under nothing at all."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    round = SmallInt(default=None)
    voter = Varchar(length=64, default=None, null=True)
    constituency = Varchar(length=20, default=None)
    choice = Text(default=None)
    """What the ballot says, in the written form of governance/rules/answers.py."""
    reason = Text(default=None, null=True)
    interest = Text(default=None, null=True)
    """The organisation, only where the rule counts each organisation once."""

    box_one_ballot = Unique([vote, round, voter])


class ClerkEntryRow(Table, tablename="clerk_entry"):
    """A paper or phone ballot that one clerk has entered and a second has not: two HMACs, and nothing to read."""

    voter = Varchar(length=64, primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    content = Varchar(length=64, default=None)
    channel = Varchar(length=10, default=None)
    clerk = ForeignKey(PersonRow, on_delete=OnDelete.restrict, default=None, null=False)
    at = Timestamptz(default=None)


class BallotRequestRow(Table, tablename="ballot_request"):
    """Requests already answered, under HMACs; deleted with the vote's key."""

    request = Varchar(length=64, primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    content = Varchar(length=64, default=None)


class ReceiptRow(Table, tablename="receipt"):
    """The receipts of the ballots in a closed round, in no order."""

    id = UUID(primary_key=True, default=None)
    vote = ForeignKey(VoteRow, on_delete=OnDelete.restrict, default=None, null=False)
    round = SmallInt(default=None)
    code = Varchar(length=24, default=None)

    receipt_once = Unique([vote, round, code])
