"""`compare` on files, offline; a fresh process proves that no database is known."""

import json
import subprocess
import sys

import pytest

from governance.priority_sets import PrioritySet
from registry.cli import run
from registry.contracts import terms
from tests.registry.cli.support import ROOT

TERM = terms.load()["term/clean-claim"].document(demonstration=False)
LABEL = {"label": "quality", "basis": "vote", "decision": "label-decision/US-TN/1", "digest": f"sha256:{'a' * 64}"}
SET = {
    "name": "US-TN/nf",
    "title": "Nursing homes",
    "programme": "QuILTSS",
    "agency": "TennCare",
    "scope": {"populations": ["nf_residents"], "settings": ["nursing_facility"]},
    "period": {"from": "2027-01-01", "to": "2027-12-31"},
    "items": [
        {
            "measure": f"measure/tn-quiltss/cna-hours@1.0.0#sha256:{'a' * 64}",
            "title": "CNA hours",
            "role": "performance",
            "weight": "1/2",
            "label": LABEL,
        }
    ],
}


@pytest.fixture
def files(tmp_path):
    """Writes the bytes of documents into files."""

    def write(*documents):
        paths = [tmp_path / f"{number}.json" for number in range(len(documents))]
        for path, document in zip(paths, documents, strict=True):
            path.write_bytes(document.seal().content)
        return [str(path) for path in paths]

    return write


def a_set(version="1.0.0", weight="1/2", **changes):
    items = [{**SET["items"][0], "weight": weight}]
    return PrioritySet.model_validate({**SET, "version": version, "items": items, **changes})


def test_differences_stand_under_the_rise_that_they_ask_for(files, capsys):
    assert run(["compare", *files(a_set(), a_set("1.0.1", "1/3", title="Homes", agency="Another"))]) == 0
    said = capsys.readouterr().out
    assert "asks for     2.0.0 or higher (major); 1.0.1 is too small a step\n" in said
    blocks = said.split("\n\n")[1:]
    assert [block.splitlines()[0].split(":")[0] for block in blocks] == ["Major", "Minor", "Patch"]
    assert "- Measure “CNA hours” (tn-quiltss/cna-hours): the weight changed from 1/2 to 1/3." in blocks[0]
    assert "- The title changed from “Nursing homes” to “Homes”." in blocks[2]


def test_two_sides_that_say_the_same_ask_for_nothing(files, capsys):
    assert run(["compare", *files(TERM, TERM)]) == 0
    assert "asks for     nothing: both say the same" in capsys.readouterr().out


def test_looking_back_asks_for_no_number(files, capsys):
    assert run(["compare", *files(a_set("2.0.0"), a_set("1.0.0", "1/3"))]) == 0
    assert "no later version of BEFORE; it is a major difference" in capsys.readouterr().out


def test_programs_get_every_change_with_both_sides(files, capsys):
    before, after = files(a_set(), a_set("2.0.0", "1/3"))
    assert run(["compare", before, after, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["least"], said["least_version"], said["comparability"]) == ("major", "2.0.0", None)
    assert said["before"] == f"priority-set/US-TN/nf@1.0.0#{a_set().seal().digest}"
    (change,) = said["changes"]
    assert (change["path"], change["before"], change["after"], change["bump"]) == (
        "items.tn-quiltss/cna-hours.weight", "1/2", "1/3", "major",
    )  # fmt: skip


def test_two_documents_are_refused(files, capsys):
    assert run(["compare", *files(TERM, a_set())]) == 2
    assert capsys.readouterr().err.startswith("NOT_TWO_VERSIONS: ")


@pytest.mark.parametrize(
    "content",
    [b"", b"no json", b"[]", b"null", b"12", b'{"schema": "term/9"}', b'{"schema": "term/1"}', b'{"schema": []}',
     b"PK\x03\x04cut off", b"[" * 100_000, b"\xff\xfe"],
    ids=["empty", "text", "list", "null", "number", "unknown schema", "no fields", "odd schema", "cut zip", "deep",
         "no UTF-8"],
)  # fmt: skip
def test_a_file_that_is_no_document_is_refused_in_one_line(tmp_path, files, capsys, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert run(["compare", *files(TERM), str(path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(path) in said or said.startswith("BUNDLE_TRUNCATED: ")


def test_versions_of_the_registry_here_are_compared_with_each_other_and_with_files(shell, files, tmp_path):
    said = shell.does("compare", "measure/tn-quiltss/cna-hours", "measure/tn-quiltss/staff-retention").out
    assert "not comparable. They are two measures, and nothing that was read says" in said
    assert "These are two measures: CNA hours per day (measure/tn-quiltss/cna-hours) and" in said
    (path,) = files(TERM.model_copy(update={"statement": "A claim that is clean.", "demonstration": True}))
    mixed = shell.does("compare", "term/registry/clean-claim@1.0.0", path, "--json").json
    assert [change["path"] for change in mixed["changes"]] == ["statement"]
    assert shell("compare", "term/registry/clean-claim@9.0.0", path).code == 3


def test_a_name_that_is_neither_file_nor_reference_is_refused(files, capsys):
    assert run(["compare", *files(TERM), "nothing.zip"]) == 2
    assert "no file that is here" in capsys.readouterr().err
    assert run(["compare", *files(TERM), "term/registry/x@1"]) == 2
    assert capsys.readouterr().err.startswith("BAD_REFERENCE: ")


def test_files_are_compared_without_a_database(files):
    script = (
        "import sys; from registry.cli import run\n"
        "code = run(['compare', *sys.argv[1:]])\n"
        "assert not {'piccolo', 'asyncpg', 'litestar'} & sys.modules.keys()\n"
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", script, *files(a_set(), a_set("2.0.0", "1/3"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "the weight changed" in done.stdout
