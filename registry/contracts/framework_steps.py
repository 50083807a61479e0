"""The stepwise framework of plan and provider: precursory steps, then steps 1 to 8, in three phases.

Names of steps and phases are those of the MLTSS Association paper; inputs, outputs and questions are this project's
reading. Step 8 leads back to joint planning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, StrictInt

from measures import catalog
from measures.catalog import Catalog
from measures.documents import Line, Ordered, Record, Text, Unique
from measures.record_files import RecordFile, Slug, fixed, must_know
from measures.validation import InvalidFieldError

FILE: Final = "framework_steps.yaml"


class Party(StrEnum):
    """Who is asked or who raises a point. For members it is their advocates' page that speaks."""

    PLAN = "plan"
    PROVIDER = "provider"
    STATE = "state"
    MEMBER = "member"


class StepPhase(StrEnum):
    """The phases of the framework, in order."""

    DISCOVERY = "discovery"
    JOINT_PLANNING = "joint_planning"
    EXECUTION_ASSESSMENT = "execution_assessment"


class StepId(StrEnum):
    """The steps of the framework, in order."""

    PRECURSORY = "precursory"
    STEP_1 = "step-1"
    STEP_2 = "step-2"
    STEP_3 = "step-3"
    STEP_4 = "step-4"
    STEP_5 = "step-5"
    STEP_6 = "step-6"
    STEP_7 = "step-7"
    STEP_8 = "step-8"


class FrameworkPhase(Record):
    """A phase and its steps in order; steps of one phase may run side by side."""

    id: StepPhase
    order: StrictInt
    name: Line
    steps: Annotated[Ordered[StepId], Field(min_length=1)]


class Questions(Record):
    """What a step asks of each party. A step always asks plan and provider."""

    plan: Annotated[Ordered[Line], Field(min_length=1)]
    provider: Annotated[Ordered[Line], Field(min_length=1)]
    state: Ordered[Line]
    member: Ordered[Line]


class FrameworkStep(Record):
    """A step: what it is for, what goes in and comes out, and the steps it feeds or returns to."""

    id: StepId
    order: StrictInt
    name: Line
    phase: StepPhase
    purpose: Text
    registry_inputs: Annotated[Ordered[Text], Field(min_length=1)]
    registry_outputs: Annotated[Ordered[Text], Field(min_length=1)]
    questions: Questions
    linked_steps: Unique[StepId]
    source: Slug
    section: Line
    notes: Text | None


@dataclass(frozen=True)
class StepFramework:
    """The whole framework: every step once, in the phase that lists it."""

    framework: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    phases: Mapping[StepPhase, FrameworkPhase]
    steps: Mapping[StepId, FrameworkStep]


class _File(Record):
    framework: Line
    sources: Annotated[Unique[Slug], Field(min_length=1)]
    notes: Ordered[Text]
    phases: tuple[Any, ...]
    steps: tuple[Any, ...]


def load(directory: Path | None = None, known: Catalog | None = None) -> StepFramework:
    """The framework from the file of a directory; the packaged one, read once, if none is named.

    Sources are looked up in `known`, or else in the packaged catalog.

    Raises:
        InvalidError: names the file, the record and the field at fault.
    """
    if directory is None and known is None:
        return _packaged()
    file = RecordFile(directory, FILE) if directory else RecordFile(Path(__file__).parent, FILE, "registry/contracts")
    return _read(file, known or catalog.load())


@cache
def _packaged() -> StepFramework:
    return _read(RecordFile(Path(__file__).parent, FILE, "registry/contracts"), catalog.load())


def _read(file: RecordFile, known: Catalog) -> StepFramework:
    content = file.read(_File)
    phases = file.records(content.phases, FrameworkPhase, "phase")
    steps = file.records(content.steps, FrameworkStep, "step")
    must_know(content.sources, known.sources, file.shown, "sources", "source")
    _check_order(file, phases, steps)
    for step in steps.values():
        must_know([step.source], known.sources, file.where(step.id), "source", "source")
    return StepFramework(
        content.framework,
        content.sources,
        content.notes,
        fixed({StepPhase(key): phase for key, phase in phases.items()}),
        fixed({StepId(key): step for key, step in steps.items()}),
    )


def _check_order(file: RecordFile, phases: Mapping[str, FrameworkPhase], steps: Mapping[str, FrameworkStep]) -> None:
    if [step.id for step in steps.values()] != list(StepId):
        raise InvalidFieldError(f"{file.shown}: field steps: every step must stand once, in order.")
    if [phase.id for phase in phases.values()] != list(StepPhase):
        raise InvalidFieldError(f"{file.shown}: field phases: every phase must stand once, in order.")
    for number, phase in enumerate(phases.values(), start=1):
        if phase.order != number:
            raise InvalidFieldError(f"{file.where(phase.id)}: field order: this phase is number {number}.")
    listed = [(phase.id, step) for phase in phases.values() for step in phase.steps]
    if [step for _, step in listed] != list(StepId):
        raise InvalidFieldError(f"{file.shown}: field phases: the phases must list every step once, in order.")
    for number, (phase_id, step_id) in enumerate(listed):
        if steps[step_id].order != number:
            raise InvalidFieldError(f"{file.where(step_id)}: field order: this step is number {number}.")
        if steps[step_id].phase is not phase_id:
            raise InvalidFieldError(f"{file.where(step_id)}: field phase: the phase {phase_id} lists this step.")
