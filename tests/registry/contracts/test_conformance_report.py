"""The report as a whole: its verdict, its digests, and the laws that hold for every check."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.publication import DocumentEvent, EventKind
from measures.documents import canonical_json
from measures.vocabularies import MeasureStatus
from registry.contracts import rule_sets
from registry.contracts.conformance import OtherDocumentError, PinnedSet, Verdict, check
from registry.contracts.conformance.kinds import KINDS, ON_CONTRACT
from registry.contracts.conformance.verdicts import overall
from tests.registry.contracts.conformance_cases import (
    DAY,
    A,
    B,
    checked,
    cited,
    contract,
    item,
    known,
    other_digest,
    packaged,
    pinned,
    priority_set,
    ref,
    rule,
    set_item,
    waiver,
)

ROLES = ["threshold", "reporting", "performance", "monitoring", "developmental"]
IDS = ["some-rules/one", "some-rules/two", "some-rules/three"]


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        (["pass", "fail", "warning"], "fail"),
        (["pass", "warning", "not_evaluable"], "warning"),
        (["pass", "not_evaluable", "waived"], "not_evaluable"),
        (["pass", "waived"], "waived"),
        (["pass", "not_applicable"], "pass"),
        (["not_applicable"], "not_applicable"),
        ([], "not_applicable"),
    ],
)
def test_a_report_is_as_grave_as_its_gravest_finding(verdicts, whole):
    assert overall(map(Verdict, verdicts)) == whole


def test_the_verdicts_are_six_words():
    assert list(Verdict) == ["pass", "fail", "waived", "warning", "not_applicable", "not_evaluable"]


def test_a_report_carries_its_digests_its_day_and_every_count():
    the_set = pinned(priority_set([set_item(A, "performance")]))
    rules = packaged("registry-first-checks")
    summary = contract([item(A, "performance")], cites=the_set)
    report = check(summary, the_set, rules, known(), [], DAY)
    assert report.contract == summary.digest()
    assert report.priority_set == str(the_set.reference)
    assert report.rule_set == str(rules.reference)
    assert report.as_of == DAY
    assert dict(report.counts) == {verdict: 5 if verdict == "pass" else 0 for verdict in Verdict}
    assert (report.verdict, report.demonstration) == ("pass", False)
    assert all(found.source and found.locator and "not law" in found.cautions[0] for found in report.findings)


def test_a_report_of_a_demonstration_says_so():
    the_set = pinned(priority_set([], demonstration=True))
    assert checked(contract(), cited(rule("made_up", {})), the_set).demonstration
    assert checked(contract(), cited(rule("made_up", {}), demonstration=True)).demonstration


def test_a_report_has_canonical_bytes_without_parties():
    report = checked(contract([item(A)]), packaged("registry-first-checks"), waivers=[waiver()])
    sealed = report.seal()
    assert sealed.content == canonical_json(report) == report.seal().content
    parsed = json.loads(sealed.content)
    assert parsed["schema"] == "conformance-report/1"
    assert parsed["findings"][0]["verdict"] in list(Verdict)
    assert b"A plan" not in sealed.content
    assert b"A home" not in sealed.content
    assert type(report).model_validate(parsed).seal() == sealed


@pytest.mark.parametrize("set_id", sorted(rule_sets.load().sets))
def test_every_packaged_rule_set_gives_a_report(set_id):
    the_set = pinned(priority_set([set_item(A, "performance")]))
    report = checked(contract([item(A, "performance")]), packaged(set_id), the_set)
    assert len(report.findings) + len(report.shown) == len(rule_sets.load().sets[set_id].rules)
    assert all(found.field for found in report.findings if found.verdict == "not_evaluable")
    if rule_sets.load().sets[set_id].status in ("proposed", "suspended"):
        assert not report.counts["pass"] + report.counts["fail"]
    report.seal()


@pytest.mark.parametrize(
    ("paid", "reported", "verdict"),
    [(10, 0, "pass"), (9, 1, "pass"), (11, 0, "fail"), (10, 1, "not_evaluable")],
)
def test_the_cap_of_new_york_is_open_where_the_roles_decide(paid, reported, verdict):
    chosen = [item(f"fam/p{n}", "performance") for n in range(paid)] + [item(f"fam/r{n}") for n in range(reported)]
    mainstream = known(products=frozenset({"mainstream"}))
    report = checked(contract(chosen), packaged("ny-vbp-2026"), facts=mainstream)
    assert {found.rule: found.verdict for found in report.findings}["ny-vbp-2026/max-ten"] == verdict


def first_checks(chosen, of_the_set, facts=None, **more):
    the_set = pinned(priority_set(of_the_set), **more)
    report = checked(contract(chosen), packaged("registry-first-checks"), the_set, facts)
    return {found.rule.split("/")[1]: found.verdict.value for found in report.findings}


def test_the_first_checks_of_a_contract_that_keeps_none_of_them():
    chosen = [item(B, "performance"), *(item(f"fam/m{n}") for n in range(15))]
    found = first_checks(chosen, [set_item(A, "performance"), set_item(B, label="compliance")], published_at=None)
    assert found == {
        "core-present": "fail",
        "at-most-fifteen": "fail",
        "roles-of-the-set": "fail",
        "compliance-never-paid": "fail",
        "set-in-advance": "not_evaluable",
    }


def test_the_registry_defaults_warn_about_what_is_catalogued_otherwise():
    report = checked(
        contract([item("nci-idd/x", "performance")]),
        packaged("registry-defaults"),
        facts=known({"nci-idd/x": "quality"}, {"nci-idd/x": ["2B"]}),
    )
    assert {found.rule.split("/")[1]: found.verdict.value for found in report.findings} == {
        "compliance-gates-only": "pass",
        "set-in-advance": "pass",
        "apm-fit": "warning",
        "state-level-measures": "warning",
    }


def event(kind, day, number=1):
    return DocumentEvent(UUID(int=number), pinned().reference, kind, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("events", "listed", "warned"),
    [
        ([], 0, None),
        ([event(EventKind.SUPERSEDED, "2027-02-01")], 1, None),
        ([event(EventKind.WITHDRAWN, "2027-03-01")], 1, "withdrawn on 2027-03-01"),
        ([event(EventKind.WITHDRAWN, "2027-03-02")], 0, None),
        ([event(EventKind.SUSPENDED, "2027-02-01")], 1, "suspended since 2027-02-01"),
        ([event(EventKind.RESUMED, "2027-02-15", 2), event(EventKind.SUSPENDED, "2027-02-01")], 2, None),
    ],
)
def test_a_contract_sees_what_happened_to_its_set_up_to_the_day(events, listed, warned):
    kept = rule("max_measures", {"max": "9", "counts": "measures", "roles": ROLES})
    report = checked(contract(), cited(kept), pinned(events=events))
    assert len(report.set_events) == listed
    assert bool(report.warnings) == bool(warned)
    assert all(warned in sentence for sentence in report.warnings)
    assert report.verdict == ("warning" if warned else "pass")


def test_a_retired_measure_is_a_warning():
    facts = known(statuses={ref(A): MeasureStatus.RETIRED, ref(B): MeasureStatus.ACTIVE})
    (warning,) = checked(contract([item(A), item(B)]), cited(rule("made_up", {})), facts=facts).warnings
    assert "fam/a was retired" in warning


def test_a_suppressed_measure_is_a_warning_for_contracts_that_have_it_from_its_day():
    suppressed = replace(event(EventKind.MEASURE_SUPPRESSED, "2027-03-01"), measure=ref(A))
    the_set = pinned(events=[suppressed])
    (warning,) = checked(contract([item(A), item(B)]), cited(rule("made_up", {})), the_set).warnings
    assert "fam/a is suppressed from 2027-03-01" in warning
    assert checked(contract([item(B)]), cited(rule("made_up", {})), the_set).warnings == ()
    later = pinned(events=[replace(suppressed, effective_on=date(2027, 3, 2))])
    assert checked(contract([item(A)]), cited(rule("made_up", {})), later).warnings == ()


@pytest.mark.parametrize(("ends", "warned"), [("2027-06-30", True), ("2027-12-31", False)])
def test_a_period_that_was_cut_short_inside_the_contracts_is_a_warning(ends, warned):
    truncated = replace(event(EventKind.PERIOD_TRUNCATED, "2027-02-01"), ends=date.fromisoformat(ends))
    report = checked(contract(), cited(rule("made_up", {})), pinned(events=[truncated]))
    assert [f"cut short to {ends}" in warning for warning in report.warnings] == [True] * warned


@pytest.mark.parametrize(
    ("rules", "jurisdictions", "warned"),
    [
        ("ny-vbp-2026", None, True),
        ("ny-vbp-2026", ("US-NY",), False),
        ("ny-vbp-2026", ("US-NY", "US-TN"), False),
        ("registry-first-checks", None, False),
    ],
)
def test_the_rules_of_a_state_that_the_contract_does_not_name_are_a_warning(rules, jurisdictions, warned):
    report = checked(contract(jurisdictions=jurisdictions), packaged(rules))
    told = [warning for warning in report.warnings if "New York's" in warning]
    assert [("name US-NY" in warning, "Tennessee's" in warning) for warning in told] == [(True, True)] * warned


@pytest.mark.parametrize(("signed", "warned"), [(date(2026, 1, 1), True), (date(2027, 1, 5), False), (None, False)])
def test_a_signature_from_before_the_publication_is_a_warning(signed, warned):
    report = checked(contract(signed_on=signed), cited(rule("made_up", {})))
    assert ["signed on 2026-01-01" in warning for warning in report.warnings] == [True] * warned


def test_another_set_than_the_pinned_one_is_refused():
    the_set = pinned()
    other = PinnedSet(other_digest(the_set.reference), the_set.document, None)
    with pytest.raises(OtherDocumentError, match="pins"):
        check(contract(cites=the_set), other, cited(rule("made_up", {})), known(), [], DAY)
    with pytest.raises(OtherDocumentError, match="at hand"):
        PinnedSet(the_set.reference, priority_set(name="US-TN/else"), None)
    with pytest.raises(ValueError, match="no digest"):
        PinnedSet(the_set.document.reference, the_set.document, None)
    with pytest.raises(ValueError, match="time zone"):
        pinned(published_at=the_set.published_at.replace(tzinfo=None))


steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Laws are judged by their answers, not by how busy the machine is."""
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "max": st.sampled_from(["0", "1", "3"]),
        "min": st.sampled_from(["0", "1", "3"]),
        "counts": st.sampled_from(["measures", "quality_measures", "luck"]),
        "roles": st.none() | st.lists(st.sampled_from(ROLES), unique=True),
        "labels": st.none() | st.just(["quality"]),
        "measures": st.lists(st.sampled_from([A, B]), unique=True),
        "list": st.sampled_from(["core measures of the pinned priority set", "another"]),
        "label": st.sampled_from(["quality", "compliance"]),
        "allowed_roles": st.lists(st.sampled_from(ROLES), unique=True) | st.just(dict.fromkeys(ROLES, ROLES)),
        "min_share": st.sampled_from(["0/1", "1/2", "1/1"]),
        "what": st.just("pinned priority set"),
        "before": st.just("start of the measurement period"),
        "elements": st.just([{"key": "attribution", "text": "x"}]),
    },
)


@st.composite
def rules(draw):
    """One to three rules of any kind, effect, evaluation and basis that a contract may meet."""
    return [
        rule(
            draw(st.sampled_from([*sorted(ON_CONTRACT), "downside_min", "notice_period"])),
            draw(PARAMETERS),
            rule_id,
            effect=draw(st.sampled_from(["required", "recommended", "warning", "information"])),
            evaluation=draw(st.sampled_from(["contract_fields", "contract_fields", "attestation"])),
        )
        for rule_id in IDS[: draw(st.integers(1, 3))]
    ]


@st.composite
def contracts(draw):
    names = draw(st.lists(st.sampled_from([A, B, "other/d"]), unique=True))
    weight = st.sampled_from([None, "1/2", "1"])
    return contract([item(name, draw(st.sampled_from(ROLES)), weight=draw(weight)) for name in names])


THE_SET = pinned(priority_set([set_item(A, "performance"), set_item(B, "reporting", "compliance")]))
STATUSES = st.sampled_from(["in_force", "unknown", "proposed"])


def by_rule(report):
    return {found.rule: found for found in report.findings}


@steady
@given(contracts(), rules(), STATUSES, st.lists(st.sampled_from(IDS), unique=True))
def test_a_waiver_turns_fail_into_waived_and_changes_nothing_else(summary, some, status, waived):
    without = by_rule(checked(summary, cited(*some, status=status), THE_SET))
    given_waivers = [waiver(rule_id) for rule_id in waived]
    with_them = by_rule(checked(summary, cited(*some, status=status), THE_SET, waivers=given_waivers))
    assert without.keys() == with_them.keys()
    for rule_id, found in with_them.items():
        if without[rule_id].verdict == "fail" and rule_id in waived:
            assert found.verdict == "waived"
        else:
            assert found == without[rule_id]


@steady
@given(contracts(), rules(), st.text("abcdefghij_", min_size=1, max_size=12), PARAMETERS)
def test_a_rule_of_an_unknown_kind_never_passes(summary, some, kind, parameters):
    kind = "x" + kind.replace("_", "")
    assert kind not in KINDS
    before = checked(summary, cited(*some), THE_SET)
    after = checked(summary, cited(*some, rule(kind, parameters, "some-rules/unknown")), THE_SET)
    found = by_rule(after)
    assert found.pop("some-rules/unknown").verdict == "not_evaluable"
    assert found == by_rule(before)
    assert after.verdict != "pass"


@steady
@given(contracts(), rules().flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_rules_changes_nothing_but_the_digest_of_the_rule_set(summary, pair):
    one, other = (checked(summary, cited(*some), THE_SET) for some in pair)
    assert one.model_copy(update={"rule_set": ""}) == other.model_copy(update={"rule_set": ""})


@steady
@given(contracts(), rules(), st.sampled_from(["proposed", "in_force"]))
def test_a_proposed_set_and_a_background_rule_never_pass_or_fail(summary, some, status):
    if status == "in_force":
        some = [one | {"basis": "background", "source": None, "locator": None, "notes": "x"} for one in some]
    report = checked(summary, cited(*some, status=status), THE_SET)
    assert {found.verdict for found in report.findings} <= {"not_evaluable"}


@steady
@given(contracts(), rules())
def test_the_same_check_gives_the_same_bytes(summary, some):
    first, second = (checked(summary, cited(*some), THE_SET).seal() for _ in range(2))
    assert first == second
