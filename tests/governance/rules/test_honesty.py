"""A rule does not pass for one that it is not, and the terms of a vote do not make another rule of it."""

import pytest

from governance.rules import PRESETS, Basis, BorrowedRuleError, DecisionKind, kind_of, require_honest, with_terms
from measures.errors import InvalidError


@pytest.mark.parametrize("rule", PRESETS.values(), ids=PRESETS)
def test_a_preset_is_itself_with_the_terms_that_are_set_when_a_vote_opens(rule):
    require_honest(rule)
    require_honest(with_terms(rule, appeal_days=0))
    if kind_of(rule) is DecisionKind.COMMITTEE:
        three = with_terms(rule, seats=3)
        assert (three.seats, three.most_approvals) == (3, 3)
        require_honest(three)


@pytest.mark.parametrize(
    "borrowed",
    [
        PRESETS["registry_points"].model_copy(update={"budget": 10}),
        PRESETS["registry_priorities"].model_copy(update={"most_approvals": 1}),
        PRESETS["registry_ranking"].model_copy(update={"method": "plurality"}),
        PRESETS["rand_ucla_table"].model_copy(update={"verified": False}),
        PRESETS["comet_pooled"].model_copy(update={"name": "ours"}),
        PRESETS["registry_points"].model_copy(update={"name": "ours"}),
    ],
    ids=["budget", "approvals", "method", "verified", "published under another name", "verified under another name"],
)
def test_another_rule_does_not_pass_for_a_preset_or_a_published_rule(borrowed):
    with pytest.raises(BorrowedRuleError):
        require_honest(borrowed)


def test_a_rule_of_ones_own_is_honest_of_any_kind():
    for rule in PRESETS.values():
        own = {"name": "ours", "basis": Basis.OWN_DESIGN, "verified": False}
        require_honest(rule.model_copy(update=own))


@pytest.mark.parametrize(
    ("name", "terms"), [("registry_default", {"seats": 3}), ("registry_points", {"appeal_days": 1000})]
)
def test_terms_that_do_not_fit_are_refused(name, terms):
    with pytest.raises(InvalidError, match=name):
        with_terms(PRESETS[name], **terms)


def test_without_terms_a_rule_is_the_one_it_was():
    assert with_terms(PRESETS["registry_default"]) is PRESETS["registry_default"]
