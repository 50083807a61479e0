"""The list of templates holds whatever the pure code says to people, and each can be translated."""

import ast
import string
from pathlib import Path

import pytest

import governance
from governance.rules import PRESETS, in_one_sentence, sentences
from governance.templates import templates

PACKAGE = Path(governance.__file__).parent
CALLS = [
    (path.relative_to(PACKAGE).as_posix(), node)
    for path in sorted(PACKAGE.rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text()))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
]


@pytest.mark.parametrize(("where", "call"), CALLS, ids=[f"{where}:{call.lineno}" for where, call in CALLS])
def test_what_is_said_is_a_literal_that_programs_can_gather(where, call):
    assert len(call.args) == 1
    assert not call.keywords
    assert isinstance(call.args[0], ast.Constant)
    assert isinstance(call.args[0].value, str)


@pytest.mark.parametrize("template", templates())
def test_the_places_of_a_template_are_named(template):
    places = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    assert all(name.isidentifier() for name in places)
    assert template.strip() == template


def test_every_template_that_a_preset_uses_is_in_the_list():
    used = set()

    def say(template):
        used.add(template)
        return template

    for rule in PRESETS.values():
        sentences(rule, say)
        in_one_sentence(rule, say)
    assert used <= set(templates())
    assert len(used) > len(PRESETS)


def test_the_list_is_in_order_and_without_repeats():
    assert list(templates()) == sorted(set(templates()))
