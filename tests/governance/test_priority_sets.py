import json
from uuid import UUID

import pytest

from governance.label_decisions import LabelBasis
from governance.phases import ItemRole
from governance.priority_sets import DraftItem, Period, PrioritySet, PrioritySetDraft, SetItem, label_shares
from measures.documents import canonical_json
from measures.errors import InvalidError
from measures.labels import MeasureLabel
from measures.references import Kind, Reference
from measures.validation import parse

DIGEST = "sha256:" + "a" * 64
MEASURE = "measure/hcbs-qms/ltss-1@1.0.0"
DEFINITION = "value-definition/US-TN/home@1.0.0"
LABEL = {"label": "quality", "basis": "vote", "decision": f"label-decision/US-TN/{UUID(int=1)}", "digest": DIGEST}


def an_item(**changes):
    fields = {"measure": f"{MEASURE}#{DIGEST}", "role": "performance", "title": "Plan", "label": LABEL}
    return {**fields, **changes}


def content(**changes):
    return {
        "name": "US-TN/core",
        "title": "Core measures",
        "programme": "CHOICES",
        "agency": "TennCare",
        "scope": {"populations": ["ltss_all"], "settings": ["own_home"]},
        "period": {"from": "2027-01-01", "to": "2027-12-31"},
        "areas": [{"id": "home", "statement": "People live where they choose"}],
        "tiers": [{"key": "core", "name": "Core"}],
        "definitions": [f"{DEFINITION}#{DIGEST}"],
        "items": [an_item()],
        **changes,
    }


def a_set(**changes):
    return parse(PrioritySet, content(**changes), "here")


def refused(**changes):
    with pytest.raises(InvalidError) as caught:
        a_set(**changes)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize("weight", ["0", "1", "1/4", "0.25", "4/4", "0/7", "1.0", "-0"])
def test_a_weight_is_a_share_of_the_whole(weight):
    assert a_set(items=[an_item(weight=weight)]).items[0].weight == weight


@pytest.mark.parametrize(
    ("weight", "code"),
    [
        ("-1/4", "INVALID_FIELD"),
        ("5/4", "INVALID_FIELD"),
        ("1.000000000000000001", "INVALID_FIELD"),
        ("25", "INVALID_FIELD"),
        ("25%", "INVALID_FIELD"),
        ("1/0", "INVALID_FIELD"),
        ("0/0", "INVALID_FIELD"),
        (0.25, "INEXACT_NUMBER"),
        (1, "INEXACT_NUMBER"),
        (0, "INEXACT_NUMBER"),
        (True, "INEXACT_NUMBER"),
    ],
    ids=repr,
)
def test_what_is_no_exact_share_is_refused(weight, code):
    found, message = refused(items=[an_item(weight=weight)])
    assert found == code
    assert "field items.0.weight: " in message


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [
        ("2027-01-01", "2027-12-31", True),
        ("2027-01-01", "2027-01-01", True),
        ("2027-01-02", "2027-01-01", False),
        ("2028-01-01", "2027-12-31", False),
    ],
)
def test_a_period_runs_forward_and_holds_both_of_its_days(starts, ends, fits):
    data = {"from": starts, "to": ends}
    if fits:
        assert parse(Period, data, "here").model_dump(mode="json", by_alias=True) == data
        return
    with pytest.raises(InvalidError, match="the period ends before it starts"):
        parse(Period, data, "here")


def test_a_draft_may_leave_out_what_keeps_it_from_being_published():
    fields = {key: content()[key] for key in ("title", "programme", "agency", "scope")}
    draft = parse(PrioritySetDraft, fields, "here")
    assert (draft.items, draft.areas, draft.definitions, draft.period) == ((), (), (), None)


@pytest.mark.parametrize("missing", ["period", "items", "title", "programme", "agency", "scope", "name"])
def test_a_published_set_leaves_out_nothing_that_it_must_say(missing):
    fields = {key: value for key, value in content().items() if key != missing}
    with pytest.raises(InvalidError, match=f"field {missing}"):
        parse(PrioritySet, fields, "here")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"items": [an_item(measure=MEASURE)]}, "BAD_REFERENCE"),
        ({"items": [an_item(measure=f"term/registry/x@1.0.0#{DIGEST}")]}, "BAD_REFERENCE"),
        ({"definitions": [DEFINITION]}, "BAD_REFERENCE"),
        ({"definitions": [f"{MEASURE}#{DIGEST}"]}, "BAD_REFERENCE"),
        ({"items": [an_item(label={**LABEL, "digest": "x"})]}, "INVALID_FIELD"),
        ({"items": [an_item(label=None)]}, "INVALID_FIELD"),
        ({"items": [an_item(label={**LABEL, "basis": "proposed"})]}, "INVALID_FIELD"),
        ({"items": [an_item(label={**LABEL, "decision": ""})]}, "INVALID_FIELD"),
        ({"sources": [""]}, "INVALID_FIELD"),
        ({"sources": ["a", "a"]}, "INVALID_FIELD"),
        ({"status": "published"}, "INVALID_FIELD"),
    ],
    ids=[
        "measure not pinned",
        "no measure",
        "definition not pinned",
        "no definition",
        "label digest",
        "no label",
        "basis",
        "decision",
        "empty source",
        "source twice",
        "status",
    ],
)
def test_a_published_set_pins_what_it_cites(changes, code):
    assert refused(**changes)[0] == code


AREA, TIER = {"id": "home", "statement": "A home"}, {"key": "core", "name": "Core"}
OTHER_VERSION = f"value-definition/US-TN/home@2.0.0#{DIGEST}"


@pytest.mark.parametrize(
    ("field", "twice", "apart"),
    [
        ("areas", [AREA, {**AREA, "statement": "Another"}], [AREA, {**AREA, "id": "other"}]),
        ("tiers", [TIER, {**TIER, "name": "Menu"}], [TIER, {**TIER, "key": "menu"}]),
        ("definitions", [DEFINITION, f"{DEFINITION}#{DIGEST}"], [DEFINITION, OTHER_VERSION]),
    ],
    ids=["areas", "tiers", "definitions"],
)
def test_parts_of_a_draft_have_names_of_their_own(field, twice, apart):
    fields = {key: value for key, value in content(items=[]).items() if key != "name"}
    with pytest.raises(InvalidError, match="each may stand once") as caught:
        parse(PrioritySetDraft, {**fields, field: twice}, "here")
    assert caught.value.code == "INVALID_FIELD"
    assert len(getattr(parse(PrioritySetDraft, {**fields, field: apart}, "here"), field)) == 2


@pytest.mark.parametrize("role", ItemRole)
@pytest.mark.parametrize("later", [None, *ItemRole])
def test_an_item_is_paid_on_if_it_is_now_or_at_a_later_step(role, later):
    path = [{"from": "2027-01-01", "role": "reporting"}, {"from": "2028-01-01", "role": later}] if later else []
    item = parse(DraftItem, {"measure": MEASURE, "role": role, "phase_path": path}, "here")
    assert item.paid_on is (ItemRole.PERFORMANCE in (role, later))


def test_a_set_read_back_has_the_same_bytes():
    rich = a_set(
        scope={"populations": ["idd", "brain_injury"], "settings": ["own_home"], "contract_types": ["b", "a"]},
        statement="In plain words.",
        differences=["b", "a"],
        sources=["z", "y"],
        items=[
            an_item(
                area="home",
                tier="core",
                weight="1/4",
                target="90 % or more",
                benchmark="the state's median",
                phase_path=[{"from": "2027-01-01", "role": "reporting", "category": "2B"}],
                stratification=["race", "county"],
                note="n",
            ),
            an_item(measure=f"measure/nci-idd/friends@1.0.0#{DIGEST}"),
        ],
    )
    sealed = rich.seal()
    parsed = json.loads(sealed.content)
    assert PrioritySet.from_content(parsed).seal() == sealed
    assert canonical_json(parsed) == sealed.content
    assert (parsed["schema"], parsed["kind"]) == ("priority-set/1", "priority-set")
    assert parsed["period"] == {"from": "2027-01-01", "to": "2027-12-31"}
    assert parsed["differences"] == ["b", "a"]
    assert parsed["scope"]["contract_types"] == ["a", "b"]
    assert parsed["items"][0]["phase_path"] == [{"from": "2027-01-01", "role": "reporting", "category": "2B"}]
    assert parsed["items"][0]["stratification"] == ["county", "race"]
    assert not {"area", "tier", "weight"} & set(parsed["items"][1])
    assert (rich.KIND, rich.reference.jurisdiction) == (Kind.PRIORITY_SET, "US-TN")


def test_an_item_is_found_by_the_name_of_its_measure():
    second = an_item(measure=f"measure/nci-idd/friends@2.0.0#{DIGEST}")
    found = a_set(items=[an_item(), second])
    assert found.item(Reference.parse("measure/nci-idd/friends@1.0.0")) is found.items[1]
    assert found.item(Reference.parse(MEASURE)) is found.items[0]
    assert found.item(Reference.parse("measure/nci-idd/other@1.0.0")) is None


def test_a_set_says_which_bytes_it_cites():
    cited = [str(reference) for reference in a_set().cited()]
    assert cited == [f"{DEFINITION}#{DIGEST}", f"{MEASURE}#{DIGEST}"]
    assert all(reference.is_pinned for reference in a_set().cited())


@pytest.mark.parametrize(
    ("labels", "shares"),
    [([], (0, 0)), (["quality"], (0, 1)), (["compliance", "quality", "quality"], (1, 2))],
    ids=["none", "one", "three"],
)
def test_items_are_counted_by_label(labels, shares):
    items = [SetItem.model_validate(an_item(label={**LABEL, "label": label})) for label in labels]
    counted = label_shares(items)
    assert (counted[MeasureLabel.COMPLIANCE], counted[MeasureLabel.QUALITY]) == shares


def test_the_words_of_a_label_are_stable():
    assert list(LabelBasis) == ["vote", "accepted"]
    assert list(ItemRole) == ["threshold", "reporting", "performance", "monitoring", "developmental"]
