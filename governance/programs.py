"""State programs: what states pay for, ask of plans or have announced, with the measures they use.

An illustrative program is one whose set the state has not published: the project assembled it from what it read.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, StrictBool, StrictInt
from pydantic_core import PydanticCustomError

from measures import catalog
from measures.apm import ApmBasis, ApmCategory
from measures.catalog import Catalog
from measures.documents import Line, Ordered, Record, Text, Unique
from measures.jurisdictions import STATES
from measures.record_files import RecordFile, Slug, fixed, in_directory, must_know
from measures.uses import MeasureUse
from measures.validation import InvalidFieldError
from measures.vocabularies import Population, Setting

PACKAGED: Final = Path(__file__).parent / "states"
HEADER: Final = frozenset({"state", "state_name"})


def _state_code(code: str) -> str:
    if f"US-{code}" not in STATES:
        raise PydanticCustomError("state", "{code} is not the code of a state; write TN", {"code": repr(code)})
    return code


StateCode = Annotated[str, AfterValidator(_state_code)]
"""Two letters: a state, the District of Columbia or a territory."""


def _state_codes(codes: str) -> str:
    for code in codes.split("-"):
        _state_code(code)
    return codes


StateCodes = Annotated[str, AfterValidator(_state_codes)]
"""The code of one state, or of several joined by dashes ('OK-KS-SD')."""


class ProgramKind(StrEnum):
    """What a state program is."""

    STATE_PRIORITY_SET = "state_priority_set"
    PAYMENT_RULE = "payment_rule"
    PAYMENT_TARGET = "payment_target"
    CONTRACT_REQUIREMENT = "contract_requirement"
    COMPLIANCE_RULE = "compliance_rule"
    INITIATIVE = "initiative"


class ProgramPhase(Record):
    """One stage of a program, and the APM categories it had then. Dates are as exact as the source states them."""

    order: StrictInt
    label: Text
    hcplan: Unique[ApmCategory]
    from_: Line | None = Field(alias="from")


def numbered_from_one(phases: Sequence[Any]) -> Any:
    """Refuse phases that are not numbered 1, 2, 3 in the order in which they stand."""
    if [phase.order for phase in phases] != list(range(1, len(phases) + 1)):
        raise PydanticCustomError("order", "the phases must be numbered 1, 2, 3 in this order")
    return phases


class StateProgram(Record):
    """A program of a state, or one that several states share."""

    state: StateCodes
    state_name: Line
    id: Slug
    name: Line
    agency: Line
    kind: ProgramKind
    illustrative: StrictBool
    populations: Unique[Population]
    settings: Unique[Setting]
    hcplan: Unique[ApmCategory]
    hcplan_basis: ApmBasis
    priority_areas: Annotated[Ordered[Line], Field(min_length=1)]
    measures: Annotated[Ordered[MeasureUse], Field(min_length=1)]
    phases: Annotated[Ordered[ProgramPhase], AfterValidator(numbered_from_one)]
    funding: Text | None
    sources: Unique[Slug]

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Where the program is filed: once for each state it covers."""
        return tuple(f"US-{code}" for code in self.state.split("-"))


class _StateFile(Record):
    state: StateCodes
    name: Line
    programs: tuple[Any, ...]


def load(directory: Path | None = None, known: Catalog | None = None) -> Mapping[str, StateProgram]:
    """The programs of a directory by id; the packaged ones, read once, if none is named.

    Measures and sources are looked up in `known`, or else in the packaged catalog.

    Raises:
        InvalidError: names the file, the record and the field at fault.
    """
    if directory is None and known is None:
        return _packaged()
    shown = None if directory else "governance/states"
    return _read(directory or PACKAGED, shown, known or catalog.load())


@cache
def _packaged() -> Mapping[str, StateProgram]:
    return _read(PACKAGED, "governance/states", catalog.load())


def _read(directory: Path, shown: str | None, known: Catalog) -> Mapping[str, StateProgram]:
    programs: dict[str, StateProgram] = {}
    for file in in_directory(directory, shown):
        for program in _programs(file).values():
            where = file.where(program.id)
            if program.id in programs:
                raise InvalidFieldError(
                    f"{where}: field id: {programs[program.id].state_name} has a program of this id."
                )
            must_know((use.measure for use in program.measures), known.measures, where, "measures", "measure")
            must_know(program.sources, known.sources, where, "sources", "source")
            programs[program.id] = program
    return fixed(programs)


def _programs(file: RecordFile) -> dict[str, StateProgram]:
    header = file.read(_StateFile)
    rows = []
    for row in header.programs:
        if isinstance(row, Mapping) and HEADER & row.keys():
            raise InvalidFieldError(f"{file.shown}, {row.get('id')}: the state stands at the top of the file only.")
        rows.append({**row, "state": header.state, "state_name": header.name} if isinstance(row, Mapping) else row)
    return file.records(rows, StateProgram, "program")
