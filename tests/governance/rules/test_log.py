"""The log of a count: sentences that show exact fractions, in the order of judgment."""

from fractions import Fraction

import pytest

from governance.rules import PRESETS, Choice, Comparison, GroupTally, Tally, decide, make_rule
from governance.rules.wording import percent, portion

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


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(11, 16), "about 68.8 %"),
        (Fraction(1, 2), "50 %"),
        (Fraction(5, 8), "62.5 %"),
        (Fraction(2, 3), "about 66.7 %"),
        (Fraction(1), "100 %"),
        (Fraction(9999, 10000), "about 100 %"),
        (Fraction(0), "0 %"),
    ],
)
def test_percent_says_about_where_it_is_rounded(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("share", "comparison", "words"),
    [
        ("7/10", "more_than", "more than 7 of every 10 ballots"),
        ("66/100", "at_least", "at least 66 of every 100 ballots"),
        ("0.66", "at_least", "at least 33 of every 50 ballots"),
        ("2/4", "at_least", "at least half of the ballots"),
        ("0", "more_than", "at least one of the ballots"),
        ("1", "at_least", "all of the ballots"),
    ],
)
def test_a_bar_in_everyday_words(share, comparison, words):
    assert portion(share, Comparison(comparison), "ballots") == words


def test_a_close_failure_shows_what_decided():
    tally = Tally({"member": GroupTally(3000, 0, {Choice.APPROVE: 1999, Choice.REJECT: 1001})})
    log = decide(PRESETS["registry_default"], tally).log
    assert (
        "All voters: 1999 of 3000 votes for or against are in favor, which is 1999/3000 (about 66.6 %), "
        "and at least 2/3 is needed: not met."
    ) in log
    assert "The share 1999/3000 lies in the middle band from 1/2 (included) to 2/3 (not included)." in log


def test_the_log_tells_the_order_of_judgment():
    tally = Tally(
        {
            "plan": GroupTally(16, 1, {Choice.APPROVE: 12, Choice.REJECT: 1}),
            "member": GroupTally(6, 0, {Choice.APPROVE: 2, Choice.REJECT: 4}),
        }
    )
    assert decide(PRESETS["registry_default"], tally).log == (
        "All voters: 19 of 21 on the roll took part, which is 19/21 (about 90.5 %), and at least 1/2 is needed: met.",
        "Members: 6 of 6 on the roll took part, which is 1 (100 %), and at least 1/3 is needed: met.",
        "Caregivers: there is nobody on the roll who can vote, and this condition is skipped.",
        (
            "All voters: 14 of 19 votes for or against are in favor, which is 14/19 (about 73.7 %), "
            "and at least 2/3 is needed: met."
        ),
        (
            "Members: 2 of 6 votes for or against are in favor, which is 1/3 (about 33.3 %), "
            "and more than 1/2 is needed: not met."
        ),
        "It is not adopted.",
    )


@pytest.mark.parametrize(
    ("change", "group", "sentence"),
    [
        ({}, GroupTally(2, 0, {}), "0 of 0 votes for or against are in favor, so there is no share"),
        ({"weighting": "equal_constituency"}, GroupTally(2, 0, {}), "no group has a vote for or against"),
        (
            {"weighting": "equal_constituency"},
            GroupTally(2, 0, {Choice.APPROVE: 2}),
            "the mean of their shares in favor is 1 (100 %), and at least 2/3 is needed: met.",
        ),
        (
            {"reject_rule": {"threshold": "1/2", "comparison": "more_than"}},
            GroupTally(3, 0, {Choice.REJECT: 2, Choice.APPROVE: 1}),
            "2/3 (about 66.7 %) is against, and more than 1/2 would be a definite no: met.",
        ),
        (
            {"quorum": {"min_ballots": 4, "counts": ["approve"]}},
            GroupTally(3, 0, {Choice.APPROVE: 1}),
            "1 took part, and at least 4 are needed: not met.",
        ),
    ],
)
def test_the_log_of_other_rules(change, group, sentence):
    assert any(sentence in step for step in decide(make_rule(BASE | change, "ours"), Tally({"all": group})).log)
