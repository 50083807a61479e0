"""Choices by approval: the most approved, and what is tied."""

from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.rules.committee import choose
from governance.rules.kinds import CommitteeMethod, CommitteeRule
from governance.rules.refusals import BadCandidatesError, BadTallyError
from governance.rules.ties import MOST_WAYS
from tests.governance.rules.profiles import approvals

METHODS = pytest.mark.parametrize("method", list(CommitteeMethod))


def a_rule(seats, method="av"):
    return CommitteeRule(method=method, seats=seats)


def ballots(*counted):
    """`ballots((4, "ab"), (1, "c"))`: four approve a and b."""
    return {frozenset(names): count for count, names in counted}


def test_the_most_approved_are_chosen():
    found = choose(a_rule(2), ("c", "b", "a"), ballots((4, "ab"), (3, "c"), (2, "bc")))
    assert found.winning == (("b", "c"),)
    assert found.certain == ("b", "c")
    assert (found.tied, found.seats_left) == ((), 0)
    assert found.scores == {"a": 4, "b": 6, "c": 5}
    assert found.score == 11


def test_a_tie_for_the_last_seats_gives_every_winning_set():
    found = choose(a_rule(3), "abcd", ballots((3, "a"), (2, "bcd")))
    assert found.winning == (("a", "b", "c"), ("a", "b", "d"), ("a", "c", "d"))
    assert found.certain == ("a",)
    assert (found.tied, found.seats_left) == (("b", "c", "d"), 2)
    assert found.score == 7


@METHODS
def test_seats_that_nobodys_approval_fills_are_tied(method):
    found = choose(a_rule(2, method), "abc", ballots((5, "a")))
    assert found.winning == (("a", "b"), ("a", "c"))
    assert (found.certain, found.tied, found.seats_left) == (("a",), ("b", "c"), 1)


@METHODS
@pytest.mark.parametrize("profile", [{}, ballots((3, "")), ballots((0, "ab"))])
def test_nothing_is_chosen_where_nobody_approves_anything(method, profile):
    found = choose(a_rule(2, method), "abc", profile)
    assert (found.winning, found.certain, found.tied, found.seats_left) == ((), (), (), 2)
    assert found.log


def test_a_tie_that_is_too_wide_is_named_and_not_written_out():
    names = tuple(f"c{number:02}" for number in range(30))
    found = choose(a_rule(11), names, {frozenset(names): 1, frozenset({"c00"}): 1})
    assert comb(29, 10) > MOST_WAYS
    assert found.winning is None
    assert (found.certain, found.tied, found.seats_left) == (("c00",), names[1:], 10)


@METHODS
@pytest.mark.parametrize(
    ("seats", "candidates", "profile", "error"),
    [
        (3, "ab", ballots((1, "a")), BadCandidatesError),
        (1, "aa", ballots((1, "a")), BadCandidatesError),
        (1, "ab", ballots((1, "ax")), BadTallyError),
        (1, "ab", ballots((-1, "a")), BadTallyError),
        (1, "ab", ballots((True, "a")), BadTallyError),
        (1, "ab", ballots((2**31, "a")), BadTallyError),
    ],
)
def test_what_cannot_be_right_is_refused(method, seats, candidates, profile, error):
    with pytest.raises(error):
        choose(a_rule(seats, method), candidates, profile)


@METHODS
@given(approvals(), st.integers(1, 5), st.data())
def test_the_order_of_candidates_and_ballots_has_no_bearing(method, election, seats, data):
    names, profile = election
    assume(seats <= len(names))
    found = choose(a_rule(seats, method), names, profile)
    turned = dict(data.draw(st.permutations(list(profile.items()))))
    assert choose(a_rule(seats, method), data.draw(st.permutations(names)), turned).winning == found.winning


@METHODS
@given(approvals(), st.integers(1, 5), st.integers(2, 9))
def test_ten_times_the_voters_choose_the_same(method, election, seats, times):
    names, profile = election
    assume(seats <= len(names))
    many = {ballot: times * count for ballot, count in profile.items()}
    rule = a_rule(seats, method)
    assert choose(rule, names, many).winning == choose(rule, names, profile).winning


@METHODS
@given(approvals(), st.integers(1, 5), st.data())
def test_candidates_are_treated_alike_whatever_they_are_called(method, election, seats, data):
    names, profile = election
    assume(seats <= len(names))
    other = dict(zip(names, data.draw(st.permutations(names)), strict=True))
    renamed = {frozenset(map(other.get, ballot)): count for ballot, count in profile.items()}
    rule = a_rule(seats, method)
    expected = {frozenset(map(other.get, chosen)) for chosen in choose(rule, names, profile).winning}
    assert set(map(frozenset, choose(rule, names, renamed).winning)) == expected


@METHODS
@given(approvals(), st.integers(1, 5))
def test_certain_and_tied_candidates_are_those_of_the_winning_sets(method, election, seats):
    names, profile = election
    assume(seats <= len(names))
    found = choose(a_rule(seats, method), names, profile)
    sets = [set(chosen) for chosen in found.winning]
    assert all(len(chosen) == seats for chosen in sets)
    assert set(found.certain) == set.intersection(*sets)
    assert set(found.tied) == set.union(*sets) - set(found.certain)
    assert found.seats_left == seats - len(found.certain)
    assert list(found.winning) == sorted(set(found.winning))


@given(approvals(), st.integers(1, 5), st.data())
def test_one_more_approval_never_unseats_by_most_approved(election, seats, data):
    names, profile = election
    assume(seats <= len(names))
    found = choose(a_rule(seats), names, profile)
    ballot = data.draw(st.sampled_from(sorted(profile, key=sorted)))
    liked = data.draw(st.sampled_from(names))
    more = dict(profile)
    more[ballot] -= 1
    more[ballot | {liked}] = more.get(ballot | {liked}, 0) + 1
    after = choose(a_rule(seats), names, more)
    if liked in found.certain:
        assert liked in after.certain
    if liked in found.certain + found.tied:
        assert liked in after.certain + after.tied
