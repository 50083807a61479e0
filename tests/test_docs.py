"""What the documents say is what the code does: codes, settings, fields, words, commands, queries and links."""

import enum
import importlib
import pkgutil
import re
import shlex
import tomllib
import types
import typing
from datetime import date
from pathlib import Path

import click
import pytest
from graphql import build_schema, parse, validate
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import governance
import measures
import registry
from governance import obstacles
from measures.dated_records import DatedKind
from measures.documents import Document, _sorted_unique
from measures.errors import Refusal
from measures.references import Kind, Reference
from registry import publishing
from registry.cli import EXIT_CODES
from registry.cli.commands import root
from registry.config import Settings
from registry.graphql import errors as graphql_errors
from registry.graphql.enums import ENUMS, NAMES
from registry.reading import READERS
from registry.web import gate, health, problems

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FAMILIES = ("NotFoundError", "NotPermittedError", "ConflictError", "InvalidError")


def text_of(page):
    return (DOCS / page).read_text(encoding="utf-8")


def rows(text):
    """The rows of all tables of a text, as cells without their backticks; a `\\|` is a bar inside a cell."""
    found = []
    for line in text.splitlines():
        if line.startswith("|") and not re.match(r"^\|[\s|:-]+\|$", line):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            found.append([cell.replace("\\|", "|").strip().replace("`", "") for cell in cells])
    return found


def sections(text, level=2):
    """The parts of a page by their headings."""
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


# Refusals


def every_module():
    for package in (measures, governance, registry):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "piccolo_migrations" not in module.name and not module.name.endswith("__main__"):
                yield importlib.import_module(module.name)


def subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def refusals():
    list(every_module())
    ours = ("measures", "governance", "registry")
    return {sub for sub in subclasses(Refusal) if sub.__module__.split(".")[0] in ours}


def family_of(refusal):
    return next((base.__name__ for base in refusal.__mro__ if base.__name__ in FAMILIES), "Refusal")


def documented_refusals():
    found = {}
    for heading, part in sections(text_of("errors.md")).items():
        family = heading.split(":")[0].strip("`")
        if family in (*FAMILIES, "Refusal"):
            for code, cls, *_ in rows(part)[1:]:
                assert (code, cls) not in found, f"{code} stands twice"
                found[code, cls] = family
    return found


def test_every_refusal_of_the_code_is_in_the_table_of_its_kind_and_no_other_is():
    in_code = {(each.code, each.__name__): family_of(each) for each in refusals()}
    assert documented_refusals() == in_code


def test_classes_that_share_a_code_are_of_one_kind():
    kinds = {}
    for each in refusals():
        kinds.setdefault(each.code, set()).add(family_of(each))
    assert {code for code, found in kinds.items() if len(found) > 1} == set()


def test_every_row_of_a_refusal_says_what_it_means_and_what_to_do():
    for part in sections(text_of("errors.md")).values():
        for row in rows(part):
            assert all(row), row


def test_the_kinds_of_refusal_are_answered_as_the_table_says():
    kinds = {each.__name__ for each in graphql_errors.PROBLEMS}
    by_name = {each.__name__: each for each in problems.STATUSES}
    told = {row[0]: row[1:4] for row in rows(sections(text_of("errors.md"))["The four kinds"])[1:]}
    assert set(told) == set(FAMILIES) == set(by_name)
    for name, (problem, status, code) in told.items():
        assert problem in kinds
        assert int(status) == int(problems.STATUSES[by_name[name]])
        assert int(code) == EXIT_CODES[by_name[name]]


def test_every_obstacle_to_publication_is_in_the_table():
    source = "".join(Path(each.__file__).read_text(encoding="utf-8") for each in (obstacles, publishing))
    in_code = set(re.findall(r'Obstacle\(\s*"([A-Z_]+)"', source))
    part = sections(text_of("errors.md"))["Obstacles to publication"]
    assert {row[0] for row in rows(part)[1:]} == in_code


def test_every_code_of_http_and_graphql_is_in_the_table():
    known = {each.code for module in (gate, health, problems) for each in vars(module).values() if is_problem(each)}
    said = re.compile(r"[A-Z]+(_[A-Z]+)*")
    known |= {each for each in vars(graphql_errors).values() if isinstance(each, str) and said.fullmatch(each)}
    listed = {row[0] for row in rows(sections(text_of("errors.md"))["Codes that are no refusals"])[1:]}
    assert known - listed - {each.code for each in refusals()} == set()


def is_problem(value):
    return isinstance(value, problems.Problem)


# Settings, decisions, pages and links


def test_every_setting_is_told_in_running():
    told = [row[0] for row in rows(sections(text_of("running.md"))["Settings"])[1:]]
    assert sorted(told) == sorted(Settings.NAMES)


def test_every_decision_is_linked_and_has_its_four_parts():
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    decisions = [path for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md"]
    assert {path.name for path in decisions} == set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", index))
    for path in decisions:
        parts = sections(path.read_text(encoding="utf-8"))
        assert {"Context", "Decision", "Consequences", "Alternatives"} <= set(parts)


def test_the_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_page_is_linked_from_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert f"](docs/{page.name})" in readme, page.name


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                yield pytest.param(page, target, id=f"{page.relative_to(ROOT)} → {target}")


@pytest.mark.parametrize(("page", "target"), list(links()))
def test_every_relative_link_leads_somewhere(page, target):
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page
    assert there.exists()
    if anchor:
        assert anchor in anchors(there)


def test_every_page_of_the_docs_that_the_code_names_exists():
    sources = [path for package in ("measures", "governance", "registry") for path in (ROOT / package).rglob("*.py")]
    named = {name for path in sources for name in re.findall(r"docs/([a-z/-]+\.md)", path.read_text(encoding="utf-8"))}
    assert {name for name in named if not (DOCS / name).exists()} == set()


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_dependency_is_accounted_for():
    told = {name.strip() for row in rows(text_of("decisions/0009-dependencies.md"))[1:] for name in row[0].split(",")}
    assert told == {re.match(r"[\w.-]+", each)[0] for each in project()["dependencies"]}


def test_the_changelog_speaks_of_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(project()['version'])}, \d{{4}}-\d\d-\d\d$", changelog, flags=re.MULTILINE)


def test_the_licence_is_whole_and_as_it_was_published():
    text = (ROOT / "LICENSE").read_bytes()
    assert (len(text), text.count(b"APPENDIX")) == (11358, 1)
    assert b"http://www.apache.org/licenses/LICENSE-2.0" in text


# Documents: the fields of every schema


def form(annotation, metadata=(), description=None):
    """What a field holds, in the words of docs/documents.md."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return form(arguments[0], arguments[1:])
    if origin in (typing.Union, types.UnionType):
        inner, *rest = [each for each in arguments if each is not types.NoneType]
        assert not rest
        return form(inner, metadata, description)
    if origin is tuple:
        extra = [each for each in metadata if isinstance(each, FieldInfo)]
        is_set = any(getattr(each, "func", None) is _sorted_unique for each in metadata)
        is_ordered = description == "ordered" or any(each.description == "ordered" for each in extra)
        assert is_set != is_ordered, "a list says whether it is a set or ordered"
        return f"{'set' if is_set else 'ordered list'} of {form(arguments[0])}"
    return "object" if origin is dict else plain_form(annotation)


def plain_form(annotation):
    if issubclass(annotation, enum.Enum):
        return "word"
    if issubclass(annotation, BaseModel):
        return annotation.__name__
    return {str: "text", bool: "true or false", int: "whole number", date: "day"}[annotation]


def fields_of(model):
    """Each field as it stands in the bytes: what it holds, and whether it may be absent."""
    found = {}
    for name, field in model.model_fields.items():
        absent = field.default is None or name == "demonstration"
        said = form(field.annotation, field.metadata, field.description)
        found[field.alias or name] = (said, "may be absent" if absent else "always")
    if issubclass(model, Document):
        found |= {"schema": ("text", "always"), "kind": ("word", "always")}
    return found


def nested(model, found):
    """The records inside a model, by name."""
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            if inner.__name__ not in found:
                found[inner.__name__] = inner
                nested(inner, found)
    return found


def models_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {inner for argument in typing.get_args(annotation) for inner in models_in(argument)}


def told_fields(part):
    return {name: (said, presence) for name, said, presence, *_ in rows(part)[1:]}


def common_fields():
    return told_fields(sections(text_of("documents.md"))["Fields of every document"])


def parts_by_schema():
    """What the page says of each schema; a heading may name several that one model reads."""
    parts = sections(text_of("documents.md"), 3)
    return {name: part for heading, part in parts.items() for name in re.findall(r"`([a-z-]+/[0-9]+)`", heading)}


@pytest.mark.parametrize("schema", READERS)
def test_the_fields_of_every_schema_are_told(schema):
    told = told_fields(re.split(r"\n##+ ", parts_by_schema()[schema])[0])
    assert {**common_fields(), **told} == fields_of(READERS[schema])


def test_the_fields_of_every_record_inside_a_document_are_told():
    inside = {}
    for model in READERS.values():
        nested(model, inside)
    told = {heading.strip("`"): part for heading, part in sections(text_of("documents.md"), 4).items()}
    assert {name: told_fields(re.split(r"\n##+ ", part)[0]) for name, part in told.items()} == {
        name: fields_of(model) for name, model in inside.items()
    }


def test_every_schema_and_no_other_is_told():
    assert set(parts_by_schema()) == set(READERS)
    assert {schema.split("/")[0] for schema in READERS} == set(Kind)


def test_every_dated_record_is_told():
    part = sections(text_of("documents.md"))["Dated records"]
    assert {row[0] for row in rows(part)[1:]} == set(DatedKind)


# Citing


def test_the_examples_of_references_are_references():
    part = sections(text_of("citing.md"))["The reference"]
    examples = [line for block in blocks(part, "text") for line in block.splitlines()]
    assert len(examples) > 5
    for line in examples:
        assert str(Reference.parse(line)) == line


def test_the_grammar_names_every_kind():
    (grammar,) = blocks(text_of("citing.md"), "abnf")
    assert set(re.search(r"^kind +=(.*?)^\S", grammar, re.MULTILINE | re.DOTALL)[1].replace('"', "").split()) - {
        "/"
    } == set(Kind)


# The glossary


def glossary_words():
    return [row[0] for part in list(sections(text_of("glossary.md")).values())[:-1] for row in rows(part)[1:]]


def test_no_word_is_defined_twice():
    words = [word.strip() for row in glossary_words() for word in row.lower().split(",")]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_value_of_every_vocabulary_of_the_schema_is_in_the_glossary():
    part = sections(text_of("glossary.md"))["Vocabularies of the schema"]
    told = {row[0]: row[2] for row in rows(part)[1:]}
    assert set(told) == {NAMES.get(each, each.__name__) for each in ENUMS}
    for each in ENUMS:
        listed = re.findall(r"[\w/-]+", told[NAMES.get(each, each.__name__)])
        assert [str(value.value) for value in each if str(value.value) not in listed] == []


# Commands and queries


def commands():
    for page in PAGES:
        for block in blocks(page.read_text(encoding="utf-8"), "sh"):
            joined = block.replace("\\\n", " ")
            for line in joined.splitlines():
                if match := re.search(r"(?:^|[\s(])(?:\.venv/bin/)?value-registry (.+)", line):
                    yield pytest.param(match[1].rstrip(")"), id=f"{page.name}: {match[1][:60]}")


@pytest.mark.parametrize("line", list(commands()))
def test_every_command_in_the_documents_is_one_that_there_is(line):
    words = shlex.split(re.split(r" [|>&]|;", line)[0], comments=True)
    command, context = root, click.Context(root, info_name="value-registry")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        command = command.get_command(context, name)
        assert command is not None, f"there is no command {name}"
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)} | {"--help", "-h"}
    assert [word for word in words if re.match(r"--?[a-z]", word) and word.split("=")[0] not in known] == []


def queries():
    for page in PAGES:
        for number, block in enumerate(blocks(page.read_text(encoding="utf-8"), "graphql"), start=1):
            yield pytest.param(block, id=f"{page.name} {number}")


@pytest.mark.parametrize("query", list(queries()))
def test_every_query_in_the_documents_fits_the_schema(query):
    schema = build_schema((ROOT / "registry" / "graphql" / "schema.graphql").read_text(encoding="utf-8"))
    assert validate(schema, parse(query)) == []
