"""The union of everything that can be recorded. Each noun owns its events; this joins them for the one door."""

from governance.ballots import BallotCast, BallotWithdrawn
from governance.label_decisions import LabelDecided
from governance.members import (
    OrganisationAdded,
    PersonAdded,
    PersonErased,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from governance.proposals import CommentAnswered, CommentMade, ProposalDrafted, ProposalMoved, ProposalRevised
from governance.publication import DocumentEventRecorded, DocumentPublished, RecordsDated
from governance.votes import RollMade, VoteCertified, VoteMoved, VoteOpened, VoteTallied
from registry.contracts.summary import ContractRecorded

Event = (
    OrganisationAdded
    | PersonAdded
    | PersonErased
    | RoleGranted
    | RoleRevoked
    | TokenIssued
    | TokenRevoked
    | DocumentPublished
    | RecordsDated
    | DocumentEventRecorded
    | ProposalDrafted
    | ProposalRevised
    | ProposalMoved
    | CommentMade
    | CommentAnswered
    | RollMade
    | VoteOpened
    | VoteMoved
    | VoteTallied
    | VoteCertified
    | BallotCast
    | BallotWithdrawn
    | LabelDecided
    | ContractRecorded
)
