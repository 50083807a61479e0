"""Two versions of a priority set: every difference that DESIGN §3 names, and what each asks for."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.comparison import compare_priority_sets, compare_set_draft
from governance.priority_sets import PrioritySet, PrioritySetDraft
from measures.comparison import Aspect, Bump
from measures.references import Kind, Reference

A, B, C = (f"sha256:{digit * 64}" for digit in "abc")
DECISION = "label-decision/US-TN/00000000-0000-4000-8000-00000000000{}"
MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH


def item(name, **changes):
    return {
        "measure": f"measure/tn-quiltss/{name}@1.0.0#{A}",
        "title": name.title(),
        "role": "performance",
        "area": "respect",
        "tier": "core",
        "weight": "1/2",
        "target": "75 percent",
        "benchmark": "last year",
        "phase_path": [
            {"from": "2027-01-01", "role": "performance", "category": "2C"},
            {"from": "2028-01-01", "role": "performance", "category": "3A"},
        ],
        "stratification": ["age"],
        "note": "Ask the agency.",
        "label": {"label": "quality", "basis": "vote", "decision": DECISION.format(1), "digest": A},
        **changes,
    }


BEFORE = {
    "name": "US-TN/nf",
    "version": "1.0.0",
    "title": "Nursing homes",
    "programme": "QuILTSS",
    "agency": "TennCare",
    "scope": {
        "populations": ["nf_residents"],
        "settings": ["nursing_facility"],
        "waiver_authority": "1115",
        "contract_types": ["full risk"],
    },
    "period": {"from": "2027-01-01", "to": "2027-12-31"},
    "statement": "What a nursing home is paid for.",
    "tiers": [{"key": "core", "name": "Core"}, {"key": "menu", "name": "Menu"}],
    "areas": [
        {
            "id": "respect",
            "statement": "People are treated with respect.",
            "outcome": {"definition": f"value-definition/US-TN/home@1.0.0#{A}", "outcome": "respect"},
        },
        {"id": "safety", "statement": "People are safe."},
    ],
    "definitions": [f"value-definition/US-TN/home@1.0.0#{A}"],
    "differences": ["The state names four areas."],
    "items": [item("respect"), item("falls"), item("watched", role="monitoring", weight=None, phase_path=[])],
    "sources": ["a-source"],
}


def changed(change, content=BEFORE, version="2.0.0"):
    data = deepcopy(content)
    change(data)
    return PrioritySet.model_validate({**data, "version": version})


def compared(change):
    return compare_priority_sets(PrioritySet.model_validate(BEFORE), changed(change))


def put(path, value):
    """A change of one field, by its path."""
    *steps, last = path.split(".")

    def change(data):
        for step in steps:
            data = data[int(step)] if step.isdigit() else data[step]
        data[int(last) if last.isdigit() else last] = value

    return change


def added(**changes):
    return lambda data: data["items"].append(item("new", **changes))


HOME = "value-definition/US-TN/home"
CASES = {
    "measure removed": (lambda d: d["items"].pop(0), "items.tn-quiltss/respect", "measure", MAJOR),
    "watched measure removed": (lambda d: d["items"].pop(2), "items.tn-quiltss/watched", "measure", MAJOR),
    "measure added": (added(), "items.tn-quiltss/new", "measure", MAJOR),
    "reporting added": (added(role="reporting", weight=None), "items.tn-quiltss/new", "measure", MAJOR),
    "gate added": (added(role="threshold", weight=None), "items.tn-quiltss/new", "measure", MAJOR),
    "watched added": (
        added(role="monitoring", weight=None, phase_path=[]), "items.tn-quiltss/new", "measure", MINOR,
    ),
    "being built up added": (
        added(role="developmental", weight=None, phase_path=[]), "items.tn-quiltss/new", "measure", MINOR,
    ),
    "built up now and paid later": (
        added(role="developmental", weight=None), "items.tn-quiltss/new", "measure", MAJOR,
    ),
    "role": (put("items.0.role", "reporting"), "items.tn-quiltss/respect.role", "role", MAJOR),
    "weight": (put("items.0.weight", "1/3"), "items.tn-quiltss/respect.weight", "weight", MAJOR),
    "weight written otherwise": (
        put("items.0.weight", "0.5"), "items.tn-quiltss/respect.weight", "wording", PATCH,
    ),
    "weight gone": (put("items.0.weight", None), "items.tn-quiltss/respect.weight", "weight", MAJOR),
    "target": (put("items.0.target", "80 percent"), "items.tn-quiltss/respect.target", "target", MAJOR),
    "target stated": (put("items.2.target", "1"), "items.tn-quiltss/watched.target", "target", MAJOR),
    "benchmark": (put("items.0.benchmark", "none"), "items.tn-quiltss/respect.benchmark", "benchmark", MAJOR),
    "tier": (put("items.0.tier", "menu"), "items.tn-quiltss/respect.tier", "tier", MAJOR),
    "area of an item": (put("items.0.area", "safety"), "items.tn-quiltss/respect.area", "outcome", MINOR),
    "groups": (put("items.0.stratification", []), "items.tn-quiltss/respect.stratification", "stratification", MAJOR),
    "note": (put("items.0.note", "Do not ask."), "items.tn-quiltss/respect.note", "guidance", MINOR),
    "title of a measure": (put("items.0.title", "Being respected"), "items.tn-quiltss/respect.title", "wording", PATCH),
    "step moved": (
        put("items.0.phase_path.1.from", "2029-01-01"),
        "items.tn-quiltss/respect.phase_path.2029-01-01", "phase_path", MAJOR,
    ),
    "step of another category": (
        put("items.0.phase_path.1.category", "3B"),
        "items.tn-quiltss/respect.phase_path.2028-01-01.category", "phase_path", MAJOR,
    ),
    "label": (put("items.0.label.label", "compliance"), "items.tn-quiltss/respect.label.label", "label", MAJOR),
    "same label, decided anew": (
        put("items.0.label.decision", DECISION.format(2)),
        "items.tn-quiltss/respect.label.decision", "label", MINOR,
    ),
    "measure version, major": (
        put("items.0.measure", f"measure/tn-quiltss/respect@2.0.0#{B}"),
        "items.tn-quiltss/respect.measure", "measure", MAJOR,
    ),
    "measure version, minor": (
        put("items.0.measure", f"measure/tn-quiltss/respect@1.1.0#{B}"),
        "items.tn-quiltss/respect.measure", "measure", MINOR,
    ),
    "measure version, patch": (
        put("items.0.measure", f"measure/tn-quiltss/respect@1.0.1#{B}"),
        "items.tn-quiltss/respect.measure", "measure", PATCH,
    ),
    "other bytes under one version": (
        put("items.0.measure", f"measure/tn-quiltss/respect@1.0.0#{B}"),
        "items.tn-quiltss/respect.measure", "measure", MAJOR,
    ),
    "upstream state told": (
        put("items.0.upstream", {"state": "frozen", "because": "it is listed"}),
        "items.tn-quiltss/respect.upstream.state", "guidance", PATCH,
    ),
    "items in another order": (lambda d: d["items"].reverse(), "items", "measure", PATCH),
    "population": (put("scope.populations", ["older_adults"]), "scope.populations", "population", MAJOR),
    "setting": (put("scope.settings", ["hcbs"]), "scope.settings", "setting", MAJOR),
    "authority": (put("scope.waiver_authority", None), "scope.waiver_authority", "scope", MAJOR),
    "contract types": (put("scope.contract_types", []), "scope.contract_types", "scope", MAJOR),
    "program": (put("programme", "CHOICES"), "programme", "scope", MAJOR),
    "period": (put("period.to", "2028-12-31"), "period.to", "period", MAJOR),
    "area gone": (lambda d: d["areas"].pop(1), "areas.safety", "outcome", MAJOR),
    "area added": (
        lambda d: d["areas"].append({"id": "voice", "statement": "People are heard."}), "areas.voice", "outcome", MINOR,
    ),
    "area worded otherwise": (
        put("areas.1.statement", "Nobody falls."), "areas.safety.statement", "outcome", MAJOR,
    ),
    "area of another outcome": (
        put("areas.0.outcome.outcome", "safety"), "areas.respect.outcome.outcome", "outcome", MAJOR,
    ),
    "definition gone": (put("definitions", []), "definitions.US-TN/home", "definition", MAJOR),
    "definition moved": (
        put("definitions", [f"{HOME}@1.1.0#{B}"]), "definitions.US-TN/home", "definition", MINOR,
    ),
    "tier gone": (lambda d: d["tiers"].pop(1), "tiers.menu", "tier", MAJOR),
    "tier renamed": (put("tiers.1.name", "Choice"), "tiers.menu.name", "tier", MAJOR),
    "tiers in another order": (lambda d: d["tiers"].reverse(), "tiers", "tier", PATCH),
    "departure": (put("differences", []), "differences", "guidance", MINOR),
    "agency": (put("agency", "Another"), "agency", "steward", MINOR),
    "sources": (put("sources", []), "sources", "guidance", PATCH),
    "plain words": (put("statement", "Other words."), "statement", "wording", PATCH),
    "title": (put("title", "Homes"), "title", "wording", PATCH),
}  # fmt: skip


@pytest.mark.parametrize(("change", "path", "aspect", "bump"), CASES.values(), ids=CASES)
def test_each_difference_is_told_where_it_stands_and_asks_for_its_rise(change, path, aspect, bump):
    found = compared(change)
    told = {each.path: (each.aspect, each.bump) for each in found.changes}
    assert told[path] == (aspect, bump)
    assert found.least is bump
    assert found.comparability is None
    for each in found.changes:
        assert each.sentence.endswith((".", ".”"))
        assert each.sentence[0].isupper()


@pytest.mark.parametrize(("change", "path", "aspect", "bump"), CASES.values(), ids=CASES)
def test_looking_back_tells_of_the_same_places_with_the_sides_exchanged(change, path, aspect, bump):
    before, after = PrioritySet.model_validate(BEFORE), changed(change)
    there, back = compare_priority_sets(before, after), compare_priority_sets(after, before)
    assert {(c.path, c.before, c.after) for c in there.changes} == {(c.path, c.after, c.before) for c in back.changes}


chosen = st.lists(st.sampled_from(sorted(CASES)), max_size=4, unique=True)


@given(chosen)
def test_a_set_never_differs_from_itself_whatever_it_says(names):
    after = changed(lambda data: [attempt(name, data) for name in names])
    assert compare_priority_sets(after, after).changes == ()


@given(chosen)
def test_the_widest_rise_is_told_first(names):
    found = compared(lambda data: [attempt(name, data) for name in names])
    assert [each.bump for each in found.changes] == sorted((each.bump for each in found.changes), reverse=True)


def attempt(name, data):
    """One of the changes, where the ones before have left anything to change."""
    try:
        CASES[name][0](data)
    except (IndexError, KeyError, TypeError):
        return


def a_year_on(data, years=1):
    """The set of another year: the period and every step of every path move by as many years."""
    for there in (data["period"], *(step for each in data["items"] for step in each.get("phase_path", []))):
        for key in ("from", "to"):
            if key in there:
                there[key] = f"{int(there[key][:4]) + years}{there[key][4:]}"


@pytest.mark.parametrize(("years", "by"), [(1, "by 1 year"), (2, "by 2 years"), (-1, "by 1 year")])
def test_a_set_of_another_year_tells_once_that_its_paths_moved_with_the_period(years, by):
    changes = compared(lambda data: a_year_on(data, years)).changes
    moved = [change for change in changes if change.aspect is Aspect.PHASE_PATH]
    assert [change.path for change in moved] == ["items.phase_path"]
    assert by in moved[0].sentence
    assert moved[0].sentence.startswith("The phase paths of 2 measures")
    assert moved[0].bump is MAJOR
    assert {change.path for change in changes} == {"items.phase_path", "period.from", "period.to"}


def test_a_path_that_moved_otherwise_than_the_period_is_told_step_by_step():
    def change(data):
        a_year_on(data)
        data["items"][0]["phase_path"][1]["category"] = "3B"

    paths = {change.path for change in compared(change).changes if change.aspect is Aspect.PHASE_PATH}
    assert "items.phase_path" in paths  # the other measure's path moved with the period
    assert any(path.startswith("items.tn-quiltss/respect.phase_path.") for path in paths)
    kept = compared(put("period", {"from": "2028-01-01", "to": "2028-12-31"}))
    assert [change for change in kept.changes if change.aspect is Aspect.PHASE_PATH] == []


def test_a_swap_is_one_measure_out_and_one_in():
    found = compared(put("items.0", item("other")))
    sentences = [each.sentence for each in found.changes if each.path.startswith("items.tn")]
    assert sentences == [
        "Measure “Other” (tn-quiltss/other) was added.",
        "Measure “Respect” (tn-quiltss/respect) was taken out.",
    ]


def test_sentences_name_the_measure_and_both_sides():
    said = {name: compared(CASES[name][0]).changes[0].sentence for name in ("weight", "measure version, major", "role")}
    assert said["weight"] == "Measure “Respect” (tn-quiltss/respect): the weight changed from 1/2 to 1/3."
    assert said["role"] == "Measure “Respect” (tn-quiltss/respect): the role changed from performance to reporting."
    assert "@1.0.0 (aaaaaaaa…) to measure/tn-quiltss/respect@2.0.0 (bbbbbbbb…)." in said["measure version, major"]


def as_draft(**changes):
    items = [
        {key: value for key, value in each.items() if key not in ("title", "label")}
        | {"measure": each["measure"].split("#")[0]}
        for each in BEFORE["items"]
    ]
    kept = {key: value for key, value in BEFORE.items() if key not in ("name", "version")}
    return PrioritySetDraft.model_validate({**kept, "items": items, **changes})


TARGET = Reference(Kind.PRIORITY_SET, "US-TN/nf", "1.1.0")


def test_a_draft_is_compared_as_far_as_it_is_written():
    before = PrioritySet.model_validate(BEFORE)
    assert compare_set_draft(before, as_draft(), TARGET).changes == ()
    found = compare_set_draft(before, as_draft(period=None, title="Homes"), TARGET)
    assert [(each.path, each.bump) for each in found.changes] == [
        ("period.from", MAJOR), ("period.to", MAJOR), ("title", PATCH),
    ]  # fmt: skip
    assert not found.rises_enough
    assert found.after == TARGET
