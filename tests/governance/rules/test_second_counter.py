"""A second counter of motions and labels, written from the table of GOVERNANCE alone.

It uses whole numbers and no fraction, and nothing of the engine's.
"""

import random

import pytest

from governance.members import Constituency
from governance.rules import PRESETS, Choice, GroupTally, Interest, Outcome, Rule, Tally, decide

IN_FAVOR = ("approve", "with_conditions")
NEITHER = ("abstain", "unsure")
HALF, THIRD = (">=", 1, 2), (">=", 1, 3)
MAJORITY = (">", 1, 2)
BARS = {
    # name: the bar by number of voters, of whom, quorum
    "simple_majority": ({0: (">", 1, 2)}, "sided", HALF),
    "core_sets_two_thirds": ({0: (">=", 2, 3)}, "roll", None),
    "pqm_2025_initial": ({0: (">=", 7, 10), 20: (">=", 3, 4)}, "sided", (">=", 4, 5)),
    "pqm_2025_maintenance": ({0: (">=", 7, 10), 20: (">=", 3, 4)}, "sided", (">=", 4, 5)),
    "nqf_cdp": ({0: (">", 3, 5)}, "sided", (">=", 66, 100)),
    "cqmc_workgroup": ({0: (">=", 3, 5)}, "sided", (">", 1, 2)),
    "cqmc_full": ({0: (">=", 4, 5)}, "sided", (">", 1, 2)),
    "cfr_15_10_5": ({0: (">=", 3, 4)}, "roll", None),
    "astm_sub": ({0: (">=", 2, 3)}, "sided", (">=", 3, 5)),
    "astm_main": ({0: (">=", 9, 10)}, "sided", (">=", 3, 5)),
    "gdg_two_thirds": ({0: (">", 2, 3)}, "roll", None),
    "registry_default": ({0: (">=", 2, 3)}, "sided", HALF),
    "registry_label": ({0: (">=", 2, 3)}, "sided", HALF),
}
ALONE = {
    # name: constituency -> what it must reach, its quorum, and whether it may be empty
    "cqmc_workgroup": {each.value: ((">", 0, 1), None, True) for each in Constituency},
    "cqmc_full": {each.value: ((">", 0, 1), None, True) for each in Constituency},
    "registry_default": {"member": (MAJORITY, THIRD, False), "caregiver": (MAJORITY, THIRD, True)},
    "registry_label": {"member": (MAJORITY, None, False)},
}
UNSETTLED_FROM = {
    "pqm_2025_initial": (0, 1),
    "pqm_2025_maintenance": (3, 5),
    "nqf_cdp": (2, 5),
    "registry_default": (1, 2),
}
"""The least share that is not yet a no."""


def reaches(bar, part, base):
    sign, over, under = bar
    if base == 0:
        return False
    return part * under >= over * base if sign == ">=" else part * under > over * base


def sides(counts, option):
    """(for, against) of an option; whatever is neither abstaining nor in favor is against it."""
    in_favor = IN_FAVOR if option == "approve" else (option,)
    yes = sum(number for choice, number in counts.items() if choice in in_favor)
    return yes, sum(number for choice, number in counts.items() if choice not in (*in_favor, *NEITHER))


def recounted(name, groups):
    """(outcome, choice); groups are name -> (roll, recused, {choice: count})."""
    found = [verdict(name, groups, option) for option in options(name)]
    outcomes = [outcome for outcome, _ in found]
    if "adopted" in outcomes:
        return found[outcomes.index("adopted")]
    return found[0][0], None


def options(name):
    return ("compliance", "quality") if name == "registry_label" else ("approve",)


def verdict(name, groups, option):
    bars, base_is, quorum = BARS[name]
    voters = sum(roll - recused for roll, recused, _ in groups.values())
    total = {}
    for _, _, counts in groups.values():
        for choice, count in counts.items():
            total[choice] = total.get(choice, 0) + count
    if quorum and not reaches(quorum, sum(total.values()), voters):
        return "no_quorum", None
    agreed = True
    for group, (bar, its_quorum, may_be_empty) in ALONE.get(name, {}).items():
        roll, recused, counts = groups.get(group, (0, 0, {}))
        if roll == recused:
            if may_be_empty:
                continue
            return "no_quorum", None
        if its_quorum and not reaches(its_quorum, sum(counts.values()), roll - recused):
            return "no_quorum", None
        yes, no = sides(counts, option)
        agreed = agreed and reaches(bar, yes, yes + no)
    yes, no = sides(total, option)
    bar = bars[max(least for least in bars if least <= yes + no)]
    base = voters if base_is == "roll" else yes + no
    if reaches(bar, yes, base):
        return ("adopted", adopted_as(total, option, bar, base)) if agreed else ("not_adopted", None)
    return kind_of_no(name, yes, no, base), None


def adopted_as(total, option, bar, base):
    outright = total.get(option, 0)
    return option if reaches(bar, outright, base) else "with_conditions"


def kind_of_no(name, yes, no, base):
    if name == "cfr_15_10_5":
        return "not_adopted" if 4 * no > base else "consensus_not_reached"
    if name in UNSETTLED_FROM and base:
        over, under = UNSETTLED_FROM[name]
        return "consensus_not_reached" if yes * under >= over * base else "not_adopted"
    return "not_adopted"


def as_interests(groups, interests):
    """The groups with each organization as one voter: what most of it says, or an abstention where it is divided."""
    once = {name: [roll, recused, dict(counts)] for name, (roll, recused, counts) in groups.items()}
    for home, roll, recused, counts in interests.values():
        group = once[home]
        group[0] += 1 - roll
        group[1] += (1 if roll == recused else 0) - recused
        for choice, number in counts.items():
            group[2][choice] -= number
        most = max(counts.values(), default=0)
        leading = [choice for choice, number in counts.items() if number == most and number]
        if leading:
            said = leading[0] if len(leading) == 1 else "abstain"
            group[2][said] = group[2].get(said, 0) + 1
    return {name: tuple(group) for name, group in once.items()}


def a_group(dice, choices, most=4):
    counts = {str(choice): dice.randint(0, most) for choice in choices}
    recused = dice.choice((0, 0, 1))
    return sum(counts.values()) + recused + dice.choice((0, 0, 1, 5)), recused, counts


def tally_of(group):
    roll, recused, counts = group
    return GroupTally(roll, recused, {Choice(choice): number for choice, number in counts.items()})


MOTIONS = {name: rule for name, rule in PRESETS.items() if isinstance(rule, Rule)}


def test_the_second_counter_knows_every_motion():
    assert set(BARS) == set(MOTIONS)


@pytest.mark.parametrize("name", BARS)
def test_a_second_counter_agrees_on_many_votes(name):
    """Small counts meet every edge, and larger ones the size bands; a few thousand of them, always the same."""
    dice = random.Random(20)
    rule, seen = MOTIONS[name], set()
    for _ in range(1000):
        chosen = dice.sample(list(Constituency), dice.randint(0, 4)) + ["member", "caregiver"][: dice.randint(0, 2)]
        most = dice.choice((2, 4, 15))
        groups = {str(group): a_group(dice, rule.scale.choices, most) for group in chosen}
        decision = decide(
            rule, Tally({group: tally_of(counts) for group, counts in groups.items()}, *no_interests(rule))
        )
        assert (decision.outcome, decision.choice) == recounted(name, groups)
        seen.add(decision.outcome)
    assert {Outcome.ADOPTED, Outcome.NOT_ADOPTED} <= seen or name == "pqm_2025_initial"
    assert (Outcome.CONSENSUS_NOT_REACHED in seen) is (name in UNSETTLED_FROM or name == "cfr_15_10_5")


def no_interests(rule):
    return ({},) if rule.one_vote_per_interest else ()


@pytest.mark.parametrize("name", ["astm_sub", "astm_main"])
def test_a_second_counter_agrees_on_organizations(name):
    dice = random.Random(21)
    rule = MOTIONS[name]
    for _ in range(1000):
        interests = {}
        for number in range(dice.randint(0, 4)):
            home = dice.choice(["plan", "provider"])
            group = a_group(dice, rule.scale.choices, 3)
            if group[0]:
                interests[f"organization {number}"] = (home, *group)
        groups = {}
        for home in ("plan", "provider"):
            roll, recused, counts = a_group(dice, rule.scale.choices, 3)
            inside = [each[1:] for each in interests.values() if each[0] == home]
            counts = {choice: counts[choice] + sum(each[2][choice] for each in inside) for choice in counts}
            groups[home] = roll + sum(each[0] for each in inside), recused + sum(each[1] for each in inside), counts
        tally = Tally(
            {group: tally_of(counts) for group, counts in groups.items()},
            {each: Interest(home, tally_of(counts)) for each, (home, *counts) in interests.items()},
        )
        decision = decide(rule, tally)
        assert (decision.outcome, decision.choice) == recounted(name, as_interests(groups, interests))
