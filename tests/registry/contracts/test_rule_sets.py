import json
from collections import Counter
from pathlib import Path

import pytest

from measures import catalog
from measures.dated_records import DatedKind
from measures.errors import InvalidError
from measures.references import Reference
from measures.validation import InexactNumberError
from registry.contracts import rule_sets
from registry.contracts.rule_sets import RuleSet
from registry.contracts.rule_words import RuleBasis

RULE_SETS = rule_sets.load()
FIRST, RULE, FILE = "ny-vbp-2026", "ny-vbp-2026/max-ten", "rule_sets.yaml"


def test_every_rule_that_was_reviewed_is_there():
    rules = [rule for each in RULE_SETS.sets.values() for rule in each.rules]
    assert (len(RULE_SETS.sets), len(rules), len(RULE_SETS.kinds)) == (29, 86, 43)
    assert Counter(rule.basis.value for rule in rules) == {"stated": 52, "secondary": 23, "design": 9, "background": 2}
    assert Counter(each.status.value for each in RULE_SETS.sets.values()) == {
        "in_force": 15, "unknown": 7, "ended": 5, "suspended": 1, "proposed": 1,
    }  # fmt: skip


@pytest.mark.parametrize("each", RULE_SETS.sets.values(), ids=lambda each: each.id)
def test_a_rule_set_can_be_written_out_and_read_again(each):
    assert RuleSet.model_validate(each.model_dump(mode="json", by_alias=True)) == each


@pytest.mark.parametrize(
    ("set_id", "name"),
    [
        ("ny-vbp-2026", "US-NY/vbp-2026"),
        ("us-hcbs-qms", "US/hcbs-qms"),
        ("registry-defaults", "registry/registry-defaults"),
    ],
)
def test_a_rule_set_is_filed_by_its_state(set_id, name):
    reference = RULE_SETS.sets[set_id].document(demonstration=False).reference
    assert reference == Reference.parse(f"rule-set/{name}@1.0.0")


def test_a_number_that_was_not_seen_stays_null_and_is_absent_from_the_bytes():
    arizona = RULE_SETS.sets["az-ahcccs-apm"]
    schedules = [row for rule in arizona.rules for row in rule.parameters.get("schedule", [])]
    assert None in [row["min_share"] for row in schedules]
    document = arizona.document(demonstration=False)
    assert b"null" not in document.seal().content
    assert document.rules[0].basis is arizona.rules[0].basis


def test_a_suspension_is_a_dated_record_and_not_in_the_bytes():
    suspended = RULE_SETS.sets["ny-mltc-vbp"]
    records = {record.kind: record.content for record in suspended.dated_records()}
    assert records[DatedKind.STATUS]["status"] == "suspended"
    assert records[DatedKind.STATUS]["suspended_from"] == "2026-01-01"
    content = json.loads(suspended.document(demonstration=False).seal().content)
    assert content["effective"].keys() <= {"from", "to"}


def test_a_rule_that_was_read_names_a_source_of_its_set_and_a_place():
    for each in RULE_SETS.sets.values():
        for rule in each.rules:
            if rule.basis is not RuleBasis.BACKGROUND:
                assert rule.source in each.sources
                assert rule.locator


def test_the_packaged_rule_sets_are_read_once():
    assert rule_sets.load() is RULE_SETS
    assert rule_sets.load(known=catalog.load()) == RULE_SETS


IN_RULE = [
    ("kind: max_measures", "kind: max_luck", "kind: there is no kind"),
    ("{max: '10', counts", "{counts", "parameters: max missing"),
    ("{max: '10', counts", "{max: '10', luck: 'yes', counts", "parameters: luck unknown"),
    ("{max: '10', counts", "{max: 10, counts", "parameters: max holds the bare number 10"),
    ("{max: '10', counts", "{max: ten, counts", "parameters: max"),
    ("{max: '10', counts", "{max: 2026-01-01, counts", "parameters: max"),
    ("roles: null}", "roles: [{share: 15}]}", "parameters: roles.0.share holds the bare number"),
    ("roles: null}", "roles: [{min_share: '15'}]}", "parameters: roles.0.min_share"),
    ("roles: null}", "roles: [{min_share: '3/2'}]}", "parameters: roles.0.min_share"),
    ("roles: null}", "roles: {on: x, 1: y}}", "parameters: roles"),
    ("effect: required", "effect: wished", "effect"),
    ("evaluation: contract_fields", "evaluation: luck", "evaluation"),
    ("{level: contract, products: [mainstream]}", "{level: street}", "applies_to.level"),
    ("{level: contract, products: [mainstream]}", "{level: contract, luck: 1}", "applies_to.luck"),
    ("{level: contract, products: [mainstream]}", "{level: contract, settings: [moon]}", "applies_to.settings.0"),
    ("{level: contract, products: [mainstream]}", "{level: contract, years: {from: 2026}}", "applies_to.years.from"),
    ("more than ten quality measures.", "more than ten. Never.", "statement: a statement is one sentence"),
    ("more than ten quality measures.", "more than ten", "statement"),
    ("basis: stated", "basis: design", "basis: design"),
    ("basis: stated", "basis: background", "no source"),
    ("source: ny-vbp-roadmap-2026-overview", "source: null", "source"),
    ("source: ny-vbp-roadmap-2026-overview", "source: nowhere", "source: there is no source"),
    ("source: ny-vbp-roadmap-2026-overview", "source: cms-qms-page", "source: there is no source of ny-vbp-2026"),
    ("        locator: 'New requirements, Streamlining Quality (both slides)'\n", "", "locator: it is missing"),
    ("id: ny-vbp-2026/process-details", f"id: {RULE}", "id"),
]
IN_SET = [
    ("state: NY", "state: ZZ", "state"),
    ("state: NY", "state: null", "only the registry's own rule set has no state"),
    ("authority_kind: roadmap", "authority_kind: rumour", "authority_kind"),
    ("mltss: none_while_suspended", "mltss: some", "mltss"),
    ("    status: in_force", "    status: busy", "status"),
    ("    status: in_force", "    status: ended", "effective.to"),
    ("    status: in_force", "    status: suspended", "suspended_from"),
    ("clock: signature", "clock: noon", "clock"),
    ("from: '2026-04-13'", "from: '2026-04'", "effective.from"),
    ("from: '2026-04-13'\n      to: null", "from: '2026-04-13'\n      to: '2025-01-01'", "later than"),
    ("suspended_to: null", "suspended_to: '2027-01-01'", "without suspended_from"),
    ("sources: [ny-vbp-roadmap-2026, ny", "sources: [nowhere, ny", "sources: there is no source"),
    ("    programme: Medicaid managed care value-based payment (mainstream plans)\n", "", "programme: it is missing"),
]


def load_altered(directory, correct, wrong):
    text = (Path(rule_sets.__file__).parent / FILE).read_text(encoding="utf-8")
    head, mark, body = text.partition(f"  - id: {FIRST}\n")
    assert correct in body
    (directory / FILE).write_text(head + mark + body.replace(correct, wrong, 1), encoding="utf-8")
    return rule_sets.load(directory)


@pytest.mark.parametrize(
    ("record", "correct", "wrong", "named"),
    [(RULE, *case) for case in IN_RULE] + [(FIRST, *case) for case in IN_SET],
)
def test_a_mistake_is_refused_by_file_record_and_field(record, correct, wrong, named, tmp_path):
    with pytest.raises(InvalidError) as refused:
        load_altered(tmp_path, correct, wrong)
    assert f"{FILE}, {record}: " in refused.value.message
    assert named in refused.value.message


def test_a_bare_number_has_its_own_refusal(tmp_path):
    with pytest.raises(InexactNumberError):
        load_altered(tmp_path, "{max: '10', counts", "{max: 10.0, counts")


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        (f"id: {RULE}", "id: ny-other/max-ten", "ny-other/max-ten: field id: it does not begin"),
        ("- {key: quality_process,", "- {key: total_cost_process,", "elements: a key stands twice"),
        ("measure: ny-mltc/pah", "measure: ny-mltc/nothing", "parameters: there is no measure"),
        ("must_include: [", "must_include: [paper/nothing, ", "parameters: there is no measure"),
        ("basis: secondary", "basis: stated", "basis: stated cannot rest on"),
        ("{level: plan}\n", "{level: contract}\n", "is not about one contract"),
        ("to: '2026-07-09'}", "to: '2026-07'}", "parameters"),
    ],
)
def test_a_mistake_in_a_later_rule_is_refused(correct, wrong, named, tmp_path):
    with pytest.raises(InvalidError) as refused:
        load_altered(tmp_path, correct, wrong)
    assert named in refused.value.message


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        ("optional: [roles, labels, domains, inclusive]", "optional: [max]", "kind max_measures: a parameter is both"),
        ("    required: [max, counts]\n", "", "kind max_measures: field required: it is missing"),
        ("  max_measures:\n", "  Max Measures:\n", "kinds"),
    ],
)
def test_a_mistake_in_a_kind_is_refused(correct, wrong, named, tmp_path):
    text = (Path(rule_sets.__file__).parent / FILE).read_text(encoding="utf-8")
    assert correct in text
    (tmp_path / FILE).write_text(text.replace(correct, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidError, match=named):
        rule_sets.load(tmp_path)
