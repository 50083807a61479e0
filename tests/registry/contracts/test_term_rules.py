import pytest

from measures.errors import InvalidError
from registry.contracts import rule_sets, terms
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.term_rules import (
    KIND,
    Adopter,
    NotARequirementError,
    TermNotFoundError,
    draft_rules,
    requirements,
    term_of,
)

STATE = Adopter("US-TN", "plan-governance", "CHOICES", "TennCare")


def test_every_requirement_of_the_library_becomes_one_rule_of_a_set_that_can_be_published():
    content = draft_rules(STATE, requirements())
    document = RuleSetDocument.model_validate({"name": "US-TN/plan-governance", **content})
    assert len(document.rules) == len(requirements()) == 7
    assert document.seal().digest


@pytest.mark.parametrize("term", requirements(), ids=lambda term: term.id)
def test_a_rule_says_what_its_term_says_binds_nobody_and_names_its_origin(term):
    (rule,) = draft_rules(STATE, [term])["rules"]
    assert rule["statement"] == term.statement
    assert (rule["kind"], rule["effect"], rule["basis"]) == (KIND, "recommended", "design")
    assert rule["applies_to"] == {"level": "plan"}
    assert rule["source"] == term.source
    assert f"{term.name}@1.0.0" in rule["notes"]
    kind = rule_sets.load().kinds[KIND]
    assert set(kind.required) <= rule["parameters"].keys() <= {*kind.required, *kind.optional}


@pytest.mark.parametrize("slug", ["clean-claim", "scope-of-services"])
def test_a_word_or_a_point_to_negotiate_is_no_rule(slug):
    with pytest.raises(NotARequirementError, match=r"only a governance requirement"):
        draft_rules(STATE, [term_of(slug)])


def test_no_terms_and_a_place_that_is_no_state_are_refused():
    with pytest.raises(InvalidError, match="rules"):
        draft_rules(STATE, [])
    with pytest.raises(InvalidError, match="US-XX"):
        draft_rules(Adopter("US-XX", "a", "b", "c"), requirements())


def test_a_term_is_found_by_its_slug():
    assert term_of("clean-claim") is term_of("term/clean-claim") is terms.load()["term/clean-claim"]
    with pytest.raises(TermNotFoundError, match="value-registry terms list"):
        term_of("dirty-claim")
