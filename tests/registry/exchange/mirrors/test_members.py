"""Paths that an export can hold, on every kind of disk."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.exchange.mirrors.members import BadExportError, is_plain, require_paths

TRAVERSING = [
    "../up",
    "a/../b",
    "/etc/passwd",
    "a//b",
    "./a",
    "a/.",
    "a\\b",
    "C:evil",
    "a/b/",
    "",
    ".hidden",
    "a/.part/b",
    "a\0b",
    "a b",
    "é",
    "con",
    "a/NUL.txt",
    "a/com1",
    "x" * 251,
    "/".join("a" * 14),
]


@pytest.mark.parametrize("path", TRAVERSING)
def test_a_path_that_leads_elsewhere_is_refused(path):
    assert not is_plain(path)
    with pytest.raises(BadExportError):
        require_paths([path])


@pytest.mark.parametrize(
    "path",
    [
        "priority-set/US-TN/nf@1.0.0",
        "log/tile/0/x001/234.p/17",
        "log/tile/entries/000",
        "index.html",
        "measure/a/con-1",
    ],
)
def test_the_paths_of_an_export_are_plain(path):
    require_paths([path])


@pytest.mark.parametrize("paths", [("a/B", "a/b"), ("US/x", "us/x"), ("a", "a/b"), ("A", "a/b"), ("x/y", "X/y/z")])
def test_paths_that_are_one_on_some_disk_are_refused_together(paths):
    with pytest.raises(BadExportError, match="would"):
        require_paths(paths)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_plain_stays_below_its_directory(path):
    if is_plain(path):
        steps = path.split("/")
        assert ".." not in steps
        assert not path.startswith("/")
        assert path.isascii()
        assert all(steps)
