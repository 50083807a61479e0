"""From what was filled in to an answer, or to words that say what to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules import Approvals, Choice, Points, Ranking, Ratings, WrongChoiceError
from registry.voting.casting import LONGEST_REASON
from registry.web.voting.ballot_answers import answer_of, mistakes, needs_reason, whole
from registry.web.voting.ballot_questions import pages_of
from tests.registry.web.voting.making import (
    ANY_OF_THEM,
    CONSENSUS,
    LABEL,
    MOTION,
    ORDER,
    OUTCOMES,
    RATING,
    TEN_POINTS,
    TWO_OF_THEM,
    WITH_REASONS,
    a_form,
    a_vote,
)


def say(text):
    return text


def found(rule, form):
    """All mistakes on a ballot: field and words."""
    vote = a_vote(rule)
    return [(each.field, each.message) for page in pages_of(vote) for each in mistakes(vote, page, form, say)]


ANSWERS = {
    "a motion": (MOTION, a_form(choice="reject"), Choice.REJECT),
    "a label": (LABEL, a_form(choice="quality"), Choice.QUALITY),
    "ratings": (
        RATING,
        a_form(score_1="9", score_2="unable", score_3="1"),
        Ratings({"respect": 9, "home": None, "choice": 1}),
    ),
    "scores for a consensus": (
        CONSENSUS,
        a_form(score_1="7", score_2="7", score_3="7"),
        Ratings({"respect": 7, "home": 7, "choice": 7}),
    ),
    "two approvals": (TWO_OF_THEM, a_form(approve=["home", "choice"]), Approvals(frozenset({"home", "choice"}))),
    "no approval": (ANY_OF_THEM, a_form(), Approvals(frozenset())),
    "all approvals": (
        ANY_OF_THEM,
        a_form(approve=["home", "choice", "respect"]),
        Approvals(frozenset({"home", "choice", "respect"})),
    ),
    "an order": (ORDER, a_form(place_1="3", place_2="1", place_3="2"), Ranking(("home", "choice", "respect"))),
    "an order that leaves one out": (ORDER, a_form(place_1="", place_2="1", place_3="3"), Ranking(("home", "choice"))),
    "points": (TEN_POINTS, a_form(points_1="4", points_2=" 6 ", points_3=""), Points({"respect": 4, "home": 6})),
}


@pytest.mark.parametrize(("rule", "form", "answer"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_was_filled_in_is_the_answer(rule, form, answer):
    assert found(rule, form) == []
    assert answer_of(a_vote(rule), form) == answer


MISTAKES = {
    "nothing chosen": (MOTION, a_form(), [("choice", "Choose one of the answers.")]),
    "a choice of another scale": (MOTION, a_form(choice="quality"), [("choice", "Choose one of the answers.")]),
    "no score": (
        RATING,
        a_form(score_1="9", score_3="5"),
        [("score-2", "Choose a number from 1 to 9, or say that you cannot score this.")],
    ),
    "a score beyond the scale": (
        RATING,
        a_form(score_1="9", score_2="10", score_3="0"),
        [
            ("score-2", "Choose a number from 1 to 9, or say that you cannot score this."),
            ("score-3", "Choose a number from 1 to 9, or say that you cannot score this."),
        ],
    ),
    "too many approvals": (
        TWO_OF_THEM,
        a_form(approve=["home", "choice", "respect"]),
        [("approve", "You chose 3. Choose 2 or fewer.")],
    ),
    "an approval of what is not listed": (
        TWO_OF_THEM,
        a_form(approve=["x"]),
        [("approve", "Choose only from this list.")],
    ),
    "no place": (ORDER, a_form(), [("place-1", "Give place 1 to the one that you like best.")]),
    "a place twice": (
        ORDER,
        a_form(place_1="1", place_2="2", place_3="2"),
        [("place-3", "You gave place 2 two times. Give each one a place of its own.")],
    ),
    "places that are none": (
        ORDER,
        a_form(place_1="first", place_2="0", place_3="4"),
        [(f"place-{n}", "Write a whole number from 1 to 3.") for n in (1, 2, 3)],
    ),
    "too few points": (
        TEN_POINTS,
        a_form(points_1="4", points_2="3"),
        [("points-1", "Your points add up to 7. Give out 3 more, so that they add up to 10.")],
    ),
    "too many points": (
        TEN_POINTS,
        a_form(points_1="10", points_2="3"),
        [("points-1", "Your points add up to 13. Take 3 away, so that they add up to 10.")],
    ),
    "points that are none": (
        TEN_POINTS,
        a_form(points_1="-5", points_2="7.5", points_3="11"),
        [(f"points-{n}", "Write a whole number from 0 to 10.") for n in (1, 2, 3)],
    ),
    "no reason where the rule asks for one": (
        WITH_REASONS,
        a_form(choice="reject"),
        [("reason", "Write why. The rule asks for a reason with this answer.")],
    ),
    "a reason that is too long": (
        MOTION,
        a_form(choice="reject", reason="x" * (LONGEST_REASON + 3)),
        [("reason", "Your reason is too long. Take out 3 letters or more.")],
    ),
    "a reason that cannot be kept": (
        MOTION,
        a_form(choice="reject", reason="\x00because"),
        [("reason", "Write your reason in letters and numbers.")],
    ),
}


@pytest.mark.parametrize(("rule", "form", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_beside_its_field(rule, form, words):
    assert found(rule, form) == words


def test_a_reason_is_asked_for_only_with_the_choices_that_the_rule_names():
    vote = a_vote(WITH_REASONS)
    assert needs_reason(vote, a_form(choice="reject"))
    assert not needs_reason(vote, a_form(choice="approve"))
    assert not needs_reason(a_vote(RATING), a_form())


@pytest.mark.parametrize("text", ["", " ", "1.0", "+1", "-1", "\u0661", "1e3", "9" * 7, "0x1", "1,5"])
def test_what_is_no_whole_number_in_digits_is_none(text):
    assert whole(text) is None


@pytest.mark.parametrize(("rule", "form"), [(each[0], each[1]) for each in MISTAKES.values()], ids=MISTAKES.keys())
def test_a_ballot_with_a_mistake_gives_no_answer(rule, form):
    with pytest.raises(WrongChoiceError):
        answer_of(a_vote(rule), form)


PLACES = st.lists(st.sampled_from(["", "1", "2", "3"]), min_size=3, max_size=3)
SHARES = st.lists(st.integers(0, 10).map(str), min_size=3, max_size=3)


@given(PLACES)
def test_an_order_without_mistakes_is_taken_and_one_with_mistakes_is_not(places):
    form = a_form(**{f"place_{n}": place for n, place in enumerate(places, start=1)})
    given_places = [place for place in places if place]
    is_fine = bool(given_places) and len(set(given_places)) == len(given_places)
    assert (found(ORDER, form) == []) is is_fine
    if is_fine:
        order = answer_of(a_vote(ORDER), form).order
        typed = dict(zip([each.id for each in OUTCOMES], places, strict=True))
        assert [typed[name] for name in order] == sorted(given_places)


@given(SHARES)
def test_points_are_taken_as_they_are_or_not_at_all(shares):
    form = a_form(**{f"points_{n}": share for n, share in enumerate(shares, start=1)})
    is_fine = sum(map(int, shares)) == 10
    assert (found(TEN_POINTS, form) == []) is is_fine
    if is_fine:
        points = answer_of(a_vote(TEN_POINTS), form).points
        assert [points.get(each.id, 0) for each in OUTCOMES] == [int(share) for share in shares]
