"""Laws of every kind of document: no field is forgotten, and only two versions of one thing are compared."""

from pathlib import Path
from typing import get_args

import pytest

from measures import catalog
from measures.comparison.tables import Entries, Inside, Part, Table, rows
from measures.documents import Record
from measures.references import Kind
from registry.contracts import rule_sets, terms
from registry.contracts.comparison import TABLES, OtherThingError, compare_documents
from registry.reading import READERS

PAGE = Path(__file__).parents[4] / "docs" / "versions.md"


def tables(table):
    """A table and every table inside it."""
    yield table
    for part in table.parts:
        inner = part.table if isinstance(part, Inside) else part.each if isinstance(part, Entries) else None
        if isinstance(inner, Table):
            yield from tables(inner)


def records_in(annotation):
    """The record types that stand in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from records_in(inner)


EVERY = [table for each in TABLES.values() for table in tables(each)]


def test_every_kind_and_every_schema_has_a_table():
    assert set(TABLES) == set(Kind)
    assert {table.of for table in TABLES.values()} == set(READERS.values())


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.of.__name__)
def test_every_field_is_compared_or_exempt_with_a_reason(table):
    compared = [part.field for part in table.parts]
    assert sorted([*compared, *table.exempt]) == sorted(table.of.model_fields)
    assert all(table.exempt.values())


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.of.__name__)
def test_a_record_inside_a_record_is_compared_field_by_field_or_shown_as_one(table):
    for part in table.parts:
        inner = set(records_in(table.of.model_fields[part.field].annotation))
        match part:
            case Inside():
                assert inner == {part.table.of}
            case Entries(each=Table()):
                assert inner == {part.each.of}
            case Part() | Entries():
                assert not inner or part.field == "scopes"


@pytest.mark.parametrize("kind", TABLES)
def test_no_two_lines_speak_of_one_path_and_each_has_a_reason(kind):
    found = list(rows(TABLES[kind]))
    assert len({row.path for row in found}) == len(found)
    assert all(row.why and not row.why.endswith(".") for row in found)


@pytest.mark.parametrize("kind", TABLES)
def test_the_page_prints_every_line_of_every_table(kind):
    text = PAGE.read_text(encoding="utf-8")
    section = text.split(f"### `{kind}`\n")[1].split("\n### ")[0].split("\n## ")[0]
    printed = [line for line in section.splitlines() if line.startswith("| `")]
    assert printed == [f"| `{row.path}` | {row.aspect.replace('_', ' ')} | {row.asks} | {row.why} |"
                       for row in rows(TABLES[kind])]  # fmt: skip


def one_of_each():
    loaded = catalog.load()
    yield next(iter(loaded.measures.values()))
    yield next(iter(loaded.sets.values()))
    yield next(iter(rule_sets.load().sets.values()))
    yield next(iter(terms.load().values()))


DOCUMENTS = [entry.document(demonstration=False) for entry in one_of_each()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.KIND)
def test_only_versions_of_one_document_are_compared_unless_they_are_measures(document):
    other = document.model_copy(update={"name": document.name.rsplit("/", 1)[0] + "/another"})
    if document.KIND is Kind.MEASURE:
        assert compare_documents(document, other).changes[0].path == "name"
    else:
        with pytest.raises(OtherThingError, match="no versions of one document") as refused:
            compare_documents(document, other)
        assert refused.value.code == "NOT_TWO_VERSIONS"


@pytest.mark.parametrize("document", DOCUMENTS[1:], ids=lambda document: document.KIND)
def test_two_kinds_are_never_compared(document):
    with pytest.raises(OtherThingError):
        compare_documents(DOCUMENTS[0], document)
    with pytest.raises(OtherThingError):
        compare_documents(document, DOCUMENTS[0])


def test_a_measure_set_keeps_the_label_of_its_steward():
    before = DOCUMENTS[1]
    found = compare_documents(before, before.model_copy(update={"upstream_version": "another"}))
    assert (found.before_label, found.after_label) == (before.upstream_version, "another")
    assert found.changes[0].path == "upstream_version"
