import typing
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from governance.members import (
    PUBLIC,
    Actor,
    Constituency,
    Grant,
    OrganisationAdded,
    OrganisationKind,
    PersonAdded,
    PersonErased,
    Role,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from registry.events import Event

PERSON = UUID(int=1)
DIGEST = "sha256:0123456789abcdef" + "0" * 48

# The actions are stored in the audit trail for ever. One may be added; none is renamed or taken out.
ACTIONS = {
    "OrganisationAdded": "organisation_added",
    "PersonAdded": "person_added",
    "PersonDetailChanged": "person_detail_changed",
    "PersonErased": "person_erased",
    "RoleGranted": "role_granted",
    "RoleRevoked": "role_revoked",
    "TokenIssued": "token_issued",
    "TokenRevoked": "token_revoked",
    "DocumentPublished": "document_published",
    "RecordsDated": "records_dated",
    "DocumentEventRecorded": "document_event_recorded",
    "ProposalDrafted": "proposal_drafted",
    "ProposalRevised": "proposal_revised",
    "ProposalMoved": "proposal_moved",
    "CommentMade": "comment_made",
    "CommentAnswered": "comment_answered",
    "RollMade": "roll_made",
    "VoteOpened": "vote_opened",
    "VoteMoved": "vote_moved",
    "VoteTallied": "vote_tallied",
    "VoteCertified": "vote_certified",
    "BallotCast": "ballot_cast",
    "BallotWithdrawn": "ballot_withdrawn",
    "LabelDecided": "label_decided",
    "ContractRecorded": "contract_recorded",
    "PlanRecorded": "plan_recorded",
    "ExhibitMade": "exhibit_made",
    "WaiverGranted": "waiver_granted",
    "WaiverEnded": "waiver_ended",
    "ReportFiled": "report_filed",
    "TranslationAdded": "translation_added",
    "RoundOpened": "round_opened",
    "RecusalMade": "recusal_made",
    "AppealMade": "appeal_made",
    "AppealDecided": "appeal_decided",
    "AgencyDecided": "agency_decided",
    "BallotEntered": "ballot_entered",
    "EntryDropped": "entry_dropped",
    "CodeIssued": "code_issued",
    "CodeRefused": "code_refused",
    "SessionStarted": "session_started",
    "SessionEnded": "session_ended",
    "PasskeyAdded": "passkey_added",
    "PasskeyRemoved": "passkey_removed",
    "MessageQueued": "message_queued",
    "MessageSent": "message_sent",
    "KeyRotated": "key_rotated",
    "NoticesMade": "notices_made",
    "NoticeAcknowledged": "notice_acknowledged",
    "SubscriptionMade": "subscription_made",
    "SubscriptionChanged": "subscription_changed",
    "DeliveryTried": "delivery_tried",
    "DeliveryReplayed": "delivery_replayed",
}


def an_actor(*grants):
    return Actor(
        PERSON, frozenset(Grant(role, organisation, jurisdiction) for role, organisation, jurisdiction in grants)
    )


# Events


def test_every_event_has_one_stable_action_of_its_own():
    found = {event.__name__: event.action for event in typing.get_args(Event)}
    assert found == ACTIONS
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("event", typing.get_args(Event), ids=lambda event: event.__name__)
def test_an_event_is_a_frozen_record_with_a_subject(event):
    assert is_dataclass(event)
    assert event.__dataclass_params__.frozen
    assert "action" not in {field.name for field in fields(event)}
    assert isinstance(event.subject, property)


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        (OrganisationAdded("tenncare", "Jane Doe's office", OrganisationKind.STATE, "US-TN"), "organisation/tenncare"),
        (PersonAdded(PERSON, "Jane Doe"), f"person/{PERSON}"),
        (PersonErased(PERSON), f"person/{PERSON}"),
        (RoleGranted(PERSON, Role.MEMBER, "tenncare"), f"person/{PERSON}"),
        (RoleRevoked(PERSON, Role.MEMBER, "tenncare"), f"person/{PERSON}"),
        (TokenIssued(PERSON, DIGEST, (Role.MEMBER,), datetime(2027, 1, 1, tzinfo=UTC)), f"person/{PERSON}"),
        (TokenRevoked(DIGEST), "token/01234567"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_event_about_people_is_filed_under_an_id_and_names_nobody(event, subject):
    assert event.subject == subject
    assert isinstance(event, OrganisationAdded) or "Doe" not in repr(event)
    assert "Doe" not in f"{event.subject} {event.action}"


# Words that are stored


def test_roles_constituencies_and_kinds_are_stored_under_these_words():
    assert list(Role) == [
        "catalog_steward",
        "state_drafter",
        "state_publisher",
        "roll_keeper",
        "vote_officer",
        "certifier",
        "contract_manager",
        "member",
        "auditor",
        "administrator",
    ]
    assert list(Constituency) == ["state", "plan", "provider", "workforce", "member", "caregiver", "advocate"]
    assert list(OrganisationKind) == ["state", "plan", "provider", "council", "steward", "operator"]


# Actors


def test_the_public_is_nobody_and_holds_nothing():
    assert PUBLIC.person_id is None
    assert PUBLIC.organisations() == frozenset()
    assert not any(PUBLIC.has(role) for role in Role)


@pytest.mark.parametrize("held", Role)
@pytest.mark.parametrize("asked", Role)
def test_a_role_counts_in_the_jurisdiction_of_its_organisation(held, asked):
    actor = an_actor((held, "tenncare", "US-TN"))
    assert actor.has(asked) is actor.has(asked, "US-TN") is (held is asked)
    assert not any(actor.has(asked, elsewhere) for elsewhere in ("US", "US-NY", "registry", "", "us-tn", "US-T"))


def test_roles_of_two_places_do_not_mix():
    actor = an_actor((Role.STATE_DRAFTER, "tenncare", "US-TN"), (Role.STATE_PUBLISHER, "nydoh", "US-NY"))
    assert actor.has(Role.STATE_DRAFTER, "US-TN")
    assert actor.has(Role.STATE_PUBLISHER, "US-NY")
    assert not actor.has(Role.STATE_DRAFTER, "US-NY")
    assert not actor.has(Role.STATE_PUBLISHER, "US-TN")
    assert actor.organisations() == {"tenncare", "nydoh"}
    assert actor.organisations(Role.STATE_DRAFTER) == {"tenncare"}
    assert actor.organisations(Role.AUDITOR) == frozenset()


@pytest.mark.parametrize("other", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_an_administrator_holds_no_other_role(other):
    actor = an_actor((Role.ADMINISTRATOR, "operator", "registry"), (other, "tenncare", "US-TN"))
    assert actor.has(Role.ADMINISTRATOR)
    assert actor.has(Role.ADMINISTRATOR, "registry")
    assert not actor.has(other)
    assert not actor.has(other, "US-TN")
    assert actor.organisations(other) == frozenset()
    assert actor.organisations() == {"operator"}
