from datetime import date
from uuid import UUID

import pytest

from governance.definitions import DefinitionOfValue
from governance.label_decisions import LabelDecision
from governance.obstacles import (
    MEANS,
    AdoptedDefinition,
    Facts,
    MeasureFacts,
    NotPublishableError,
    fit_notes,
    obstacles,
    require_publishable,
)
from governance.priority_sets import DraftItem, PrioritySetDraft
from measures.apm import ApmCategory, ApmFit
from measures.references import Reference
from measures.vocabularies import MeasureStatus

DIGEST, OTHER_DIGEST = "sha256:" + "a" * 64, "sha256:" + "b" * 64
FIRST, SECOND, COMPLIANT = (f"measure/nci-idd/{slug}@1.0.0" for slug in ("friends", "home", "plan-on-time"))
DEFINITION = "value-definition/US-TN/home@1.0.0"
NOT_ADOPTED = "value-definition/US-TN/wishes@1.0.0"
OUTCOME = {"definition": DEFINITION, "outcome": "home"}


def adopted(text=DEFINITION):
    reference = Reference.parse(text)
    document = DefinitionOfValue.model_validate(
        {
            "name": reference.name,
            "version": reference.version,
            "title": "Home",
            "statement": "I live where I choose.",
            "scopes": [{"populations": ["idd"], "settings": ["own_home"]}],
            "outcomes": [
                {"id": "home", "statement": "I choose my home.", "domain": "housing"},
                {"id": "friends", "statement": "I see my friends.", "domain": "social_connection"},
            ],
        }
    )
    return AdoptedDefinition(reference.pinned(DIGEST), document)


def facts_of(text, status=MeasureStatus.ACTIVE, categories=(ApmCategory.CATEGORY_2C,)):
    fit = ApmFit(categories=tuple(categories), rationale="r")
    return MeasureFacts(Reference.parse(text).pinned(DIGEST), DIGEST, "Title", status, fit)


def decision(text, label="quality"):
    return LabelDecision(
        id=UUID(int=1),
        jurisdiction="US-TN",
        measure=f"{text}#{DIGEST}",
        label=label,
        basis="accepted",
        reason_digest=DIGEST,
    )


def item(measure=FIRST, **changes):
    return {"measure": measure, "role": "performance", "area": "home", "tier": "core", **changes}


def area(**changes):
    return {"id": "home", "statement": "People live where they choose", "outcome": OUTCOME, **changes}


def content(**changes):
    return {
        "title": "Core",
        "programme": "ECF CHOICES",
        "agency": "TennCare",
        "scope": {"populations": ["idd"], "settings": ["own_home"]},
        "period": {"from": "2027-01-01", "to": "2027-12-31"},
        "tiers": [{"key": "core", "name": "Core"}],
        "areas": [area(), area(id="friends", statement="People see their friends")],
        "definitions": [DEFINITION],
        "items": [
            item(weight="1/3"),
            item(SECOND, weight="2/3", phase_path=path("reporting", "performance")),
            item(COMPLIANT, role="threshold", area=None, tier=None),
        ],
        **changes,
    }


def path(*roles):
    return [{"from": f"{2027 + year}-01-01", "role": role} for year, role in enumerate(roles)]


def known(**changes):
    fields = {
        "measures": {text: facts_of(text) for text in (FIRST, SECOND, COMPLIANT)},
        "labels": {FIRST: decision(FIRST), SECOND: decision(SECOND), COMPLIANT: decision(COMPLIANT, "compliance")},
        "definitions": {DEFINITION: adopted()},
    }
    return Facts(**{**fields, **changes})


def without(mapping, key):
    return {text: value for text, value in mapping.items() if text != key}


def draft(**changes):
    return PrioritySetDraft.model_validate(content(**changes))


def replaced(position, **changes):
    items = content()["items"]
    items[position] = {**items[position], **changes}
    return {"items": items}


# Every cause as a change of a draft, or of the facts, that would stand: its code, and the part at fault.
CAUSES = {
    "NO_ITEMS": ({"items": []}, {}, None),
    "NO_AREAS": ({"areas": [], "items": [item(area=None)]}, {}, None),
    "NO_PERIOD": ({"period": None}, {}, None),
    "UNKNOWN_TIER": (replaced(2, tier="menu"), {}, COMPLIANT),
    "UNKNOWN_AREA": (replaced(2, area="elsewhere"), {}, COMPLIANT),
    "NO_DEFINITION": ({"definitions": [], "areas": [area()]}, {}, None),
    "DEFINITION_NOT_ADOPTED": ({"definitions": [DEFINITION, NOT_ADOPTED]}, {}, NOT_ADOPTED),
    "AREA_IS_A_MEANS": ({"areas": [area(), area(id="vbc", statement="Percentage of spend under VBC")]}, {}, "vbc"),
    "AREA_NOT_AN_OUTCOME": ({"areas": [area(), area(id="lost", outcome=None)]}, {}, "lost"),
    "MEASURE_TWICE": (
        {"items": [item(), item()]},
        {},
        "nci-idd/friends",
    ),
    "MEASURE_UNKNOWN": ({}, {"measures": without(known().measures, SECOND)}, SECOND),
    "MEASURE_RETIRED": (
        {},
        {"measures": {**known().measures, SECOND: facts_of(SECOND, MeasureStatus.RETIRED)}},
        SECOND,
    ),
    "LABEL_MISSING": ({}, {"labels": without(known().labels, SECOND)}, SECOND),
    "COMPLIANCE_PAID": (replaced(2, role="performance"), {}, COMPLIANT),
    "PHASE_PATH_BACK": (replaced(1, phase_path=path("performance", "reporting")), {}, SECOND),
    "WEIGHTS_OFF": (replaced(0, weight="0.333333333333333333"), {}, None),
}


def found(changes, facts):
    return obstacles(draft(**changes), known(**facts))


def test_a_draft_without_a_cause_can_be_published():
    assert found({}, {}) == ()
    require_publishable(())


@pytest.mark.parametrize("code", CAUSES)
def test_each_cause_is_an_obstacle_and_names_the_part_at_fault(code):
    changes, facts, part = CAUSES[code]
    named = [(obstacle.code, obstacle.item) for obstacle in found(changes, facts)]
    if code == "NO_DEFINITION":  # an area then stands for no outcome that is served
        assert named == [(code, None), ("AREA_NOT_AN_OUTCOME", "home")]
    else:
        assert named == [(code, part)]


SENTENCES = {
    "NO_ITEMS": "The set holds no measure; choose at least one.",
    "NO_AREAS": "The set names no priority area; say which outcomes come first.",
    "NO_PERIOD": "The set names no measurement period; give its first and last day.",
    "UNKNOWN_TIER": f"{COMPLIANT} is in tier menu, not declared.",
    "UNKNOWN_AREA": f"{COMPLIANT} stands for area elsewhere, which is not declared.",
    "NO_DEFINITION": "The set serves no definition of value; name at least one that was adopted.",
    "DEFINITION_NOT_ADOPTED": (
        f"{NOT_ADOPTED} is not an adopted definition of value; hold the vote on it first, then cite its version."
    ),
    "AREA_IS_A_MEANS": (
        "The area 'Percentage of spend under VBC' speaks of 'Percentage of spend': that is a means. "
        "Say what gets better for people."
    ),
    "AREA_NOT_AN_OUTCOME": (
        "The area 'People live where they choose' names no outcome of a definition that this set serves. "
        "Word it as what gets better for people, and point to that outcome."
    ),
    "MEASURE_TWICE": "measure/nci-idd/friends stands 2 times in the set; keep one.",
    "MEASURE_UNKNOWN": f"{SECOND} is not a published measure version.",
    "MEASURE_RETIRED": f"{SECOND} was retired; choose what replaced it.",
    "LABEL_MISSING": (
        f"{SECOND} has no label that counts here; adopt one by vote, or accept the proposed one with a reason."
    ),
    "COMPLIANCE_PAID": (
        f"{COMPLIANT} is labelled compliance and is paid on; compliance may gate, be reported or be monitored, "
        "and only quality is paid."
    ),
    "PHASE_PATH_BACK": (
        f"The phase path of {SECOND} cannot stand: it goes back from performance to reporting on 2028-01-01."
    ),
    "WEIGHTS_OFF": "The weights add up to 2999999999999999999/3000000000000000000; they must add up to exactly 1.",
}


@pytest.mark.parametrize("code", CAUSES)
def test_an_obstacle_says_what_to_do_about_it(code):
    changes, facts, _ = CAUSES[code]
    assert next(each.message for each in found(changes, facts) if each.code == code) == SENTENCES[code]


SEVERAL = {
    "NO_PERIOD": {"period": None},
    "DEFINITION_NOT_ADOPTED": {"definitions": [DEFINITION, NOT_ADOPTED]},
    "AREA_IS_A_MEANS": {"areas": [*content()["areas"], area(id="vbc", statement="Share of payments in APMs")]},
    "UNKNOWN_TIER": {"item": (0, {"tier": "menu"})},
    "UNKNOWN_AREA": {"item": (1, {"area": "elsewhere"})},
    "MEASURE_UNKNOWN": {"measures": FIRST},
    "LABEL_MISSING": {"labels": SECOND},
    "COMPLIANCE_PAID": {"item": (2, {"role": "performance"})},
    "PHASE_PATH_BACK": {"item": (1, {"phase_path": path("performance", "monitoring")})},
    "WEIGHTS_OFF": {"item": (0, {"weight": "1/2"})},
}


def with_causes(codes):
    fields, facts = content(), {}
    for code in codes:
        for name, change in SEVERAL[code].items():
            if name == "item":
                position, changes = change
                fields["items"][position] = {**fields["items"][position], **changes}
            elif name in ("measures", "labels"):
                facts[name] = without(getattr(known(), name), change)
            else:
                fields[name] = change
    return obstacles(PrioritySetDraft.model_validate(fields), known(**facts))


def test_every_obstacle_is_found_at_once():
    assert sorted(obstacle.code for obstacle in with_causes(SEVERAL)) == sorted(SEVERAL)


@pytest.mark.parametrize("mended", SEVERAL)
def test_removing_a_cause_removes_exactly_that_obstacle(mended):
    left = set(with_causes(code for code in SEVERAL if code != mended))
    assert set(with_causes(SEVERAL)) - left == {each for each in with_causes(SEVERAL) if each.code == mended}
    assert {each.code for each in left} == set(SEVERAL) - {mended}


def test_a_refusal_lists_every_reason():
    reasons = with_causes(SEVERAL)
    with pytest.raises(NotPublishableError) as refused:
        require_publishable(iter(reasons))
    assert refused.value.code == "NOT_PUBLISHABLE"
    assert refused.value.message.startswith(f"This set cannot be published yet, for {len(reasons)} reason(s): [")
    listed = " ".join(f"[{reason.code}] {reason.message}" for reason in reasons)
    assert refused.value.message.endswith(f"reason(s): {listed}")


# Areas


@pytest.mark.parametrize(
    "statement",
    [
        "Percentage of spend under VBC",
        "percentage of payments",
        "Percent of Medicaid spending in value-based arrangements",
        "20% of spend",
        "Percent of Medicaid spending",
        "Medicaid spending",
        "Spending on programs",
        "Spending on LTSS in rural counties",
        "Share of plan payments in rural counties",
        "Share of total LTSS spend",
        "Share of payments in APMs",
        "Share of total plan spending",
        "Share of contracts",
        "Proportion of dollars",
        "Portion of all HCBS expenditures",
        "Total spend",
        "MLTSS spending",
        "Spending on HCBS",
        "Payments linked to quality",
        "Spending tied to the outcomes",
        "Contracts under an arrangement",
        "Dollars in category 3",
        "More VBCs",
        "VBP adoption",
        "APM",
        "APMs",
        "HCP-LAN category 3 or above",
        "HCP LAN targets",
        "Value-based care",
        "Value based purchasing",
        "VALUE-BASED",
        "value\u2011based care",
        "Value \u2013 based",
        "value_based",
        "Alternative payment",
        "Alternative payment models",
        "alternative payments",
        "Capitation",
        "Capitated plans",
        "Fee for service",
        "Bundled payment",
        "Incentive payments",
        "Quality withhold",
        "Pay for performance",
        "P4P",
        "Paying for value",
        "Payment reform",
        "Payment model",
        "New payment methodology",
        "Payment methodologies",
        "Shared savings",
        "shared losses",
        "Downside risk",
        "upside risk",
        "Two-sided risk",
        "Risk sharing",
        "Risk-based contracting",
        "Shared risk arrangements",
        "Provider contracting",
        "Performance-based contracting",
        "Outcomes contracting",
        "Providers contracting in time",
        "Provider contracting in time",
        "Plan contracting in time",
        "Managed care contracting in time",
        "Selective contracting in time",
        "Contracting",
        "More contracting.",
        "Contracting with providers",
        "Contracting strategy",
    ],
)
def test_a_means_is_no_priority_area(statement):
    (obstacle,) = found({"areas": [area(statement=statement)], "items": [item()]}, {})
    assert (obstacle.code, obstacle.item) == ("AREA_IS_A_MEANS", "home")
    assert f"speaks of {MEANS.search(statement)[0]!r}: that is a means." in obstacle.message


@pytest.mark.parametrize(
    "statement",
    [
        "Spending time with family",
        "People spend their days as they like",
        "Time spent with friends",
        "More people spend the night at home",
        "Share of people who spend time with friends",
        "People decide how to spend their own money",
        "People have a say in how their budget is spent",
        "People plan spending with somebody they trust",
        "A larger share of people live at home",
        "The percentage of people who choose their home rises",
        "Fewer residents contracting infections",
        "Nobody is contracting pneumonia in the home",
        "People hold a lease, a contract in their own name",
        "Rent payments in their own name",
        "Workers get their payments on time",
        "Families pay for quality care less often",
        "People take risks that they choose",
        "Shared risk is talked about openly",
        "People are at less risk of falls",
        "Care that is based on what I value",
        "A life of value, based on my choices",
        "Services based on my values",
        "Choice, control and value (based on what I say)",
        "More is paid for services in spend-down",
        "People share savings tips with peers",
        "Part of the community",
        "Total spectrum of support",
        "Bundled up against the cold",
        "Alternative ways to pay rent",
        "Staff never withhold food",
        "VBCX",
        "Tapms",
        "Overvalue-basedness",
    ],
)
def test_an_outcome_in_a_persons_life_is_not_taken_for_a_means(statement):
    assert found({"areas": [area(statement=statement)], "items": [item()]}, {}) == ()


@pytest.mark.parametrize(
    ("pointer", "stands"),
    [
        (OUTCOME, True),
        ({**OUTCOME, "definition": f"{DEFINITION}#{DIGEST}"}, True),
        ({**OUTCOME, "definition": f"{DEFINITION}#{OTHER_DIGEST}"}, False),
        ({**OUTCOME, "outcome": "wealth"}, False),
        ({**OUTCOME, "definition": "value-definition/US-TN/home@2.0.0"}, False),
        ({**OUTCOME, "definition": NOT_ADOPTED}, False),
        (None, False),
    ],
    ids=["served", "pinned", "other bytes", "no such outcome", "other version", "not served", "none"],
)
@pytest.mark.parametrize("served", [DEFINITION, f"{DEFINITION}#{DIGEST}"], ids=["by version", "by digest"])
def test_an_area_stands_for_an_outcome_of_a_definition_that_is_served(pointer, stands, served):
    changes = {"areas": [area(outcome=pointer)], "definitions": [served], "items": [item()]}
    codes = [each.code for each in found(changes, {"definitions": {served: adopted()}})]
    assert codes == ([] if stands else ["AREA_NOT_AN_OUTCOME"])


def test_an_area_of_a_definition_that_was_not_adopted_is_no_outcome():
    codes = [each.code for each in found({}, {"definitions": {}})]
    assert codes == ["DEFINITION_NOT_ADOPTED", "AREA_NOT_AN_OUTCOME", "AREA_NOT_AN_OUTCOME"]


def test_an_area_that_is_a_means_is_not_also_asked_for_its_outcome():
    changes = {"areas": [area(statement="VBC", outcome=None)], "items": [item()]}
    assert [each.code for each in found(changes, {})] == ["AREA_IS_A_MEANS"]


# Items


@pytest.mark.parametrize("status", MeasureStatus)
def test_only_a_retired_measure_is_refused_for_its_status(status):
    facts = {"measures": {**known().measures, FIRST: facts_of(FIRST, status)}}
    codes = [each.code for each in found({}, facts)]
    assert codes == (["MEASURE_RETIRED"] if status is MeasureStatus.RETIRED else [])


def test_two_versions_of_one_measure_are_one_measure_twice():
    newer = FIRST.replace("@1.0.0", "@1.1.0")
    measures = {**known().measures, newer: facts_of(newer)}
    labels = {**known().labels, newer: decision(newer)}
    (obstacle,) = found({"items": [item(), item(newer), item(SECOND)]}, {"measures": measures, "labels": labels})
    assert (obstacle.code, obstacle.item) == ("MEASURE_TWICE", "nci-idd/friends")
    assert obstacle.message == "measure/nci-idd/friends stands 2 times in the set; keep one."


def test_an_unknown_measure_is_not_also_asked_for_its_label():
    codes = [each.code for each in found({}, {"measures": without(known().measures, FIRST), "labels": {}})]
    assert codes == ["MEASURE_UNKNOWN", "LABEL_MISSING", "LABEL_MISSING"]


@pytest.mark.parametrize("label", ["compliance", "quality"])
@pytest.mark.parametrize("role", ["threshold", "reporting", "monitoring", "developmental", "performance"])
@pytest.mark.parametrize("later", [None, "reporting", "performance"])
def test_compliance_may_gate_and_only_quality_is_paid(label, role, later):
    steps = path(later) if later else []
    changes = {"items": [item(role=role, phase_path=steps)]}
    codes = [each.code for each in found(changes, {"labels": {FIRST: decision(FIRST, label)}})]
    paid = "performance" in (role, later)
    assert codes == (["COMPLIANCE_PAID"] if label == "compliance" and paid else [])


@pytest.mark.parametrize(
    ("weights", "off"),
    [
        ([None, None], None),
        (["1", None], None),
        (["1/3", "2/3"], None),
        (["0.1", "9/10"], None),
        (["0", "1"], None),
        (["1/3", "0.666666666666666666"], "1499999999999999999/1500000000000000000"),
        (["1", "1"], "2"),
        (["0", None], "0"),
        (["1/2", None], "1/2"),
    ],
    ids=str,
)
def test_weights_add_up_to_exactly_one_where_there_are_any(weights, off):
    changes = {"items": [item(weight=weights[0]), item(SECOND, weight=weights[1])]}
    messages = [each.message for each in found(changes, {}) if each.code == "WEIGHTS_OFF"]
    wanted = [f"The weights add up to {off}; they must add up to exactly 1."] if off else []
    assert messages == wanted
    assert len(found(changes, {})) == len(wanted)


# Fit


@pytest.mark.parametrize(
    ("fit", "category", "words"),
    [
        (["2C", "3A"], "2C", None),
        (["2C", "3A"], "3A", None),
        (["2C", "3A"], None, None),
        (["2C", "3A"], "4A", "the catalog finds it fit for 2C, 3A."),
        ([], "2C", "the catalog finds it fit for no category."),
    ],
    ids=["first", "second", "not said", "outside", "fit for none"],
)
def test_a_step_outside_the_fit_is_noted_and_bars_nothing(fit, category, words):
    step = {"from": "2027-01-01", "role": "performance", "category": category}
    facts = known(measures={FIRST: facts_of(FIRST, categories=[ApmCategory(code) for code in fit])})
    changed = draft(items=[item(phase_path=[step])])
    notes = list(fit_notes(changed.items, facts))
    if words is None:
        assert notes == []
    else:
        (note,) = notes
        assert (note.code, note.item) == ("OUTSIDE_APM_FIT", FIRST)
        assert note.message == f"{FIRST} is performance at category {category} from {date(2027, 1, 1)}; {words}"
    assert obstacles(changed, facts) == ()


def test_the_fit_of_an_unknown_measure_is_not_noted():
    step = {"from": "2027-01-01", "role": "performance", "category": "4A"}
    unknown = DraftItem.model_validate(item(phase_path=[step]))
    assert list(fit_notes([unknown], Facts())) == []
