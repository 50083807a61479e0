"""`exhibit` and `cite`, as a state's officer and a plan's lawyer use them."""

import zipfile
from hashlib import sha256

import pytest

TERM = "term/registry/clean-claim@1.0.0"


def test_an_exhibit_is_made_verified_and_made_again(shell, tmp_path):
    path = shell.does("exhibit", TERM, "--to", tmp_path).line
    assert path == str(tmp_path / "term_registry_clean-claim@1.0.0.zip")
    said = shell.does("exhibit", TERM, "--to", tmp_path, "--json").json
    content = (tmp_path / "term_registry_clean-claim@1.0.0.zip").read_bytes()
    assert said["digest"] == f"sha256:{sha256(content).hexdigest()}"
    assert said["bytes"] == len(content)
    assert said["reference"].startswith(f"{TERM}#sha256:")
    again = shell.does(
        "exhibit", TERM, "--to", tmp_path / "new", "--checkpoint", said["checkpoint_size"], "--json"
    ).json
    assert again["digest"] == said["digest"]
    assert "Intact" in shell.does("verify", path).out
    assert {"attachments/exhibit.pdf", "attachments/exhibit.html"} <= set(zipfile.ZipFile(path).namelist())


@pytest.mark.parametrize(
    ("arguments", "code", "refusal"),
    [
        (["term/registry/nothing@1.0.0"], 3, "REFERENCE_NOT_FOUND"),
        ([TERM, "--checkpoint", "1000000000"], 3, "CHECKPOINT_NOT_FOUND"),
        ([TERM, "--checkpoint", "1"], 3, "NOT_YET_PUBLISHED"),
        ([TERM, "--checkpoint", "0"], 2, "BAD_USAGE"),
        (["term/registry/clean-cl\u0430im@1.0.0"], 2, "BAD_REFERENCE"),
        ([f"{TERM}#sha512:{'a' * 128}"], 2, "BAD_REFERENCE"),
        ([f"{TERM}#sha256:{'a' * 64}"], 5, "DIGEST_MISMATCH"),
    ],
)
def test_an_exhibit_that_cannot_be_is_refused(shell, tmp_path, arguments, code, refusal):
    done = shell("exhibit", *arguments, "--to", tmp_path)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"{refusal}: ")
    assert list(tmp_path.iterdir()) == []


def test_a_citation_has_every_form_and_a_static_clause(shell):
    said = shell.does("cite", TERM, "--json").json
    assert said["reference"] == f"{TERM}#{said['digest']}"
    assert said["url"].endswith(f"/{TERM}?digest={said['digest']}")
    assert said["canonical"].endswith("/term/registry/clean-claim|1.0.0")
    assert said["floating"] is False
    shown = shell.does("cite", TERM).out
    assert said["reference"] in shown
    assert "Fixed version." in shown
    assert "no legal advice" in shown


def test_a_floating_clause_takes_a_whole_rule(shell):
    shown = shell.does("cite", TERM, "--adopt", "renewal", "--days", "90", "--notice-by", "the Plan").out
    assert "if the Plan gave notice of it at least 90 days before" in shown
    assert "first version number" in shown
    rule = ("--adopt", "notice", "--days", "30", "--notice-by", "the State", "--any-major")
    assert "first version number" not in shell.does("cite", TERM, *rule).out


@pytest.mark.parametrize(
    "rule",
    [
        ("--adopt", "renewal"),
        ("--days", "90"),
        ("--notice-by", "the Plan"),
        ("--any-major",),
        ("--adopt", "renewal", "--days", "0", "--notice-by", "the Plan"),
        ("--adopt", "renewal", "--days", "90", "--notice-by", " "),
    ],
)
def test_half_a_rule_gives_no_clause(shell, rule):
    done = shell("cite", TERM, *rule)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("ADOPTION_RULE: ")
