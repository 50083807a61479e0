import pytest

from measures import catalog
from measures.apm import LADDER, OFF_LADDER, ApmCategory, Framework, is_on_ladder, is_step_back
from measures.errors import InvalidError
from measures.validation import parse

ONE, A, B = ApmCategory.CATEGORY_1, ApmCategory.CATEGORY_2A, ApmCategory.CATEGORY_3B


@pytest.mark.parametrize(
    ("earlier", "later", "back"),
    [
        (A, B, False),
        (B, A, True),
        (A, A, False),
        (ApmCategory.CATEGORY_4A, B, True),
        (ONE, A, False),
    ],
)
def test_a_step_back_leads_down_the_ladder(earlier, later, back):
    assert is_step_back(earlier, later) is back


def test_of_two_rungs_exactly_one_direction_is_back():
    for one in LADDER:
        for other in LADDER:
            assert (is_step_back(one, other), is_step_back(other, one)).count(True) == (one is not other)


@pytest.mark.parametrize("off", sorted(OFF_LADDER))
def test_a_category_off_the_ladder_is_never_compared(off):
    assert not is_on_ladder(off)
    assert not any(is_step_back(off, other) or is_step_back(other, off) for other in ApmCategory)


def test_the_ladder_rises_with_the_order_of_the_framework():
    framework = catalog.load().framework
    assert {ApmCategory.CATEGORY_3N, ApmCategory.CATEGORY_4N} == OFF_LADDER
    orders = [framework.category(category).order for category in LADDER]
    assert orders == sorted(set(orders))
    assert not any(framework.category(category).linked_to_quality for category in OFF_LADDER)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda f: f.update(version="2016"), "not the edition"),
        (lambda f: f["categories"].pop(), "every category"),
        (lambda f: f["categories"][1].update(order=5), "rise strictly"),
        (lambda f: f["categories"][1].update(parent="3", order=20.5), "categories.1.order"),
        (lambda f: f["progression"].reverse(), "differ from the ladder"),
        (lambda f: f["parents"].pop(), "parent that is not listed"),
        (lambda f: f["categories"][2].update(next_steps=["5A"]), "categories.2.next_steps"),
    ],
    ids=["edition", "missing", "order", "float", "progression", "parent", "unknown"],
)
def test_a_framework_that_differs_from_the_code_is_refused(change, problem):
    content = catalog.load().framework.model_dump(mode="json")
    change(content)
    with pytest.raises(InvalidError, match=problem):
        parse(Framework, content, "framework")
