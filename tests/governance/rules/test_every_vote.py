"""Laws that hold for every preset, of whatever kind: from the roll and the ballots to the result."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.members import Constituency
from governance.recounting import read_cases, recount_file
from governance.rules import (
    PRESETS,
    Approvals,
    DecisionKind,
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
    Outcome,
    Points,
    Ranking,
    Ratings,
    RollLine,
    Rule,
    VoterBallot,
    count_vote,
    kind_of,
    result_digest,
    with_terms,
)
from measures.documents import canonical_json

CANDIDATES = ("home", "work", "staff", "respect")
RULES = {name: with_terms(rule, seats=2) if isinstance(rule, HeldCommittee) else rule for name, rule in PRESETS.items()}
EVERY = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
LAW = settings(max_examples=15)
GROUPS = st.sampled_from(["member", "caregiver", "plan", "state"])
HOMES = {"Acme": "plan", "Apex": "plan", "Bees": "state"}


def names_of(rule):
    return () if isinstance(rule, Rule) else CANDIDATES


@st.composite
def shares(draw, budget):
    cuts = sorted(draw(st.lists(st.integers(0, budget), min_size=3, max_size=3)))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, budget], strict=True)]
    return Points(dict(zip(CANDIDATES, parts, strict=True)))


def answers(rule):
    match rule:
        case Rule():
            return st.sampled_from(rule.scale.choices)
        case HeldRating() | HeldConsensus():
            scores = st.none() | st.integers(1, 9)
            return st.fixed_dictionaries(dict.fromkeys(CANDIDATES, scores)).map(Ratings)
        case HeldCommittee():
            return st.frozensets(st.sampled_from(CANDIDATES), max_size=rule.most_approvals).map(Approvals)
        case HeldRanking():
            return st.lists(st.sampled_from(CANDIDATES), min_size=1, unique=True).map(
                lambda order: Ranking(tuple(order))
            )
        case HeldPoints():
            return shares(rule.budget)


@st.composite
def people(draw, rule, most=16):
    """(line of the roll, ballot or none) for each person; a few belong to an organization, and a few stepped aside."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        organisation = draw(st.sampled_from([None, None, None, *HOMES]))
        group = HOMES.get(organisation) or draw(GROUPS)
        line = RollLine(group, organisation, draw(st.integers(0, 9)) == 0)
        voted = not line.recused and draw(st.integers(0, 4)) > 0
        found.append((line, VoterBallot(group, draw(answers(rule)), organisation) if voted else None))
    return found


def roll_of(voters):
    return [line for line, _ in voters]


def ballots_of(voters):
    return [ballot for _, ballot in voters if ballot]


def counted(rule, voters):
    return count_vote(rule, names_of(rule), roll_of(voters), ballots_of(voters))


def bundled(rule, voters):
    lines = Counter(roll_of(voters))
    piles = Counter(ballots_of(voters))
    return count_vote(
        rule,
        names_of(rule),
        [replace(line, people=number) for line, number in lines.items()],
        [replace(ballot, ballots=number) for ballot, number in piles.items()],
    )


@EVERY
@LAW
@given(st.data(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_ballots_has_no_bearing(rule, data, shuffler):
    voters = data.draw(people(rule))
    turned = list(voters)
    shuffler.shuffle(turned)
    assert counted(rule, turned) == counted(rule, voters)
    assert canonical_json(counted(rule, turned).record) == canonical_json(counted(rule, voters).record)


@EVERY
@LAW
@given(st.data())
def test_it_makes_no_difference_how_ballots_are_bundled_or_how_often_they_are_counted(rule, data):
    voters = data.draw(people(rule))
    once = counted(rule, voters)
    assert bundled(rule, voters) == once == counted(rule, voters)


@EVERY
@LAW
@given(st.data())
def test_the_counts_add_up(rule, data):
    voters = data.draw(people(rule))
    tables = counted(rule, voters).tables
    able = Counter(line.group for line in roll_of(voters) if not line.recused)
    cast = Counter(ballot.group for ballot in ballots_of(voters))
    assert tables.keys() == ({"vote"} if isinstance(rule, Rule | HeldRanking) else set(CANDIDATES))
    for table in tables.values():
        assert table.keys() == {line.group for line in roll_of(voters)}
        for group, row in table.items():
            assert min(row.values()) >= 0
            assert sum(row.values()) == able[group]
            assert row["did_not_vote"] == able[group] - cast[group]


@EVERY
@LAW
@given(st.data())
def test_nothing_is_adopted_without_a_ballot_or_a_quorum(rule, data):
    voters = data.draw(people(rule))
    silent = [(line, None) for line, _ in voters]
    found, nothing = counted(rule, voters), counted(rule, silent)
    assert nothing.outcome is not Outcome.ADOPTED
    assert nothing.findings == {}
    assert (found.outcome is Outcome.NO_QUORUM) is not found.quorum_met
    assert found.findings == {} or found.quorum_met
    if found.outcome is Outcome.ADOPTED:
        assert ballots_of(voters)


@EVERY
@LAW
@given(st.data())
def test_who_stepped_aside_might_as_well_not_be_on_the_roll(rule, data):
    voters = data.draw(people(rule))
    without = [(line, ballot) for line, ballot in voters if not line.recused]
    found, rest = counted(rule, voters), counted(rule, without)
    assert (found.outcome, found.choice, found.quorum_met) == (rest.outcome, rest.choice, rest.quorum_met)
    assert found.findings == rest.findings


@EVERY
@LAW
@given(st.data())
def test_a_second_count_of_the_record_reaches_its_digest(rule, data):
    record = counted(rule, data.draw(people(rule))).record
    found = recount_file(read_cases(json.dumps(record), "export"))
    assert all(case.agrees for case in found.cases)
    if not any(case.refusal for case in found.cases):
        assert found.digest == result_digest(record)


@EVERY
@LAW
@given(st.data())
def test_findings_are_plain_and_hold_no_count(rule, data):
    found = counted(rule, data.draw(people(rule)))
    assert json.loads(json.dumps(found.findings)) == found.findings
    if kind_of(rule) is DecisionKind.ALLOCATION:
        assert sum(found.findings.get("units", {"": 100}).values()) == rule.units
    else:
        assert not any(character.isdigit() for character in json.dumps(found.findings))


@EVERY
@LAW
@given(st.data())
def test_the_record_names_no_organization_unless_its_rule_counts_them(rule, data):
    written = json.dumps(counted(rule, data.draw(people(rule))).record["input"] if isinstance(rule, Rule) else {})
    if not getattr(rule, "one_vote_per_interest", False):
        assert not any(name in written for name in HOMES)


@LAW
@given(st.data())
def test_one_more_approval_of_whoever_is_chosen_keeps_them_chosen(data):
    """By most approved. By sequential Phragmén, and by instant runoff, such a law does not hold."""
    rule = RULES["registry_priorities"].model_copy(update={"most_approvals": None})
    voters = data.draw(people(rule))
    chosen = counted(rule, voters).findings.get("chosen", [])
    for name in chosen:
        for place, (line, ballot) in enumerate(voters):
            if ballot and name not in ballot.answer.approved:
                more = replace(ballot, answer=Approvals(ballot.answer.approved | {name}))
                after = counted(rule, [*voters[:place], (line, more), *voters[place + 1 :]])
                assert name in after.findings["chosen"]


@LAW
@given(st.data())
def test_a_candidate_is_chosen_by_somebody(data):
    for name in ("registry_priorities", "registry_priorities_proportional"):
        voters = data.draw(people(RULES[name]))
        findings = counted(RULES[name], voters).findings
        approved = {each for ballot in ballots_of(voters) for each in ballot.answer.approved}
        assert {*findings.get("chosen", ()), *findings.get("tied", ())} <= approved


def test_every_constituency_can_be_on_a_roll():
    counts = count_vote(PRESETS["cqmc_full"], (), [RollLine(each) for each in Constituency], [])
    assert list(counts.conditions) == [each.value for each in Constituency]
    assert set(counts.tables["vote"]) == {each.value for each in Constituency}
