"""`value-registry alignment` and `burden`: offline on files, and with what a registry has published."""

import csv
import json
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from registry.cli import run
from registry.cli.files import UnreadableFileError
from registry.cli.portfolios import from_files
from registry.contracts.alignment.packaged import NamesNoMeasuresError
from tests.registry.cli.story import CHOICE, RESPECT
from tests.registry.cli.support import ROOT

PROGRAMS = ["program/tn-quiltss-nf", "program/tx-qipp-sfy2024", "program/va-nf-vbp"]
EVERY_LIST = ["--all", "programs", "--all", "measure-sets", "--all", "arrangements"]
NAMES = ("a.yaml", "b.yaml", "c.yaml")


@pytest.fixture
def contracts(tmp_path, monkeypatch):
    """The three contracts of docs/burden.md, as files in the directory where the command runs."""
    text = (ROOT / "docs" / "burden.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == len(NAMES)
    for name, block in zip(NAMES, blocks, strict=True):
        (tmp_path / name).write_text(block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def said(capsys):
    """Runs a command that opens no database: its exit code, and what it printed."""

    def does(*arguments):
        try:
            code = run([str(each) for each in arguments])
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        return code or 0, printed.out, printed.err

    return does


def test_two_lists_are_shown_measure_by_measure(said):
    code, out, _ = said("alignment", *PROGRAMS[:2])
    assert code == 0
    assert "18.8%: both name 3 of 16" in out
    assert "program/tn-quiltss-nf states no weights" in out
    assert "mds/pressure-ulcers does not count: it was withdrawn from it." in out


def test_many_lists_are_a_matrix_and_three_files(said, tmp_path):
    files = {name: tmp_path / name for name in ("matrix.csv", "pairs.csv", "who.csv", "a.svg")}
    options = [*("--csv", files["matrix.csv"]), *("--pairs", files["pairs.csv"]), *("--measures", files["who.csv"])]
    code, out, err = said("alignment", *PROGRAMS, *options, "--svg", files["a.svg"], "--title", "Three programs")
    assert code == 0
    assert out.splitlines()[1].split() == ["LIST", "MEASURES", "1", "2", "3"]
    assert err.count("Written: ") == 4
    rows = list(csv.reader((tmp_path / "matrix.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1] == ["tn-quiltss-nf", "100.0", "18.8", "5.0"]
    assert "Three programs" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert ET.parse(files["a.svg"]).getroot().get("role") == "img"


def test_every_score_is_exact_for_programs(said):
    found = json.loads(said("alignment", *PROGRAMS, "--json")[1])
    assert found["pairs"][0]["agreement"] == "3/16"
    assert found["pairs"][0]["near_factor"] == "1/2"


def test_a_contract_in_a_file_is_set_beside_a_measure_set(said, contracts):
    code, out, _ = said("alignment", "a.yaml", "measure-set/US/mds-3-long-stay")
    assert code == 0
    assert "Antipsychotic medication" in out


def test_the_example_of_the_documentation_is_weighed_as_it_says(said, contracts):
    code, out, _ = said("burden", *NAMES, "--adopt", PROGRAMS[0])
    assert code == 0
    assert "distinct measures           7" in out
    assert "1.0.0 in 2 contracts; 2.0.0 in 1 contract" in out
    assert "2027-07-01  2028-06-30  b.yaml" in out
    assert "7 now, 15 then" in out
    assert "No label is adopted or accepted." in out
    assert "effort" not in out.lower()


def test_effort_is_weighed_only_where_somebody_asks_and_is_said_to_be_a_judgment(said, contracts):
    found = json.loads(said("burden", *NAMES, "--effort", "judged", "--json")[1])
    assert {row["data_source"]: row["effort_once"] for row in found["data_sources"]}["survey"] == "4"
    assert "without a study" in said("burden", *NAMES, "--effort", "judged")[1]


def test_every_measure_of_every_contract_is_had_for_a_spreadsheet(said, contracts):
    said("burden", *NAMES, "--csv", "out.csv")
    rows = list(csv.DictReader((contracts / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 10
    assert (rows[0]["weight_numerator"], rows[0]["weight_denominator"]) == ("1", "4")
    assert {row["period_clash"] for row in rows if row["measure"] == "mds/antipsychotic"} == {"yes"}


@pytest.mark.parametrize(
    ("arguments", "code", "refusal"),
    [
        (["alignment", PROGRAMS[0]], 2, "TOO_FEW_PORTFOLIOS"),
        (["alignment", PROGRAMS[0], PROGRAMS[0]], 2, "REPEATED_PORTFOLIO"),
        (["alignment", PROGRAMS[0], "program/none"], 3, "PORTFOLIO_NOT_FOUND"),
        (["alignment", PROGRAMS[0], "measure/mds/uti@1.0.0"], 2, "NAMES_NO_MEASURES"),
        (["alignment", PROGRAMS[0], "nothing.yaml"], 2, "UNREADABLE_FILE"),
        (["alignment", *PROGRAMS, "--near", "0.5e9"], 2, "BAD_NEAR_FACTOR"),
        (["alignment", *NAMES, *EVERY_LIST, "--svg", "x.svg"], 2, "MATRIX_TOO_LARGE"),
        (["alignment", *PROGRAMS, "--csv", "no/such/directory/x.csv"], 2, "UNREADABLE_FILE"),
        (["burden", "a.yaml", "a.yaml"], 2, "REPEATED_PORTFOLIO"),
        (["burden", "a.yaml", "nothing.yaml"], 2, "UNREADABLE_FILE"),
        (["burden", "a.yaml", "--adopt", "b.yaml"], 2, "NOT_A_SET"),
        (["burden", "a.yaml", "--effort", "b.yaml"], 2, "INVALID_FIELD"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_a_code(said, contracts, arguments, code, refusal):
    answered, out, err = said(*arguments)
    assert (answered, err.split(":")[0]) == (code, refusal), (out, err)
    assert out == ""


def test_a_list_is_read_from_a_file_only_where_it_can_be(tmp_path):
    with pytest.raises(NamesNoMeasuresError):
        from_files("value-definition/registry/nf-quality-of-life")
    with pytest.raises(UnreadableFileError):
        from_files(str(tmp_path))
    assert from_files("priority-set/US-TN/x@1.0.0") is None
    assert from_files("measure-set/US/hcbs-qms-2024@9.0.0") is None


OFFLINE = """
import sys
from registry.cli import run
assert run(sys.argv[1:]) in (0, None)
opened = {"asyncpg", "piccolo", "psycopg", "litestar"} & set(sys.modules)
assert not opened, opened
"""


@pytest.mark.parametrize("command", [["alignment", "a.yaml", PROGRAMS[0]], ["burden", *NAMES, "--adopt", PROGRAMS[0]]])
def test_files_are_compared_by_a_process_that_knows_no_database(contracts, command):
    done = subprocess.run([sys.executable, "-c", OFFLINE, *command], capture_output=True, text=True, check=False,
                          env={"PYTHONPATH": str(ROOT), "PATH": ""})  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_published_set_and_its_bundle_say_the_same(shell, published, tmp_path):
    versioned = published.reference.split("#")[0]
    bundle = shell.does("exhibit", published.reference, "--to", str(tmp_path)).line
    here = shell.does("alignment", versioned, PROGRAMS[0], "--json").json
    offline = shell.does("alignment", bundle, PROGRAMS[0], "--json").json
    assert here == offline
    assert {each["measure"] for each in here["both"]} == {
        name.removeprefix("measure/").split("@")[0] for name in (RESPECT, CHOICE)
    }


def test_a_bundle_brings_the_labels_that_were_decided(shell, published, files, tmp_path):
    bundle = shell.does("exhibit", published.reference, "--to", str(tmp_path)).line
    contract = files(
        {
            "title": "A contract",
            "payer": "A plan",
            "providers": ["A home"],
            "cites": published.reference,
            "categories": ["2C"],
            "items": [{"measure": RESPECT.split("#")[0], "role": "performance"}],
        },
        "contract.yaml",
    )
    found = shell.does("burden", str(contract), "--adopt", bundle, "--json").json
    assert found["labels"]["adopted"] == {"quality": 1, "compliance": 0}
    assert found["without_period"] == [str(contract)]
