"""Answers in words."""

import pytest

from governance.rules import PRESETS, Approvals, Choice, Points, Ranking, Ratings, Rule
from registry.web.voting.answer_words import choices, lines, name_of, scores
from registry.web.voting.ballot_questions import REVIEW, pages_of
from registry.web.voting.ballot_words import heading, review_rows
from tests.registry.web.voting.making import (
    LABEL,
    MOTION,
    OUTCOMES,
    RATING,
    TEN_POINTS,
    TEXTS,
    WITH_REASONS,
    a_vote,
)


def say(text):
    return text


RESPECT, HOME, CHOICE = TEXTS.values()
LINES = {
    "a choice": (Choice.WITH_CONDITIONS, ["Approve with conditions"]),
    "scores": (
        Ratings({"respect": 9, "home": None, "choice": 2}),
        [f"{RESPECT}: 9", f"{HOME}: I cannot score this", f"{CHOICE}: 2"],
    ),
    "approvals": (Approvals(frozenset({"choice", "respect"})), [RESPECT, CHOICE]),
    "no approvals": (Approvals(frozenset()), ["None of them"]),
    "an order": (Ranking(("home", "respect")), [f"Place 1: {HOME}", f"Place 2: {RESPECT}", f"No place: {CHOICE}"]),
    "points": (Points({"home": 7, "choice": 3}), [f"{RESPECT}: 0 points", f"{HOME}: 7 points", f"{CHOICE}: 3 points"]),
}


@pytest.mark.parametrize(("answer", "words"), LINES.values(), ids=LINES.keys())
def test_an_answer_is_told_in_the_order_of_the_ballot(answer, words):
    assert lines(answer, TEXTS, say) == words


@pytest.mark.parametrize(
    "rule", [rule for rule in PRESETS.values() if isinstance(rule, Rule)], ids=lambda rule: rule.name
)
def test_every_choice_of_every_rule_has_a_name_and_a_meaning(rule):
    listed = choices(rule, say)
    assert [value for value, _, _ in listed] == [choice.value for choice in rule.scale.choices]
    assert all(name and meaning.endswith(".") for _, name, meaning in listed)
    assert len({name for _, name, _ in listed}) == len(listed)


@pytest.mark.parametrize("choice", Choice)
def test_every_choice_has_a_name(choice):
    assert name_of(choice, say)


def test_scores_go_from_one_to_nine_and_then_to_unable():
    assert [value for value, _ in scores(say)] == [*map(str, range(1, 10)), "unable"]
    assert dict(scores(say))["9"] == "9: counts the most"


def test_all_answers_are_listed_with_the_reason_last():
    rows = review_rows(a_vote(MOTION), Choice.REJECT, "It is too long.", {}, say)
    assert [(row.question, row.lines, row.key) for row in rows] == [
        ("Your answer", ("Reject",), "choice"),
        ("Your reason", ("It is too long.",), "reason"),
    ]


def test_each_score_has_a_row_of_its_own_that_leads_to_its_page():
    vote = a_vote(RATING)
    rows = review_rows(vote, Ratings({"respect": 9, "home": None, "choice": 2}), "", TEXTS, say)
    assert [row.lines[0] for row in rows] == ["9", "I cannot score this", "2", "You gave no reason."]
    assert [row.key for row in rows] == [page.key for page in pages_of(vote) if page is not REVIEW]


def test_points_are_one_row():
    rows = review_rows(a_vote(TEN_POINTS), Points({"home": 10}), "", TEXTS, say)
    assert (rows[0].key, len(rows[0].lines)) == ("points", len(OUTCOMES))


@pytest.mark.parametrize("rule", [MOTION, LABEL, RATING, TEN_POINTS], ids=lambda rule: rule.name)
def test_every_page_asks_something(rule):
    vote = a_vote(rule)
    assert all(heading(vote, page, say) for page in pages_of(vote))


def test_a_reason_that_is_asked_for_names_the_choice():
    vote = a_vote(WITH_REASONS)
    reason = pages_of(vote)[-2]
    assert heading(vote, reason, say, "Reject") == "Why did you choose “Reject”?"
    assert heading(vote, reason, say) == "Do you want to say why?"
