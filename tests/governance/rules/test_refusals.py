"""What contradicts itself is refused when it is made: rules, presets and tallies."""

import pytest

from governance.recounting import recount
from governance.rules import (
    PRESETS,
    BadTallyError,
    Choice,
    GroupTally,
    Interest,
    Rule,
    RuleNotFoundError,
    Tally,
    count_ballots,
    make_rule,
    preset,
    read_counted_rule,
    read_input,
    read_presets,
    read_rule,
)
from measures.errors import InvalidError, Refusal

GOOD = {
    "name": "ours",
    "title": "Our own rule",
    "threshold": "3/5",
    "comparison": "at_least",
    "denominator": "yes_no",
    "basis": "own_design",
    "source": "Bylaws of our council, section 4",
    "verified": True,
}
QUORUM = {"fraction": "1/2", "comparison": "at_least", "of": "roll", "counts": ["approve", "reject"]}
CONDITION = {"threshold": "1/2", "comparison": "more_than", "denominator": "yes_no", "if_empty": "block"}
MIDDLE = {"low": "1/2", "high": "3/5", "low_in": True, "high_in": False}
LABEL_QUORUM = QUORUM | {"counts": ["quality"]}


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


CONTRADICTIONS = {
    "threshold above 1": ({"threshold": "3/2"}, "lies between 0 and 1"),
    "threshold below 0": ({"threshold": "-1/2"}, "lies between 0 and 1"),
    "reached by nobody": ({"threshold": "0"}, "reached by nobody"),
    "out of reach": ({"threshold": "1", "comparison": "more_than"}, "cannot be reached"),
    "unknown constituency": ({"constituencies": {"members": CONDITION}}, "members is not a constituency"),
    "condition above 1": ({"constituencies": {"member": CONDITION | {"threshold": "2"}}}, "lies between 0 and 1"),
    "quorum above 1": ({"quorum": QUORUM | {"fraction": "51/50"}}, "lies between 0 and 1"),
    "quorum without comparison": ({"quorum": without(QUORUM, "comparison")}, "One of these is missing"),
    "quorum without base": ({"quorum": without(QUORUM, "of")}, "One of these is missing"),
    "quorum of both kinds": ({"quorum": QUORUM | {"min_ballots": 3}}, "not both"),
    "quorum of no ballots": ({"quorum": QUORUM | {"counts": []}}, "counts no ballots"),
    "quorum of other choices": ({"quorum": LABEL_QUORUM}, "quality, which is not on the scale"),
    "condition's quorum of other choices": (
        {"constituencies": {"member": CONDITION | {"quorum": LABEL_QUORUM}}},
        "not on the scale",
    ),
    "middle band above the threshold": ({"middle": MIDDLE | {"high": "7/10"}}, "above the threshold"),
    "middle band all above": ({"middle": MIDDLE | {"low": "3/5", "high_in": True}}, "above the threshold"),
    "middle band below the threshold": ({"middle": MIDDLE | {"high": "11/20"}}, "fare worse"),
    "middle edge on both sides": ({"middle": MIDDLE | {"high_in": True}}, "both pass and lie in"),
    "middle edge on no side": ({"comparison": "more_than", "middle": MIDDLE}, "neither pass nor lie in"),
    "middle band upside down": ({"middle": MIDDLE | {"low": "2/3"}}, "holds no share"),
    "middle band of nothing": ({"middle": MIDDLE | {"low": "3/5"}}, "holds no share"),
    "middle band and rejection": (
        {"middle": MIDDLE, "reject_rule": {"threshold": "2/5", "comparison": "more_than"}},
        "not both",
    ),
    "adopted and rejected": ({"reject_rule": {"threshold": "1/4", "comparison": "more_than"}}, "adopted and rejected"),
    "adopted and rejected at the edge": (
        {"reject_rule": {"threshold": "2/5", "comparison": "at_least"}},
        "adopted and rejected",
    ),
    "size bands that fall": (
        {"bands": [{"voters_at_least": 9, "threshold": "2/3"}, {"voters_at_least": 5, "threshold": "3/4"}]},
        "do not rise",
    ),
    "size band above 1": ({"bands": [{"voters_at_least": 9, "threshold": "5/4"}]}, "size band"),
    "label scale without options": ({"scale": {"options": [], "abstaining": ["unsure"]}}, "nothing to choose between"),
    "label scale of one": ({"scale": {"options": ["quality"], "abstaining": ["unsure"]}}, "nothing to choose"),
    "approval without rejection": ({"scale": {"options": ["approve"]}}, "nothing to choose between"),
    "mixed scale": ({"scale": {"options": ["approve", "quality"], "against": ["reject"]}}, "nothing to choose"),
    "a choice twice": ({"scale": {"options": ["quality", "quality"]}}, "stands twice"),
    "taking sides by abstaining": (
        {"scale": {"options": ["approve"], "against": ["reject"], "abstaining": ["quality"]}},
        "Only abstain and unsure",
    ),
    "two labels": ({"scale": "label", "threshold": "1/2"}, "two labels could both reach"),
    "reasons for what cannot be chosen": ({"reasons_required": ["unsure"]}, "unsure, which is not on the scale"),
    "equal weights of other shares": (
        {"weighting": "equal_constituency", "denominator": "roll"},
        "write the denominator yes_no",
    ),
}


def test_a_rule_that_makes_sense_is_made():
    more = {"middle": MIDDLE, "quorum": QUORUM, "constituencies": {"member": CONDITION}, "reasons_required": ["reject"]}
    assert make_rule(GOOD | more, "ours").rounds == 1


@pytest.mark.parametrize(("change", "sentence"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_rule_that_contradicts_itself_is_refused(change, sentence):
    with pytest.raises(InvalidError, match=sentence) as refused:
        make_rule(GOOD | change, "rules of our council")
    assert refused.value.code == "CONTRADICTORY_RULE"
    assert refused.value.message.startswith("rules of our council: ")


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        ({"comparison": None}, "INVALID_FIELD", "field comparison"),
        ({"denominator": "members"}, "INVALID_FIELD", "field denominator"),
        ({"threshold": 0.6}, "INEXACT_NUMBER", "field threshold"),
        ({"threshold": 1}, "INEXACT_NUMBER", "field threshold"),
        ({"threshold": "60 %"}, "INVALID_FIELD", "field threshold"),
        ({"quorum": QUORUM | {"of": "cast"}}, "INVALID_FIELD", "a quorum is a share of the roll, not of 'cast'"),
        ({"scale": "stars"}, "INVALID_FIELD", "'stars' is not a scale"),
        ({"constituencies": {"member": without(CONDITION, "if_empty")}}, "INVALID_FIELD", "member.if_empty"),
        ({"middle": without(MIDDLE, "high_in")}, "INVALID_FIELD", "middle.high_in"),
        ({"rounds": 0}, "INVALID_FIELD", "field rounds"),
        ({"appeal_days": -1}, "INVALID_FIELD", "field appeal_days"),
        ({"verified": "yes"}, "INVALID_FIELD", "field verified"),
        ({"name": "Ours!"}, "INVALID_FIELD", "field name"),
        ({"treshold": "3/5"}, "INVALID_FIELD", "field treshold"),
    ],
)
def test_a_field_at_fault_is_named(change, code, sentence):
    with pytest.raises(InvalidError, match=sentence) as refused:
        make_rule(GOOD | change, "ours")
    assert refused.value.code == code


@pytest.mark.parametrize("field", ["comparison", "threshold", "denominator", "basis", "source", "verified", "title"])
def test_what_is_missing_is_not_guessed(field):
    with pytest.raises(InvalidError, match=f"field {field}: it is missing"):
        make_rule(without(GOOD, field), "ours")


def test_a_rule_made_in_code_is_held_to_the_same():
    with pytest.raises(Refusal, match="lies between 0 and 1"):
        Rule(**(GOOD | {"threshold": "3/2"}))


def test_a_state_writes_its_own_preset_as_data():
    text = """
    name: our_council
    title: Three fifths, with half of the members
    threshold: "3/5"
    comparison: at_least
    denominator: cast
    constituencies:
      member: {threshold: "1/2", comparison: at_least, denominator: yes_no, if_empty: block}
    basis: own_design
    source: Bylaws of our council, section 4
    verified: true
    """
    assert read_rule(text, "our_council.yaml").scale == PRESETS["simple_majority"].scale


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("name: [", "this is not YAML"), ("name: a\nname: b", "keep one"), ("just words", "ours.yaml")],
)
def test_a_text_that_is_no_rule_is_refused(text, sentence):
    with pytest.raises(InvalidError, match=sentence):
        read_rule(text, "ours.yaml")


def test_two_presets_may_not_share_a_name():
    fields = "title: t, threshold: '1/2', comparison: more_than, denominator: cast, basis: customary, source: s"
    text = "motion:\n" + f"  - {{name: same, {fields}, verified: false}}\n" * 2
    with pytest.raises(InvalidError, match="two presets have the same name"):
        read_presets(text, "presets")


def test_a_preset_that_is_not_there_is_not_found():
    assert preset("registry_default") is PRESETS["registry_default"]
    with pytest.raises(RuleNotFoundError, match="the presets are registry_default"):
        preset("coin_toss")


@pytest.mark.parametrize(
    ("roll", "recused", "counts"),
    [
        (-1, 0, {}),
        (3, -1, {}),
        (3, 4, {}),
        (3, 0, {Choice.APPROVE: -1}),
        (3, 0, {Choice.APPROVE: 4}),
        (3, 1, {Choice.APPROVE: 2, Choice.REJECT: 1}),
        (True, 0, {}),
        (3, 0, {"maybe": 1}),
        (2**31, 0, {}),
    ],
)
def test_a_group_that_cannot_be_right_is_refused(roll, recused, counts):
    with pytest.raises(BadTallyError):
        GroupTally(roll, recused, counts)


@pytest.mark.parametrize(
    "interest",
    [
        Interest("state", GroupTally(1, 0, {})),
        Interest("plan", GroupTally(0, 0, {})),
        Interest("plan", GroupTally(4, 0, {})),
        Interest("plan", GroupTally(2, 0, {Choice.REJECT: 1})),
        Interest("plan", GroupTally(3, 0, {})),
    ],
    ids=["another group", "nobody", "more people than the group", "ballots the group lacks", "silence it lacks"],
)
def test_an_organisation_is_part_of_its_group(interest):
    with pytest.raises(BadTallyError):
        Tally({"plan": GroupTally(3, 0, {Choice.APPROVE: 1})}, {"Acme": interest})


def test_ballots_of_nobody_are_refused():
    with pytest.raises(BadTallyError, match="nobody of advocate"):
        count_ballots({"member": (1, 0)}, [("advocate", Choice.APPROVE)])


def test_groups_that_are_too_large_together_are_refused_at_once():
    half = GroupTally(2**31 - 1, 0, {})
    with pytest.raises(BadTallyError):
        Tally({"plan": half, "state": half})


@pytest.mark.parametrize("record", [None, [], {}, {"kind": "motion", "rule": None, "input": {}, "computed": {}}])
def test_a_record_that_cannot_be_read_is_refused(record):
    with pytest.raises(InvalidError, match="a record: "):
        recount(record, "a record")


@pytest.mark.parametrize("rule", [None, [], {}, "simple_majority", {"name": "only"}])
def test_a_rule_that_cannot_be_counted_is_refused(rule):
    with pytest.raises(InvalidError, match="a record: "):
        read_counted_rule(rule, "a record")


@pytest.mark.parametrize(
    "groups", [{"all": {"roll": "3"}}, {"all": {"roll": 3, "approve": -1}}, {"all": {"roll": 3, "maybe": 1}}, [], None]
)
def test_an_input_that_cannot_be_right_is_refused(groups):
    with pytest.raises(InvalidError):
        read_input({"groups": groups}, "a record")


def test_a_refused_tally_tells_no_count():
    with pytest.raises(BadTallyError) as refused:
        GroupTally(13, 0, {Choice.APPROVE: 17})
    assert not [letter for letter in refused.value.message if letter.isdigit() and letter != "0"]
