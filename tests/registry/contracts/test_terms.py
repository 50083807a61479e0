import json
from collections import Counter
from pathlib import Path

import pytest

from measures import catalog
from measures.dated_records import DatedKind
from measures.errors import InvalidError
from registry.contracts import terms
from registry.contracts.framework_steps import StepId
from registry.contracts.terms import Term

TERMS = terms.load()
FIRST, FILE = "term/scope-of-services", "contract_terms.yaml"


def test_every_term_that_was_reviewed_is_there():
    assert len(TERMS) == 81
    assert Counter(term.kind.value for term in TERMS.values()) == {
        "negotiable_point": 48, "definition": 26, "governance_requirement": 7,
    }  # fmt: skip


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.id)
def test_a_term_can_be_written_out_and_read_again(term):
    assert Term.model_validate(term.model_dump(mode="json")) == term


def test_the_document_of_a_term_holds_its_words_and_not_what_we_link_it_to():
    content = json.loads(TERMS["term/risk-sharing"].document(demonstration=False).seal().content)
    assert content.keys() == {"kind", "name", "raised_by", "schema", "statement", "term", "term_kind", "version"}
    assert (content["kind"], content["term_kind"]) == ("term", "definition")
    assert content["name"] == "registry/risk-sharing"


def test_links_and_origin_of_a_term_are_dated_records():
    records = {record.kind: record.content for record in TERMS["term/risk-sharing"].dated_records()}
    assert records[DatedKind.LINKS]["related_measures"] == ["paper/downside-risk-share"]
    assert records[DatedKind.LINKS]["steps"] == [StepId.STEP_2, StepId.STEP_3, StepId.STEP_6]
    assert records[DatedKind.VERIFICATION]["sources"] == ["seed-hcbs-provider-contracting"]


def test_the_packaged_terms_are_read_once():
    assert terms.load() is TERMS
    assert terms.load(known=catalog.load()) == TERMS


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        ("kind: negotiable_point", "kind: rumour", "kind"),
        ("goals without fitting its criteria.", "goals", "statement"),
        ("goals without fitting its criteria.", "goals " + "x" * 240 + ".", "statement"),
        ("raised_by: [provider]", "raised_by: []", "raised_by"),
        ("raised_by: [provider]", "raised_by: [neighbour]", "raised_by.0"),
        ("steps: [step-2, step-6]", "steps: []", "steps"),
        ("steps: [step-2, step-6]", "steps: [step-12]", "steps.0"),
        ("related_measures: []", "related_measures: [paper/nothing]", "related_measures: there is no measure"),
        ("source: seed-hcbs", "source: nowhere-hcbs", "source: there is no source"),
        ("section: Scope of services", "section: ''", "section"),
        ("    notes: null\n", "    notes: null\n    document_version: 2.0\n", "quotes"),
        ("    notes: null\n", "", "notes: it is missing"),
        ("id: term/worker-qualifications", f"id: {FIRST}", "id stands twice"),
    ],
)
def test_a_mistake_is_refused_by_file_record_and_field(correct, wrong, named, tmp_path):
    text = (Path(terms.__file__).parent / FILE).read_text(encoding="utf-8")
    assert correct in text
    (tmp_path / FILE).write_text(text.replace(correct, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        terms.load(tmp_path)
    for words in (FILE, FIRST, named):
        assert words in refused.value.message


def test_a_word_is_defined_once(tmp_path):
    text = (Path(terms.__file__).parent / FILE).read_text(encoding="utf-8")
    text = text.replace("term: Worker qualifications", "term: SCOPE OF SERVICES", 1)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidError, match=r"term/worker-qualifications: field term: .*term/scope-of-services"):
        terms.load(tmp_path)
