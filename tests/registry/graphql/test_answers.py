"""What a ballot says: from the typed input to the domain's answer, and back for its own voter."""

import pytest
from strawberry import UNSET

from governance.rules import Approvals, Choice, Points, Ranking, Ratings, WrongChoiceError
from registry.graphql.answers import (
    BallotInput,
    OwnAnswer,
    OwnPoints,
    OwnRating,
    PointsInput,
    RatingInput,
    given_answer,
    own_answer,
)


def rating(candidate, score=UNSET):
    return RatingInput(candidate=candidate, score=score)


def points(candidate, number):
    return PointsInput(candidate=candidate, points=number)


@pytest.mark.parametrize(
    ("given", "answer", "shown"),
    [
        ({"choice": Choice.REJECT}, Choice.REJECT, OwnAnswer(choice=Choice.REJECT)),
        (
            {"ratings": [rating("b", None), rating("a", 7)]},
            Ratings({"a": 7, "b": None}),
            OwnAnswer(ratings=[OwnRating(candidate="a", score=7), OwnRating(candidate="b", score=None)]),
        ),
        ({"approves": ["b", "a"]}, Approvals(frozenset({"a", "b"})), OwnAnswer(approves=["a", "b"])),
        ({"approves": []}, Approvals(frozenset()), OwnAnswer(approves=[])),
        ({"order": ["b", "a"]}, Ranking(("b", "a")), OwnAnswer(order=["b", "a"])),
        (
            {"points": [points("a", 60), points("b", 40)]},
            Points({"a": 60, "b": 40}),
            OwnAnswer(points=[OwnPoints(candidate="a", points=60), OwnPoints(candidate="b", points=40)]),
        ),
    ],
    ids=["choice", "ratings", "approvals", "no approval", "order", "points"],
)
def test_an_answer_is_read_and_shown_to_its_voter(given, answer, shown):
    assert given_answer(None, BallotInput(**given)) == answer
    assert own_answer(answer) == shown


def test_a_bare_choice_is_short_for_a_ballot():
    assert given_answer(Choice.APPROVE, None) is Choice.APPROVE


@pytest.mark.parametrize(
    ("choice", "ballot"),
    [
        (None, None),
        (Choice.APPROVE, BallotInput(choice=Choice.APPROVE)),
        (None, BallotInput()),
        (None, BallotInput(ratings=[rating("a")])),
        (None, BallotInput(ratings=[rating("a", 1), rating("a", 9)])),
        (None, BallotInput(points=[points("a", 1), points("a", 1)])),
        (None, BallotInput(approves=["a", "a"])),
    ],
    ids=["nothing", "two", "empty", "a score left out", "rated twice", "points twice", "approved twice"],
)
def test_a_ballot_that_does_not_say_one_thing_is_refused_without_being_quoted(choice, ballot):
    with pytest.raises(WrongChoiceError) as refused:
        given_answer(choice, ballot)
    assert not [said for said in ("approve", "1", "9") if said in refused.value.message.lower()]
