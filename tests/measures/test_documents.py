import json
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar
from unicodedata import normalize
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field

from measures.documents import (
    SMALL,
    Day,
    Document,
    Exact,
    Line,
    Ordered,
    Record,
    Sealed,
    Text,
    Unique,
    UpstreamVersion,
    Version,
    canonical_json,
    clean_text,
    digest_of,
    fraction,
    instant,
    iso_date,
)
from measures.errors import InvalidError
from measures.references import Kind
from measures.validation import parse

ACUTE, COMPOSED = "e\u0301", "\u00e9"


class Colour(StrEnum):
    RED = "red"


class Rank(IntEnum):
    FIRST = 1


class Part(Record):
    id: str
    note: str | None = None


class Sample(Document):
    KIND: ClassVar[Kind] = Kind.TERM
    SCHEMA: ClassVar[str] = "term/9"

    title: Line
    text: Text | None = None
    share: Exact | None = None
    since: Day | None = None
    starts: Day | None = Field(default=None, alias="from")
    parts: Ordered[Part] = ()
    words: Unique[str] = ()
    things: Unique[Part] = ()
    edition: UpstreamVersion | None = None


def a_sample(**fields):
    return Sample.model_validate({"name": "US/x", "title": "X", **fields})


def content(**fields):
    return json.loads(a_sample(**fields).seal().content)


def problem(**fields):
    with pytest.raises(InvalidError) as refused:
        parse(Sample, {"name": "US/x", "title": "X", **fields}, "here")
    return refused.value.code, refused.value.message


# Canonical JSON

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(lambda name: normalize("NFC", name))
small = st.integers(1 - SMALL, SMALL - 1)
scalars = st.booleans() | small | names
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, st.none() | inner, max_size=4),
    max_leaves=12,
)


def turned(value):
    """The same content, every mapping written in the other order."""
    match value:
        case dict():
            return {key: turned(item) for key, item in reversed(value.items())}
        case list():
            return [turned(item) for item in value]
        case _:
            return value


def without_nulls(value):
    match value:
        case dict():
            return {key: without_nulls(item) for key, item in value.items() if item is not None}
        case list():
            return [without_nulls(item) for item in value]
        case _:
            return value


@given(values)
def test_canonical_bytes_are_json_of_the_same_content_without_nulls(value):
    assert json.loads(canonical_json(value)) == without_nulls(value)


@given(values)
def test_canonical_bytes_give_themselves_again(value):
    once = canonical_json(value)
    assert canonical_json(json.loads(once)) == once


@given(values)
def test_the_same_content_in_any_order_has_the_same_digest(value):
    assert digest_of(canonical_json(turned(value))) == digest_of(canonical_json(value))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_in_any_form_of_unicode_has_the_same_bytes(text):
    assert canonical_json(normalize("NFD", text)) == canonical_json(normalize("NFC", text))
    assert canonical_json({normalize("NFD", text): 1}) == canonical_json({normalize("NFC", text): 1})


@given(st.lists(scalars, unique_by=canonical_json, max_size=6), st.randoms())
def test_a_set_is_written_in_one_order(entries, random):
    mixed = sorted(entries, key=lambda _: random.random())
    assert canonical_json(dict.fromkeys(map(repr, mixed), 1)) == canonical_json(dict.fromkeys(map(repr, entries), 1))
    assert canonical_json(frozenset(map(repr, mixed))) == canonical_json(set(map(repr, entries)))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, b"null"),
        (True, b"true"),
        (False, b"false"),
        (0, b"0"),
        (-7, b"-7"),
        (SMALL - 1, b"2147483647"),
        (1 - SMALL, b"-2147483647"),
        (Fraction(2, 3), b'"2/3"'),
        (Fraction(4, 2), b'"2"'),
        (date(2027, 1, 1), b'"2027-01-01"'),
        (Colour.RED, b'"red"'),
        (Rank.FIRST, b"1"),
        (Kind.TERM, b'"term"'),
        ((1, "a"), b'[1,"a"]'),
        ({}, b"{}"),
        ([], b"[]"),
        ({"b": 1, "a": None, "c": {"d": None}}, b'{"b":1,"c":{}}'),
        ({"b": 1, "a": 2, "B": 3}, b'{"B":3,"a":2,"b":1}'),
        ({Colour.RED: 1}, b'{"red":1}'),
        (OrderedDict(z=1, a=2), b'{"a":2,"z":1}'),
        (MappingProxyType({"a": 1}), b'{"a":1}'),
        ({"b", "a c", "a"}, b'["a c","a","b"]'),
        (frozenset({Colour.RED}), b'["red"]'),
        ({1, "a"}, b'["a",1]'),
        (Part(id="x"), b'{"id":"x"}'),
        ([Part(id="x", note="n")], b'[{"id":"x","note":"n"}]'),
        (ACUTE, '"é"'.encode()),
        ('"\\\n\t\x08\x7f</é\u2028😀', '"\\"\\\\\\n\\t\\b\x7f</é\u2028😀"'.encode()),
        # RFC 8785 orders keys by UTF-16 code units: the pair of 😀 comes before U+FF61.
        ({"\uff61": 1, "😀": 2}, '{"😀":2,"\uff61":1}'.encode()),
    ],
    # The printed form of a set changes from process to process, and every worker must know a case by the same name.
    ids=lambda case: repr(case) if isinstance(case, bytes) else type(case).__name__,
)
def test_a_value_has_these_canonical_bytes(value, written):
    assert canonical_json(value) == written


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


class Share(Enum):
    HALF = 0.5


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        1.0,
        -0.0,
        float("nan"),
        float("inf"),
        Decimal("0.5"),
        1j,
        SMALL,
        -SMALL,
        2**53,
        10**5000,
        datetime(2027, 1, 1, tzinfo=UTC),
        UUID(int=0),
        b"bytes",
        bytearray(b"x"),
        object(),
        range(3),
        iter([1]),
        Share.HALF,
        "\ud800",
        {"\udfff": 1},
        {1: "a"},
        {None: "a"},
        {True: "a"},
        {0.5: "a"},
        {("a",): 1},
        {ACUTE: 1, COMPOSED: 2},
        {ACUTE: None, COMPOSED: 2},
        {ACUTE, COMPOSED},
        {Fraction(1, 2), "1/2"},
        [None],
        (None,),
        {None},
        nested(5000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_canonical_form_is_refused(value):
    for wrapped in (value, {"a": value}, [value], {"a": [{"b": value}]}):
        with pytest.raises(ValueError):  # noqa: PT011 - several causes, one refusal
            canonical_json(wrapped)


def test_a_digest_is_sha_256_over_the_bytes():
    assert digest_of(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_sealed_document_prints_no_content():
    assert repr(Sealed(b"secret", digest_of(b"secret"))) == f"Sealed(6 bytes, {digest_of(b'secret')})"


# Text


REFUSED = [*range(32), 0x7F, 0x80, 0x85, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069, 0xD800, 0xDBFF, 0xDC00, 0xDFFF]


@pytest.mark.parametrize("number", REFUSED, ids=hex)
def test_control_characters_turning_marks_and_broken_surrogates_are_refused(number):
    character = chr(number)
    if character in "\n\t":
        assert clean_text(f"a{character}b") == f"a{character}b"
        return
    for field in ("title", "text"):
        code, message = problem(**{field: f"a{character}b"})
        assert code == "INVALID_FIELD"
        assert "control character" in message
    assert problem(parts=[{"id": "x", "note": character}])[0] == "INVALID_FIELD"
    assert problem(**{f"a{character}": 1})[0] == "INVALID_FIELD"


@pytest.mark.parametrize("character", ["\xa0", "\u00ad", "\u200d", "é", "😀", "\ue000", "~", " "], ids=ascii)
def test_other_characters_stay(character):
    assert clean_text(f"a{character}b") == f"a{character}b"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
@example(ACUTE)
@example("\ufb01")
@example("\u212b")
def test_text_is_kept_in_nfc(text):
    assert clean_text(text) == normalize("NFC", text)
    assert clean_text(clean_text(text)) == clean_text(text)


def test_text_is_cleaned_wherever_it_stands():
    sample = a_sample(title=ACUTE, parts=[{"id": ACUTE}], words={ACUTE}, things=({"id": ACUTE, "note": ACUTE},))
    assert ACUTE not in sample.seal().content.decode()
    assert (sample.title, sample.parts[0].id, sample.words[0], sample.things[0].note) == (COMPOSED,) * 4


def test_the_line_end_of_a_form_makes_no_other_digest():
    assert a_sample(text="a\r\nb").seal() == a_sample(text="a\nb").seal()
    assert problem(text="a\rb")[0] == "INVALID_FIELD"


def test_two_fields_of_one_name_are_refused():
    assert "same name" in problem(**{ACUTE: 1, COMPOSED: 2})[1]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u2029", "\n\n"], ids=ascii)
def test_a_line_is_one_line(end):
    assert "one line" in problem(title=f"Fair{end}pay")[1]
    assert a_sample(title=f"{end}Fair pay{end}").title == "Fair pay"
    assert a_sample(text=f"Fair{end}pay").text.startswith("Fair")


@pytest.mark.parametrize("field", ["title", "text"])
@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "\u3000"], ids=ascii)
def test_a_text_is_not_empty(field, blank):
    assert problem(**{field: blank})[0] == "INVALID_FIELD"


@pytest.mark.parametrize(("field", "most"), [("title", 500), ("text", 20_000), ("edition", 100)])
def test_a_text_has_a_longest_length(field, most):
    assert content(**{field: "x" * most})[field] == "x" * most
    assert f"at most {most}" in problem(**{field: "x" * (most + 1)})[1]


# Lists


@given(st.lists(names, unique=True), st.randoms())
def test_a_unique_list_has_one_order(words, random):
    mixed = sorted(words, key=lambda _: random.random())
    sample = a_sample(words=mixed)
    assert set(sample.words) == set(words)
    assert sample.seal() == a_sample(words=words).seal()
    assert list(sample.words) == sorted(words, key=canonical_json)


@pytest.mark.parametrize("repeated", [["a", "b", "a"], [ACUTE, COMPOSED], {ACUTE, COMPOSED}], ids=["a", "two", "set"])
def test_a_unique_list_refuses_repeats(repeated):
    code, message = problem(words=repeated)
    assert code == "INVALID_FIELD"
    assert message == "here: field words: the same entry stands twice; each may stand once."


def test_records_in_a_unique_list_are_compared_by_what_they_say():
    assert problem(things=[{"id": "a"}, {"id": "a", "note": None}])[0] == "INVALID_FIELD"
    assert problem(things=[{"id": "a"}, Part(id="a")])[0] == "INVALID_FIELD"
    there = content(things=[{"id": "b"}, {"id": "a", "note": "z"}, {"id": "a"}])["things"]
    assert there == [{"id": "a", "note": "z"}, {"id": "a"}, {"id": "b"}]


def test_an_ordered_list_keeps_its_order_and_its_repeats():
    parts = [{"id": "b"}, {"id": "a"}, {"id": "b"}]
    assert content(parts=parts)["parts"] == parts


# Exact numbers


@pytest.mark.parametrize("text", ["0", "1", "-1", "0.25", "-0.25", "1/4", "25", "9" * 18, "0/1", f"1/{'9' * 18}"])
def test_an_exact_number_is_kept_as_it_was_written(text):
    assert a_sample(share=text).share == text
    assert fraction(text) == Fraction(text)


@pytest.mark.parametrize("number", [0, 1, -1, 0.5, 1.0, True, False, float("nan"), float("inf"), 10**30], ids=repr)
def test_a_bare_number_is_inexact(number):
    code, message = problem(share=number)
    assert code == "INEXACT_NUMBER"
    assert f"field share: {number} is a bare number" in message
    assert "write it as text" in message


@pytest.mark.parametrize(
    "text",
    [
        "", " ", " 1", "1 ", "1\n", "+1", "--1", "1e5", "1E5", ".5", "1.", "1/", "/2", "1/2/3", "1.5/2", "1/2.5",
        "1/-2",         "1,000", "1_000", "0x10", "½", "\uff11", "٣", "1/\uff12", "nan", "inf", "Infinity", "25%",
        "9" * 19, "0." + "1" * 19,
        "1/0", "0/0", "-1/0", "1/000", Decimal("0.5"), Fraction(1, 2), ["1"], {},
        10**5000,
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, int) else "huge",
)  # fmt: skip
def test_what_is_no_exact_number_is_refused(text):
    code, message = problem(share=text)
    assert code == "INVALID_FIELD"
    assert "field share: " in message


@given(st.text("-0123456789./e +", max_size=8))
def test_every_text_that_is_taken_has_an_exact_value(text):
    try:
        sample = a_sample(share=text)
    except ValueError:
        return
    assert isinstance(fraction(sample.share), Fraction)
    assert sample.share == text


# Versions


@pytest.mark.parametrize("number", [1, 1.1, 2024, True], ids=repr)
@pytest.mark.parametrize("field", ["version", "edition"])
def test_an_unquoted_version_is_refused(field, number):
    code, message = problem(**{field: number})
    assert code == "UNQUOTED_VERSION"
    assert f"field {field}: {number} was read as a number" in message


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.0.0-rc", "1.0.0 ", "1.0.0\n", "1000000.0.0", "\uff11.0.0", None],
    ids=repr,
)
def test_a_version_is_three_numbers(text):
    assert problem(version=text)[0] == "INVALID_FIELD"


@pytest.mark.parametrize("text", ["0.0.0", "1.10.0", "999999.999999.999999"])
def test_a_version_is_text(text):
    assert content(version=text)["version"] == text


def test_the_first_version_is_1_0_0():
    assert content()["version"] == "1.0.0"
    assert Version.__metadata__


# Days and instants


@pytest.mark.parametrize(
    "value",
    [
        "2027-W01-1", "2027-001", "20270101", "2027-1-1", "2027-01", "2027", "2027/01/01", "01-01-2027", "2027-02-29",
        "2027-13-01", "0000-01-01", "+2027-01-0", " 2027-01-0", "2027-01-01 ", "2027-01-01T00:00:00", "\uff12027-01-01",
        "", 0, 1798761600, 1.5, True, datetime(2027, 1, 1, tzinfo=UTC), [], {}, None.__class__,
        b"2027-01-01",
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_full_date_is_refused_and_nothing_is_guessed(value):
    code, message = problem(since=value)
    assert code == "INVALID_FIELD"
    assert "is not a date; write '2027-01-01'" in message


@given(st.dates())
def test_a_day_is_written_as_it_is_read(day):
    assert iso_date(day.isoformat()) == iso_date(day) == day
    assert content(since=day.isoformat())["since"] == day.isoformat()
    assert content(**{"from": day})["from"] == day.isoformat()


@given(st.datetimes(timezones=st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))))
@example(datetime(2027, 3, 1, 17, tzinfo=timezone(timedelta(hours=-6))))
def test_an_instant_is_written_one_way_whatever_its_offset(at):
    try:
        utc = at.astimezone(UTC)
    except OverflowError:
        return
    assert instant(at) == instant(utc)
    assert datetime.fromisoformat(instant(at)) == at
    assert len(instant(at)) == len("2027-03-01T23:00:00.000000Z")


def test_an_instant_says_its_offset():
    assert instant(datetime(2027, 3, 1, 17, tzinfo=timezone(timedelta(hours=-6)))) == "2027-03-01T23:00:00.000000Z"
    with pytest.raises(ValueError, match="offset"):
        instant(datetime(2027, 3, 1))  # noqa: DTZ001 - on purpose


# Documents

samples = st.fixed_dictionaries(
    {"name": st.just("US-TN/x"), "title": st.just("Été")},
    optional={
        "version": st.sampled_from(["1.0.0", "2.10.3"]),
        "demonstration": st.booleans(),
        "text": st.sampled_from(["a\nb", ACUTE]),
        "share": st.sampled_from(["1/4", "0.25"]),
        "since": st.dates(),
        "from": st.dates().map(str),
        "parts": st.lists(st.builds(Part, id=st.sampled_from("ab")), max_size=3),
        "words": st.lists(names, unique=True, max_size=3),
    },
)


@given(samples)
def test_a_document_read_back_from_its_bytes_has_the_same_bytes(fields):
    document = Sample.model_validate(fields)
    sealed = document.seal()
    parsed = json.loads(sealed.content)
    again = Sample.from_content(parsed)
    assert again == document
    assert again.seal() == sealed
    assert canonical_json(parsed) == sealed.content
    assert sealed.digest == digest_of(sealed.content)
    assert (parsed["schema"], parsed["kind"]) == ("term/9", "term")
    assert ("demonstration" in parsed) is (fields.get("demonstration") is True)


def test_demonstration_is_left_out_unless_it_is_true():
    assert "demonstration" not in content()
    assert content(demonstration=False) == content()
    assert content(demonstration=True) == {**content(), "demonstration": True}


@pytest.mark.parametrize("value", ["true", "yes", 1, 0, "false", None], ids=repr)
def test_demonstration_is_true_or_false_and_nothing_like_it(value):
    assert problem(demonstration=value)[0] == "INVALID_FIELD"


@pytest.mark.parametrize(
    "changes", [{"schema": "term/8"}, {"schema": None}, {"kind": "measure"}, {"status": "published"}, {"title": ""}]
)
def test_the_bytes_of_another_schema_are_not_read(changes):
    with pytest.raises(ValueError):  # noqa: PT011 - several causes, one refusal
        Sample.from_content({**content(), **changes})


@pytest.mark.parametrize("name", ["", "x", "US/", "US/X", "tn/x", "US-ZZ/x", "US/x@1.0.0", "US/x#y", "US/x/y"])
def test_a_document_has_a_name_that_references_can_carry(name):
    code, message = problem(name=name)
    assert code == "BAD_REFERENCE"
    assert message.startswith("here: ")


def test_a_document_says_what_it_is():
    assert str(a_sample(version="2.0.0").reference) == "term/US/x@2.0.0"


def test_a_document_does_not_change_and_takes_no_stray_fields():
    sample = a_sample()
    with pytest.raises(ValueError, match="frozen"):
        sample.title = "Y"
    assert problem(published_at="2027-01-01") == (
        "INVALID_FIELD",
        "here: field published_at: there is no such field.",
    )
