import pytest

from measures.changes import changed_fields


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, ["a"]),
        ({"a": 1}, {}, ["a"]),
        ({}, {"a": 1}, ["a"]),
        ({"a": True}, {"a": 1}, ["a"]),
        ({"a": {"b": "x", "c": "y"}}, {"a": {"b": "z", "c": "y"}}, ["a.b"]),
        ({"a": {}}, {"a": {"b": "x"}}, ["a.b"]),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, ["a"]),
        ({"r": [{"p": {"m": "1"}}, {"p": {"m": "2"}}]}, {"r": [{"p": {"m": "1"}}, {"p": {"m": "3"}}]}, ["r.1.p.m"]),
        ({"r": [{"p": "1"}]}, {"r": [{"p": "1"}, {"p": "2"}]}, ["r"]),
        ({"b": 1, "a": 1}, {"b": 2, "a": 2}, ["a", "b"]),
        ({"a": []}, {"a": {}}, ["a"]),
    ],
)
def test_changed_fields_are_named_by_their_paths(old, new, paths):
    assert changed_fields(old, new) == paths
    assert changed_fields(new, old) == paths


def test_text_that_is_the_same_character_has_not_changed():
    assert changed_fields({"a": "é"}, {"a": "é"}) == []
