"""What the presets say, in data, in words on the ballot and in the page that explains them."""

from fractions import Fraction
from pathlib import Path

import pytest

from governance.members import Constituency
from governance.rules import (
    PRESETS,
    Basis,
    Choice,
    GroupTally,
    Tally,
    decide,
    make_rule,
    presets,
    rule_digest,
    sentences,
)
from governance.rules.conditions import Comparison
from governance.rules.wording import PEOPLE, percent, portion

PAGE = Path(__file__).parents[3] / "docs" / "voting-rules.md"
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
DIGESTS = {
    "registry_default": "sha256:bc6030320864444f733801d0e3411b2aabf20b81dc4327e825e6d57eb45a0136",
    "registry_label": "sha256:db275d4742ed23e0b9ef8c2af9fb52057f0fef6b7874000cd731c66cea20ddc6",
    "simple_majority": "sha256:aa9d517f9122666fb220673d1b40920e33558a1733ad32d7159cfe95c57fefa3",
    "core_sets_two_thirds": "sha256:a01c0fcda0210e08015540fd786f908447f90bb10d03e058310314696166d3dd",
}


def ballot(**change):
    return " ".join(sentences(make_rule(BASE | change, "ours")))


def test_the_presets_are_read_once():
    assert presets() is presets()
    assert list(PRESETS) == list(DIGESTS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_keeps_its_digest(name):
    """A vote froze it. A changed rule is a new preset under a new name, or a release that says so."""
    assert rule_digest(PRESETS[name]) == DIGESTS[name]


def test_our_own_design_is_named_as_such():
    own = {name for name, rule in PRESETS.items() if rule.basis is Basis.OWN_DESIGN}
    assert own == {"registry_default", "registry_label"}
    for name in own:
        assert "This rule is our own design." in sentences(PRESETS[name])


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_the_page_tells_every_preset(rule):
    page = PAGE.read_text()
    assert f"`{rule.name}`" in page
    assert rule.title in page


def test_the_page_tells_every_field():
    page = PAGE.read_text()
    missing = [field for field in type(PRESETS["registry_default"]).model_fields if f"`{field}`" not in page]
    assert not missing


def test_the_ballot_of_the_registry_default():
    assert sentences(PRESETS["registry_default"]) == (
        "You can approve, reject or abstain.",
        "To pass, at least 2 of every 3 votes for or against must be to approve.",
        "If you abstain, your ballot is left out of this count.",
        "For the vote to count, at least half of the people who can vote must take part.",
        "A ballot that says abstain counts as taking part.",
        "Members are also counted alone: more than half of the members' votes for or against must be to approve.",
        "For the vote to count, at least 1 of every 3 members who can vote must take part.",
        "If there is no member who can vote, nothing can pass.",
        "Caregivers are also counted alone: more than half of the caregivers' votes for or against must be to approve.",
        "For the vote to count, at least 1 of every 3 caregivers who can vote must take part.",
        "If there is no caregiver who can vote, this step is left out.",
        "If it does not pass, but at least half approve, there is no consensus yet.",
        "Without a consensus it goes back for comment; there can be up to two votes on it.",
        "After the result there are 30 days to appeal.",
        "This rule is our own design.",
    )


def test_a_rule_that_was_not_checked_says_so():
    assert "We have not yet checked this rule against its source." in ballot()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"denominator": "cast"}, "If you abstain, it has the same effect as a no."),
        ({"denominator": "roll"}, "at least 2 of every 3 people who can vote must approve."),
        ({"denominator": "roll"}, "If you do not vote or you abstain, it has the same effect as a no."),
        ({"denominator": "roll_less_abstain"}, "If you abstain, your ballot is left out of this count."),
        ({"threshold": "1"}, "all of the votes for or against must be to approve."),
        ({"threshold": "0", "comparison": "more_than"}, "at least one of the votes for or against"),
        ({"bands": [{"voters_at_least": 20, "threshold": "3/4"}]}, "With 20 or more votes for or against, "),
        ({"weighting": "equal_constituency"}, "Each group has the same weight."),
        ({"one_vote_per_interest": True}, "Each organization counts as one vote."),
        ({"quorum": {"min_ballots": 9, "counts": ["approve"]}}, "9 or more people must take part."),
        ({"quorum": {"min_ballots": 9, "counts": ["approve"]}}, "says reject or abstain does not count"),
        ({"reject_rule": {"threshold": "1/2", "comparison": "more_than"}}, "there is no consensus yet."),
        ({"reasons_required": ["reject"]}, "If you choose reject, you must give a reason."),
        ({"appeal_days": 0}, "The result is final as soon as a second person has certified it."),
        ({"rounds": 3}, "Without a consensus it goes back for comment; there can be up to three votes on it."),
    ],
)
def test_the_ballot_tells_what_the_rule_holds(change, sentence):
    assert sentence in ballot(**change)


def test_a_condition_on_the_roll_speaks_of_the_people():
    condition = {"threshold": "1/2", "comparison": "more_than", "denominator": "roll", "if_empty": "skip"}
    text = ballot(constituencies={"caregiver": condition})
    assert "Caregivers are also counted alone: more than half of the caregivers who can vote must approve." in text


def test_every_constituency_has_words():
    assert set(PEOPLE) == set(Constituency)


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


def test_a_bar_in_everyday_words():
    assert portion(Fraction(7, 10), Comparison.MORE_THAN, "ballots") == "more than 7 of every 10 ballots"


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


def test_a_feature_that_a_rule_does_not_use_is_not_written():
    written = PRESETS["core_sets_two_thirds"].model_dump()
    assert not {"middle", "bands", "constituencies", "weighting", "one_vote_per_interest", "quorum"} & set(written)
    assert {"scale", "rounds", "appeal_days", "verified"} <= set(written)
    assert make_rule(written, "again") == PRESETS["core_sets_two_thirds"]
