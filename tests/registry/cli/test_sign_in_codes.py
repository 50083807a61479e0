"""Codes that the operator gives out on the command line."""

import re

import pytest

WRITTEN = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){2}")


@pytest.fixture(scope="module")
def somebody(shell):
    person = shell.does("person", "add", "Somebody").line
    shell.does("organisation", "add", "council", "A council", "--kind", "council", "--jurisdiction", "US-TN")
    shell.does("role", "grant", person, "member", "--organisation", "council")
    return person


def test_a_code_is_printed_alone_so_that_it_can_be_piped(shell, somebody):
    done = shell("person", "sign-in-code", somebody)
    assert done.code == 0
    assert WRITTEN.fullmatch(done.line)
    assert "works one time" in done.err
    assert done.line not in done.err


def test_a_code_can_be_had_as_json(shell, somebody):
    said = shell("person", "sign-in-code", somebody, "--hours", "1", "--json").json
    assert WRITTEN.fullmatch(said["code"])
    assert said["person"] == somebody
    assert said["expires_at"] > "2026"


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("{somebody}", "--hours", "73"), "BAD_LIFETIME", 2),
        (("{somebody}", "--hours", "0"), "BAD_LIFETIME", 2),
        (("00000000-0000-4000-8000-000000000000",), "PERSON_NOT_FOUND", 3),
        (("nobody",), "BAD_USAGE", 2),
    ],
)
def test_what_cannot_be_is_refused(shell, somebody, arguments, code, exit_code):
    done = shell("person", "sign-in-code", *(each.format(somebody=somebody) for each in arguments))
    assert (done.code, done.err.split(":")[0], done.out) == (exit_code, code, "")


def test_who_holds_no_role_gets_no_code(shell):
    done = shell("person", "sign-in-code", shell.does("person", "add", "Nobody").line)
    assert (done.code, done.err.split(":")[0]) == (5, "NO_ROLE")
