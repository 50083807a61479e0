"""Clauses: static by default, floating only by a rule that both parties can read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.references import Kind, Reference
from registry.contracts.clauses import (
    NOUNS,
    AdoptionMoment,
    AdoptionRule,
    AdoptionRuleError,
    CitedVersion,
    UnpinnedCitationError,
    clause_for,
)

DIGEST = "sha256:" + "0123456789abcdef" * 4
REFERENCE = Reference.parse(f"priority-set/US-TN/quiltss-nf@2.1.0#{DIGEST}")
FINGERPRINT = "SHA256:" + "f" * 64
CITED = CitedVersion(
    REFERENCE, "QuILTSS", datetime(2027, 1, 2, 23, tzinfo=UTC), "tenncare/registry", FINGERPRINT, demonstration=False
)
RULE = AdoptionRule(AdoptionMoment.RENEWAL, 90, "the Plan")


def test_a_static_clause_says_which_bytes_bind_and_that_nothing_later_does():
    clause = clause_for(CITED)
    assert not clause.is_floating
    assert [each.heading for each in clause.paragraphs] == ["Cited Record", "Fixed version", "Events", "Verification"]
    for part in (str(REFERENCE), DIGEST, FINGERPRINT, "tenncare/registry", "“QuILTSS”", "version 2.1.0", "2027-01-02"):
        assert part in clause.text
    assert "No later version of it applies to this Agreement unless the parties amend" in clause.text
    assert "does not by itself change this Agreement" in clause.text
    assert "no legal advice" in clause.note
    assert "counsel" not in clause.text, "what is for the parties to keep in mind stays out of the contract"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (RULE, "from the first day of the next renewal term, if the Plan gave notice of it at least 90 days before"),
        (
            replace(RULE, moment=AdoptionMoment.PERIOD),
            "next measurement period, if it was published, and the Plan gave notice of it, at least 90 days before",
        ),
        (replace(RULE, moment=AdoptionMoment.NOTICE, days=1), "from the day that is 1 day after the Plan gave notice"),
    ],
    ids=[moment.value for moment in AdoptionMoment],
)
def test_a_floating_clause_states_its_rule(rule, words):
    clause = clause_for(CITED, rule)
    assert clause.is_floating
    assert clause.paragraphs[1].heading == "Later versions"
    assert words in clause.text
    assert "No later version" not in clause.text
    assert "that has begun by then, the version that applied before continues to apply" in clause.text
    assert str(REFERENCE) in clause.text


def test_versions_that_change_duties_come_in_only_where_the_rule_says_so():
    assert "whose first version number differs" in clause_for(CITED, RULE).text
    assert "first version number" not in clause_for(CITED, replace(RULE, same_major=False)).text


@pytest.mark.parametrize("days", [0, -1, 731, 10**9])
def test_notice_is_given_in_a_time_that_can_be_kept(days):
    with pytest.raises(AdoptionRuleError):
        replace(RULE, days=days)


@pytest.mark.parametrize("party", ["", " ", "x" * 101, "the\nPlan", "the \u202ePlan"])
def test_somebody_gives_notice(party):
    with pytest.raises(AdoptionRuleError) as refused:
        replace(RULE, notice_by=party)
    assert refused.value.code == "ADOPTION_RULE"


def test_a_clause_cites_exact_bytes():
    with pytest.raises(UnpinnedCitationError):
        clause_for(replace(CITED, reference=Reference.parse("term/US/x@1.0.0")))


def test_a_demonstration_is_marked_in_the_clause_itself():
    clause = clause_for(replace(CITED, demonstration=True))
    assert clause.text.startswith("Cited Record. [DEMONSTRATION: NOT FOR USE IN A CONTRACT] ")
    assert "do not cite it in a contract" in clause.note


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_record_can_be_cited(kind):
    reference = Reference(kind, "registry/x", "1.0.0", DIGEST)
    assert NOUNS[kind] in clause_for(replace(CITED, reference=reference)).text


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=100).filter(str.strip))
def test_whatever_a_party_is_called_stands_in_the_clause_as_it_is(party):
    try:
        rule = replace(RULE, notice_by=party)
    except AdoptionRuleError:
        assert not party.isprintable()
        return
    assert party.strip() in clause_for(CITED, rule).text
