from collections import Counter
from pathlib import Path

import pytest

from measures import catalog
from measures.apm import ApmBasis, ApmCategory
from measures.errors import InvalidError
from measures.uses import MeasureRole
from registry.contracts import arrangements
from registry.contracts.arrangements import Arrangement

CASES = arrangements.load()
FIRST, FILE = "inclusa-residential-p4p", "arrangements.yaml"


def test_every_box_of_the_paper_is_there():
    assert len(CASES) == 20
    assert Counter(case.kind.value for case in CASES.values()) == {
        "plan_provider": 12, "state_plan": 4, "state_program": 2, "state_provider": 1, "multi_party": 1,
    }  # fmt: skip
    assert sum(len(case.phases) for case in CASES.values()) == 28
    assert sum(len(case.measures) for case in CASES.values()) == 65


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_a_case_can_be_written_out_and_read_again(case):
    assert Arrangement.model_validate(case.model_dump(mode="json", by_alias=True)) == case


def test_what_the_paper_states_and_what_was_inferred_are_told_apart():
    earlier, later = CASES["phw-cil-nft"].phases
    assert (earlier.hcplan, earlier.hcplan_basis) == ((ApmCategory.CATEGORY_1,), ApmBasis.INFERRED)
    assert (later.hcplan, later.hcplan_basis) == ((ApmCategory.CATEGORY_4A,), ApmBasis.STATED)
    assert Counter(phase.hcplan_basis.value for case in CASES.values() for phase in case.phases) == {
        "inferred": 21, "not_applicable": 4, "stated": 3,
    }  # fmt: skip


def test_the_role_words_of_the_paper_are_kept():
    roles = {use.role for case in CASES.values() for use in case.measures}
    assert {MeasureRole.CAPACITY, MeasureRole.TRACKED_OUTCOME, MeasureRole.REFERENCE_OUTCOME} <= roles


def test_the_packaged_cases_are_read_once():
    assert arrangements.load() is CASES
    assert arrangements.load(known=catalog.load()) == CASES


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        ("kind: plan_provider", "kind: friends", "kind"),
        ("payer: Humana Family Care (Inclusa)", "payer: ''", "payer"),
        ("states: [WI]", "states: [ZZ]", "states.0"),
        ("populations: [idd,", "populations: [none,", "populations.0"),
        ("hcplan: [2C]", "hcplan: []", "phases.0"),
        ("hcplan_basis: inferred", "hcplan_basis: not_applicable", "phases.0"),
        ("hcplan_basis: inferred", "hcplan_basis: hoped", "phases.0.hcplan_basis"),
        ("order: 1", "order: 2", "phases"),
        ("measure: paper/group-home-diversion", "measure: paper/nothing", "measures: there is no measure"),
        ("role: performance", "role: star", "measures.0.role"),
        ("measure_sets: []", "measure_sets: [nothing]", "measure_sets: there is no measure set"),
        ("measurement: null", "measurement: daily", "cadence.measurement"),
        ("      meetings: null\n", "", "cadence.meetings: it is missing"),
        ("source: seed-mltss-vbc-2025", "source: nowhere", "source: there is no source"),
        ("other_sources: []", "other_sources: [nowhere]", "other_sources: there is no source"),
        ("    reading: Populations", "    reading: ''\n    read: Populations", "reading"),
        ("id: wi-dhs-cie-p4p", f"id: {FIRST}", "id stands twice"),
    ],
)
def test_a_mistake_is_refused_by_file_record_and_field(correct, wrong, named, tmp_path):
    text = (Path(arrangements.__file__).parent / FILE).read_text(encoding="utf-8")
    assert correct in text
    (tmp_path / FILE).write_text(text.replace(correct, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        arrangements.load(tmp_path)
    for words in (FILE, FIRST, named):
        assert words in refused.value.message
