"""The words of the demonstration, and the drafts that are made of them and of the catalogued program."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from governance import programs
from governance.phases import ItemRole
from governance.programs import StateProgram
from measures import catalog
from measures.labels import MeasureLabel
from measures.uses import MeasureRole
from measures.validation import read_yaml
from registry.contracts import arrangements

FILE: Final = "content.yaml"
JURISDICTION: Final = "US-TN"
CATEGORY: Final = "2C"
"""The category that the paper states for the program's second phase."""
REPORTING_CATEGORY: Final = "2B"

ITEM_ROLES: Final = {
    MeasureRole.PERFORMANCE: ItemRole.PERFORMANCE,
    MeasureRole.THRESHOLD: ItemRole.THRESHOLD,
    MeasureRole.CAPACITY: ItemRole.DEVELOPMENTAL,
    MeasureRole.MONITORING: ItemRole.MONITORING,
}
"""The tabulated role for each of the paper's own role words that the case uses."""


@cache
def content() -> dict[str, Any]:
    """The demonstration's own words."""
    read: dict[str, Any] = read_yaml((Path(__file__).parent / FILE).read_text(encoding="utf-8"), FILE)
    return read


def program() -> StateProgram:
    """The catalogued program that the set is made of."""
    return programs.load()[content()["priority_set"]["program"]]


def compliance_paid() -> list[str]:
    """The measures that the state pays on and the catalog labels compliance."""
    measures = catalog.load().measures
    return [
        use.measure
        for use in program().measures
        if use.role is MeasureRole.PERFORMANCE and measures[use.measure].classification.label is MeasureLabel.COMPLIANCE
    ]


def version(measure: str) -> str:
    """The reference of a measure's first version."""
    return f"measure/{measure}@1.0.0"


def as_stated() -> dict[str, Any]:
    """The state's own choice as a draft: its areas and roles, and no period, since none was published."""
    words = content()["priority_set"]
    areas = [
        {**area, "statement": statement}
        for area, statement in zip(words["as_stated"], program().priority_areas, strict=True)
    ]
    items = [
        {
            "measure": version(use.measure),
            "role": ITEM_ROLES[use.role].value,
            **_area(use.measure),
            **({"note": use.note} if use.note else {}),
        }
        for use in program().measures
    ]
    return {**_about(), "areas": areas, "items": items}


def mended(year: int) -> dict[str, Any]:
    """The same set as it can be published, for a period that is only an illustration, with every difference listed."""
    starts = date(year, 1, 1)
    moved = set(compliance_paid())
    items = []
    for item in as_stated()["items"]:
        name = item["measure"].removeprefix("measure/").removesuffix("@1.0.0")
        if name in moved:
            item["role"] = ItemRole.REPORTING.value
        paid = item["role"] == ItemRole.PERFORMANCE.value
        if item["role"] != ItemRole.THRESHOLD.value:
            category = CATEGORY if paid else REPORTING_CATEGORY
            item["phase_path"] = [{"from": starts.isoformat(), "role": item["role"], "category": category}]
        items.append(item)
    return {
        **_about(),
        "statement": content()["priority_set"]["statement"],
        "period": {"from": starts.isoformat(), "to": date(year, 12, 31).isoformat()},
        "areas": content()["priority_set"]["mended"],
        "items": items,
        "differences": differences(year),
    }


def differences(year: int) -> list[str]:
    """Where the mended draft departs from what the state's program says, each departure in a sentence."""
    measures = catalog.load().measures
    pairs = zip(program().priority_areas, content()["priority_set"]["mended"], strict=True)
    return [
        "This set is a demonstration; Tennessee has not published it.",
        *(
            f"{measures[name].title} ({name}) is reported, not paid on: it is labelled compliance."
            for name in compliance_paid()
        ),
        *(f"The area {stated!r} is worded as an outcome: {area['statement']!r}." for stated, area in pairs),
        "No weight and no target is given: point values were not published in the sources that were read.",
        f"The period, the calendar year {year}, is an illustration; the state's own periods were not seen.",
        (
            f"The APM categories of the phase paths ({CATEGORY} for what is paid on, {REPORTING_CATEGORY} for what is "
            "reported) are read from the paper's phases of the arrangement; the state assigns none to a measure."
        ),
        "The definitions of value, the votes on them and the label decisions are those of this demonstration.",
    ]


def contract(cites: str, year: int) -> dict[str, Any]:
    """The catalogued arrangement as a contract summary that pins the set."""
    case = arrangements.load()[content()["arrangement"]]
    return {
        "title": case.name,
        "payer": case.payer,
        "providers": list(case.counterparties),
        "cites": cites,
        "categories": sorted({category.value for phase in case.phases for category in phase.hcplan}),
        "measurement_period": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
        "cohort": "Residents of nursing homes.",
        "case": case.id,
        "items": [
            {
                "measure": version(use.measure),
                "role": ITEM_ROLES[use.role].value,
                "role_word": use.role.value,
                **({"note": use.note} if use.note else {}),
            }
            for use in case.measures
        ],
    }


def _about() -> dict[str, Any]:
    state = program()
    return {
        "title": state.name,
        "programme": state.name,
        "agency": state.agency,
        "scope": {"populations": sorted(state.populations), "settings": sorted(state.settings)},
        "definitions": [definition["target"] for definition in content()["definitions"]],
        "sources": sorted(state.sources),
    }


def _area(measure: str) -> dict[str, str]:
    area = content()["priority_set"]["area_of"].get(measure)
    return {"area": area} if area else {}
