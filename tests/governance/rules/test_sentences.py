"""The words of every rule: what the ballot prints before anyone votes, in any language, and easy to read."""

import re

import pyphen
import pytest

from governance.members import Constituency
from governance.rules import (
    PRESETS,
    Choice,
    DecisionKind,
    in_one_sentence,
    kind_of,
    make_rule,
    make_voting_rule,
    sentences,
)
from governance.rules.wording import all_of, choice_word, either, people, sentence

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
ABOUT = {"name": "ours", "title": "t", "basis": "published_rule", "source": "s", "verified": True}
HYPHENS = pyphen.Pyphen(lang="en_US")
MOST_GRADE, MOST_GRADE_OF_ONE = 6, 9


def ballot(**change):
    return " ".join(sentences(make_rule(BASE | change, "ours")))


def ballot_of(kind, **fields):
    return " ".join(sentences(make_voting_rule(ABOUT | {"kind": kind, **fields}, "ours")))


def grade(texts):
    """The Flesch-Kincaid grade: 0.39 words a sentence, 11.8 syllables a word, less 15.59."""
    found = [part for text in texts for part in re.split(r"(?<=[.!?])\s+", text)]
    words = [word for part in found for word in re.findall(r"[A-Za-z']+|\d+", part)]
    syllables = sum(len(HYPHENS.positions(word)) + 1 for word in words)
    return 0.39 * len(words) / len(found) + 11.8 * syllables / len(words) - 15.59


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


def test_the_ballot_of_a_panel():
    assert sentences(PRESETS["rand_ucla_table"]) == (
        "Rate each one from 1 to 9. A 9 is the best.",
        "If you cannot score one, say so. It is left out of its count.",
        "The scores are put in order, and the one in the middle counts.",
        "If it is 7 to 9, the answer is yes. If it is 1 to 3, the answer is no.",
        "If it lies between these, or if people do not agree, the answer is not sure.",
        "People do not agree if too many gave a 1, 2 or 3 and too many gave a 7, 8 or 9.",
        "Too many means 3 of 8 to 10 people, 4 of 11 to 13, or 5 of 14 to 16.",
        "If fewer than 8 or more than 16 people score one, it gets no answer.",
        "Without a consensus it goes back for comment; there can be up to two votes on it.",
        "After the result there are 30 days to appeal.",
    )


@pytest.mark.parametrize("method", ["plurality", "irv", "borda", "condorcet", "schulze"])
def test_every_way_of_ranking_has_its_words(method):
    rules = {
        name: make_voting_rule(ABOUT | {"kind": "ranking", "method": name}, "ours")
        for name in ("plurality", "irv", "borda", "condorcet", "schulze")
    }
    assert len({in_one_sentence(rule) for rule in rules.values()}) == len(rules)
    others = set().union(*(sentences(rule) for name, rule in rules.items() if name != method))
    assert set(sentences(rules[method])) - others
    assert grade(sentences(rules[method])) <= MOST_GRADE


@RULES
def test_a_rule_is_told_in_short_sentences(rule):
    for told in sentences(rule):
        for part in re.split(r"(?<=[.])\s+", told):
            assert len(part.split()) <= 25, part
        assert told[0].isupper()
        assert told.endswith(".")
        assert not re.search(r"[{}_]", told)
    assert len(set(sentences(rule))) == len(sentences(rule))


@RULES
def test_a_rule_reads_at_grade_six(rule):
    assert grade(sentences(rule)) <= MOST_GRADE
    for told in (*sentences(rule), in_one_sentence(rule)):
        if len(told.split()) >= 12:
            assert grade([told]) <= MOST_GRADE_OF_ONE, told


@RULES
def test_the_words_say_where_a_rule_comes_from(rule):
    told = sentences(rule)
    assert ("This rule is our own design." in told) is (rule.basis == "own_design")
    assert ("We have not yet checked this rule against its source." in told) is not rule.verified
    assert "After the result there are 30 days to appeal." in told


@RULES
def test_the_words_hold_every_number_of_the_rule(rule):
    """Another number in the data gives other words, or the ballot would not tell what is counted."""
    changes = {
        DecisionKind.COMMITTEE: ({"seats": 4}, {"most_approvals": 3}, {"most_approvals": None}),
        DecisionKind.ALLOCATION: ({"budget": 50}, {"units": 10}),
        DecisionKind.GROUP_CONSENSUS: ({"in_high": "4/5"}, {"in_low_below": "1/10"}, {"out_high": "2/5"}),
    }
    both = ({"appeal_days": 7}, {"rounds": 4}, {"rounds": 5, "ballots_carry_over": True})
    quorum = ({"quorum": None},) if rule.quorum else ()
    for change in (*changes.get(kind_of(rule), ()), *both, *quorum):
        assert sentences(rule.model_copy(update=change)) != sentences(rule)


@RULES
def test_every_word_can_be_said_in_another_language(rule):
    """A language that marks each template shows whatever was put together without one."""
    told = (*sentences(rule, say=in_brackets), in_one_sentence(rule, say=in_brackets))
    for text in told:
        outside = re.sub(r"[\d/]+", "", without_brackets(text))
        assert not re.search(r"\w", outside), text


def in_brackets(template):
    return f"⟦{template}⟧"


def without_brackets(text):
    while "⟦" in text:
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return text


@pytest.mark.parametrize(
    ("change", "told"),
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
        ({"reject_rule": {"threshold": "1/2", "comparison": "more_than"}}, "are to reject, the answer is no."),
        (
            {"denominator": "roll", "reject_rule": {"threshold": "1/2", "comparison": "more_than"}},
            "If more than half of the people who can vote reject, the answer is no.",
        ),
        ({"middle": {"low": "1/2", "high": "2/3", "low_in": False, "high_in": False}}, "but more than half approve"),
        ({"middle": {"low": "2/5", "high": "2/3", "low_in": False, "high_in": False}}, "more than 2 of every 5"),
        ({"middle": {"low": "0", "high": "2/3", "low_in": True, "high_in": False}}, "If it does not pass, there is no"),
        (
            {"scale": "label", "middle": {"low": "1/2", "high": "2/3", "low_in": True, "high_in": False}},
            "If no label passes, but at least half of the votes for a label are for one of them",
        ),
        ({"scale": "label", "denominator": "roll"}, "at least 2 of every 3 people who can vote must choose that label"),
        ({"scale": "with_conditions"}, "To approve with conditions is a vote for it."),
        ({"reasons_required": ["reject"]}, "If you choose reject, you must give a reason."),
        ({"appeal_days": 0}, "The result is final as soon as two people have certified it."),
        ({"appeal_days": 1}, "After the result there is one day to appeal."),
        ({"rounds": 3}, "Without a consensus it goes back for comment; there can be up to three votes on it."),
        ({"rounds": 2, "ballots_carry_over": True}, "Your vote stands in the next round too, until you change it."),
    ],
)
def test_the_ballot_tells_what_the_rule_holds(change, told):
    assert told in ballot(**change)


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("rating", {"disagreement": "one_third"}, "if a third gave a 1, 2 or 3 and a third gave a 7, 8 or 9."),
        ("rating", {"disagreement": "ipras"}, "A fixed formula, called IPRAS, says how far that is."),
        ("committee", {"method": "av", "seats": 1}, "The one that the most people choose is picked."),
        ("committee", {"method": "av", "seats": 1}, "You can choose as many as you like."),
        ("committee", {"method": "av", "seats": 2, "most_approvals": 1}, "You can choose one."),
        ("committee", {"method": "seqphragmen", "seats": 2}, "They are picked one by one."),
        (
            "ranking",
            {"method": "irv", "quorum": {"fraction": "2/3", "comparison": "more_than"}},
            "For the vote to count, more than 2 of every 3 people who can vote must take part.",
        ),
    ],
)
def test_the_ballot_tells_what_another_kind_of_rule_holds(kind, fields, told):
    assert told in ballot_of(kind, **fields)


def test_a_condition_on_the_roll_speaks_of_the_people():
    condition = {"threshold": "1/2", "comparison": "more_than", "denominator": "roll", "if_empty": "skip"}
    text = ballot(constituencies={"caregiver": condition})
    assert "Caregivers are also counted alone: more than half of the caregivers who can vote must approve." in text


QUORUM = {"fraction": "1/3", "comparison": "at_least", "of": "roll", "counts": ["approve", "reject", "abstain"]}
CONDITION = {"threshold": "1/2", "comparison": "more_than", "denominator": "cast", "if_empty": "block"}


@pytest.mark.parametrize(
    ("groups", "condition", "told"),
    [
        (["member", "plan"], CONDITION, "These groups are also counted alone: plan voters and members."),
        (["member", "plan"], CONDITION, "In each of them, more than half of the ballots must be to approve."),
        (["member", "plan"], CONDITION, "If one of them has no one who can vote, nothing can pass."),
        (["member", "plan"], CONDITION | {"if_empty": "skip"}, "A group with no one who can vote is left out."),
        (["member", "plan"], CONDITION | {"quorum": QUORUM}, "in each of them at least 1 of every 3 people who can"),
        (list(Constituency), CONDITION, "Each group is also counted alone."),
    ],
)
def test_groups_of_whom_the_same_is_asked_are_named_together(groups, condition, told):
    text = ballot(constituencies=dict.fromkeys(groups, condition))
    assert text.count("counted alone") == 1
    assert told in text


def test_every_constituency_and_every_choice_has_words():
    assert people("Group A") == ("Group A voter", "Group A voters")
    for constituency in Constituency:
        one, many = people(constituency)
        assert one != many
    assert len({choice_word(choice) for choice in Choice}) == len(Choice)
    assert choice_word(Choice.WITH_CONDITIONS) == "approve with conditions"


def test_words_in_a_list():
    assert (either(["a"]), either(["a", "b"]), either(["a", "b", "c"])) == ("a", "a or b", "a, b or c")
    assert all_of(iter(["a", "b", "c"])) == "a, b and c"
    assert sentence("ágil") == "Ágil"
