"""What a contract signed, held against the set of today."""

from copy import deepcopy

import pytest

from governance.priority_sets import PrioritySet
from measures.references import Reference
from registry.contracts.renewal import RenewalKind, renewal_difference
from registry.contracts.summary import ContractSummary

A, B = (f"sha256:{digit * 64}" for digit in "ab")
LABEL = {"label": "quality", "basis": "vote", "decision": f"label-decision/US-TN/{'0' * 8}", "digest": A}


def item(name, **changes):
    measure = f"measure/tn-quiltss/{name}@1.0.0#{A}"
    return {"measure": measure, "title": name.title(), "role": "performance", "label": LABEL, **changes}


SIGNED = {
    "name": "US-TN/nf",
    "version": "1.0.0",
    "title": "Nursing homes",
    "programme": "QuILTSS",
    "agency": "TennCare",
    "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
    "period": {"from": "2027-01-01", "to": "2027-12-31"},
    "items": [item("respect", weight="1/2"), item("falls", weight="1/2", target="10"), item("unchosen")],
}
CONTRACT = ContractSummary.model_validate(
    {
        "title": "A contract",
        "payer": "A plan",
        "providers": ["A home"],
        "categories": ["2C"],
        "cites": f"priority-set/US-TN/nf@1.0.0#{A}",
        "items": [
            {"measure": "measure/tn-quiltss/respect@1.0.0", "role": "performance", "weight": "0.25"},
            {"measure": "measure/tn-quiltss/falls@1.0.0", "role": "reporting", "target": "12"},
            {"measure": "measure/tn-quiltss/own@1.0.0", "role": "reporting"},
        ],
    }
)
REFERENCES = tuple(Reference.parse(f"priority-set/US-TN/nf@{v}#{d}") for v, d in (("1.0.0", A), ("2.0.0", B)))


def points(change, contract=CONTRACT):
    data = deepcopy(SIGNED)
    change(data)
    before, now = PrioritySet.model_validate(SIGNED), PrioritySet.model_validate({**data, "version": "2.0.0"})
    found = renewal_difference(contract, before, now, REFERENCES)
    assert (found.signed, found.current) == REFERENCES
    assert found.is_current is (not found.points)
    return [(point.kind, point.measure, point.sentence) for point in found.points]


FALLS, RESPECT = "tn-quiltss/falls", "tn-quiltss/respect"
CASES = {
    "gone": (
        lambda d: d["items"].pop(1), RenewalKind.GONE, FALLS,
        "Measure “Falls” (tn-quiltss/falls) is no longer in the set; the contract has it as reporting.",
    ),
    "role": (
        lambda d: d["items"][1].update(role="threshold"), RenewalKind.ROLE, FALLS,
        (
            "Measure “Falls” (tn-quiltss/falls): the role changed from performance to threshold. "
            "The contract has reporting."
        ),
    ),
    "weight": (
        lambda d: d["items"][0].update(weight="1/3"), RenewalKind.WEIGHT, RESPECT,
        "Measure “Respect” (tn-quiltss/respect): the weight changed from 1/2 to 1/3. The contract has 1/4.",
    ),
    "target": (
        lambda d: d["items"][1].update(target="8"), RenewalKind.TARGET, FALLS,
        "Measure “Falls” (tn-quiltss/falls): the target changed from “10” to “8”. The contract has 12.",
    ),
    "version": (
        lambda d: d["items"][0].update(measure=f"measure/{RESPECT}@2.0.0#{B}"), RenewalKind.MOVED, RESPECT,
        (
            "Measure “Respect” (tn-quiltss/respect): the measure version changed from measure/tn-quiltss/respect@1.0.0 "
            "(aaaaaaaa…) to measure/tn-quiltss/respect@2.0.0 (bbbbbbbb…). The contract has 1.0.0."
        ),
    ),
    "new": (
        lambda d: d["items"].append(item("new", tier="core")), RenewalKind.NEW, "tn-quiltss/new",
        "Measure “New” (tn-quiltss/new) is new in the set, as performance in tier core; the contract does not have it.",
    ),
    "period": (
        lambda d: d["period"].update(to="2028-12-31"), RenewalKind.SET, None,
        "The last day of the period changed from 2027-12-31 to 2028-12-31.",
    ),
    "stratification": (
        lambda d: d["items"][0].update(stratification=["age"]), RenewalKind.CHANGED, RESPECT,
        "Measure “Respect” (tn-quiltss/respect): the groups by which results are shown changed: “age” added.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "kind", "measure", "sentence"), CASES.values(), ids=CASES)
def test_each_point_is_told_with_what_the_contract_has(change, kind, measure, sentence):
    assert points(change) == [(kind, measure, sentence)]


@pytest.mark.parametrize(
    "change",
    [
        lambda d: None,
        lambda d: d.update(title="Other words"),
        lambda d: d["items"].reverse(),
        lambda d: d["items"][2].update(role="reporting"),
        lambda d: d["items"].pop(2),
        lambda d: d["items"][0].update(weight="0.5"),
        lambda d: d["items"].append(item("watched", role="monitoring")),
    ],
)
def test_what_does_not_touch_the_contract_is_no_point(change):
    assert points(change) == []


def test_a_contract_that_names_another_version_than_the_set_is_told():
    other = CONTRACT.model_copy(
        update={"items": (CONTRACT.items[0].model_copy(update={"measure": f"measure/{RESPECT}@1.1.0"}),)}
    )
    assert points(lambda d: None, other) == [
        (
            RenewalKind.MOVED,
            RESPECT,
            "Measure “Respect” (tn-quiltss/respect): the contract names 1.1.0, and the set 1.0.0.",
        )
    ]


def test_what_is_gone_comes_first_and_the_set_as_a_whole_last():
    def change(data):
        data["period"]["to"] = "2028-12-31"
        data["items"] = [item("respect", weight="1/3"), item("new")]

    assert [kind for kind, *_ in points(change)] == ["gone", "weight", "new", "set"]
