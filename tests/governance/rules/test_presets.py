"""What the presets say, held against the table of GOVERNANCE, and the page that explains them."""

import re
from pathlib import Path

import pytest

from governance.members import Constituency
from governance.rules import (
    PRESETS,
    Basis,
    Choice,
    DecisionKind,
    Rule,
    RuleNotFoundError,
    kind_of,
    make_rule,
    make_voting_rule,
    preset,
    presets,
    read_presets,
    read_voting_rule,
    require_honest,
    rule_digest,
)
from governance.rules.voting_rule import HELD
from measures.documents import canonical_json
from measures.errors import InvalidError

PAGE = Path(__file__).parents[3] / "docs" / "voting-rules.md"
DIGESTS = {
    "registry_default": "sha256:bc6030320864444f733801d0e3411b2aabf20b81dc4327e825e6d57eb45a0136",
    "registry_label": "sha256:db275d4742ed23e0b9ef8c2af9fb52057f0fef6b7874000cd731c66cea20ddc6",
    "simple_majority": "sha256:aa9d517f9122666fb220673d1b40920e33558a1733ad32d7159cfe95c57fefa3",
    "core_sets_two_thirds": "sha256:a01c0fcda0210e08015540fd786f908447f90bb10d03e058310314696166d3dd",
    "pqm_2025_initial": "sha256:f8af32ec67283cc208a8d678b276fb6c5754921f543281b52e3417e3aa8c1b3a",
    "pqm_2025_maintenance": "sha256:ed284475eeeb8192989ed0861eb7be9192d4ae4fc8c2955a8713217fe5808748",
    "nqf_cdp": "sha256:aceda588f6539cf1a279cf573376f7aad8f31240a393d3a1b3f5cb19b0ef5831",
    "cqmc_workgroup": "sha256:5e1931ed0df4c3430961731b6a52b4ec33f94df11fba57959c3bb40d9b698413",
    "cqmc_full": "sha256:e196ec158b6138223924a24fc7397770e666246ec556486a5e0dd87b63c5221d",
    "cfr_15_10_5": "sha256:7a56aa7a2dd54d53487ac12c5176ff1577cbf6a7dc81719f2f9ca25686a1ad10",
    "astm_sub": "sha256:d444ea633decab30304cce01acddf370dedbae03716bcf5d2d61c00ef8fce12b",
    "astm_main": "sha256:cd5834b48af0d17a0b9277fe2c594d87a7e40d48a2b69c73680c78f16351b080",
    "gdg_two_thirds": "sha256:64759877adbb8519ef83a6409b68adf0b02bd706e05b2d3416d53573fc845e36",
    "rand_ucla_table": "sha256:abe162193d3a65c198762379d5bf4d65d1b8cc33b1a9e64af3b3c4370a028a32",
    "rand_ucla_ipras": "sha256:29f2cca39e46ccad1902e30dc635192be2040a39544fab4e1bbdbfb2da2279a1",
    "rand_ucla_thirds": "sha256:7e479463605b164538b3042b1a8acdd41369aeb1a3751ba3a21af1a95c77d159",
    "comet_each_group": "sha256:e9dc3b867664f908e604b4b72c584a556fdd08caf3e780b6ca6a0b23cb30bd16",
    "comet_pooled": "sha256:a7a3b60908e5840c763fbf25ac807e712d0109c4aa3a87de0c6d67ced8436e8a",
    "registry_priorities": "sha256:5542b2c6f403884e2a0000fb4b4b659a2496103a352fe4aea429c81cea408dbc",
    "registry_priorities_proportional": "sha256:9f9506b0a961178ebc8dd1d8bd4a413b62c448c7525a3659816dc2b94977dfbb",
    "registry_ranking": "sha256:4b939aa3489c7dd8c89d7ba933a45b19d1189dd12b1d4055bc85b03103f17823",
    "registry_points": "sha256:b61f7136d53a8a35b3feb71c015ab8d38ce815507c0ef0f848f5050e5307096e",
}
"""Votes were held under these: a changed rule is a new preset under a new name, or a release that says so."""

EVERYBODY = list(Constituency)
MOTIONS = {
    # name: scale, comparison and threshold, denominator, quorum, constituencies, otherwise, rounds
    "simple_majority": ("motion", "> 1/2", "yes_no", ">= 1/2", {}, None, 1),
    "core_sets_two_thirds": ("approve_reject", ">= 2/3", "roll", None, {}, None, 1),
    "pqm_2025_initial": ("with_conditions", ">= 7/10, 20: 3/4", "yes_no", ">= 4/5", {}, "[0, 3/4)", 2),
    "pqm_2025_maintenance": ("with_conditions", ">= 7/10, 20: 3/4", "yes_no", ">= 4/5", {}, "[3/5, 3/4)", 2),
    "nqf_cdp": ("approve_reject", "> 3/5", "yes_no", ">= 66/100", {}, "[2/5, 3/5]", 2),
    "cqmc_workgroup": ("motion", ">= 3/5", "yes_no", "> 1/2", dict.fromkeys(EVERYBODY, "> 0 skip"), None, 1),
    "cqmc_full": ("motion", ">= 4/5", "yes_no", "> 1/2", dict.fromkeys(EVERYBODY, "> 0 skip"), None, 1),
    "cfr_15_10_5": ("approve_reject", ">= 3/4", "roll", None, {}, "reject > 1/4", 2),
    "astm_sub": ("motion", ">= 2/3", "yes_no", ">= 3/5", {}, None, 1),
    "astm_main": ("motion", ">= 9/10", "yes_no", ">= 3/5", {}, None, 1),
    "gdg_two_thirds": ("approve_reject", "> 2/3", "roll", None, {}, None, 1),
    "registry_default": (
        "motion", ">= 2/3", "yes_no", ">= 1/2",
        {"member": "> 1/2 block, quorum >= 1/3", "caregiver": "> 1/2 skip, quorum >= 1/3"}, "[1/2, 2/3)", 2,
    ),
    "registry_label": ("label", ">= 2/3", "yes_no", ">= 1/2", {"member": "> 1/2 block"}, None, 2),
}  # fmt: skip
SIGNS = {"at_least": ">=", "more_than": ">"}
SCALES = {
    "motion": ("approve", "reject", "abstain"),
    "approve_reject": ("approve", "reject"),
    "with_conditions": ("approve", "with_conditions", "reject"),
    "label": ("compliance", "quality", "unsure"),
}
RECALLED = {"pqm_2025_initial", "pqm_2025_maintenance", "nqf_cdp", "cqmc_workgroup", "cqmc_full"}
"""The presets that rest on something marked [R] in GOVERNANCE."""


def bar_of(requirement):
    bands = "".join(f", {band.voters_at_least}: {band.threshold}" for band in getattr(requirement, "bands", ()))
    return f"{SIGNS[requirement.comparison]} {requirement.threshold}{bands}"


def quorum_of(quorum):
    return quorum and f"{SIGNS[quorum.comparison]} {quorum.fraction}"


def condition_of(condition):
    quorum = f", quorum {quorum_of(condition.quorum)}" if condition.quorum else ""
    assert condition.denominator == "yes_no"
    return f"{bar_of(condition)} {condition.if_empty}{quorum}"


def otherwise_of(rule):
    if rule.reject_rule:
        return f"reject {bar_of(rule.reject_rule)}"
    if rule.middle:
        open_, close = "[" if rule.middle.low_in else "(", "]" if rule.middle.high_in else ")"
        return f"{open_}{rule.middle.low}, {rule.middle.high}{close}"
    return None


@pytest.mark.parametrize("name", [name for name, rule in PRESETS.items() if isinstance(rule, Rule)])
def test_a_motion_says_what_governance_says(name):
    rule = PRESETS[name]
    constituencies = {group: condition_of(condition) for group, condition in rule.constituencies.items()}
    scale = next(known for known, choices in SCALES.items() if choices == rule.scale.choices)
    quorum = quorum_of(rule.quorum)
    said = (scale, bar_of(rule), rule.denominator, quorum, constituencies, otherwise_of(rule), rule.rounds)
    assert said == MOTIONS[name]
    if rule.quorum:
        assert set(rule.quorum.counts) == set(rule.scale.choices)


def test_an_interest_votes_once_and_says_why_it_rejects_in_astm_and_nowhere_else():
    once = {name for name, rule in PRESETS.items() if isinstance(rule, Rule) and rule.one_vote_per_interest}
    reasons = {name: rule.reasons_required for name, rule in PRESETS.items() if getattr(rule, "reasons_required", ())}
    assert once == {"astm_sub", "astm_main"}
    conditional = (Choice.REJECT, Choice.WITH_CONDITIONS)
    assert reasons == {
        "astm_sub": (Choice.REJECT,),
        "astm_main": (Choice.REJECT,),
        "pqm_2025_initial": conditional,
        "pqm_2025_maintenance": conditional,
    }


HALF_OF_THE_ROLL = {"fraction": "1/2", "comparison": "at_least", "of": "roll"}
OTHERS = {
    "rand_ucla_table": (DecisionKind.RATING, {"disagreement": "table", "quorum": None}, 2),
    "rand_ucla_ipras": (DecisionKind.RATING, {"disagreement": "ipras", "quantile": "linear", "quorum": None}, 2),
    "rand_ucla_thirds": (DecisionKind.RATING, {"disagreement": "one_third", "quorum": None}, 2),
    "comet_each_group": (
        DecisionKind.GROUP_CONSENSUS,
        {"in_high": "7/10", "in_low_below": "3/20", "out_high": "1/2", "scope": "each_group"},
        3,
    ),
    "comet_pooled": (
        DecisionKind.GROUP_CONSENSUS,
        {"in_high": "7/10", "in_low_below": "3/20", "out_high": "1/2", "scope": "pooled"},
        3,
    ),
    "registry_priorities": (
        DecisionKind.COMMITTEE,
        {"method": "av", "seats": 5, "most_approvals": 5, "members_agree": True, "quorum": HALF_OF_THE_ROLL},
        1,
    ),
    "registry_priorities_proportional": (
        DecisionKind.COMMITTEE,
        {"method": "seqphragmen", "seats": 5, "most_approvals": 5, "members_agree": False, "quorum": HALF_OF_THE_ROLL},
        1,
    ),
    "registry_ranking": (DecisionKind.RANKING, {"method": "schulze", "quorum": HALF_OF_THE_ROLL}, 1),
    "registry_points": (
        DecisionKind.ALLOCATION,
        {"method": "largest_remainder", "budget": 100, "units": 100, "quorum": HALF_OF_THE_ROLL},
        1,
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_kind_says_what_governance_says(name):
    kind, fields, rounds = OTHERS[name]
    rule = PRESETS[name]
    written = rule.model_dump(mode="json")
    assert (kind_of(rule), rule.rounds) == (kind, rounds)
    assert {field: written.get(field, False if field == "members_agree" else None) for field in fields} == fields


def test_every_preset_is_in_the_table():
    assert set(PRESETS) == set(MOTIONS) | set(OTHERS) == set(DIGESTS)


def test_the_presets_are_read_once():
    assert presets() is presets()


@pytest.mark.parametrize("name", DIGESTS)
def test_a_preset_keeps_its_digest(name):
    assert rule_digest(PRESETS[name]) == DIGESTS[name]


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_a_preset_reads_back_as_it_is_stored(rule):
    stored = rule.model_dump(mode="json")
    assert make_voting_rule(stored, "stored") == rule
    assert rule_digest(make_voting_rule(stored, "stored")) == rule_digest(rule)
    assert canonical_json(make_voting_rule(stored, "stored")) == canonical_json(rule)


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_a_preset_is_verified_where_its_source_was_read(rule):
    assert rule.verified is (rule.name not in RECALLED)
    assert ("Not checked: " in (rule.note or "")) is (rule.name in RECALLED)


def test_our_own_design_is_named_as_such():
    own = {name for name, rule in PRESETS.items() if rule.basis is Basis.OWN_DESIGN}
    assert own == {name for name in PRESETS if name.startswith("registry_")}


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_the_page_tells_every_preset(rule):
    page = PAGE.read_text()
    assert f"`{rule.name}`" in page
    assert rule.title in page


@pytest.mark.parametrize("model", [Rule, *HELD.values()])
def test_the_page_tells_every_field(model):
    page = PAGE.read_text()
    missing = [field for field in model.model_fields if f"`{field}`" not in page]
    assert not missing


def test_a_feature_that_a_rule_does_not_use_is_not_written():
    written = PRESETS["core_sets_two_thirds"].model_dump()
    assert not {"middle", "bands", "constituencies", "weighting", "one_vote_per_interest", "quorum"} & set(written)
    assert {"scale", "rounds", "appeal_days", "verified"} <= set(written)
    assert "in_favor" not in written["scale"]
    assert make_rule(written, "again") == PRESETS["core_sets_two_thirds"]


def test_a_preset_that_is_not_there_is_not_found():
    assert preset("registry_points") is PRESETS["registry_points"]
    with pytest.raises(RuleNotFoundError, match="the presets are registry_default"):
        preset("coin_toss")


def test_two_presets_of_different_kinds_may_not_share_a_name():
    about = "title: t, basis: customary, source: s, verified: false"
    text = (
        f"ranking:\n  - {{name: same, kind: ranking, method: irv, {about}}}\n"
        f"rating:\n  - {{name: same, kind: rating, disagreement: ipras, {about}}}\n"
    )
    with pytest.raises(InvalidError, match="two presets have the same name"):
        read_presets(text, "presets")


def test_the_rules_that_the_page_shows_can_be_used_as_they_stand():
    shown = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    rules = [read_voting_rule(text, "docs/voting-rules.md") for text in shown]
    assert [kind_of(rule) for rule in rules] == [DecisionKind.MOTION, DecisionKind.COMMITTEE]
    for rule in rules:
        require_honest(rule)
