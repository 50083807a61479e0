"""Arguments and files, before any registry is opened."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import click
import pytest

from governance.members import Constituency
from governance.rolls import BadRollError, RollEntry
from governance.rules import RuleNotFoundError, preset
from measures.errors import InvalidError
from measures.validation import read_yaml
from registry.cli import run
from registry.cli.openings import rule_of
from registry.cli.parameters import DAY, INSTANT
from registry.cli.rolls import read_roll
from registry.cli.yaml_files import read_fields, to_yaml

ANN, BEN = UUID(int=1), UUID(int=2)


def a_file(tmp_path, text, name="roll.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


CSV = f"""person,constituency,organisation,recused
{ANN},member,,
{BEN}, plan ,"health-plan",Yes
"""
YAML = f"""
- person: {ANN}
  constituency: member
- {{person: {BEN}, constituency: plan, organisation: health-plan, recused: true}}
"""


@pytest.mark.parametrize(
    ("name", "text"), [("roll.csv", CSV), ("roll.CSV", "\ufeff" + CSV.replace("\n", "\r\n")), ("roll.yaml", YAML)]
)
def test_a_roll_is_read_from_a_file(tmp_path, name, text):
    assert read_roll(a_file(tmp_path, text, name)) == (
        RollEntry(ANN, Constituency.MEMBER),
        RollEntry(BEN, Constituency.PLAN, "health-plan", recused=True),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person\n1", "line 1: constituency missing"),
        (f"person,constituency,vote\n{ANN},member,yes", "line 1: vote unknown"),
        (f"person,constituency\n{ANN},voter", "line 2: 'voter' is no constituency"),
        ("person,constituency\nAnn,member", "line 2: 'Ann' is not the id of a person"),
        (f"person,constituency,recused\n{ANN},member,maybe", "line 2: recused is 'maybe'"),
        (f"person,constituency\n{ANN},member,x", "line 2: there are more cells than columns"),
        (f'person,constituency\n"{ANN}"x,member', "line 2: "),
        ("", "line 1: constituency and person missing"),
    ],
)
def test_a_mistake_in_a_roll_is_named_with_its_line(tmp_path, text, said):
    with pytest.raises(BadRollError, match=said):
        read_roll(a_file(tmp_path, text))


@pytest.mark.parametrize("text", ["person: 1", "- 1", "- person: 1", ""])
def test_a_yaml_file_that_is_no_roll_is_refused(tmp_path, text):
    with pytest.raises(BadRollError):
        read_roll(a_file(tmp_path, text, "roll.yaml"))


def test_an_instant_is_written_out_or_counted_from_now():
    assert INSTANT.convert("2027-03-01T17:00:00-06:00", None, None) == datetime(2027, 3, 1, 23, tzinfo=UTC)
    ahead = INSTANT.convert("+14d", None, None) - datetime.now(UTC)
    assert timedelta(days=14) - timedelta(seconds=10) < ahead <= timedelta(days=14)


@pytest.mark.parametrize("text", ["tomorrow", "+14", "+1w", "2027-13-01T00:00:00Z"])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(click.BadParameter, match="no instant"):
        INSTANT.convert(text, None, None)


def test_a_day_is_written_in_full():
    assert DAY.convert("2027-01-01", None, None) == date(2027, 1, 1)
    for text in ("20270101", "2027-W01-1", "2027-1-1", "soon"):
        with pytest.raises(click.BadParameter, match="no day"):
            DAY.convert(text, None, None)


def test_a_voting_rule_is_a_preset_or_a_file(tmp_path):
    assert rule_of("registry_default") == preset("registry_default")
    assert rule_of("registry_default", 0).appeal_days == 0
    own = a_file(tmp_path, to_yaml(preset("registry_default").model_dump(mode="json", exclude_none=True)), "own.yaml")
    assert rule_of(str(own)) == preset("registry_default")
    with pytest.raises(RuleNotFoundError):
        rule_of("majority_of_us")
    with pytest.raises(InvalidError):
        rule_of(str(a_file(tmp_path, "name: x", "broken.yaml")))


def test_content_is_given_back_as_yaml_that_reads_the_same():
    content = {"title": "a: b", "z": [{"weight": "1/4", "version": "1.10", "no": "no"}], "text": "long words " * 40}
    assert read_yaml(to_yaml(content), "content") == content
    assert list(read_yaml(to_yaml(content), "content")) == list(content)


@pytest.mark.parametrize("text", ["- 1", "only words", "", "a: b: c", "a: 1\na: 2"])
def test_a_file_without_fields_is_refused(tmp_path, text):
    with pytest.raises(InvalidError):
        read_fields(a_file(tmp_path, text, "content.yaml"))


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path, content):
    path = tmp_path / "content.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidError, match=r"content\.yaml"):
        read_fields(path)


def test_measures_are_found_where_there_is_no_registry(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.delenv("SIGNING_KEY_FILE", raising=False)
    assert run(["measures", "staff", "satisfaction", "--label", "quality", "--family", "tn-quiltss"]) == 0
    said = capsys.readouterr()
    assert "measure/tn-quiltss/staff-satisfaction@1.0.0" in said.out
    assert "PROPOSED LABEL" in said.out
    assert said.err == "There is no registry here; this is the catalog that comes with the program.\n"
    assert not (tmp_path / "var").exists()
    assert run(["measures", "no-such-measure-at-all"]) == 0
    assert capsys.readouterr().out == "No measure fits.\n"


def test_rules_are_listed_and_shown_in_words(capsys):
    assert run(["rules", "list"]) == 0
    assert "rule-set/US-TN/quiltss-nf@1.0.0" in capsys.readouterr().out
    assert run(["rules", "list", "--voting"]) == 0
    assert "registry_label" in capsys.readouterr().out
    assert run(["rules", "show", "registry_default"]) == 0
    assert "You can approve, reject or abstain." in capsys.readouterr().out
    assert run(["rules", "show", "rule-set/US-TN/quiltss-nf"]) == 0
    assert "tn-quiltss-nf/" in capsys.readouterr().out
    assert run(["rules", "show", "nobody"]) == 3


def test_the_catalog_is_checked_without_a_database(tmp_path, capsys):
    assert run(["catalog", "check"]) == 0
    assert "measures          264" in capsys.readouterr().out
    assert run(["catalog", "check", "--dir", str(tmp_path)]) == 2
    assert "INVALID_FIELD" in capsys.readouterr().err
