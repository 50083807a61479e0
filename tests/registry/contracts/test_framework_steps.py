from pathlib import Path

import pytest

from measures import catalog
from measures.errors import InvalidError
from registry.contracts import framework_steps
from registry.contracts.framework_steps import FrameworkStep, StepId, StepPhase

FRAMEWORK = framework_steps.load()
FILE = "framework_steps.yaml"


def test_precursory_steps_and_eight_numbered_steps_stand_in_three_phases():
    assert list(FRAMEWORK.steps) == list(StepId)
    assert list(FRAMEWORK.phases) == list(StepPhase)
    assert [len(phase.steps) for phase in FRAMEWORK.phases.values()] == [2, 4, 3]


def test_the_last_step_leads_back_to_joint_planning():
    assert StepId.STEP_2 in FRAMEWORK.steps[StepId.STEP_8].linked_steps


@pytest.mark.parametrize("step", FRAMEWORK.steps.values(), ids=lambda step: step.id)
def test_a_step_can_be_written_out_and_read_again(step):
    assert FrameworkStep.model_validate(step.model_dump(mode="json")) == step


def test_the_packaged_framework_is_read_once():
    assert framework_steps.load() is FRAMEWORK
    assert framework_steps.load(known=catalog.load()) == FRAMEWORK


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        ("    name: Preliminary assessment\n", "", "step-1: field name: it is missing"),
        ("    name: Preliminary assessment\n", "    name: ''\n", "step-1: field name"),
        ("    order: 1\n    name: Preliminary", "    order: 4\n    name: Preliminary", "step-1: field order"),
        ("    order: 1\n    name: Preliminary", "    order: 1.0\n    name: Preliminary", "step-1: field order"),
        ("  - id: step-1\n", "  - id: step-9\n", "step-9: field id"),
        ("  - id: step-1\n", "  - id: step-2\n", "field id: the id stands twice"),
        ("steps: [precursory, step-1]", "steps: [step-1, precursory]", "field phases"),
        ("steps: [precursory, step-1]", "steps: [precursory]", "field phases"),
        ("phase: discovery", "phase: joint_planning", "precursory: field phase"),
        ("linked_steps: [step-1]", "linked_steps: [step-0]", "precursory: field linked_steps.0"),
        ("  - id: discovery\n    order: 1", "  - id: discovery\n    order: 2", "discovery: field order"),
        ("sources: [seed-mltss-vbc-2025]", "sources: [nowhere]", "field sources: there is no source 'nowhere'"),
        ("source: seed-mltss-vbc-2025", "source: nowhere", "precursory: field source"),
        ("      member:\n        - Does the goal", "      people:\n        - Does the goal", "questions.member"),
    ],
)
def test_a_mistake_is_refused_by_file_record_and_field(correct, wrong, named, tmp_path):
    text = (Path(framework_steps.__file__).parent / FILE).read_text(encoding="utf-8")
    assert correct in text
    (tmp_path / FILE).write_text(text.replace(correct, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        framework_steps.load(tmp_path)
    for words in (FILE, named):
        assert words in refused.value.message
