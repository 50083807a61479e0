"""How the command line shows where a contract stands in the steps of the framework."""

from typing import Any, Final

from registry.contracts.framework_steps import Party
from registry.contracts.steps import Needed, Standing, StepStanding
from registry.tracking import ContractStanding

MARKS: Final = {Standing.THERE: "there", Standing.MISSING: "MISSING", Standing.A_PERSON_MUST_SAY: "a person must say"}


def steps_text(standing: ContractStanding) -> str:
    """Every step in order: what is there, what is missing, what is asked of whom."""
    lines = list(standing.path_warnings)
    return "\n\n".join([*(f"Note: {line}" for line in lines), *map(_step_text, standing.steps)])


def steps_data(standing: ContractStanding) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "step": each.step.id.value,
            "phase": each.step.phase.value,
            "name": each.step.name,
            "current": each.is_current,
            "inputs": [_needed_data(one) for one in each.inputs],
            "outputs": [_needed_data(one) for one in each.outputs],
            "questions": {party.value: list(each.questions(party)) for party in Party},
            "open_points": {side.value: [one.term.id for one in found] for side, found in each.open_points.items()},
        }
        for each in standing.steps
    ]


def _step_text(each: StepStanding) -> str:
    mark = " (here)" if each.is_current else " (past)" if each.is_past else ""
    lines = [f"{each.step.id}  {each.step.name}{mark}"]
    lines += [f"  in   {MARKS[one.standing]}: {one.sentence}{_by(one)}" for one in each.inputs]
    lines += [f"  out  {MARKS[one.standing]}: {one.sentence}{_by(one)}" for one in each.outputs]
    if not each.is_past:
        lines += [f"  {party}?  {question}" for party in Party for question in each.questions(party)]
        lines += [f"  {side}: {len(found)} open points" for side, found in each.open_points.items() if found]
    return "\n".join(lines)


def _by(one: Needed) -> str:
    return f" [{one.shown_by}]" if one.shown_by else ""


def _needed_data(one: Needed) -> dict[str, str]:
    return {"sentence": one.sentence, "standing": one.standing.value, "shown_by": one.shown_by}
