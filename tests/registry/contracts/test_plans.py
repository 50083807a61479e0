import pytest

from measures.errors import InvalidError
from registry.contracts.plans import ImplementationPlan, PersonalDataError, read_plan
from tests.registry.contracts.contract_words import a_plan, an_exchange, plan_content

MILESTONE = {"step": "step-5", "what": "Staff are trained", "role": "lead", "due": "2027-01-01"}
READY = {"party": "plan", "area": "staff", "is_ready": True}


@pytest.mark.parametrize(
    "text",
    [
        "Ask anna.smith@plan.example", "Call (615) 555-0100", "Call 615-555-0100", "Call +1 615 555 0100",
        "Dr. Smith signs", "Ms Jones answers",
    ],
)  # fmt: skip
def test_a_plan_that_names_a_person_or_says_how_to_reach_one_is_refused(text):
    with pytest.raises(PersonalDataError, match=r"milestones\.0\.what"):
        read_plan(plan_content(milestones=[{**MILESTONE, "what": text}]))


@pytest.mark.parametrize(
    "text", ["2027-01-01 to 2027-12-31", "Form 1500, 837I, version 5010", "42 CFR 441.312", "1-2-3 of 4", "Drives"]
)
def test_dates_numbers_and_codes_name_nobody(text):
    assert read_plan(plan_content(milestones=[{**MILESTONE, "what": text}])).milestones[0].what == text


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"roles": []}, "roles"),
        ({"roles": [plan_content()["roles"][0]] * 2}, "same id"),
        ({"milestones": [{**MILESTONE, "role": "nobody"}]}, "nobody"),
        ({"problems_to": "nobody"}, "nobody"),
        ({"risks": [{"what": "Late data", "role": "gone", "answer": "We meet."}]}, "gone"),
        ({"meetings": [{"what": "Results", "rhythm": "monthly", "roles": ["gone"]}]}, "gone"),
        ({"milestones": [{**MILESTONE, "due": "next spring"}]}, "milestones.0.due"),
        ({"milestones": [{**MILESTONE, "step": "step-9"}]}, "milestones.0.step"),
        ({"readiness": [READY, READY]}, "twice"),
        ({"readiness": [{**READY, "gap": "No system"}]}, "gap"),
        ({"readiness": [{**READY, "is_ready": False}]}, "gap"),
        ({"data_exchange": [an_exchange(), an_exchange()]}, "twice"),
        ({"rate": "100"}, "no such field"),
    ],
)
def test_a_plan_that_does_not_agree_with_itself_is_refused(changes, named):
    with pytest.raises(InvalidError) as refused:
        read_plan(plan_content(**changes))
    assert named in refused.value.message


def test_a_plan_can_be_written_out_and_read_again_with_the_same_digest():
    plan = a_plan(milestones=[MILESTONE], data_exchange=[an_exchange(rhythm="monthly")], readiness=[READY])
    again = ImplementationPlan.model_validate_json(plan.model_dump_json(exclude_none=True))
    assert again == plan
    assert again.digest() == plan.digest() != a_plan().digest()
