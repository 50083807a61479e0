"""Where a contract stands in the stepwise framework: what each step has, what it still lacks, and what it asks of whom.

The framework names inputs and outputs as sentences. `EVIDENCE` says for every one of them which fields of the summary,
of the implementation plan or of the registry show that it is there, or that only a person can say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from measures.apm import LADDER, is_on_ladder
from registry.contracts import framework_steps
from registry.contracts.checklists import ChecklistPoint, checklist, open_points
from registry.contracts.framework_steps import FrameworkStep, Party, StepFramework, StepId, StepPhase
from registry.contracts.plans import ImplementationPlan
from registry.contracts.step_evidence import A_PERSON, EVIDENCE, ContractSituation, RegistryFacts
from registry.contracts.summary import ContractWording


class Standing(StrEnum):
    """Whether something that a step needs or makes is there."""

    THERE = "there"
    MISSING = "missing"
    A_PERSON_MUST_SAY = "a_person_must_say"


@dataclass(frozen=True, slots=True)
class Needed:
    """One input or output of a step."""

    sentence: str
    standing: Standing
    shown_by: str
    """The field that shows it, or what would; empty where a person must say."""


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step of the framework for one contract."""

    step: FrameworkStep
    is_current: bool
    is_past: bool
    inputs: tuple[Needed, ...]
    outputs: tuple[Needed, ...]
    open_points: dict[Party, tuple[ChecklistPoint, ...]]
    """Points of the term library that each side still has to settle in this step."""

    @property
    def lacks(self) -> tuple[Needed, ...]:
        """What is missing, inputs first."""
        return tuple(each for each in (*self.inputs, *self.outputs) if each.standing is Standing.MISSING)

    def questions(self, party: Party) -> tuple[str, ...]:
        """What the step asks of a party."""
        asked: tuple[str, ...] = getattr(self.step.questions, party.value)
        return asked


def phase_of(step: StepId, framework: StepFramework | None = None) -> StepPhase:
    """The phase that a step belongs to."""
    return (framework or framework_steps.load()).steps[step].phase


def steps_of(step: StepId | None, phase: StepPhase | None) -> frozenset[StepId] | None:
    """The steps that a filter by step and phase leaves; None: every contract, also one that names no step."""
    if step is None and phase is None:
        return None
    named = frozenset(StepId) if step is None else frozenset({step})
    return named if phase is None else named & frozenset(framework_steps.load().phases[phase].steps)


def standings(
    wording: ContractWording,
    plan: ImplementationPlan | None = None,
    facts: RegistryFacts | None = None,
    framework: StepFramework | None = None,
) -> tuple[StepStanding, ...]:
    """Every step in order, with what is there and what is missing. `facts` absent: the registry was not asked."""
    situation = ContractSituation(wording, plan, facts)
    points = {side: checklist(side, wording, plan) for side in Party}
    steps = (framework or framework_steps.load()).steps
    order = {key: step.order for key, step in steps.items()}
    current = order[wording.step] if wording.step else None
    return tuple(
        StepStanding(
            step=step,
            is_current=key is wording.step,
            is_past=current is not None and step.order < current,
            inputs=tuple(_needed(sentence, situation) for sentence in step.registry_inputs),
            outputs=tuple(_needed(sentence, situation) for sentence in step.registry_outputs),
            open_points={side: open_points(points[side], key) for side in Party},
        )
        for key, step in steps.items()
    )


def path_warnings(wording: ContractWording) -> tuple[str, ...]:
    """Where the path jumps a group of categories or stands still, in sentences (step 2 of the framework)."""
    return tuple(_path_warnings(wording))


def _path_warnings(wording: ContractWording) -> Iterator[str]:
    path = [step for step in wording.path or () if any(is_on_ladder(code) for code in step.categories)]
    for earlier, later in pairwise(path):
        first = max(LADDER.index(code) for code in earlier.categories if is_on_ladder(code))
        then = max(LADDER.index(code) for code in later.categories if is_on_ladder(code))
        groups = int(LADDER[then][0]) - int(LADDER[first][0])
        if groups > 1:
            yield f"{later.label} jumps from category {LADDER[first]} to {LADDER[then]}."
        elif then == first:
            yield f"{later.label} stands still at category {LADDER[then]}."
        elif then < first:
            yield f"{later.label} goes back from category {LADDER[first]} to {LADDER[then]}."


def _needed(sentence: str, situation: ContractSituation) -> Needed:
    evidence = EVIDENCE[sentence]
    if evidence is A_PERSON:
        return Needed(sentence, Standing.A_PERSON_MUST_SAY, "")
    there = evidence.shows(situation)
    if there is None:
        return Needed(sentence, Standing.A_PERSON_MUST_SAY, evidence.fields)
    return Needed(sentence, Standing.THERE if there else Standing.MISSING, evidence.fields)
