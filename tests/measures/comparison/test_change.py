"""What changes come to: the least version, and whether a version rises enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.comparison import Aspect, Bump, Change, Comparison, next_version
from measures.comparison.rising import NothingChangedError, VersionTooSmallError, require_rise
from measures.references import Kind, Reference

NAME = "US-TN/nf"


def change(bump, sentence="The weight changed."):
    return Change(Aspect.WEIGHT, "items.a/b.weight", "1/4", "1/2", sentence, bump)


def comparison(before, after, *bumps):
    sides = (Reference(Kind.PRIORITY_SET, NAME, version) for version in (before, after))
    return Comparison(*sides, tuple(map(change, bumps)))


@pytest.mark.parametrize(
    ("before", "bump", "least"),
    [
        ("1.2.3", Bump.NONE, "1.2.3"),
        ("1.2.3", Bump.PATCH, "1.2.4"),
        ("1.2.3", Bump.MINOR, "1.3.0"),
        ("1.2.3", Bump.MAJOR, "2.0.0"),
        ("0.9.9", Bump.MAJOR, "1.0.0"),
        ("1.9.9", Bump.PATCH, "1.9.10"),
    ],
)
def test_the_least_version_rises_by_the_part_that_is_asked_for(before, bump, least):
    assert next_version(before, bump) == least


@pytest.mark.parametrize(
    ("before", "after", "bump", "enough"),
    [
        ("1.0.0", "1.0.1", Bump.PATCH, True),
        ("1.0.0", "1.0.1", Bump.MINOR, False),
        ("1.0.0", "1.1.0", Bump.MINOR, True),
        ("1.0.0", "1.9.9", Bump.MAJOR, False),
        ("1.0.0", "2.0.0", Bump.MAJOR, True),
        ("1.0.0", "7.0.0", Bump.PATCH, True),
        ("1.9.0", "1.10.0", Bump.MINOR, True),
        ("1.10.0", "1.9.0", Bump.PATCH, False),
    ],
)
def test_a_version_that_rises_too_little_is_refused_with_every_reason(before, after, bump, enough):
    found = comparison(before, after, bump)
    assert found.rises_enough is enough
    if enough:
        require_rise(found)
        assert found.asking_for_more() == ()
    else:
        with pytest.raises(VersionTooSmallError, match=r"The weight changed\.") as refused:
            require_rise(found)
        assert refused.value.code == "VERSION_TOO_SMALL"
        assert next_version(before, bump) in refused.value.message


@pytest.mark.parametrize(("after", "ahead"), [("1.0.1", True), ("1.0.0", False), ("0.9.9", False)])
def test_a_number_is_asked_for_only_when_looking_ahead(after, ahead):
    assert comparison("1.0.0", after, Bump.MAJOR).looks_ahead is ahead


def test_only_the_changes_that_ask_for_more_are_reasons():
    found = Comparison(
        Reference(Kind.PRIORITY_SET, NAME, "1.0.0"),
        Reference(Kind.PRIORITY_SET, NAME, "1.1.0"),
        (change(Bump.MAJOR, "A gate went."), change(Bump.MINOR, "A note came."), change(Bump.PATCH, "A comma.")),
    )
    assert [each.sentence for each in found.asking_for_more()] == ["A gate went."]
    with pytest.raises(VersionTooSmallError) as refused:
        require_rise(found)
    assert "A note came." not in refused.value.message


def test_a_refusal_with_many_reasons_gives_the_first_and_counts_the_rest():
    found = comparison("1.0.0", "1.0.1", *[Bump.MAJOR] * 12)
    with pytest.raises(VersionTooSmallError, match="And 7 more"):
        require_rise(found)


def test_a_version_that_says_the_same_is_refused_unless_the_one_before_was_withdrawn():
    found = comparison("1.0.0", "2.0.0")
    with pytest.raises(NothingChangedError, match=r"priority-set/US-TN/nf@1\.0\.0"):
        require_rise(found)
    require_rise(found, may_repeat=True)


bumps = st.sampled_from([Bump.PATCH, Bump.MINOR, Bump.MAJOR])


@given(st.lists(bumps), st.lists(bumps))
def test_more_changes_never_ask_for_less(some, others):
    alone = comparison("1.0.0", "1.0.1", *some)
    together = comparison("1.0.0", "1.0.1", *some, *others)
    assert together.least == max(alone.least, comparison("1.0.0", "1.0.1", *others).least)
    assert together.least >= alone.least


@given(st.tuples(*[st.integers(0, 999)] * 3), bumps)
def test_the_least_version_is_above_the_one_before_and_enough(numbers, bump):
    before = ".".join(map(str, numbers))
    assert comparison(before, next_version(before, bump), bump).rises_enough
    assert not comparison(before, before, bump).rises_enough
