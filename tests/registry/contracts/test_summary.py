import json

import pytest

from measures.errors import InvalidError
from measures.references import BadReferenceError
from measures.validation import parse
from registry.contracts.summary import ContractSummary, named_by
from tests.registry.contracts.contract_words import MEASURE, SHA, a_summary

STREAM = {"id": "pay", "kind": "incentive"}
STAGE = {"label": "First", "categories": ["2B"], "starts": "2027-01-01", "ends": "2027-12-31"}
TERM = f"term/registry/clean-claim@1.0.0#{SHA}"
WRONG = {
    "a stream on no measure of the contract": ({"streams": [{**STREAM, "depends_on": ["mds/uti"]}]}, "mds/uti"),
    "two streams of one id": ({"streams": [STREAM, STREAM]}, "same id"),
    "a stage before the one ahead of it": (
        {"path": [STAGE, {"label": "Second", "categories": ["2C"], "starts": "2027-06-01"}]},
        "'Second' of the path starts before 'First' is over",
    ),
    "a step of no framework": ({"step": "step-12"}, "step"),
    "a term that is not pinned": ({"terms": ["term/registry/clean-claim@1.0.0"]}, "names no digest"),
    "a term of another kind": ({"terms": [f"measure/mds/uti@1.0.0#{SHA}"]}, "does not name a version of a term"),
    "a term twice": ({"terms": [TERM, TERM.replace("@1.0.0", "@1.1.0")]}, "a term stands twice"),
    "a point settled nowhere": ({"points": [{"term": TERM, "state": "settled"}]}, "say where"),
    "a rate": ({"streams": [{**STREAM, "share": "1/4"}]}, "no such field"),
    "a set that is not pinned": ({"cites": "priority-set/US-TN/set@1.0.0"}, "names no digest"),
    "a step without a category": ({"path": [{"label": "First", "categories": []}]}, "categories"),
}


@pytest.mark.parametrize(("changes", "named"), WRONG.values(), ids=WRONG.keys())
def test_what_does_not_agree_with_itself_is_refused_in_a_sentence(changes, named):
    content = {**a_summary().model_dump(mode="json", by_alias=True, exclude_none=True), **changes}
    with pytest.raises((InvalidError, BadReferenceError)) as refused:
        parse(ContractSummary, content, "contract summary")
    assert named in refused.value.message


def test_stages_that_follow_each_other_or_have_no_day_stand():
    undated = {"label": "Later", "categories": ["3A"]}
    summary = a_summary(path=[STAGE, undated, {"label": "Last", "categories": ["3B"], "starts": "2028-01-01"}])
    assert [step.label for step in summary.path] == ["First", "Later", "Last"]


def test_fields_that_came_later_leave_the_digest_of_an_earlier_summary_as_it_was():
    plain = a_summary()
    assert plain.digest() == "sha256:b9148482965e6d1c2572d346c381f3536e8cacbe88244049c75f5b569150b04f"
    content = json.loads(plain.model_dump_json(exclude_none=True, by_alias=True))
    assert not content.keys() & {"streams", "path", "terms", "points", "services", "step"}
    assert plain.digest() != a_summary(services=["Meals"]).digest()


def test_a_contract_names_its_set_its_measures_and_its_terms():
    named = [str(each) for each in named_by(a_summary(terms=[TERM]))]
    assert named == [f"priority-set/US-TN/set@1.0.0#{SHA}", f"measure/{MEASURE}@1.0.0", TERM]
