import copy
from dataclasses import fields
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.ballots import BallotCast, BallotWithdrawn, BoxedBallot, Participation, VoteKey
from governance.members import Constituency
from governance.rules import Choice

ONE, TWO = UUID(int=1), UUID(int=2)
KEY = VoteKey(b"a secret of thirty-two bytes, so")
people = st.uuids()
request_ids = st.text(max_size=20)


def a_cast(choice, **changes):
    given_here = {
        "vote_id": ONE,
        "round": 1,
        "person_id": TWO,
        "participation": Participation.CAST,
        "ballot": BoxedBallot(KEY.voter(TWO, 1), Constituency.MEMBER, choice),
        "request": KEY.request(TWO, "r"),
        "request_content": KEY.choice(KEY.request(TWO, "r"), choice),
        **changes,
    }
    return BallotCast(**given_here)


def test_these_are_the_names_in_the_box():
    # Written down once: a change of the form would lose every ballot of a running vote.
    key = VoteKey(bytes(32))
    assert key.voter(ONE, 1) == "3b2f55373167f49e8c385e0afc3f412c68328af2c67c69e000fa99c2342e73e2"
    assert key.request(ONE, "r") == "33b70a8d5e51e2514c6b13cf10203f85b5f82a1a5657c0abc4b5d6f6fd105635"
    assert key.choice("r", Choice.APPROVE) == "a370d58b8dd77391556c20e80642dc1275e208a6cd07a6e851b14269770555fc"
    assert key.choice("r", None) == "1afab566cc6c39c8732c1eefea19cd909aaae9a52f7358bf5131c8a7664062b3"


@given(people, people, st.integers(1, 9), st.integers(1, 9))
def test_a_voter_has_one_name_in_a_round_and_another_in_any_other(one, other, first, second):
    same = (one, first) == (other, second)
    assert (KEY.voter(one, first) == KEY.voter(other, second)) is same


@given(people, people, request_ids, request_ids)
def test_a_request_has_one_name_for_a_person_and_another_for_any_other(one, other, first, second):
    same = (one, first) == (other, second)
    assert (KEY.request(one, first) == KEY.request(other, second)) is same


@given(request_ids, request_ids, st.none() | st.sampled_from(Choice), st.none() | st.sampled_from(Choice))
def test_what_a_request_asked_for_has_one_form(first, second, one, other):
    same = (first, one) == (second, other)
    assert (KEY.choice(first, one) == KEY.choice(second, other)) is same


@given(st.binary(min_size=32, max_size=32), people)
def test_another_key_gives_other_names(secret, person):
    other = VoteKey(secret)
    assert (other.voter(person, 1) == KEY.voter(person, 1)) is (secret == KEY.secret)


@given(people, request_ids, st.sampled_from(Choice))
def test_the_names_of_voters_requests_and_choices_never_meet(person, request_id, choice):
    names = {KEY.voter(person, 1), KEY.request(person, request_id), KEY.choice(request_id, choice)}
    assert len(names) == 3
    assert all(len(name) == 64 and set(name) <= set("0123456789abcdef") for name in names)


def test_a_request_id_of_half_a_character_has_a_name_of_its_own():
    assert len({KEY.request(ONE, text) for text in ("\ud800", "\udfff", "?", "")}) == 4


@pytest.mark.parametrize("choice", Choice)
def test_nothing_that_is_printed_shows_a_choice(choice):
    printed = {repr, str, "{}".format, "{!r}".format, ascii}
    event = a_cast(choice)
    for show in printed:
        for value in (event.ballot, event, [event], {"event": event}, (event.ballot,)):
            shown = show(value)
            assert choice not in shown
            assert choice.name not in shown
            assert event.ballot.voter not in shown
    assert repr(event.ballot) == "BoxedBallot(…)"


@pytest.mark.parametrize(("one", "other"), [pair for pair in product(Choice, repeat=2) if pair[0] < pair[1]])
def test_two_choices_print_alike(one, other):
    plain = {"request": None, "request_content": None}
    assert repr(a_cast(one, **plain)) == repr(a_cast(other, **plain))


@pytest.mark.parametrize("choice", Choice)
def test_the_event_shows_a_choice_nowhere_but_in_the_sealed_ballot(choice):
    event = a_cast(choice)
    shown = [getattr(event, field.name) for field in fields(event) if field.name != "ballot"]
    assert not any(choice in str(value) for value in [*shown, event.subject, event.action])


def test_a_key_never_prints_its_secret():
    for show in (repr, str, "{}".format, ascii):
        assert "secret" not in show(KEY)
        assert "secret" not in show({"key": KEY})
    assert repr(KEY) == "VoteKey(…)"


def test_a_withdrawal_does_not_print_the_name_in_the_box_beside_the_person():
    event = BallotWithdrawn(ONE, 1, TWO, KEY.voter(TWO, 1))
    assert KEY.voter(TWO, 1) not in repr(event)
    assert event.voter == a_cast(Choice.APPROVE).ballot.voter
    assert (event.request, event.request_content) == (None, None)


def test_a_request_id_is_not_asked_for():
    plain = BallotCast(ONE, 1, TWO, Participation.CAST, BoxedBallot("v", Constituency.MEMBER, Choice.APPROVE))
    assert (plain.request, plain.request_content) == (None, None)


def test_casting_and_withdrawing_are_filed_under_the_vote():
    assert a_cast(Choice.APPROVE).subject == BallotWithdrawn(ONE, 1, TWO, "x").subject == f"vote/{ONE}"
    assert (BallotCast.action, BallotWithdrawn.action) == ("ballot_cast", "ballot_withdrawn")
    assert list(Participation) == ["cast", "replaced", "withdrawn", "voided", "carried"]


def test_keys_and_ballots_do_not_change():
    event = a_cast(Choice.APPROVE)
    for value, name in ((KEY, "secret"), (event, "ballot"), (event.ballot, "answer")):
        with pytest.raises(AttributeError):
            setattr(value, name, None)
    assert VoteKey(KEY.secret) == KEY
    assert VoteKey(uuid4().bytes) != KEY
    assert copy.copy(event) == event
