"""Everything that can be recorded. Each noun owns its events; this joins them, by the part of the record they go to."""

from governance.appeals import AgencyDecided, AppealDecided, AppealMade
from governance.ballots import BallotCast, BallotEntered, BallotWithdrawn, EntryDropped
from governance.deliveries import DeliveryReplayed, DeliveryTried
from governance.exhibits import ExhibitMade
from governance.label_decisions import LabelDecided
from governance.members import (
    OrganisationAdded,
    PersonAdded,
    PersonDetailChanged,
    PersonErased,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from governance.messages import MessageQueued, MessageSent
from governance.notices import NoticeAcknowledged, NoticesMade
from governance.proposals import CommentAnswered, CommentMade, ProposalDrafted, ProposalMoved, ProposalRevised
from governance.publication import DocumentEventRecorded, DocumentPublished, RecordsDated
from governance.rolls import RollMade
from governance.sign_in import CodeIssued, CodeRefused, PasskeyAdded, PasskeyRemoved, SessionEnded, SessionStarted
from governance.subscriptions import SubscriptionChanged, SubscriptionMade
from governance.translations import TranslationAdded
from governance.vote_events import RecusalMade, RoundOpened, VoteCertified, VoteMoved, VoteOpened, VoteTallied
from registry.contracts.filed_reports import ReportFiled
from registry.contracts.plans import PlanRecorded
from registry.contracts.summary import ContractRecorded
from registry.contracts.waivers import WaiverEnded, WaiverGranted
from registry.proof.keys import KeyRotated

PeopleEvent = (
    OrganisationAdded
    | PersonAdded
    | PersonDetailChanged
    | PersonErased
    | RoleGranted
    | RoleRevoked
    | TokenIssued
    | TokenRevoked
)
SignInEvent = (
    CodeIssued
    | CodeRefused
    | SessionStarted
    | SessionEnded
    | PasskeyAdded
    | PasskeyRemoved
    | MessageQueued
    | MessageSent
)
WrittenEvent = (
    DocumentPublished
    | RecordsDated
    | DocumentEventRecorded
    | ProposalDrafted
    | ProposalRevised
    | ProposalMoved
    | CommentMade
    | CommentAnswered
    | TranslationAdded
    | LabelDecided
    | ContractRecorded
    | ExhibitMade
    | PlanRecorded
)
VoteEvent = (
    RollMade
    | VoteOpened
    | RoundOpened
    | VoteMoved
    | VoteTallied
    | VoteCertified
    | RecusalMade
    | AppealMade
    | AppealDecided
    | AgencyDecided
)
BallotEvent = BallotCast | BallotWithdrawn | BallotEntered | EntryDropped
NoticeEvent = (
    NoticesMade | NoticeAcknowledged | SubscriptionMade | SubscriptionChanged | DeliveryTried | DeliveryReplayed
)

ConformanceEvent = WaiverGranted | WaiverEnded | ReportFiled

Event = ConformanceEvent | KeyRotated | NoticeEvent | PeopleEvent | SignInEvent | WrittenEvent | VoteEvent | BallotEvent
