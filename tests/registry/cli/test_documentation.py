"""docs/command-line.md and the commands say the same."""

import re
import shlex
from io import StringIO

import click
import pytest
from pydantic import TypeAdapter

from governance.definitions import DefinitionContent
from governance.priority_sets import PrioritySetDraft
from measures import catalog
from measures.references import Reference
from measures.validation import read_yaml
from registry.cli.commands import root
from registry.contracts.conformance import Waiver
from registry.contracts.summary import ContractSummary
from tests.registry.cli.support import ROOT

TEXT = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
LINES = [line.strip() for line in TEXT.splitlines() if re.match(r" {4}(PROPOSAL=\$\()?value-registry ", line)]


def every_command(command, path=()):
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from every_command(command.get_command(context, name), (*path, name))
    else:
        yield path, command


COMMANDS = {" ".join(path): command for path, command in every_command(root)}


def words_of(line):
    """The arguments of an example, as a shell would hand them over."""
    line = line.removeprefix("PROPOSAL=$(").removesuffix(")") if line.startswith("PROPOSAL") else line
    line = line.replace("$PROPOSAL", "5a13eb86-eb5d-48de-b6a8-741d0f81c79c")
    return shlex.split(re.split(r" [|<>] ", line)[0])[1:]


def command_of(words):
    names = [name for name in COMMANDS if words[: len(name.split())] == name.split()]
    assert names, f"no command begins {words}"
    return names[0], words[len(names[0].split()) :]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name):
    assert any(command_of(words_of(line))[0] == name for line in LINES)


@pytest.mark.parametrize("line", LINES)
def test_every_example_is_a_command_line_that_is_understood(monkeypatch, tmp_path, line):
    (tmp_path / "reviewed").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", StringIO("approve\n"))
    name, rest = command_of(words_of(line))
    COMMANDS[name].make_context(name, rest)


def test_every_measure_in_the_examples_is_in_the_catalog():
    named = {Reference.parse(text).name for text in re.findall(r"measure/[a-z0-9/-]+@[0-9.]+", TEXT)}
    assert named
    assert named <= set(catalog.load().measures)


@pytest.mark.parametrize(
    ("begins", "model"),
    [
        ("title: Living well in a nursing home\nstatement", DefinitionContent),
        ("title: Living well in a nursing home\nprogramme", PrioritySetDraft),
        ("title: A nursing home initiative", ContractSummary),
        ("- rule:", TypeAdapter(list[Waiver])),
    ],
)
def test_every_file_in_the_examples_is_well_formed(begins, model):
    (text,) = [block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) if block.startswith(begins)]
    content = read_yaml(text, "example")
    assert model.validate_python(content) if isinstance(model, TypeAdapter) else model.model_validate(content)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_what_its_options_mean(name):
    command = COMMANDS[name]
    assert command.help
    assert command.help.split("\n")[0].endswith((".", ":"))
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"run", "serve", "schema"}))
def test_every_command_that_has_an_answer_gives_it_as_json(name):
    assert any(parameter.name == "as_json" for parameter in COMMANDS[name].params)
