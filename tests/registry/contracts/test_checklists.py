import pytest

from registry.contracts import cases, terms
from registry.contracts.checklists import ANSWERED_BY, CALLED_FOR_BY, checklist, open_points, shares_risk
from registry.contracts.framework_steps import Party, StepId
from registry.contracts.terms import TermKind
from registry.contracts.wording import PointState
from tests.registry.contracts.contract_words import MEASURE, SHA, a_plan, a_summary, an_exchange

LIBRARY = terms.load()
SETTLED, OPEN, NOT_APPLICABLE = PointState.SETTLED, PointState.OPEN, PointState.NOT_APPLICABLE
PATH = [{"label": "First", "categories": ["2C"]}, {"label": "Then", "categories": ["3A"]}]
RULE = {"timing": "prospective", "method": "By the first service", "overlap": {"treatment": "excluded"}}
ITEM = {"measure": f"measure/{MEASURE}@1.0.0", "role": "performance"}
MILESTONE = {"step": "step-5", "what": "Start", "role": "lead", "due": "2027-01-01"}
TASK = {"what": "Billing", "role": "lead"}
MEETING = {"what": "Results", "rhythm": "monthly"}
YEAR = {"from": "2027-01-01", "to": "2027-12-31"}
CASES = {
    "scope-of-services": ({"services": ["Meals"]}, {}),
    "quality-reporting": ({}, {}),
    "quality-goals": ({"benchmark": "The state average"}, {}),
    "new-members": ({"new_members": "From the next month"}, {}),
    "risk-model-recalibration": ({"categories": ["3A"], "recalibration": "Each year"}, {}),
    "no-competing-models": ({"categories": ["3A"], "attribution": RULE}, {}),
    "metric-evolution": ({"items": [{**ITEM, "phase_path": [{"from": "2028-01-01", "role": "performance"}]}]}, {}),
    "multi-year-path": ({"path": PATH}, {}),
    "risk-share-growth": ({"path": PATH}, {}),
    "renewal-period": ({"term": YEAR, "review_dates": ["2027-10-01"]}, {}),
    "data-access": ({"data_cadence": "Monthly"}, {}),
    "reporting-cadence": ({"reporting": "Quarterly"}, {}),
    "joint-meetings": ({"cadence": {"meetings": "quarterly"}}, {}),
    "capacity-milestones": ({"streams": [{"id": "start", "kind": "infrastructure"}]}, {}),
    "implementation-plan-apart": ({}, {"title": "A plan"}),
    "implementation-schedule": ({}, {"milestones": [MILESTONE]}),
    "training-credentialing-support": ({}, {"training": [TASK]}),
    "key-contact": ({}, {"problems_to": "lead"}),
    "data-access-remedy": ({}, {"data_exchange": [an_exchange(if_late="A claim is paid meanwhile")]}),
    "outside-risk-expertise": (None, None),
    "benefit-change-protection": (None, None),
}
"""For each point that a field answers: the summary and the plan that settle it; None: only the parties can."""


def state_of(slug, wording, plan=None):
    for side in Party:
        for point in checklist(side, wording, plan):
            if point.term.id == f"term/{slug}":
                return point.state
    return None


def test_the_table_names_points_of_the_library_and_this_test_each_of_them():
    assert set(ANSWERED_BY) == {f"term/{slug}" for slug in CASES}
    assert all(LIBRARY[term].kind is TermKind.NEGOTIABLE_POINT for term in ANSWERED_BY)
    assert all(LIBRARY[term].kind is TermKind.DEFINITION for term in CALLED_FOR_BY)


@pytest.mark.parametrize(("slug", "changes"), CASES.items(), ids=CASES.keys())
def test_a_field_that_answers_a_point_settles_it(slug, changes):
    summary, plan = changes
    if summary is None:
        assert state_of(slug, a_summary(categories=["3A"])) is OPEN
        return
    assert state_of(slug, a_summary(**summary), a_plan(**plan) if plan else None) is SETTLED


@pytest.mark.parametrize("slug", [slug for slug, (summary, _) in CASES.items() if summary is not None])
def test_the_same_point_is_open_or_does_not_arise_where_the_field_is_empty(slug):
    expected = NOT_APPLICABLE if ANSWERED_BY[f"term/{slug}"].is_needed else OPEN
    if slug == "quality-reporting":
        assert state_of(slug, a_summary(items=[])) is OPEN
    else:
        assert state_of(slug, a_summary()) is expected


def test_each_side_sees_the_points_that_it_raises():
    provider = {point.term.id for point in checklist(Party.PROVIDER, a_summary())}
    plan = {point.term.id for point in checklist(Party.PLAN, a_summary())}
    assert "term/rates-match-cost" in provider - plan
    assert "term/provider-manual" in plan - provider
    assert "term/legal-review" in plan & provider
    raised = [t for t in LIBRARY.values() if t.kind is TermKind.NEGOTIABLE_POINT]
    assert len(raised) == 48
    assert provider | plan | {p.term.id for p in checklist(Party.STATE, a_summary())} == {t.id for t in raised}


def test_what_is_asked_of_the_governance_of_a_plan_is_no_point_of_a_contract():
    kinds = {point.term.kind for side in Party for point in checklist(side, a_summary(benchmark="Last year"))}
    assert kinds == {TermKind.DEFINITION, TermKind.NEGOTIABLE_POINT}


def test_a_word_is_to_be_defined_only_where_the_contract_uses_it():
    assert state_of("benchmark", a_summary()) is None
    assert state_of("benchmark", a_summary(benchmark="The state average")) is OPEN
    cited = f"term/US-TN/benchmark@2.0.0#{SHA}"
    assert state_of("benchmark", a_summary(benchmark="The state average", terms=[cited])) is SETTLED
    prospective = a_summary(attribution=RULE)
    assert state_of("attribution-prospective", prospective) is OPEN
    assert state_of("attribution-retrospective", prospective) is None


def test_what_the_parties_declare_counts_before_any_field():
    term = "term/registry/rates-match-cost@1.0.0"
    settled = [{"term": term, "state": "settled", "where": "section 4.2"}]
    assert state_of("rates-match-cost", a_summary()) is OPEN
    assert state_of("rates-match-cost", a_summary(points=settled)) is SETTLED
    still_open = [{"term": "term/registry/data-access@1.0.0", "state": "open"}]
    assert state_of("data-access", a_summary(data_cadence="Monthly", points=still_open)) is OPEN


def test_risk_is_shared_at_3a_and_above_or_by_a_stream():
    assert not shares_risk(a_summary())
    assert shares_risk(a_summary(path=PATH))
    assert shares_risk(a_summary(streams=[{"id": "savings", "kind": "shared_savings"}]))


def test_open_points_are_listed_at_the_steps_where_they_come_up():
    points = checklist(Party.PROVIDER, a_summary())
    at_step_7 = {point.term.id for point in open_points(points, StepId.STEP_7)}
    assert "term/claim-appeals" in at_step_7
    assert "term/scope-of-services" not in at_step_7


@pytest.mark.parametrize("case", cases.load().values(), ids=lambda case: case.id)
def test_a_checklist_can_be_held_against_every_public_case(case):
    for side in Party:
        states = {point.state for point in checklist(side, case.wording)}
        assert states <= set(PointState)
