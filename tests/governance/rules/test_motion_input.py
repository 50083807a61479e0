"""Reading a tally: the written form, and the ways in which people write organizations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules import Choice, Interest, MotionRule, Tally, decide, read_input, result_record
from governance.rules.choices import SCALES
from governance.rules.refusals import BadTallyError
from governance.rules.tally import GroupTally
from measures.errors import InvalidError

ONCE = MotionRule(threshold="1/2", comparison="more_than", denominator="yes_no", one_vote_per_interest=True)
ALL = {"all": {"roll": 6, "approve": 4, "reject": 1}}
"""Acme's four people approve, Beta's one rejects, and one person who belongs to nobody is silent."""


def once(given, **more):
    return read_input(given, "case", **more).by_interest(SCALES["motion"]).whole


def one_group(roll, **counts):
    return GroupTally(roll, 0, {Choice(name): count for name, count in counts.items()})


@pytest.mark.parametrize(
    "interests",
    [
        {"Acme": {"approve": 4}, "Beta": {"reject": 1}},
        {"Acme": {"roll": 4, "recused": 0, "approve": 4, "group": "all"}, "Beta": {"reject": 1}},
        {"Acme": ["approve"] * 4, "Beta": "reject"},
        [{"name": "Acme", "approve": 4}, {"name": "Beta", "reject": 1}],
        [{"organisation": "Acme", "ballots": {"approve": 4}}, {"organization": "Beta", "ballots": ["reject"]}],
        [{"interest": "Acme", "ballots": ["approve"] * 4}, {"id": "Beta", "ballots": "reject", "group": "all"}],
    ],
)
def test_organizations_may_be_written_in_several_ways(interests):
    assert once({"groups": ALL, "interests": interests}) == one_group(3, approve=1, reject=1)


def test_without_groups_the_organizations_are_everybody():
    given = {"interests": {"Acme": ["approve", "approve", "reject"], "Beta": "reject", "Gamma": {"approve": 0}}}
    assert once(given) == one_group(3, approve=1, reject=1)


@pytest.mark.parametrize(
    "group",
    [
        {"roll": 3},
        {"roll": 3, "approve": 1, "reject": 1},
        {"roll": 3, "recused": 0, "approve": 0, "reject": 0, "abstain": 0},
    ],
)
def test_groups_may_count_organizations_instead_of_people(group):
    given = {"groups": {"all": group}, "interests": {"Acme": {"approve": 4}, "Beta": {"reject": 2}}}
    assert once(given) == one_group(3, approve=1, reject=1)


@pytest.mark.parametrize(
    "group",
    [
        {"roll": 3, "approve": 2, "reject": 1},
        {"roll": 1},
        {"roll": 3, "approve": 1, "reject": 1, "abstain": 1},
    ],
    ids=["other counts", "fewer than organizations", "one more"],
)
def test_groups_that_count_neither_are_refused(group):
    with pytest.raises(BadTallyError):
        read_input({"groups": {"all": group}, "interests": {"Acme": {"approve": 4}, "Beta": {"reject": 2}}}, "case")


def test_a_divided_organization_abstains():
    assert once({"interests": {"Acme": ["approve", "reject"]}}) == one_group(1, abstain=1)


def test_organizations_without_a_group_are_taken_together_where_nobody_looks_at_groups():
    groups = {"plan": {"roll": 3, "approve": 3}, "provider": {"roll": 3, "reject": 2}}
    given = {"groups": groups, "interests": {"Acme": {"approve": 3}, "Beta": {"reject": 2}}}
    assert once(given, by_group=False) == one_group(3, approve=1, reject=1)
    with pytest.raises(BadTallyError, match="Acme does not say its group"):
        read_input(given, "case")


@pytest.mark.parametrize(
    "interests",
    [
        [{"approve": 1}],
        ["Acme"],
        [{"name": "Acme", "approve": 1}, {"name": "Acme", "reject": 1}],
        {"Acme": {"maybe": 1}},
        {"Acme": ["maybe"]},
        {"Acme": {"approve": "1"}},
        {"Acme": {"approve": 1, "group": "nowhere"}},
        {"Acme": 3},
        "Acme",
    ],
)
def test_what_is_no_organization_is_refused(interests):
    with pytest.raises(InvalidError):
        read_input({"groups": {"all": {"roll": 9, "approve": 9}}, "interests": interests}, "case")


@pytest.mark.parametrize("given", [{}, [], None, {"groups": None}, {"interests": None}])
def test_an_input_without_groups_or_organizations_is_refused(given):
    with pytest.raises(InvalidError):
        read_input(given, "case")


COUNTS = st.fixed_dictionaries({choice: st.integers(0, 4) for choice in (Choice.APPROVE, Choice.REJECT)})


@given(st.dictionaries(st.sampled_from(["Acme", "Beta", "Gamma"]), COUNTS, min_size=1), st.integers(0, 5))
def test_what_was_written_is_read(organizations, outside):
    interests = {
        name: Interest("all", GroupTally(sum(counts.values()) + 1, 0, counts)) for name, counts in organizations.items()
    }
    people = sum((each.ballots for each in interests.values()), GroupTally(outside, 0, {}))
    tally = Tally({"all": people}, interests)
    assert read_input(result_record(ONCE, tally, decide(ONCE, tally))["input"], "record") == tally
