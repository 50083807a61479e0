"""What is the same: numbers as rationals, sets as sets, ties as ties, instants as instants."""

from decimal import Decimal

import pytest

from governance.recounting.comparison import agree


@pytest.mark.parametrize(
    ("field", "computed", "stated"),
    [
        ("support", "1", 1),
        ("support", "1", "2/2"),
        ("support", "3/5", "0.6"),
        ("support", "3/5", Decimal("0.6")),
        ("n", 9, "9"),
        ("n", 9, Decimal("9.0")),
        ("units", [1, 2], ["1", "4/2"]),
        ("winners", ["a", "b"], ["b", "a"]),
        ("failed", [], []),
        ("winning", [["a", "b"], ["c", "d"]], [["d", "c"], ["b", "a"]]),
        ("order", ["a", ["b", "c"]], [["a"], ["c", "b"]]),
        ("must_hide", [["member", "reject"], ["plan", "approve"]], [["plan", "approve"], ["member", "reject"]]),
        ("tally", {"approve": 1, "reject": 0}, {"approve": "1"}),
        ("final", {"A": "approve", "B": None}, {"A": "approve"}),
        ("opens_utc", "2026-06-01T14:00:00Z", "2026-06-01T09:00-05:00"),
        ("support", None, None),
        ("options", {"quality": {"failed": ["a", "b"]}}, {"quality": {"failed": ["b", "a"]}}),
    ],
)
def test_equal_things_are_equal_however_they_are_written(field, computed, stated):
    assert agree(field, computed, stated)
    assert agree(field, stated, computed)


@pytest.mark.parametrize(
    ("field", "computed", "stated"),
    [
        ("support", "1/3", Decimal("0.3333333333333333")),
        ("support", "1/3", "0.333"),
        ("support", None, 0),
        ("support", None, "0"),
        ("quorum_met", True, 1),
        ("quorum_met", False, 0),
        ("quorum_met", True, "true"),
        ("quorum_met", True, "True"),
        ("quorum_met", False, None),
        ("winners", ["a"], ["a", "a"]),
        ("winners", ["a"], "a"),
        ("winning", [["a", "b"]], [["a"], ["b"]]),
        ("order", ["a", ["b", "c"]], ["a", "b", "c"]),
        ("order", ["a", "b"], ["b", "a"]),
        ("must_hide", [["member", "reject"]], [["reject", "member"]]),
        ("results", ["late", "accepted"], ["accepted", "late"]),
        ("units", [1, 2], [2, 1]),
        ("tally", {"approve": 1}, {"approve": 1, "reject": 1}),
        ("final", {"A": "approve", "B": None}, {"A": "approve", "B": "reject"}),
        ("opens_utc", "2026-06-01T14:00:00Z", "2026-06-01T14:00:01Z"),
        ("outcome", "adopted", "not_adopted"),
        ("median", "1/0", "2/0"),
    ],
)
def test_different_things_are_different(field, computed, stated):
    assert not agree(field, computed, stated)
    assert not agree(field, stated, computed)
