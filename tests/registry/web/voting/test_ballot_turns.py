"""Which page of a ballot follows which."""

import pytest

from registry.web.voting.ballot_questions import REVIEW, fields_of, pages_of
from registry.web.voting.ballot_turns import first_turn, place_of, turn
from tests.registry.web.voting.making import MOTION, ORDER, RATING, WITH_REASONS, a_form, a_vote


def say(text):
    return text


def after(rule, **fields):
    """The key of the page that follows, and the fields with a mistake."""
    following = turn(a_vote(rule), a_form(**fields), say)
    return following.page.key, [error.field for error in following.errors]


def test_a_ballot_begins_with_its_first_question_and_nothing_chosen():
    assert first_turn(a_vote(MOTION)).page.key == "choice"
    assert first_turn(a_vote(RATING)).page.key == "score-1"


def test_there_is_one_question_on_each_page_then_the_reason_then_all_answers():
    assert [page.key for page in pages_of(a_vote(RATING))] == ["score-1", "score-2", "score-3", "reason", "review"]
    assert [page.key for page in pages_of(a_vote(ORDER))] == ["order", "reason", "review"]
    assert fields_of(a_vote(ORDER)) == ("place-1", "place-2", "place-3", "reason")
    assert place_of(a_vote(RATING), REVIEW) == (5, 5)


RATED = {"score_1": "9", "score_2": "8", "score_3": "7"}
TURNS = {
    "on to the next question": (RATING, {"at": "score-1", "go": "next", "score_1": "9"}, ("score-2", [])),
    "Enter in a field goes on": (RATING, {"at": "score-1", "score_1": "9"}, ("score-2", [])),
    "not on without an answer": (RATING, {"at": "score-1", "go": "next"}, ("score-1", ["score-1"])),
    "back without an answer": (RATING, {"at": "score-2", "go": "back"}, ("score-1", [])),
    "back from the first stays there": (RATING, {"at": "score-1", "go": "back"}, ("score-1", [])),
    "back from all answers": (RATING, {"at": "review", "go": "back", **RATED}, ("reason", [])),
    "another language shows the same page": (RATING, {"at": "score-2", "go": "stay"}, ("score-2", [])),
    "all answered": (RATING, {"at": "reason", "go": "next", **RATED}, ("review", [])),
    "one left out shows up before all answers": (
        RATING,
        {"at": "reason", "go": "next", **RATED, "score_2": ""},
        ("score-2", ["score-2"]),
    ),
    "to change one": (RATING, {"at": "review", "go": "score-2", **RATED}, ("score-2", [])),
    "changed, and back to all": (
        RATING,
        {"at": "score-2", "go": "next", "from_review": "yes", **RATED},
        ("review", []),
    ),
    "a change that needs a reason asks for it": (
        WITH_REASONS,
        {"at": "choice", "go": "next", "from_review": "yes", "choice": "reject"},
        ("reason", ["reason"]),
    ),
    "nobody jumps over questions to all answers": (MOTION, {"at": "choice", "go": "review"}, ("choice", ["choice"])),
    "a page that there is none of is the first": (MOTION, {"at": "nonsense", "go": "nonsense"}, ("choice", ["choice"])),
}


@pytest.mark.parametrize(("rule", "fields", "following"), TURNS.values(), ids=TURNS.keys())
def test_a_button_leads_to_a_page(rule, fields, following):
    assert after(rule, **fields) == following


def test_a_page_opened_to_change_an_answer_leads_back_to_all_answers():
    vote = a_vote(RATING)
    opened = turn(vote, a_form(at="review", go="score-2", **RATED), say)
    assert opened.from_review
    assert turn(vote, a_form(at="score-2", go="back", from_review="yes", **RATED), say).page is REVIEW
    stayed = turn(vote, a_form(at="score-2", go="stay", from_review="yes", **RATED), say)
    assert stayed.from_review
