import json
import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from measures.documents import Day, Exact, Line, Record, Unique, Version
from measures.errors import InvalidError
from measures.validation import DEEPEST_YAML, SHOWN_PROBLEMS, parse, read_yaml


class Inner(Record):
    share: Exact


class Form(Record):
    title: Line
    version: Version = "1.0.0"
    shares: tuple[Inner, ...] = ()
    since: Day | None = None
    words: Unique[str] = ()


def refused(read, *arguments):
    with pytest.raises(InvalidError) as caught:
        read(*arguments)
    return caught.value.code, caught.value.message


# Values


def test_what_fits_is_read():
    form = parse(Form, {"title": "T", "shares": [{"share": "1/4"}], "since": "2027-01-01"}, "here")
    assert form == Form(title="T", shares=(Inner(share="1/4"),), since=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"title": 1}, "INVALID_FIELD", "here: field title: "),
        ({"title": None}, "INVALID_FIELD", "here: field title: "),
        ({"title": ""}, "INVALID_FIELD", "field title: String should have at least 1 character."),
        ({"stray": 1}, "INVALID_FIELD", "field stray: there is no such field."),
        ({"shares": [{"share": "1/4"}, {"share": 0.25}]}, "INEXACT_NUMBER", "field shares.1.share: 0.25 is a bare"),
        ({"shares": [{"share": "x"}]}, "INVALID_FIELD", "field shares.0.share: "),
        ({"version": 1.1}, "UNQUOTED_VERSION", "field version: 1.1 was read as a number"),
        ({"since": "soon"}, "INVALID_FIELD", "field since: 'soon' is not a date; write '2027-01-01'."),
        ({"words": ["a", "a"]}, "INVALID_FIELD", "field words: the same entry stands twice; each may stand once."),
        ({"title": "\x00"}, "INVALID_FIELD", "here: the text holds a control character; take it out."),
        ({None: 1}, "INVALID_FIELD", "field None: Keys should be strings"),
        ({1: 1}, "INVALID_FIELD", "field 1: Keys should be strings"),
    ],
)
def test_a_refusal_names_the_record_and_the_field(changes, code, words):
    found, message = refused(parse, Form, {"title": "T", **changes}, "here")
    assert found == code
    assert message.startswith("here: ")
    assert words in message
    assert message.endswith(".")


@pytest.mark.parametrize("data", [None, [], "x", 1, b"{}", {}], ids=repr)
def test_what_is_no_record_is_refused(data):
    assert refused(parse, Form, data, "here")[0] == "INVALID_FIELD"


@pytest.mark.parametrize("many", range(1, 9))
def test_a_refusal_names_five_fields_and_counts_the_rest(many):
    message = refused(parse, Form, {"title": "T", **{f"stray{n}": 1 for n in range(many)}}, "here")[1]
    assert message.count("field stray") == min(many, SHOWN_PROBLEMS)
    assert message.endswith(f"; and {many - SHOWN_PROBLEMS} more." if many > SHOWN_PROBLEMS else "no such field.")


def test_a_number_at_fault_counts_before_any_other_field():
    both = {"title": "", "version": "x", "stray": 1, "shares": [{"share": 1}]}
    assert refused(parse, Form, both, "here")[0] == "INEXACT_NUMBER"


@pytest.mark.parametrize("wrap", [lambda value: [value], lambda value: {"a": value}], ids=["list", "mapping"])
def test_what_is_nested_too_deeply_is_refused(wrap):
    value = "x"
    for _ in range(100_000):
        value = wrap(value)
    for field in ("title", "words", "stray"):
        code, message = refused(parse, Form, {"title": "T", field: value}, "here")
        assert (code, message) == ("INVALID_FIELD", "here: this is nested too deeply to be read.")
    while isinstance(value, list | dict):  # taken apart by hand: its destructor would go as deep
        value = value[0] if isinstance(value, list) else value["a"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


@given(anything, st.fixed_dictionaries({}, optional=dict.fromkeys(Form.model_fields, anything)))
@example({"\ud800": "\ud800"}, {"title": "\udfff"})
@example(10**5000, {"title": "T", "version": 10**5000})
def test_whatever_is_written_is_read_or_refused(stray, fields):
    for data in (fields, {**fields, "stray": stray}, stray):
        try:
            parse(Form, data, "here")
        except InvalidError:
            continue


# YAML


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("---", None),
        ("--- a\n...\n", "a"),
        ("a: yes", {"a": "yes"}),
        ("a: on\nb: no\nc: 1:30", {"a": "on", "b": "no", "c": "1:30"}),
        ("a: true\nb: null\nc: ~", {"a": True, "b": None, "c": None}),
        ("a: 1\nb: 0o14\nc: 014", {"a": 1, "b": 12, "c": 14}),
        ("a: 1.10\nb: 1.1.0\nc: '1.10'", {"a": 1.1, "b": "1.1.0", "c": "1.10"}),
        ("a: 2027-01-01\nb: '2027-01-01'", {"a": date(2027, 1, 1), "b": "2027-01-01"}),
        ("- a\n- [b, {c: d}]", ["a", ["b", {"c": "d"}]]),
        ("\ufeffa: 1", {"a": 1}),
        ("a: '<<'\n'<<': b", {"a": "<<", "<<": "b"}),
        ("a: '&x'\nb: '*x'\nc: '!x'", {"a": "&x", "b": "*x", "c": "!x"}),
        ("a: b # c", {"a": "b"}),
        ("%YAML 1.2\n---\na: yes", {"a": "yes"}),
        ("a: |\n  b\n  c\n", {"a": "b\nc\n"}),
    ],
)
def test_yaml_is_read_as_yaml_1_2(text, value):
    assert read_yaml(text, "file") == value


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\na: 2", "line 2, column 1"),
        ("a: 1\nb: 2\n'a': 1", "line 3, column 1"),
        ("x: {a: 1, a: 1}", "line 1, column 11"),
        ("- a: 1\n  a: 2", "line 2, column 3"),
        ("1: a\n1: b", "line 2, column 1"),
    ],
)
def test_a_key_that_stands_twice_is_refused(text, where):
    code, message = refused(read_yaml, text, "file")
    assert code == "DUPLICATE_YAML_KEY"
    assert message.startswith(f"file: {where}: found duplicate key")
    assert message.endswith("; keep one of the two.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", ""),
        ("a: b: c", "line 1, column 5"),
        ("\ta: 1", ""),
        ("a\n  b: c", ""),
        ("...", ""),
        ("a: '", ""),
        ("@a", ""),
        ("`a", ""),
        ("\x00", "special characters are not allowed"),
        ("a: \x07", "special characters are not allowed"),
        ("a: \ud800", ""),
        ("--- a\n--- b", "another document"),
        ("a: 1\n---\nb: 2", "another document"),
        ("%YAML 1.1\n---\na: yes", "directive"),
        ("%YAML 9.9\n---\na", ""),
        ("%YAML 1.2\n%YAML 1.2\n---\na", ""),
        ("%TAG ! tag:example.org,2000:\n---\na", "directive"),
        ("!!python/object:os.system x", "tag"),
        ("!!python/object/apply:os.system ['true']", "tag"),
        ("a: !foo bar", "line 1, column 4: this is not YAML: the tag !foo says how to read a value"),
        ("!!binary aGk=", "tag"),
        ("!!set {a, b}", "tag"),
        ("!!omap [a: 1]", "tag"),
        ("!!map {a: 1}", "tag"),
        ("!!seq [a]", "tag"),
        ("!!str 1.0", "tag"),
        ("!<tag:yaml.org,2002:str> a", "tag"),
        ("! a", "tag"),
        ("!!int ''", "tag"),
        ("!!bool x", "tag"),
        ("a: &x 1", "line 1, column 4: this is not YAML: an alias repeats a part of the file; write it out."),
        ("a: &x 1\nb: *x", "alias"),
        ("- &x [1]\n- *x", "alias"),
        ("&x a: 1", "alias"),
        ("&a [*a]", "alias"),
        ("*x", "alias"),
        ("a: *x", "alias"),
        ("<<: {a: 1}\na: 2", "a merge (<<) hides what stands twice"),
        ("b:\n  <<: {a: 1}\n  a: 2", "merge"),
        ("a: 2027-13-45", "month must be in 1..12"),
        ("a: 2027-02-30", "day"),
        (f"a: {'9' * 5000}", "digits"),
        ("? {a: b}\n: c", ""),
    ],
)
def test_what_is_not_plain_yaml_is_refused(text, words):
    code, message = refused(read_yaml, text, "file")
    assert code == "BROKEN_YAML"
    assert message.startswith("file: ")
    assert words in message


def laughs(depth):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        laughs(9),
        "&a [" + ", ".join(["*a"] * 10) + "]",
        "x: &x {a: 1}\n" + "\n".join(f"y{n}: {{<<: *x}}" for n in range(1000)),
        "[" * 200_000,
        "{" * 200_000,
        "- " * 200_000,
        "[" * 900 + "]" * 900,
        "{a: " * 900 + "}" * 900,
        "? " * 100_000,
        "\n".join("  " * depth + "a:" for depth in range(2000)),
    ],
    ids=["laughs", "itself", "merges", "lists", "mappings", "dashes", "closed", "closed maps", "keys", "indents"],
)
def test_a_bomb_is_refused_quickly(text):
    started = time.monotonic()
    assert refused(read_yaml, text, "file")[0] == "BROKEN_YAML"
    assert time.monotonic() - started < 5


def test_yaml_can_be_as_deep_as_any_record():
    deep = "[" * (DEEPEST_YAML - 1) + "x" + "]" * (DEEPEST_YAML - 1)
    value = read_yaml(deep, "file")
    for _ in range(DEEPEST_YAML - 1):
        (value,) = value
    assert value == "x"
    assert refused(read_yaml, f"[{deep}]", "file")[0] == "BROKEN_YAML"


@given(st.text(st.sampled_from("ab:-?,[]{}&*!|>'\"%@`#<~.0159eExo_+ \n\t\\") | st.characters(), max_size=30))
@example("0x")
@example("2027-01-01 00:00:00 +99:99")
@example("2027-01-01T25:00:00")
@example(".inf: .nan")
@example("? ? a")
@example('"\\ud800"')
@example("[a, b]: c")
def test_whatever_is_written_is_yaml_or_refused(text):
    try:
        read_yaml(text, "file")
    except InvalidError:
        return


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(st.characters(exclude_categories=["C"])),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab<&*!é", max_size=4), inner, max_size=3),
        max_leaves=8,
    )
)
def test_json_is_read_as_the_yaml_that_it_is(value):
    assert read_yaml(json.dumps(value, ensure_ascii=False), "file") == value
