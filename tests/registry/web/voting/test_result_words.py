"""A result in words."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from governance.appeals import AgencyDecision, Grounds
from governance.proposals import Disposition, ProposalId
from governance.rules import Choice, Outcome
from governance.votes import SubjectKind, VoteId, VoteStage
from registry.web.voting.result_findings import Found, found
from registry.web.voting.result_words import (
    DISPOSITIONS,
    GROUNDS,
    condition_words,
    departs,
    headline,
    next_steps,
    quorum_words,
)
from registry.web.voting.standings import KINDS, STEPS
from tests.registry.web.voting.making import LABEL, RATING, TEXTS, a_result, a_vote

RESPECT, HOME, CHOICE = TEXTS.values()
A_LABEL = {"subject_kind": SubjectKind.LABEL}


def say(text):
    return text


HEADLINES = {
    "adopted": (a_vote(), a_result(), "It passed"),
    "not adopted": (a_vote(), a_result(Outcome.NOT_ADOPTED), "It did not pass"),
    "no consensus": (a_vote(), a_result(Outcome.CONSENSUS_NOT_REACHED), "There was no consensus"),
    "no quorum": (a_vote(), a_result(Outcome.NO_QUORUM), "Too few people took part, so nothing was decided"),
    "with conditions": (a_vote(), a_result(choice=Choice.WITH_CONDITIONS), "It passed, with conditions"),
    "advice": (a_vote(advisory=True), a_result(), "The advice is: yes"),
    "advice against": (a_vote(advisory=True), a_result(Outcome.NOT_ADOPTED), "The advice is: no"),
    "a label": (a_vote(LABEL, **A_LABEL), a_result(choice=Choice.QUALITY), "The label is: Quality"),
    "no label": (a_vote(LABEL, **A_LABEL), a_result(Outcome.NOT_ADOPTED), "No label was given"),
    "candidates": (a_vote(RATING), a_result(), "The voters decided what counts the most"),
    "a tie": (a_vote(RATING), a_result(Outcome.CONSENSUS_NOT_REACHED), "Some things are settled, and some are not"),
}


@pytest.mark.parametrize(("vote", "result", "words"), HEADLINES.values(), ids=HEADLINES.keys())
def test_the_outcome_is_one_short_sentence(vote, result, words):
    assert headline(vote, result, say) == words


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("vote", [a_vote(), a_vote(advisory=True), a_vote(LABEL, **A_LABEL), a_vote(RATING)])
def test_every_outcome_of_every_kind_has_words(vote, outcome):
    assert headline(vote, a_result(outcome), say)


def test_until_the_window_ends_people_can_appeal():
    vote = a_vote(stage=VoteStage.CERTIFIED)
    steps = next_steps(vote, a_result(), None, "Friday", say)
    assert steps[0] == "People on the list of voters can appeal until Friday."


NEXT = {
    "adopted": (a_vote(stage=VoteStage.FINAL), a_result(), "no one can rewrite it"),
    "a set": (
        a_vote(stage=VoteStage.FINAL, subject_kind=SubjectKind.PRIORITY_SET),
        a_result(),
        "The agency can publish these measures now.",
    ),
    "a label": (a_vote(LABEL, stage=VoteStage.FINAL, **A_LABEL), a_result(), "has this label"),
    "outcomes": (a_vote(RATING, stage=VoteStage.FINAL), a_result(), "It stays here for all to see."),
    "not adopted": (
        a_vote(stage=VoteStage.FINAL, proposal_id=ProposalId(uuid4())),
        a_result(Outcome.NOT_ADOPTED),
        "goes back to those who wrote it",
    ),
    "advice": (a_vote(stage=VoteStage.FINAL, advisory=True), a_result(), "The agency has not decided yet."),
    "set aside": (a_vote(stage=VoteStage.SET_ASIDE), a_result(), "This result does not count."),
}


@pytest.mark.parametrize(("vote", "result", "words"), NEXT.values(), ids=NEXT.keys())
def test_what_happens_next_is_told(vote, result, words):
    assert words in " ".join(next_steps(vote, result, None, "", say))


@pytest.mark.parametrize(
    ("outcome", "adopts", "is_other"),
    [
        (Outcome.ADOPTED, True, False),
        (Outcome.ADOPTED, False, True),
        (Outcome.NOT_ADOPTED, True, True),
        (Outcome.NO_QUORUM, False, False),
    ],
)
def test_where_the_agency_decides_otherwise_it_shows(outcome, adopts, is_other):
    decision = AgencyDecision(VoteId(uuid4()), adopts, "because", datetime(2027, 1, 1, tzinfo=UTC))
    assert departs(a_result(outcome), decision) is is_other


def test_conditions_are_met_or_not_or_not_shown():
    result = a_result(conditions={"member": True, "caregiver": False, "plan": None})
    assert condition_words(result, say) == [
        ("Members", "agreed"),
        ("Caregivers", "did not agree"),
        ("Plan voters", "not told, because the group is too small"),
    ]


def test_the_quorum_is_told():
    assert quorum_words(a_result(), say) == "Enough people took part."
    assert quorum_words(a_result(Outcome.NO_QUORUM), say) == "Not enough people took part."


FINDINGS = {
    "ratings": (
        {"classification": {"respect": "appropriate", "home": None, "choice": "uncertain"}},
        [
            Found("The answer is yes", (RESPECT,)),
            Found("The answer is not sure", (CHOICE,)),
            Found("There is no answer, since too few or too many people could score it", (HOME,)),
        ],
    ),
    "a consensus": (
        {"result": {"respect": "in", "home": "out", "choice": "no_consensus"}},
        [
            Found("These are in", (RESPECT,)),
            Found("There is no consensus on these", (CHOICE,)),
            Found("These are out", (HOME,)),
        ],
    ),
    "picks": (
        {"chosen": ["home"], "tied": ["respect", "choice"], "flagged": []},
        [Found("These were picked", (HOME,)), Found("These are tied for the places that are left", (RESPECT, CHOICE))],
    ),
    "a winner": (
        {"winners": ["home"], "order": ["home", ["respect", "choice"]]},
        [
            Found("This one came first", (HOME,)),
            Found("The order of all", (HOME, f"{RESPECT} and {CHOICE}"), is_ordered=True),
        ],
    ),
    "winners": ({"winners": ["home", "respect"]}, [Found("These are tied for the first place", (HOME, RESPECT))]),
    "weights": (
        {"units": {"respect": 2, "home": 7, "choice": 1}},
        [Found("How much each one weighs", (f"{HOME}: 7", f"{RESPECT}: 2", f"{CHOICE}: 1"))],
    ),
    "nothing": ({}, []),
}


@pytest.mark.parametrize(("findings", "parts"), FINDINGS.values(), ids=FINDINGS.keys())
def test_findings_are_told_in_words(findings, parts):
    assert found(a_result(findings=findings), TEXTS, say) == parts


def test_everything_that_is_kept_by_name_has_words():
    assert set(GROUNDS) == set(Grounds)
    assert set(DISPOSITIONS) == set(Disposition)
    assert set(STEPS) == set(VoteStage)
    assert set(KINDS) == set(SubjectKind)
