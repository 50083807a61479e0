"""`value-registry recount`: worked cases and sealed exports, counted again without a registry."""

import json
import sys
from io import BytesIO, TextIOWrapper

import pytest

from governance.recounting import recount
from governance.rules import result_digest
from registry.cli import run
from tests.registry.cli.support import OFFLINE, ROOT, in_a_process

EXAMPLES = ROOT / "tests" / "governance" / "voting_examples.json"
CASES = json.loads(EXAMPLES.read_text(encoding="utf-8"))["cases"]
MOTION = next(case for case in CASES if case["id"] == "E05")
UNKNOWN = {"id": "X", "kind": "ranking", "rule": {"method": "copeland"}, "input": {"candidates": [], "profile": []}}


@pytest.fixture
def recounting(tmp_path, capsys):
    """Run the command on some content; what it came to, what it printed and what it said beside."""

    def act(content, *options):
        file = tmp_path / "file.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        code = run(["recount", str(file), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return act


def altered(case, **expected):
    return case | {"expected": case["expected"] | expected}


def test_every_worked_case_agrees(recounting):
    code, out, err = recounting(EXAMPLES.read_text(encoding="utf-8"))
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "11 cases: 11 agree, 0 differ."
    assert "DIFFERS" not in out


def test_each_stated_field_is_printed_as_computed_and_whether_it_agrees(recounting):
    _, out, _ = recounting(altered(MOTION, support="3/4"))
    assert out.splitlines() == [
        "E05: members must agree too (motion)",
        "  outcome     not_adopted  agrees",
        "  support     2/3          DIFFERS (expected 3/4)",
        "  quorum_met  true         agrees",
        '  failed      ["member"]   agrees',
        "",
        "1 case: 0 agree, 1 differ.",
    ]


def test_a_difference_is_exit_code_1(recounting):
    code, out, err = recounting({"cases": [MOTION, altered(MOTION, outcome="adopted")]})
    assert (code, err) == (1, "")
    assert out.splitlines()[-1] == "2 cases: 1 agree, 1 differ."


def test_a_method_that_is_not_known_is_exit_code_2_and_the_others_are_counted(recounting):
    code, out, err = recounting({"cases": [UNKNOWN, altered(MOTION, outcome="adopted"), MOTION]})
    assert code == 2
    assert err == (
        "UNKNOWN_METHOD: X: the method 'copeland' is not known; the methods for ranking are plurality, irv, borda, "
        "condorcet, schulze.\n"
    )
    assert out.splitlines()[-1] == "3 cases: 1 agree, 1 differ, 1 cannot be counted."


def test_a_kind_that_is_not_known_is_exit_code_2(recounting):
    code, _, err = recounting(UNKNOWN | {"kind": "lottery"})
    assert code == 2
    assert err.startswith("UNKNOWN_KIND: X: the kind 'lottery' is not known; the kinds are motion, ")


@pytest.mark.parametrize("text", ["", "{", "3", '{"cases": 1}'])
def test_a_text_that_holds_no_case_is_exit_code_2(recounting, text):
    code, out, err = recounting(text)
    assert (code, out) == (2, "")
    assert err.startswith("BAD_CASE: ")


def test_a_file_that_is_not_there_or_no_text_is_exit_code_2(tmp_path, capsys):
    assert run(["recount", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.startswith("UNREADABLE_FILE: ")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe")
    assert run(["recount", str(tmp_path / "bytes.json")]) == 2
    assert capsys.readouterr().err.startswith("UNREADABLE_FILE: ")


def test_programs_get_json(recounting):
    code, out, _ = recounting({"cases": [MOTION, altered(MOTION, support=None), UNKNOWN]}, "--json")
    data = json.loads(out)
    assert code == 2
    assert (data["agree"], data["differ"], data["refused"]) == (1, 1, 1)
    agrees, differs, refused = data["cases"]
    assert (agrees["id"], agrees["kind"], agrees["agrees"], agrees["differences"]) == ("E05", "motion", True, [])
    assert agrees["computed"]["support"] == "2/3"
    assert differs["differences"] == [{"field": "support", "computed": "2/3", "expected": None}]
    assert (refused["agrees"], refused["refused"]["code"]) == (None, "UNKNOWN_METHOD")


def test_a_case_that_states_nothing_shows_what_it_comes_to(recounting):
    case = {name: MOTION[name] for name in ("id", "kind", "rule", "input")}
    code, out, _ = recounting(case)
    assert code == 0
    assert "  support         2/3\n" in out
    assert out.splitlines()[-1] == "1 case: 0 agree, 0 differ, 1 with nothing to agree with."
    _, out, _ = recounting(case, "--json")
    assert json.loads(out)["cases"][0]["agrees"] is None


def test_a_sealed_export_shows_its_result_digest_and_what_else_is_in_it_has_no_part(recounting):
    record = recount(MOTION, "E05")
    export = record | {"vote": {"rule": "ours", "rounds": 1, "roll_digest": "sha256:" + "0" * 64}}
    code, out, _ = recounting(export)
    assert code == 0
    assert f"Result digest: {result_digest(record)}" in out
    assert json.loads(recounting(export, "--json")[1])["digest"] == result_digest(record)


def test_an_export_of_several_candidates_has_one_digest(recounting):
    records = [{"id": case["id"], **recount(case, case["id"])} for case in CASES if case["kind"] == "motion"]
    code, out, _ = recounting({"cases": records, "vote": {}})
    assert code == 0
    assert f"Result digest: {result_digest({'cases': records})}" in out


def test_an_altered_export_is_exit_code_1_even_where_only_its_writing_was_altered(recounting):
    export = recount(MOTION, "E05")
    written = result_digest(export | {"computed": export["computed"] | {"support": "4/6"}})
    export["computed"]["support"] = "4/6"
    code, out, _ = recounting(export)
    assert code == 1
    assert f"DIFFERS (expected {written})" in out
    (case,) = json.loads(recounting(export, "--json")[1])["cases"]
    assert [difference["field"] for difference in case["differences"]] == ["digest"]


def test_worked_cases_show_no_digest(recounting):
    assert "digest" not in recounting(MOTION)[1]
    assert "digest" not in json.loads(recounting(MOTION, "--json")[1])


def test_the_log_is_shown_when_asked_for(recounting):
    assert "which is 2/3 (about 66.7 %)" not in recounting(MOTION)[1]
    assert "which is 2/3 (about 66.7 %)" in recounting(MOTION, "--log")[1]


def test_fields_that_are_not_known_are_named(recounting):
    case = {
        "id": "C1",
        "kind": "composition",
        "rule": {"share": "1/2", "of": "seats"},
        "input": {"seats": 2, "of_kind": 1},
    }
    assert "Not known here and left aside: rule.of" in recounting(case)[1]
    assert json.loads(recounting(case, "--json")[1])["cases"][0]["left_aside"] == ["rule.of"]


def test_what_strangers_wrote_cannot_steer_a_terminal(recounting):
    _, out, _ = recounting(MOTION | {"title": "\x1b[2Jgone", "id": "\x1b]0;x"})
    assert "\x1b" not in out


def test_a_dash_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(json.dumps(MOTION).encode())))
    assert run(["recount", "-"]) == 0
    assert "1 agree" in capsys.readouterr().out


def test_it_needs_no_database_no_data_directory_and_no_connection(tmp_path):
    nowhere = {"DATA_DIR": str(tmp_path / "none"), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = in_a_process("recount", EXAMPLES, environment=nowhere, prelude=OFFLINE)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "none").exists()
