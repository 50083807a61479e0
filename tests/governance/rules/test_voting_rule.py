"""A rule of any kind is told by its `kind`, and refused when it is made where it contradicts itself."""

import pytest

from governance.rules import (
    PRESETS,
    DecisionKind,
    HeldCommittee,
    HeldConsensus,
    HeldPoints,
    HeldRanking,
    HeldRating,
    Rule,
    kind_of,
    make_voting_rule,
    read_voting_rule,
)
from governance.rules.kinds import Turnout
from governance.rules.voting_rule import HELD
from measures.errors import InvalidError

ABOUT = {"name": "ours", "title": "Our own rule", "basis": "own_design", "source": "Our bylaws", "verified": False}
TURNOUT = {"fraction": "1/2", "comparison": "at_least"}
SOUND = {
    "motion": {"threshold": "1/2", "comparison": "more_than", "denominator": "cast"},
    "rating": {"kind": "rating", "disagreement": "ipras"},
    "group_consensus": {
        "kind": "group_consensus",
        "in_high": "7/10",
        "in_low_below": "3/20",
        "out_high": "1/2",
        "scope": "pooled",
    },
    "committee": {"kind": "committee", "method": "AV", "seats": 3},
    "ranking": {"kind": "ranking", "method": "Schulze"},
    "allocation": {"kind": "allocation", "units": 100, "budget": 10},
}
CLASSES = {
    "motion": Rule,
    "rating": HeldRating,
    "group_consensus": HeldConsensus,
    "committee": HeldCommittee,
    "ranking": HeldRanking,
    "allocation": HeldPoints,
}


def a_rule(kind, **change):
    return make_voting_rule(ABOUT | SOUND[kind] | change, "rules of our council")


@pytest.mark.parametrize("kind", SOUND)
def test_a_rule_is_told_by_its_kind(kind):
    rule = a_rule(kind)
    assert type(rule) is CLASSES[kind]
    assert kind_of(rule) is DecisionKind(kind)
    assert ("kind" in rule.model_dump()) is (kind != "motion")


def test_the_kinds_are_those_that_are_no_motion():
    assert set(HELD) == set(DecisionKind) - {DecisionKind.MOTION, DecisionKind.LABEL}
    assert kind_of(PRESETS["registry_label"]) is DecisionKind.LABEL


@pytest.mark.parametrize("kind", ["motion", "label", "stars", "", 1, [], {}, True])
def test_a_kind_that_is_not_known_is_refused(kind):
    with pytest.raises(InvalidError, match=r"rules of our council: field kind: .* a motion or a label has none"):
        make_voting_rule(ABOUT | SOUND["motion"] | {"kind": kind}, "rules of our council")


@pytest.mark.parametrize("data", [None, [], "simple_majority", 7, {}, {"kind": "ranking"}])
def test_what_is_no_rule_is_refused(data):
    with pytest.raises(InvalidError, match=r"^ours: "):
        make_voting_rule(data, "ours")


CONTRADICTIONS = {
    "a quorum above 1": ("ranking", {"quorum": TURNOUT | {"fraction": "3/2"}}, "lies between 0 and 1"),
    "a quorum of nobody": ("rating", {"quorum": TURNOUT | {"fraction": "0"}}, "reached by nobody"),
    "a quorum out of reach": (
        "allocation",
        {"quorum": {"fraction": "1", "comparison": "more_than"}},
        "cannot be reached",
    ),
    "a panel by table with a quorum": ("rating", {"disagreement": "table", "quorum": TURNOUT}, "take the quorum out"),
    "seats for everybody": ("committee", {"seats": 100}, "too many seats to leave a choice"),
    "in and out": ("group_consensus", {"out_high": "7/10"}, "could be in and out"),
    "out above in": ("group_consensus", {"out_high": "4/5"}, "could be in and out"),
    "a share above 1": ("group_consensus", {"in_high": "11/10"}, "not a share of the scores"),
    "a share below 0": ("group_consensus", {"out_high": "-1/2"}, "not a share of the scores"),
    "nothing can be in": ("group_consensus", {"in_low_below": "0"}, "nothing could be in"),
    "ballots carry over to nothing": ("rating", {"ballots_carry_over": True}, "write rounds 2"),
    "a motion's ballots carry over to nothing": ("motion", {"ballots_carry_over": True}, "write rounds 2"),
    "nobody can reject a label": (
        "motion",
        {"scale": "label", "reject_rule": {"threshold": "1/2", "comparison": "more_than"}},
        "take reject_rule out",
    ),
    "an organization of two minds that agree": (
        "motion",
        {"scale": "with_conditions", "one_vote_per_interest": True},
        "would count as divided",
    ),
    "conditions on a label": (
        "motion",
        {"scale": {"options": ["compliance", "quality"], "in_favor": ["with_conditions"]}},
        "Only a motion can be approved with_conditions",
    ),
    "a rejection in favor": (
        "motion",
        {"scale": {"options": ["approve"], "in_favor": ["abstain"], "against": ["reject"]}},
        "nothing else is in favor",
    ),
}


@pytest.mark.parametrize(("kind", "change", "sentence"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_rule_that_contradicts_itself_is_refused(kind, change, sentence):
    with pytest.raises(InvalidError, match=sentence) as refused:
        a_rule(kind, **change)
    assert refused.value.code == "CONTRADICTORY_RULE"
    assert refused.value.message.startswith("rules of our council: ")


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("committee", {"seats": 0}, "seats"),
        ("committee", {"seats": "3"}, "seats"),
        ("committee", {"most_approvals": 0}, "most_approvals"),
        ("committee", {"method": "lottery"}, "method"),
        ("committee", {"members_agree": "yes"}, "members_agree"),
        ("allocation", {"budget": 0}, "budget"),
        ("allocation", {"budget": 10.0}, "budget"),
        ("allocation", {"units": 0}, "units"),
        ("allocation", {"tie": "lot"}, "tie"),
        ("rating", {"disagreement": "feeling"}, "disagreement"),
        ("rating", {"quantile": "nearest"}, "quantile"),
        ("rating", {"quorum": TURNOUT | {"of": "cast"}}, "quorum.of"),
        ("ranking", {"seats": 3}, "seats"),
        ("group_consensus", {"scope": "some"}, "scope"),
        ("group_consensus", {"in_high": None}, "in_high"),
    ],
)
def test_a_field_at_fault_is_named(kind, change, field):
    with pytest.raises(InvalidError, match=f"field {field}") as refused:
        a_rule(kind, **change)
    assert refused.value.code == "INVALID_FIELD"


def test_a_ballot_may_name_fewer_than_are_chosen():
    assert a_rule("committee", most_approvals=1).most_approvals == 1


def test_a_share_is_exact():
    with pytest.raises(InvalidError) as refused:
        a_rule("group_consensus", in_high=0.7)
    assert refused.value.code == "INEXACT_NUMBER"


def test_a_state_writes_its_own_rule_of_any_kind_as_data():
    text = """
    kind: committee
    name: our_priorities
    title: Three priorities, each voter names two
    method: av
    seats: 3
    most_approvals: 2
    quorum: {fraction: "1/3", comparison: more_than, of: roll}
    basis: own_design
    source: Bylaws of our council, section 5
    verified: false
    """
    rule = read_voting_rule(text, "our_priorities.yaml")
    assert isinstance(rule, HeldCommittee)
    assert rule.quorum == Turnout(fraction="1/3", comparison="more_than")
    with pytest.raises(InvalidError, match="not YAML"):
        read_voting_rule("kind: [", "ours.yaml")


@pytest.mark.parametrize(
    ("present", "voters", "met"), [(5, 10, True), (4, 10, False), (0, 0, False), (0, 5, False), (7, 13, True)]
)
def test_a_turnout_is_a_share_of_those_who_can_vote(present, voters, met):
    assert Turnout(**TURNOUT).met(present, voters) is met
