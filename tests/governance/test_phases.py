from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.phases import PROGRESS, ItemRole, PhaseStep, path_problem
from measures.apm import LADDER, OFF_LADDER, ApmCategory
from measures.errors import InvalidError
from measures.validation import parse

REPORTING, PERFORMANCE, THRESHOLD = ItemRole.REPORTING, ItemRole.PERFORMANCE, ItemRole.THRESHOLD
C1, A2, B2, C2, A3, B3, N3, A4, B4, C4, N4 = (
    ApmCategory(code) for code in ("1", "2A", "2B", "2C", "3A", "3B", "3N", "4A", "4B", "4C", "4N")
)
ORDER = [ItemRole.DEVELOPMENTAL, ItemRole.MONITORING, REPORTING, PERFORMANCE]
LINKED = frozenset(LADDER) - {C1}


def path(*steps):
    """Steps a year apart: a role, a category, or both."""
    made = []
    for year, step in enumerate(steps):
        parts = step if isinstance(step, tuple) else (step,)
        role = next((part for part in parts if isinstance(part, ItemRole)), REPORTING)
        category = next((part for part in parts if isinstance(part, ApmCategory)), None)
        made.append(PhaseStep(starts=date(2027 + year, 1, 1), role=role, category=category))
    return made


def replaced(step):
    return step.model_copy(update={"replaced_by": "measure/nci-idd/friends@1.0.0"})


@pytest.mark.parametrize("role", ItemRole)
@pytest.mark.parametrize("category", [None, *ApmCategory])
def test_a_path_of_one_step_or_none_stands(role, category):
    assert path_problem([]) is None
    assert path_problem(path((role, category) if category else role)) is None
    assert path_problem([replaced(step) for step in path(role)]) is None


@pytest.mark.parametrize(("earlier", "later"), list(product(ItemRole, repeat=2)))
def test_a_role_gives_way_to_a_later_one(earlier, later):
    problem = path_problem(path(earlier, later))
    if earlier in ORDER and later in ORDER and ORDER.index(later) < ORDER.index(earlier):
        assert problem == f"it goes back from {earlier} to {later} on 2028-01-01"
    else:
        assert problem is None


def test_the_roles_of_a_path_lead_from_developing_to_being_paid_on():
    assert [PROGRESS[role] for role in ORDER] == [0, 1, 2, 3]
    assert set(ItemRole) - set(PROGRESS) == {THRESHOLD}
    assert path_problem(path(*ORDER)) is None
    assert list(ItemRole) == ["threshold", "reporting", "performance", "monitoring", "developmental"]


def test_a_step_may_name_neither_a_category_nor_a_successor():
    step = parse(PhaseStep, {"from": "2027-01-01", "role": "reporting"}, "here")
    assert (step.starts, step.role, step.category, step.replaced_by) == (date(2027, 1, 1), REPORTING, None, None)


@pytest.mark.parametrize(("earlier", "later"), list(product(ApmCategory, repeat=2)))
def test_a_category_climbs_the_ladder_and_keeps_its_link_to_quality(earlier, later):
    problem = path_problem(path(earlier, later))
    down = earlier in LADDER and later in LADDER and LADDER.index(later) < LADDER.index(earlier)
    loses_its_link = earlier in LINKED and later in OFF_LADDER
    if down or loses_its_link:
        assert problem == f"it goes back from category {earlier} to {later} on 2028-01-01"
    else:
        assert problem is None


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ([PERFORMANCE, THRESHOLD, REPORTING], "it goes back from performance to reporting on 2029-01-01"),
        ([PERFORMANCE, THRESHOLD, THRESHOLD, PERFORMANCE], None),
        ([THRESHOLD, REPORTING, THRESHOLD, PERFORMANCE], None),
        ([A3, REPORTING, A2], "it goes back from category 3A to 2A on 2029-01-01"),
        ([A3, REPORTING, B3], None),
        ([C1, N3, A2], None),
        ([C1, N4, N3, C1], None),
        ([N3, N4, N3], None),
        ([N4, A2, N4], "it goes back from category 2A to 4N on 2029-01-01"),
        ([N3, A3, A2], "it goes back from category 3A to 2A on 2029-01-01"),
        ([A2, REPORTING, N3], "it goes back from category 2A to 3N on 2029-01-01"),
        ([A2, A2, C2, A4, C4], None),
        ([(REPORTING, A2), (PERFORMANCE, C2), (PERFORMANCE, A3)], None),
        (
            [(REPORTING, A2), (PERFORMANCE, C2), (REPORTING, A3)],
            "it goes back from performance to reporting on 2029-01-01",
        ),
    ],
    ids=[
        "a gate hides no way back",
        "gates in between",
        "gates beside the path",
        "a step without category hides no way back",
        "a step without category",
        "no link to lose",
        "never linked",
        "off the ladder",
        "link lost again",
        "down after risk without a link",
        "link lost over a gap",
        "up the ladder",
        "both forward",
        "role back, category forward",
    ],
)
def test_a_path_leads_back_by_no_detour(steps, problem):
    assert path_problem(path(*steps)) == problem


@pytest.mark.parametrize("days", [0, -1, -365])
def test_steps_follow_each_other_in_time(days):
    first, second = path(REPORTING, PERFORMANCE)
    moved = second.model_copy(update={"starts": first.starts + timedelta(days=days)})
    assert path_problem([first, moved]) == (
        f"the step from {moved.starts} does not come after the step from 2027-01-01"
    )
    next_day = second.model_copy(update={"starts": first.starts + timedelta(days=1)})
    assert path_problem([first, next_day]) is None


def test_nothing_follows_the_step_that_replaces_the_measure():
    first, second, third = path(REPORTING, PERFORMANCE, PERFORMANCE)
    assert path_problem([first, second, replaced(third)]) is None
    assert path_problem([first, replaced(second), third]) == (
        "it goes on after 2028-01-01, when the measure is replaced by measure/nci-idd/friends@1.0.0"
    )
    assert path_problem([replaced(first), second, third]) is not None


steps = st.lists(
    st.builds(
        PhaseStep,
        starts=st.dates(date(2027, 1, 1), date(2027, 2, 28)),
        role=st.sampled_from(ItemRole),
        category=st.none() | st.sampled_from(ApmCategory),
        replaced_by=st.sampled_from([None, None, None, "measure/nci-idd/friends@1.0.0"]),
    ),
    max_size=5,
)


@given(steps)
def test_every_path_that_stands_leads_forward(taken):
    if path_problem(taken) is not None:
        return
    assert all(earlier.starts < later.starts for earlier, later in pairwise(taken))
    assert all(step.replaced_by is None for step in taken[:-1])
    roles = [PROGRESS[step.role] for step in taken if step.role in PROGRESS]
    assert roles == sorted(roles)
    rungs = [LADDER.index(step.category) for step in taken if step.category in LADDER]
    assert rungs == sorted(rungs)
    categories = [step.category for step in taken if step.category]
    linked = [category in LINKED for category in categories]
    assert linked == sorted(linked)


@given(steps)
def test_a_path_that_stands_also_stands_when_it_is_cut_short(taken):
    if path_problem(taken) is None:
        assert all(path_problem(taken[:end]) is None for end in range(len(taken)))


@pytest.mark.parametrize(
    "changes",
    [
        {"from": "2027"},
        {"from": "2027-W01-1"},
        {"role": "paid"},
        {"category": "5A"},
        {"category": "2a"},
        {"category": 1},
        {"replaced_by": ""},
        {"replaced_by": "x" * 501},
        {"until": "2028-01-01"},
    ],
    ids=repr,
)
def test_a_step_that_is_not_well_formed_is_refused(changes):
    fields = {"from": "2027-01-01", "role": "reporting", **changes}
    with pytest.raises(InvalidError) as refused:
        parse(PhaseStep, fields, "here")
    assert refused.value.code == "INVALID_FIELD"
