"""Sequential Phragmén: proportional, exact, every way that ties can fall."""

from collections import Counter
from fractions import Fraction

import pytest
from abcvoting import abcrules
from abcvoting.preferences import Profile, Voter
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.rules.committee import choose
from governance.rules.kinds import CommitteeRule
from governance.rules.phragmen import sequential_phragmen
from governance.rules.ties import TooManyTiesError
from tests.governance.rules.profiles import approvals


def winning(seats, candidates, profile):
    return choose(CommitteeRule(method="seqphragmen", seats=seats), candidates, profile).winning


def test_a_minoritys_priority_is_not_drowned():
    # Six of nine approve a, b and c, and three approve x and y: of three seats the three get one.
    profile = {frozenset("abc"): 6, frozenset("xy"): 3}
    most = choose(CommitteeRule(method="av", seats=3), "abcxy", profile).winning
    assert most == (("a", "b", "c"),)
    assert {tuple(set(chosen) & set("xy")) for chosen in winning(3, "abcxy", profile)} == {("x",), ("y",)}


def test_loads_are_told_in_exact_fractions():
    profile = {frozenset({"home", "staff"}): 4, frozenset({"work"}): 3, frozenset({"home", "work"}): 2}
    found = sequential_phragmen(2, ["home", "staff", "work"], profile)
    assert found.winning == {frozenset({"home", "work"})}
    # home: 1/6 each. Then work: (1 + 2/6) / 5 = 4/15; staff would be (1 + 4/6) / 4 = 5/12.
    assert found.log[1] == f"Seat 2: work is chosen; those who approve it now carry {Fraction(4, 15)} each."


def test_every_way_of_a_tie_is_followed_to_its_end():
    profile = {frozenset("ac"): 1, frozenset("bc"): 1, frozenset("ad"): 1, frozenset("bd"): 1}
    assert winning(2, "abcd", profile) == (("a", "b"), ("c", "d"))


def test_a_tie_in_too_many_ways_is_refused_before_it_takes_long():
    names = [f"c{number:02}" for number in range(40)]
    with pytest.raises(TooManyTiesError) as refused:
        winning(20, names, {frozenset({name}): 1 for name in names})
    assert refused.value.code == "TOO_MANY_TIES"
    with pytest.raises(TooManyTiesError):
        winning(20, names, {frozenset({names[0]}): 1})


def test_ways_that_come_to_the_same_are_followed_once():
    # In which order six of twelve equals were chosen has no bearing: 924 sets, where there are 665,280 orders.
    names = [f"c{number:02}" for number in range(12)]
    assert len(winning(6, names, {frozenset({name}): 1 for name in names})) == 924
    assert len(winning(12, names, {frozenset({name}): 1 for name in names})) == 1


def theirs(rule_id, seats, names, profile, **options):
    election = Profile(len(names))
    election.add_voters(
        Voter([names.index(name) for name in ballot], weight=count) for ballot, count in profile.items()
    )
    found = abcrules.compute(rule_id, election, seats, resolute=False, **options)
    return tuple(sorted(tuple(sorted(names[number] for number in chosen)) for chosen in found))


@given(approvals(), st.integers(1, 5))
def test_abcvoting_finds_the_same_sets(election, seats):
    names, profile = election
    assume(seats <= len(names))
    assert winning(seats, names, profile) == theirs(
        "seqphragmen", seats, names, profile, algorithm="standard-fractions"
    )
    most = choose(CommitteeRule(method="av", seats=seats), names, profile)
    assert most.winning == theirs("av", seats, names, profile)


@given(approvals(), st.integers(1, 5))
def test_a_group_that_is_large_enough_and_agrees_has_its_seats(election, seats):
    """Sequential Phragmén satisfies proportional justified representation for those who approve the same."""
    names, profile = election
    assume(seats <= len(names))
    voters = sum(profile.values())
    for chosen in winning(seats, names, profile):
        for ballot, count in Counter(profile).items():
            due = min(count * seats // voters, len(ballot))
            assert len(ballot.intersection(chosen)) >= due
