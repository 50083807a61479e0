"""Laws that hold for every preset, on tallies that nobody thought of; and a second counter that shares no code."""

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.members import Constituency
from governance.rules import (
    PRESETS,
    Choice,
    GroupTally,
    Outcome,
    Tally,
    count_ballots,
    decide,
    read_counted_rule,
    recount,
    result_digest,
    result_record,
    rule_digest,
    sentences,
)

RULES = pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
NAMES = st.sampled_from(list(Constituency))


@st.composite
def groups(draw, choices, most=12):
    counts = {choice: draw(st.integers(0, most)) for choice in choices}
    silent, recused = draw(st.integers(0, most)), draw(st.integers(0, most))
    return GroupTally(sum(counts.values()) + silent + recused, recused, counts)


def tallies(rule):
    return st.dictionaries(NAMES, groups(rule.scale.choices), max_size=7).map(Tally)


def ballots_of(tally):
    return [
        (name, choice)
        for name, group in tally.groups.items()
        for choice, count in group.counts.items()
        for _ in range(count)
    ]


@RULES
@given(st.data())
def test_every_tally_has_one_of_the_four_outcomes(rule, data):
    decision = decide(rule, data.draw(tallies(rule)))
    assert decision.outcome in Outcome
    assert (decision.outcome is Outcome.NO_QUORUM) is not decision.quorum_met
    assert (decision.choice is not None) is (decision.outcome is Outcome.ADOPTED)
    assert decision.failed == tuple(sorted(each.group for each in decision.conditions if not each.met))


@RULES
@given(st.data())
def test_nothing_is_adopted_without_an_approval_or_against_a_condition(rule, data):
    tally = data.draw(tallies(rule))
    decision = decide(rule, tally)
    if decision.outcome is Outcome.ADOPTED:
        assert tally.whole.count(decision.choice) >= decision.approve_needed > 0
        assert decision.failed == ()


@RULES
@given(st.data())
def test_silence_alone_adopts_nothing(rule, data):
    tally = data.draw(tallies(rule))
    silent = Tally({name: GroupTally(group.roll, group.recused, {}) for name, group in tally.groups.items()})
    assert decide(rule, silent).outcome is not Outcome.ADOPTED
    assert decide(rule, silent).choice is None


@RULES
@given(st.data(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_has_no_bearing(rule, data, shuffler):
    tally = data.draw(tallies(rule))
    rolls = {name: (group.roll, group.recused) for name, group in tally.groups.items()}
    ballots = ballots_of(tally)
    shuffler.shuffle(ballots)
    assert count_ballots(rolls, ballots) == tally
    assert decide(rule, count_ballots(dict(reversed(rolls.items())), ballots)) == decide(rule, tally)


@RULES
@given(st.data())
def test_one_more_approval_never_undoes_an_adoption(rule, data):
    tally = data.draw(tallies(rule))
    decision = decide(rule, tally)
    if decision.outcome is not Outcome.ADOPTED:
        return
    for name, group in tally.groups.items():
        counts = {**group.counts, decision.choice: group.count(decision.choice) + 1}
        silent = group.voters - sum(group.counts.values())
        spoken = [replace(group, counts=counts)] if silent else []
        turned = [
            replace(group, counts={**counts, other: group.count(other) - 1})
            for other in group.counts
            if other is not decision.choice
        ]
        for more in spoken + turned:
            after = decide(rule, Tally({**tally.groups, name: more}))
            assert (after.outcome, after.choice) == (Outcome.ADOPTED, decision.choice)


@RULES
@given(st.data())
def test_the_counts_add_up(rule, data):
    tally = data.draw(tallies(rule))
    assert len(ballots_of(tally)) == sum(tally.whole.counts.values()) <= tally.whole.voters
    assert tally.whole.roll == sum(group.roll for group in tally.groups.values())
    decision = decide(rule, tally)
    assert decision.support is None or 0 <= decision.support <= 1


@RULES
@given(st.data())
def test_a_recused_person_might_as_well_not_be_on_the_roll(rule, data):
    tally = data.draw(tallies(rule))
    without = {name: GroupTally(group.voters, 0, group.counts) for name, group in tally.groups.items()}
    assert decide(rule, Tally(without)) == decide(rule, tally)


@RULES
@given(st.data())
def test_approve_needed_is_the_edge(rule, data):
    """With the base held still, the fewest approvals that pass do pass, and one fewer do not."""
    tally = data.draw(tallies(rule))
    decision = decide(rule, tally)
    sided = sum(count for choice, count in tally.whole.counts.items() if choice not in ("abstain", "unsure"))
    base = tally.whole.voters if rule.denominator == "roll" else sided
    needed = decision.approve_needed
    if needed is None:
        assert base == 0
    else:
        bar = Fraction(rule.threshold)
        shares = Fraction(needed, base), Fraction(needed - 1, base)
        passes = [share >= bar if rule.comparison == "at_least" else share > bar for share in shares]
        assert passes == [True, False]


@RULES
@given(st.data())
def test_a_result_survives_the_journey(rule, data):
    tally = data.draw(tallies(rule))
    record = result_record(rule, tally, decide(rule, tally))
    arrived = json.loads(json.dumps(record))
    assert result_digest(recount(arrived, "record")) == result_digest(arrived) == result_digest(record)
    assert read_counted_rule(arrived["rule"], "record") == rule
    assert rule_digest(read_counted_rule(arrived["rule"], "record")) == rule_digest(rule)


@RULES
@given(st.data())
def test_a_failure_is_shown_with_its_fraction(rule, data):
    decision = decide(rule, data.draw(tallies(rule)))
    for sentence in decision.log:
        if "%" in sentence:
            assert "which is " in sentence
        if sentence.endswith("needed: not met."):
            assert "/" in sentence


@RULES
def test_sentences_are_short(rule):
    for sentence in sentences(rule):
        assert len(sentence.split()) <= 25, sentence
        assert sentence.endswith(".")


# A second counter, written from GOVERNANCE's tables alone: whole numbers, no fraction, nothing of the engine's.


def recounted(name, groups):
    """(outcome, choice) of one of the four presets; groups are name -> (roll, recused, {choice: count})."""
    voters = sum(roll - recused for roll, recused, _ in groups.values())
    total = {}
    for _, _, counts in groups.values():
        for choice, count in counts.items():
            total[choice] = total.get(choice, 0) + count
    if name == "core_sets_two_thirds":
        return _yes_or_no(voters > 0 and 3 * total.get("approve", 0) >= 2 * voters)
    if voters == 0 or 2 * sum(total.values()) < voters:
        return "no_quorum", None
    if name == "simple_majority":
        return _yes_or_no(total.get("approve", 0) > total.get("reject", 0))
    if name == "registry_label":
        return _recounted_label(groups, total)
    return _recounted_default(groups, total)


def _yes_or_no(passed):
    return ("adopted", "approve") if passed else ("not_adopted", None)


def _recounted_label(groups, total):
    roll, recused, members = groups.get("member", (0, 0, {}))
    if roll == recused:
        return "no_quorum", None
    for label, other in (("compliance", "quality"), ("quality", "compliance")):
        ours, theirs = total.get(label, 0), total.get(other, 0)
        if ours and ours >= 2 * theirs and members.get(label, 0) > members.get(other, 0):
            return "adopted", label
    return "not_adopted", None


def _recounted_default(groups, total):
    agreed = True
    for name, may_be_empty in (("member", False), ("caregiver", True)):
        roll, recused, counts = groups.get(name, (0, 0, {}))
        if roll == recused and may_be_empty:
            continue
        if roll == recused or 3 * sum(counts.values()) < roll - recused:
            return "no_quorum", None
        agreed = agreed and counts.get("approve", 0) > counts.get("reject", 0)
    yes, no = total.get("approve", 0), total.get("reject", 0)
    if yes and yes >= 2 * no:
        return _yes_or_no(agreed)
    return ("consensus_not_reached" if yes and yes >= no else "not_adopted"), None


@RULES
@given(st.data())
def test_a_second_counter_agrees(rule, data):
    tally = data.draw(tallies(rule))
    plain = {
        str(name): (group.roll, group.recused, {str(choice): count for choice, count in group.counts.items()})
        for name, group in tally.groups.items()
    }
    decision = decide(rule, tally)
    assert (decision.outcome, decision.choice) == recounted(rule.name, plain)


@RULES
def test_a_second_counter_agrees_on_many_small_votes(rule):
    """Small counts meet every edge; a few thousand of them, always the same."""
    dice = random.Random(20)
    seen = set()
    for _ in range(3000):
        plain = {}
        for name in dice.sample(list(Constituency), dice.randint(0, 4)) + ["member", "caregiver"][: dice.randint(0, 2)]:
            counts = {str(choice): dice.randint(0, 4) for choice in rule.scale.choices}
            recused = dice.choice((0, 0, 1))
            plain[str(name)] = (sum(counts.values()) + recused + dice.choice((0, 0, 1, 5)), recused, counts)
        tally = Tally(
            {
                name: GroupTally(*sizes, {Choice(c): n for c, n in counts.items()})
                for name, (*sizes, counts) in plain.items()
            }
        )
        decision = decide(rule, tally)
        assert (decision.outcome, decision.choice) == recounted(rule.name, plain)
        seen.add(decision.outcome)
    assert Outcome.ADOPTED in seen
    assert Outcome.NOT_ADOPTED in seen
