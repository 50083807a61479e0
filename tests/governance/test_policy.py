import inspect
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from governance import policy
from governance.members import PUBLIC, Actor, Constituency, Grant, Role
from governance.policy import ALLOWED, SecondPersonError, SignInError, Verdict, WrongRoleError
from governance.proposals import Proposal, Stage
from governance.rolls import NotOnRollError, RecusedError, Roll, RollEntry
from governance.rules import preset
from governance.votes import SubjectKind, Vote, VoteStage
from measures.errors import NotPermittedError
from measures.references import Reference

NOW = datetime(2027, 1, 1, tzinfo=UTC)
DIGEST = "sha256:" + "a" * 64
ME, OTHER, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)
HERE, ELSEWHERE = "US-TN", "US-NY"
AGENCY, ELSEWHERES_AGENCY = "tenncare", "nydoh"


def a_proposal(stage=Stage.COMMENT, writers=(OTHER,), proposer=OTHER, organisation=AGENCY):
    target = Reference.parse(f"priority-set/{HERE}/core@1.0.0")
    return Proposal(ME, target, {}, stage, proposer, organisation, NOW, NOW, frozenset(writers))


def a_roll(*entries, keeper=OTHER):
    return Roll(THIRD, HERE, entries, keeper, NOW)


def a_vote(opened_by=OTHER, tallied_by=THIRD, stage=VoteStage.TALLIED):
    vote = Vote(
        id=ME,
        subject_kind=SubjectKind.PRIORITY_SET,
        subject=f"priority-set/{HERE}/core@1.0.0",
        subject_digest=DIGEST,
        jurisdiction=HERE,
        rule=preset("registry_default"),
        roll_id=THIRD,
        roll_digest=DIGEST,
        stage=stage,
        round=1,
        opens_at=NOW,
        closes_at=NOW,
        zone="UTC",
        opened_by=opened_by,
    )
    return replace(vote, tallied_by=tallied_by)


ON_ROLL = a_roll(RollEntry(ME, Constituency.MEMBER))


def asks_to_vote(actor, roll):
    return policy.may_cast_ballot(actor, roll.entry(actor.person_id))


# Every question whose answer is a verdict: how it is asked, and the role that it needs.
QUESTIONS = {
    "draft": (lambda actor: policy.may_draft(actor, HERE), Role.STATE_DRAFTER),
    "comment": (policy.may_comment, None),
    "make_exhibit": (policy.may_make_exhibit, None),
    "answer_comment": (lambda actor: policy.may_answer_comment(actor, HERE), Role.STATE_DRAFTER),
    "keep_roll": (lambda actor: policy.may_keep_roll(actor, HERE), Role.ROLL_KEEPER),
    "open_vote": (lambda actor: policy.may_open_vote(actor, HERE, a_roll()), Role.VOTE_OFFICER),
    "cast_ballot": (lambda actor: asks_to_vote(actor, ON_ROLL), Role.MEMBER),
    "run_vote": (lambda actor: policy.may_run_vote(actor, a_vote()), Role.VOTE_OFFICER),
    "certify": (lambda actor: policy.may_certify(actor, a_vote()), Role.CERTIFIER),
    "read_sealed_tally": (lambda actor: policy.may_read_sealed_tally(actor, a_vote()), Role.AUDITOR),
    "recuse": (lambda actor: policy.may_recuse(actor, a_vote(), OTHER), Role.ROLL_KEEPER),
    "appeal": (lambda actor: policy.may_appeal(actor, ON_ROLL.entry(actor.person_id)), None),
    "decide_appeal": (lambda actor: policy.may_decide_appeal(actor, a_vote(), frozenset()), Role.STATE_PUBLISHER),
    "decide_on_advice": (lambda actor: policy.may_decide_on_advice(actor, a_vote(), frozenset()), Role.STATE_PUBLISHER),
    "remind": (lambda actor: policy.may_remind(actor, a_vote()), Role.ROLL_KEEPER),
    "enrol": (lambda actor: policy.may_enrol(actor, HERE), Role.ROLL_KEEPER),
    "change_address": (
        lambda actor: policy.may_change_address(actor, {Grant(Role.MEMBER, AGENCY, HERE)}),
        Role.ROLL_KEEPER,
    ),
    "read_reasons": (lambda actor: policy.may_read_reasons(actor, a_vote()), Role.AUDITOR),
    "translate": (lambda actor: policy.may_translate(actor, HERE), Role.STATE_DRAFTER),
    "accept_label": (lambda actor: policy.may_accept_label(actor, HERE), Role.STATE_PUBLISHER),
    "publish": (lambda actor: policy.may_publish(actor, a_proposal()), Role.STATE_PUBLISHER),
    "record_event": (lambda actor: policy.may_record_event(actor, HERE), Role.STATE_PUBLISHER),
    "record_contract": (lambda actor: policy.may_record_contract(actor, AGENCY), Role.CONTRACT_MANAGER),
    "record_plan": (lambda actor: policy.may_record_plan(actor, AGENCY), Role.CONTRACT_MANAGER),
    "grant_waiver": (lambda actor: policy.may_grant_waiver(actor, HERE, "a-plan"), Role.STATE_PUBLISHER),
    "answer_notices": (lambda actor: policy.may_answer_notices(actor, AGENCY), Role.CONTRACT_MANAGER),
    "count_acknowledgements": (lambda actor: policy.may_count_acknowledgements(actor, HERE), Role.STATE_PUBLISHER),
}
# What a refusal calls it.
DOES = {
    "draft": "draft",
    "comment": "comment",
    "make_exhibit": "have it recorded",
    "answer_comment": "answer comments",
    "keep_roll": "make a roll",
    "open_vote": "open a vote",
    "cast_ballot": "vote",
    "run_vote": "run this vote",
    "certify": "certify",
    "read_sealed_tally": "read the sealed tally",
    "recuse": "take somebody off this roll",
    "appeal": "appeal",
    "decide_appeal": "decide on an appeal",
    "decide_on_advice": "decide on this advice",
    "remind": "remind people",
    "enrol": "add people",
    "change_address": "add people",
    "read_reasons": "read the reasons on ballots",
    "translate": "add a translation",
    "accept_label": "accept a label",
    "publish": "publish",
    "record_event": "record an event",
    "record_contract": "record a contract",
    "record_plan": "record an implementation plan",
    "grant_waiver": "grant a waiver",
    "answer_notices": "answer for its notices",
    "count_acknowledgements": "count acknowledgements",
}
# These look at an organisation or at a roll, and not at a jurisdiction.
WITHOUT_JURISDICTION = {
    "comment",
    "make_exhibit",
    "cast_ballot",
    "appeal",
    "record_contract",
    "record_plan",
    "answer_notices",
}


def an_actor(*roles, jurisdiction=HERE, organisation=AGENCY, person=ME):
    return Actor(person, frozenset(Grant(role, organisation, jurisdiction) for role in roles))


def refusal(verdict):
    assert not verdict.is_allowed
    with pytest.raises(NotPermittedError) as refused:
        verdict.require()
    assert refused.value is verdict.refusal
    assert refused.value.message
    return type(refused.value)


def test_every_question_is_in_the_table():
    asked = {name for name, _ in inspect.getmembers(policy, inspect.isfunction) if name.startswith("may_")}
    seeing = {"may_see_proposal", "may_see_contract", "may_see_notice", "may_see_result", "may_see_waiver"}
    either = {"may_enter_ballots", "may_watch_turnout"}
    assert asked == {f"may_{name}" for name in QUESTIONS} | seeing | either | {"may_read_audit"}


@pytest.mark.parametrize("ask", [policy.may_enter_ballots, policy.may_watch_turnout])
@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("jurisdiction", [HERE, ELSEWHERE])
def test_roll_keepers_and_vote_officers_enter_ballots_and_watch_the_turnout(ask, role, jurisdiction):
    verdict = ask(an_actor(*([role] if role else []), jurisdiction=jurisdiction), a_vote())
    may = role in (Role.ROLL_KEEPER, Role.VOTE_OFFICER) and jurisdiction == HERE
    assert verdict.is_allowed is may
    assert not ask(an_actor(person=None), a_vote()).is_allowed


def test_anybody_steps_aside_and_nobody_has_to_ask_for_it():
    assert policy.may_recuse(an_actor(), a_vote(), ME).is_allowed
    assert refusal(policy.may_recuse(an_actor(person=None), a_vote(), ME)) is SignInError


def test_whoever_stands_on_the_roll_appeals_and_also_whoever_stepped_aside():
    assert policy.may_appeal(an_actor(), RollEntry(ME, Constituency.MEMBER, recused=True)).is_allowed
    for entry in (None, RollEntry(OTHER, Constituency.MEMBER)):
        assert refusal(policy.may_appeal(an_actor(), entry)) is NotOnRollError


@pytest.mark.parametrize(
    "ask", [policy.may_decide_appeal, policy.may_decide_on_advice], ids=["an appeal", "the advice"]
)
def test_nobody_decides_about_what_they_had_a_part_in(ask):
    publisher = an_actor(Role.STATE_PUBLISHER)
    assert ask(publisher, a_vote(), frozenset({OTHER})).is_allowed
    assert refusal(ask(publisher, a_vote(), frozenset({ME, OTHER}))) is SecondPersonError


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("role", [None, *Role])
def test_a_question_is_answered_by_its_role(question, role):
    ask, needed = QUESTIONS[question]
    verdict = ask(an_actor(role) if role else an_actor())
    if needed in (None, role):
        assert verdict is ALLOWED
        verdict.require()
    else:
        assert refusal(verdict) is WrongRoleError
        where = "" if question in WITHOUT_JURISDICTION else f" for {HERE}"
        assert verdict.refusal.message == f"Only a person with the role {needed}{where} may {DOES[question]}."


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("jurisdiction", [ELSEWHERE, "US", "registry"])
def test_a_role_counts_in_its_own_jurisdiction(question, jurisdiction):
    ask, _ = QUESTIONS[question]
    verdict = ask(an_actor(*(set(Role) - {Role.ADMINISTRATOR}), jurisdiction=jurisdiction))
    if question in WITHOUT_JURISDICTION:
        assert verdict is ALLOWED
    else:
        assert refusal(verdict) is WrongRoleError
        assert f" for {HERE} may " in verdict.refusal.message


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("grants", [frozenset(), frozenset(Grant(role, AGENCY, HERE) for role in Role)])
def test_no_answer_lets_the_public_write(question, grants):
    ask, _ = QUESTIONS[question]
    for nobody in (PUBLIC, Actor(None, grants), Actor(None, frozenset(g for g in grants if g.role != "administrator"))):
        verdict = ask(nobody)
        assert refusal(verdict) is SignInError
        assert verdict.refusal.code == "SIGN_IN"
        assert verdict.refusal.message == f"Sign in to {DOES[question]}: send a token that names you."


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_administrator_has_no_say(question):
    ask, needed = QUESTIONS[question]
    for actor in (an_actor(Role.ADMINISTRATOR), an_actor(*Role)):
        assert ask(actor).is_allowed is (needed is None)


def test_the_codes_are_stable():
    assert [error.code for error in (WrongRoleError, SignInError, SecondPersonError)] == [
        "WRONG_ROLE",
        "SIGN_IN",
        "SECOND_PERSON_NEEDED",
    ]
    assert Verdict().is_allowed
    assert Verdict() == ALLOWED


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("jurisdiction", ["registry", "US", HERE])
def test_the_audit_trail_is_read_by_an_auditor_of_the_registry_itself(role, jurisdiction):
    verdict = policy.may_read_audit(an_actor(*([role] if role else []), jurisdiction=jurisdiction))
    assert verdict.is_allowed is (role is Role.AUDITOR and jurisdiction == "registry")
    assert verdict.is_allowed or refusal(verdict) is WrongRoleError
    assert refusal(policy.may_read_audit(PUBLIC)) is SignInError


# Two-person rules compare persons, whatever credential they come with

EVERYTHING = an_actor(*(set(Role) - {Role.ADMINISTRATOR}))


@pytest.mark.parametrize(("keeper", "allowed"), [(ME, False), (OTHER, True)])
def test_whoever_made_the_roll_does_not_open_the_vote(keeper, allowed):
    verdict = policy.may_open_vote(EVERYTHING, HERE, a_roll(keeper=keeper))
    assert verdict.is_allowed is allowed
    if not allowed:
        assert refusal(verdict) is SecondPersonError
        assert verdict.refusal.message == "You made the roll; a second person must open the vote."


@pytest.mark.parametrize(
    ("opened_by", "tallied_by"), list(product([ME, OTHER], [ME, OTHER, None])), ids=lambda who: str(who)[-1:]
)
def test_whoever_opened_or_tallied_a_vote_does_not_certify_it(opened_by, tallied_by):
    verdict = policy.may_certify(EVERYTHING, a_vote(opened_by, tallied_by))
    assert verdict.is_allowed is (ME not in (opened_by, tallied_by))
    if not verdict.is_allowed:
        did = "opened" if opened_by == ME else "tallied"
        assert refusal(verdict) is SecondPersonError
        assert verdict.refusal.message == f"You {did} this vote; a second person must certify it."


def test_whoever_made_the_roll_or_wrote_the_subject_does_not_certify():
    assert policy.may_certify(EVERYTHING, a_vote(OTHER, OTHER), frozenset({THIRD})).is_allowed
    verdict = policy.may_certify(EVERYTHING, a_vote(OTHER, OTHER), frozenset({THIRD, ME}))
    assert refusal(verdict) is SecondPersonError


@pytest.mark.parametrize(
    ("writers", "proposer", "allowed"),
    [
        ([OTHER], OTHER, True),
        ([OTHER, THIRD], OTHER, True),
        ([ME], ME, False),
        ([OTHER, ME], OTHER, False),
        ([OTHER], ME, False),
        ([], OTHER, True),
    ],
    ids=["another", "others", "alone", "wrote some", "proposed", "nobody wrote"],
)
def test_whoever_wrote_any_of_it_does_not_publish_it(writers, proposer, allowed):
    verdict = policy.may_publish(EVERYTHING, a_proposal(writers=writers, proposer=proposer))
    assert verdict.is_allowed is allowed
    if not allowed:
        assert refusal(verdict) is SecondPersonError
        assert verdict.refusal.message == "You wrote some of this proposal; a second person must publish it."


@pytest.mark.parametrize("same", [True, False])
def test_a_rule_of_two_persons_compares_persons_and_not_credentials(same):
    person = UUID(str(ME)) if same else OTHER
    narrow = an_actor(Role.CERTIFIER, organisation="another-office", person=person)
    assert policy.may_certify(narrow, a_vote(opened_by=ME, tallied_by=ME)).is_allowed is not same
    publisher = an_actor(Role.STATE_PUBLISHER, organisation="another-office", person=person)
    assert policy.may_publish(publisher, a_proposal(writers=[ME], proposer=ME)).is_allowed is not same
    officer = an_actor(Role.VOTE_OFFICER, organisation="another-office", person=person)
    assert policy.may_open_vote(officer, HERE, a_roll(keeper=ME)).is_allowed is not same


def test_a_wrong_role_is_said_before_a_second_person_is_asked_for():
    nobody_here = an_actor(Role.MEMBER)
    assert refusal(policy.may_certify(nobody_here, a_vote(opened_by=ME))) is WrongRoleError
    assert refusal(policy.may_publish(nobody_here, a_proposal(writers=[ME]))) is WrongRoleError
    assert refusal(policy.may_open_vote(nobody_here, HERE, a_roll(keeper=ME))) is WrongRoleError


# Ballots


@pytest.mark.parametrize(
    ("entries", "answer"),
    [
        ([], NotOnRollError),
        ([RollEntry(OTHER, Constituency.MEMBER)], NotOnRollError),
        ([RollEntry(ME, Constituency.MEMBER, None, True)], RecusedError),
        ([RollEntry(ME, Constituency.STATE, AGENCY)], None),
        ([RollEntry(OTHER, Constituency.MEMBER, None, True), RollEntry(ME, Constituency.PLAN)], None),
    ],
    ids=["empty", "another", "stepped aside", "on it", "another stepped aside"],
)
def test_people_on_the_frozen_roll_vote_unless_they_stepped_aside(entries, answer):
    verdict = asks_to_vote(an_actor(Role.MEMBER), a_roll(*entries))
    if answer is None:
        assert verdict is ALLOWED
    else:
        assert refusal(verdict) is answer
        assert verdict.refusal.message.startswith("You ")
        assert verdict.refusal.code in ("NOT_ON_ROLL", "RECUSED")


def test_a_place_on_the_roll_does_not_replace_the_role():
    assert refusal(asks_to_vote(an_actor(Role.VOTE_OFFICER), ON_ROLL)) is WrongRoleError


# Seeing


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("jurisdiction", [HERE, ELSEWHERE])
@pytest.mark.parametrize("organisation", [AGENCY, ELSEWHERES_AGENCY])
@pytest.mark.parametrize("person", [ME, None], ids=["signed in", "public"])
def test_a_draft_is_seen_by_its_organisation_and_by_those_who_decide_there(
    stage, role, jurisdiction, organisation, person
):
    roles = [role] if role else []
    actor = an_actor(*roles, jurisdiction=jurisdiction, organisation=organisation, person=person)
    decides = role in (Role.STATE_DRAFTER, Role.STATE_PUBLISHER, Role.VOTE_OFFICER, Role.AUDITOR)
    own = role is not None and organisation == AGENCY
    expected = stage not in (Stage.DRAFT, Stage.CANCELLED) or (
        person is not None and (own or (decides and jurisdiction == HERE))
    )
    assert policy.may_see_proposal(actor, a_proposal(stage)) is expected


@pytest.mark.parametrize("stage", VoteStage)
@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("jurisdiction", [HERE, ELSEWHERE])
@pytest.mark.parametrize("person", [ME, None], ids=["signed in", "public"])
def test_a_result_is_for_everybody_once_a_second_person_certified_it(stage, role, jurisdiction, person):
    actor = an_actor(*([role] if role else []), jurisdiction=jurisdiction, person=person)
    counts = role in (Role.VOTE_OFFICER, Role.CERTIFIER, Role.AUDITOR) and jurisdiction == HERE and person is not None
    expected = counts or stage in (VoteStage.CERTIFIED, VoteStage.FINAL, VoteStage.SET_ASIDE)
    assert policy.may_see_result(actor, a_vote(stage=stage)) is expected


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("organisation", [AGENCY, ELSEWHERES_AGENCY])
@pytest.mark.parametrize("jurisdiction", [HERE, ELSEWHERE])
def test_contracts_are_seen_by_their_own_organisation_and_by_nobody_else(role, organisation, jurisdiction):
    actor = an_actor(*([role] if role else []), organisation=organisation, jurisdiction=jurisdiction)
    sees = role in (Role.CONTRACT_MANAGER, Role.AUDITOR) and organisation == AGENCY
    assert policy.may_see_contract(actor, AGENCY) is sees
    assert not policy.may_see_contract(PUBLIC, AGENCY)


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("organisation", [AGENCY, ELSEWHERES_AGENCY])
def test_notices_are_seen_by_those_who_see_the_contracts_that_they_name(role, organisation):
    actor = an_actor(*([role] if role else []), organisation=organisation)
    assert policy.may_see_notice(actor, AGENCY) is policy.may_see_contract(actor, AGENCY)
    assert (AGENCY in policy.organisations_told(actor)) is policy.may_see_contract(actor, AGENCY)


def test_a_contract_manager_of_another_organisation_records_nothing():
    actor = an_actor(Role.CONTRACT_MANAGER, organisation=ELSEWHERES_AGENCY)
    verdict = policy.may_record_contract(actor, AGENCY)
    assert refusal(verdict) is WrongRoleError
    assert verdict.refusal.message == f"You are no contract manager of {AGENCY}."
    both = Actor(ME, actor.grants | {Grant(Role.MEMBER, AGENCY, HERE)})
    assert refusal(policy.may_record_contract(both, AGENCY)) is WrongRoleError


def test_nobody_waives_a_rule_for_a_contract_of_their_own_organisation():
    own = an_actor(Role.STATE_PUBLISHER)
    assert policy.may_grant_waiver(own, HERE, "a-plan") == ALLOWED
    assert refusal(policy.may_grant_waiver(own, HERE, AGENCY)) is SecondPersonError


@pytest.mark.parametrize(
    ("role", "organisation", "sees"),
    [
        (Role.STATE_PUBLISHER, AGENCY, True),
        (Role.STATE_DRAFTER, AGENCY, False),
        (Role.CONTRACT_MANAGER, "a-plan", True),
        (Role.AUDITOR, "a-plan", True),
        (Role.CONTRACT_MANAGER, "another-plan", False),
    ],
)
def test_a_waiver_is_seen_by_its_state_and_by_the_organisation_of_the_contract(role, organisation, sees):
    actor = an_actor(role, organisation=organisation)
    assert policy.may_see_waiver(actor, HERE, "a-plan") is sees
    assert policy.may_see_waiver(PUBLIC, HERE, "a-plan") is False
