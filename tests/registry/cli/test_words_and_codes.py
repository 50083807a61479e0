"""Refusals, exit codes, and what is printed."""

import json

import pytest

import registry.cli
from measures.errors import ConflictError, InvalidError, NotFoundError, NotPermittedError, Refusal
from registry.cli import run
from registry.cli.commands import PLACES, root
from registry.cli.printing import count, fields, plain, table, to_json
from registry.embedded.errors import EmbeddedServerError
from tests.registry.cli.support import in_a_process


def refusing(monkeypatch, error):
    def fail(_arguments):
        raise error

    monkeypatch.setattr(registry.cli, "_invoke", fail)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (InvalidError, 2), (NotFoundError, 3), (NotPermittedError, 4), (ConflictError, 5), (EmbeddedServerError, 5),
        (Refusal, 5),
    ],
)  # fmt: skip
def test_a_refusal_is_one_line_and_the_exit_code_of_its_kind(monkeypatch, capsys, kind, code):
    refusing(monkeypatch, kind("That cannot be."))
    assert run([]) == code
    assert capsys.readouterr().err == f"{kind.code}: That cannot be.\n"


def test_a_bug_is_a_traceback_and_70(monkeypatch, capsys):
    refusing(monkeypatch, ZeroDivisionError("division by zero"))
    assert run([]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_quiet(monkeypatch, capsys):
    refusing(monkeypatch, KeyboardInterrupt())
    assert run([]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["verify"],
        ["verify", "--frobnicate", "x"],
        ["ballot", "cast", "1", "approve"],
        ["init"],
        ["init", "--live", "--demonstration"],
    ],
    ids=" ".join,
)
def test_a_command_line_that_is_not_understood_is_refused_in_one_line(capsys, arguments):
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("BAD_USAGE: ")
    assert said.count("\n") == 1
    assert "--help`" in said


def test_a_bad_origin_is_refused_before_anything_is_opened(capsys):
    assert run(["init", "--live", "--origin", "https://host"]) == 2
    assert capsys.readouterr().err.startswith("BAD_ORIGIN: ")


def test_help_names_every_command_and_imports_none_of_them():
    prelude = (
        "import atexit\natexit.register(lambda: print('LOADED', 'asyncpg' in sys.modules, 'pydantic' in sys.modules))"
    )
    done = in_a_process("--help", prelude=prelude)
    assert done.returncode == 0
    assert done.stdout.endswith("LOADED False False\n")
    for name in PLACES:
        assert f"\n  {name} " in done.stdout


def test_a_reader_that_has_seen_enough_ends_the_command_quietly():
    done = in_a_process(
        "rules", "list", prelude="import os\nread, write = os.pipe()\nos.close(read)\nos.dup2(write, 1)"
    )
    assert done.returncode == 141
    assert done.stderr == ""


def test_a_file_that_cannot_be_used_is_no_bug(monkeypatch, capsys):
    def fail(_context):
        raise PermissionError(13, "Permission denied", "/closed")

    monkeypatch.setattr(root, "invoke", fail)
    assert run(["status"]) == 2
    assert capsys.readouterr().err == "UNUSABLE_FILE: /closed: Permission denied.\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ünï ✓", "Ünï ✓"),
        ("two\nlines", "two\nlines"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\u202eb", "a\\u202eb"),
        ("bell\x07\r", "bell\\x07\\r"),
        ("\u2028", "\\u2028"),
    ],
)
def test_what_strangers_wrote_cannot_steer_the_terminal(text, shown):
    assert plain(text) == shown


def test_json_shows_what_is_not_seen_as_escapes_and_reads_the_same():
    data = {"title": "a\u202e\x9bb ü", "lines": ["x\ny"], "tag": "\U000e0041"}
    text = to_json(data)
    assert json.loads(text) == data
    assert "\u202e" not in text
    assert "\x9b" not in text
    assert "ü" in text


def test_columns_are_tidy():
    assert table(("name", "of"), [("a", "x"), ("long", None), ("日本", "y\nz")]) == "NAME  OF\na     x\nlong\n日本  y z"
    assert table(("name",), []) == "Nothing is here yet."
    assert fields([("a", 1), ("long", "x\ny"), ("none", None)]) == "a     1\nlong  x\n      y"
    assert [count(1, "row"), count(2, "row"), count(2, "person", "people")] == ["1 row", "2 rows", "2 people"]
