"""The heart of a rule, as it stands at the top of the ballot."""

import pytest

from governance.rules import PRESETS, in_one_sentence, make_rule, with_terms

RULES = pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
BASE = {
    "name": "ours",
    "title": "t",
    "threshold": "2/3",
    "comparison": "at_least",
    "denominator": "yes_no",
    "basis": "published_rule",
    "source": "s",
    "verified": False,
}
CONDITION = {"threshold": "1/2", "comparison": "more_than", "denominator": "cast", "if_empty": "block"}


@RULES
def test_the_heart_of_a_rule_is_one_short_sentence(rule):
    assert len(in_one_sentence(rule).split()) <= 30
    assert in_one_sentence(rule).endswith(".")


HEARTS = {
    "registry_default": "It passes if at least 2 of every 3 votes for or against are to approve, "
    "and if members and caregivers agree too.",
    "registry_label": "A label passes if at least 2 of every 3 votes for a label are for it, and if members agree too.",
    "core_sets_two_thirds": "It passes if at least 2 of every 3 people who can vote approve.",
    "pqm_2025_initial": "It passes if at least 7 of every 10 votes for or against are to approve, "
    "or 3 of every 4 with 20 or more votes.",
    "cqmc_full": "It passes if at least 4 of every 5 votes for or against are to approve, "
    "and if each group has at least one yes.",
    "rand_ucla_ipras": "The answer is yes if the middle score is 7 to 9 and people agree.",
    "comet_each_group": "To be in, at least 7 of every 10 scores must be 7 to 9, "
    "with fewer than 3 of every 20 below 4. Each group must agree.",
    "comet_pooled": "To be in, at least 7 of every 10 scores must be 7 to 9, with fewer than 3 of every 20 below 4.",
    "registry_priorities": "The 5 that the most people choose are picked.",
    "registry_priorities_proportional": "We pick 5, so that a small group of voters has its fair part.",
    "registry_points": "You share out 100 points; the more one gets, the more it weighs.",
}


@pytest.mark.parametrize("name", HEARTS)
def test_the_heart_of_a_rule(name):
    assert in_one_sentence(PRESETS[name]) == HEARTS[name]


@pytest.mark.parametrize(
    ("groups", "ending"),
    [
        (["member"], ", and if members agree too."),
        (["member", "plan", "state"], ", and if state voters, plan voters and members agree too."),
        (["member", "plan", "state", "advocate"], ", and if each group agrees."),
    ],
)
def test_the_heart_of_a_rule_names_up_to_three_groups(groups, ending):
    rule = make_rule(BASE | {"constituencies": dict.fromkeys(groups, CONDITION)}, "ours")
    assert in_one_sentence(rule).endswith(ending)


def test_the_heart_of_a_choice_of_priorities_tells_how_many_this_vote_chooses():
    assert in_one_sentence(with_terms(PRESETS["registry_priorities"], seats=3)).startswith("The 3 that")
    assert in_one_sentence(with_terms(PRESETS["registry_priorities"], seats=1)).startswith("The one that")
