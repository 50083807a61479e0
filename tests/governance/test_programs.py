import shutil
from collections import Counter

import pytest

from governance import programs
from measures import catalog
from measures.apm import ApmCategory
from measures.errors import InvalidError
from measures.jurisdictions import STATES

PROGRAMS = programs.load()
FIRST, FILE = "tx-apm-targets", "texas.yaml"


def test_every_program_that_was_reviewed_is_there():
    assert len(PROGRAMS) == 16
    assert Counter(program.illustrative for program in PROGRAMS.values()) == {False: 10, True: 6}
    assert sum(len(program.measures) for program in PROGRAMS.values()) == 71
    assert sum(len(program.phases) for program in PROGRAMS.values()) == 18


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=lambda program: program.id)
def test_a_program_is_filed_under_states_and_can_be_written_out_and_read_again(program):
    assert set(program.jurisdictions) <= STATES.keys()
    written = program.model_dump(mode="json", by_alias=True)
    assert programs.StateProgram.model_validate(written) == program


def test_a_program_of_several_states_is_filed_once_for_each():
    assert PROGRAMS["at-reuse"].jurisdictions == ("US-OK", "US-KS", "US-SD")


def test_a_program_that_is_no_longer_administered_keeps_its_phases():
    phases = PROGRAMS["ny-mltc-vbp"].phases
    assert [phase.from_ for phase in phases] == ["2020-04", "2023", "2026-01-01"]
    assert phases[1].hcplan == (ApmCategory.CATEGORY_2C,)
    assert phases[2].hcplan == ()


def test_the_packaged_programs_are_read_once():
    assert programs.load() is PROGRAMS
    assert programs.load(known=catalog.load()) == PROGRAMS


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        ("kind: payment_target", "kind: wish", [FIRST, "kind"]),
        ("illustrative: false", "illustrative: 'no'", [FIRST, "illustrative"]),
        ("populations: [mltss_members]", "populations: [everybody]", [FIRST, "populations.0"]),
        ("hcplan: [2C, 3A, 3B]", "hcplan: [9Z]", [FIRST, "hcplan.0"]),
        ("hcplan_basis: inferred", "hcplan_basis: guessed", [FIRST, "hcplan_basis"]),
        ("measure: paper/vbc-payment-share", "measure: paper/nothing", [FIRST, "measures", "'paper/nothing'"]),
        ("role: contract_target", "role: hero", [FIRST, "measures.0.role"]),
        ("      - order: 1", "      - order: 2", [FIRST, "phases", "numbered"]),
        ("from: '2018'", "from: 2018", [FIRST, "phases.0.from"]),
        ("sources: [txhhs-apm,", "sources: [nowhere,", [FIRST, "sources", "'nowhere'"]),
        ("    agency: Texas HHSC\n", "", [FIRST, "agency", "missing"]),
        ("    agency: Texas HHSC\n", "    agency: Texas HHSC\n    state: TX\n", [FIRST, "state"]),
        ("id: tx-evv\n", "id: tx-apm-targets\n", [FIRST, "id"]),
        ("id: tx-evv\n", "id: az-ahcccs-vbp\n", ["az-ahcccs-vbp", "id: Arizona has"]),
        ("state: TX\n", "state: XX\n", [FILE, "state", "XX"]),
    ],
)
def test_a_mistake_is_refused_by_file_record_and_field(correct, wrong, named, tmp_path):
    directory = shutil.copytree(programs.PACKAGED, tmp_path / "states")
    text = (directory / FILE).read_text(encoding="utf-8")
    assert correct in text
    (directory / FILE).write_text(text.replace(correct, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        programs.load(directory)
    for words in (FILE, *named):
        assert words in refused.value.message


@pytest.mark.parametrize("empty", ["priority_areas", "measures"])
def test_a_program_without_priority_areas_or_measures_is_refused(empty):
    written = PROGRAMS[FIRST].model_dump(mode="json", by_alias=True) | {empty: []}
    with pytest.raises(ValueError, match=empty):
        programs.StateProgram.model_validate(written)
