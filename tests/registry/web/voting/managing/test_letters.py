"""Who gets a letter, for how long its code counts, and what refusals say."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from governance.members import Constituency
from governance.policy import SecondPersonError
from governance.votes import VoteStillOpenError
from measures.errors import Refusal
from registry.voting.turnout import OnRoll
from registry.web.voting.managing import handlers, refusals
from registry.web.voting.managing.letters import chosen_of, days_until
from registry.web.voting.managing.roll_people import AT_ONCE, on_page, page_number
from tests.registry.web.voting.making import a_form

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def somebody(name, **changes):
    fields = {"email": None, "language": None, "organisation": None, "recused": False, "voted": False}
    return OnRoll(person_id=uuid4(), name=name, constituency=Constituency.MEMBER, **fields | changes)


PEOPLE = [
    somebody("Ana"),
    somebody("Bo", email="bo@example.org"),
    somebody("Cy", voted=True),
    somebody("Di", recused=True),
]


@pytest.mark.parametrize(
    ("who", "chosen", "names"),
    [
        ("all", (), ["Ana", "Bo", "Cy"]),
        ("silent", (), ["Ana"]),
        ("some", ("Cy", "Di"), ["Cy"]),
        ("", ("Bo",), ["Bo"]),
        ("some", (), []),
    ],
)
def test_a_letter_goes_to_those_who_were_chosen_and_can_vote(who, chosen, names):
    form = a_form(who=who, people=[str(each.person_id) for each in PEOPLE if each.name in chosen])
    assert [each.name for each in chosen_of(PEOPLE, form)] == names


@pytest.mark.parametrize(
    ("ahead", "days"),
    [
        (timedelta(minutes=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (timedelta(days=300), 90),
        (-timedelta(days=1), 1),
    ],
)
def test_a_code_lasts_until_the_vote_closes_as_far_as_a_code_can(ahead, days):
    assert days_until(NOW + ahead, NOW) == days


@pytest.mark.parametrize(
    ("text", "number"), [("", 1), ("2", 2), ("0", 1), ("x", 1), ("-1", 1), ("9" * 30, 1), ("²", 1)]
)
def test_a_page_that_there_is_none_of_is_the_first(text, number):
    assert page_number(text) == number


def test_every_person_is_on_one_page():
    people = [somebody(f"Person {number}") for number in range(2 * AT_ONCE + 1)]
    assert [each for number in (1, 2, 3) for each in on_page(people, number)] == people
    assert len(on_page(people, 3)) == 1


def every_refusal(kind=Refusal):
    for each in kind.__subclasses__():
        yield each
        yield from every_refusal(each)


def test_each_sentence_belongs_to_a_refusal_that_there_is():
    assert handlers  # what they can meet is imported
    known = {each.code for each in every_refusal()}
    assert {*refusals.SENTENCES, *refusals.BEGINNINGS} - known == set()
    assert not set(refusals.SENTENCES) & set(refusals.BEGINNINGS)


def test_a_refusal_says_what_happened_and_keeps_a_detail_that_helps():
    plain = refusals.refused(VoteStillOpenError("until 2027-03-05T23:00:00+00:00"), str)
    assert (plain.words, plain.detail) == (refusals.SENTENCES["VOTE_STILL_OPEN"], None)
    told = refusals.refused(SecondPersonError("You made the roll."), str)
    assert told.words == "A second person must do this, so that nobody decides alone."
    assert told.detail == "You made the roll."
    assert refusals.refused(Refusal("Something else."), str) == refusals.Refused(None, "Something else.")
