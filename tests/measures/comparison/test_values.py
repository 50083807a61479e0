"""When two texts say the same, and how values are shown."""

from datetime import date

import pytest

from measures.comparison import Bump
from measures.comparison.values import same_number, same_version, same_words, shown, step_between
from measures.vocabularies import Setting

A, B = ("sha256:" + digit * 64 for digit in "ab")
MEASURE = "measure/tn-quiltss/cna-hours"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Members  of the plan", "members of the plan."),
        ("the plan's members", "the plan\u2019s members"),
        ('a "gate"', "a \u201cgate\u201d"),
        ("one\ntwo", "one two"),
    ],
)
def test_texts_that_differ_in_spacing_capitals_or_quotation_marks_say_the_same(old, new):
    assert same_words(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("7.5", "75"),
        ("75%", "75"),
        ("at least 75%", "at most 75%"),
        ("≥ 75%", "≤ 75%"),
        ("-5", "5"),
        ("3-5", "35"),
        ("1/4", "14"),
        ("not, as a rule", "not as a rule"),
        ("0.5.", "0.5.."),
        ("a", None),
        (None, None),
    ],
)
def test_no_sign_that_could_turn_a_number_or_sentence_around_is_looked_through(old, new):
    assert not same_words(old, new)


@pytest.mark.parametrize(
    ("old", "new", "same"), [("1/4", "0.25", True), ("1/4", "0.2500", True), ("1/3", "0.33", False)]
)
def test_exact_numbers_are_compared_by_their_value(old, new, same):
    assert same_number(old, new) is same


@pytest.mark.parametrize(
    ("old", "new", "same", "step"),
    [
        (f"{MEASURE}@1.0.0", f"{MEASURE}@1.0.0#{A}", True, None),
        (f"{MEASURE}@1.0.0#{A}", f"{MEASURE}@1.0.0#{B}", False, Bump.MAJOR),
        (f"{MEASURE}@1.0.0#{A}", f"{MEASURE}@1.0.1#{B}", False, Bump.PATCH),
        (f"{MEASURE}@1.0.0#{A}", f"{MEASURE}@1.3.1#{B}", False, Bump.MINOR),
        (f"{MEASURE}@1.0.0", f"{MEASURE}@2.0.0", False, Bump.MAJOR),
        (f"{MEASURE}@2.1.0", f"{MEASURE}@2.0.9", False, Bump.MINOR),
    ],
)
def test_a_citation_moved_as_far_as_the_number_of_what_it_cites(old, new, same, step):
    assert same_version(old, new) is same
    if not same:
        assert step_between(old, new) is step


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Setting.NURSING_FACILITY, "nursing facility"),
        ((Setting.HCBS, Setting.OWN_HOME), "HCBS; own home"),
        (date(2027, 1, 1), "2027-01-01"),
        (True, "yes"),
        (False, "no"),
        (12, "12"),
        ({"min_goals": "2", "key": "a"}, "min goals 2, key a"),
    ],
)
def test_values_are_shown_as_people_read_them(value, text):
    assert shown(value) == text
