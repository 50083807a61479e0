"""`check` on files: against a bundle and an export, several at once, with facts; exit codes that a pipeline can use."""

import json
import shutil

import pytest
import pytest_asyncio

from registry.app import answers_inside
from registry.cli import run
from registry.exporting import bundle_of
from registry.mirroring import export_mirror
from tests.registry.published_sets import YEAR, a_published_set

MEASURES = ["tn-quiltss/cna-hours", "tn-quiltss/threshold-eligibility"]


@pytest_asyncio.fixture(scope="module")
async def cites(store):
    return await a_published_set(store, "US-TN/checked", MEASURES, period=YEAR)


@pytest_asyncio.fixture(scope="module")
async def bundle(store, cites, tmp_path_factory):
    path = tmp_path_factory.mktemp("bundle") / "set.zip"
    path.write_bytes((await bundle_of(store, cites))[1])
    return path


@pytest_asyncio.fixture(scope="module")
async def export(settings, store, cites, tmp_path_factory):
    directory = tmp_path_factory.mktemp("export") / "there"
    await export_mirror(store, directory, answers_inside(settings, store))
    return directory


@pytest.fixture
def contract(cites, tmp_path, monkeypatch):
    """Writes a contract's file. No registry is where the settings say, so a check that needed one would fail."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "nothing"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def write(name="contract.json", role="reporting", **changes):
        content = {
            "title": "A contract",
            "payer": "A plan",
            "providers": ["A facility"],
            "cites": str(cites),
            "categories": ["2C"],
            "measurement_period": YEAR,
            "settings": ["nursing_facility"],
            "items": [{"measure": f"measure/{MEASURES[1]}@1.0.0", "role": role}],
            **changes,
        }
        path = tmp_path / name
        path.write_text(json.dumps(content))
        return str(path)

    return write


def check(capsys, *arguments):
    code = run(["check", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(("role", "code"), [("threshold", 0), ("performance", 1)])
def test_the_exit_code_says_whether_a_rule_fails(capsys, contract, bundle, export, role, code):
    for place in (bundle, export):
        found, said, _ = check(capsys, contract(role=role), "--against", place, "--rules", "tn-quiltss-nf")
        assert found == code
        assert "tn-quiltss-nf/threshold-gate" in said


def test_strict_says_no_to_what_cannot_be_told(capsys, contract, bundle):
    arguments = (
        contract(products=["mainstream"], signed_on="2026-12-01"),
        "--against",
        bundle,
        "--rules",
        "ny-vbp-2026",
    )
    assert check(capsys, *arguments)[0] == 0
    assert check(capsys, *arguments, "--strict")[0] == 1


def test_what_no_rule_looks_at_and_recording_would_refuse_is_told(capsys, contract, bundle, export):
    wrong = f"term/registry/clean-claim@1.0.0#sha256:{'0' * 64}"
    items = [{"measure": "measure/tn-quiltss/mistyped@1.0.0", "role": "monitoring"}]
    file = contract(terms=[wrong], items=items, jurisdictions=["US-NY"])
    _, _, said = check(capsys, file, "--against", export)
    assert "term/registry/clean-claim@1.0.0 is published there with the digest sha256:" in said
    assert "measure/tn-quiltss/mistyped@1.0.0 is not published there." in said
    assert "is a set of US-TN, and this contract is about US-NY." in said
    _, _, of_the_bundle = check(capsys, file, "--against", bundle)
    assert "not published" not in of_the_bundle
    assert "could not be recorded" not in check(capsys, contract(), "--against", export)[2]


def test_several_contracts_get_a_table(capsys, contract, export):
    files = [contract("a.json", "threshold"), contract("b.json", "performance")]
    code, said, _ = check(capsys, *files, "--against", export, "--rules", "tn-quiltss-nf")
    assert code == 1
    assert [
        line.split()[1] for line in said.splitlines() if line.startswith(tuple(files)) and len(line.split()) > 1
    ] == [
        "pass",
        "fail",
    ]
    _, said, _ = check(capsys, *files, "--against", export, "--rules", "tn-quiltss-nf", "--json")
    assert [each["report"]["verdict"] for each in json.loads(said)] == ["pass", "fail"]


def test_an_export_gives_the_rules_as_it_published_them(capsys, contract, export):
    code, said, _ = check(capsys, contract(), "--against", export, "--rules", "rule-set/US-NY/mltc-vbp@1.0.0", "--json")
    assert code == 0
    assert "The program is suspended from 2026-01-01" in said


def test_without_rules_it_is_the_registrys_own(capsys, contract, bundle):
    _, said, _ = check(capsys, contract(), "--against", bundle, "--json")
    assert json.loads(said)["rule_set"].startswith("rule-set/registry/registry-first-checks@1.0.0#")


def test_facts_settle_what_no_summary_holds(capsys, contract, bundle, tmp_path):
    path = contract(products=["mainstream"], signed_on="2026-12-01")
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "facts:\n  required_elements: {elements: {total_cost_process: true, quality_process: true}, source: x, "
        "day: '2026-11-01'}\n  ny-vbp-2026/process-details: {elements: {total_cost_process: false}, source: x, "
        "day: '2026-11-01'}\n"
    )
    code, said, _ = check(capsys, path, "--against", bundle, "--rules", "ny-vbp-2026", "--facts", facts)
    assert code == 1  # the fact for the very rule counts before the one for its kind
    assert "total_cost_process" in said


def test_a_body_is_checked_from_what_is_declared(capsys, contract, tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        "subject: body\nfacts:\n  body_composition:\n    seats: 20\n    groups: {participants: 11, "
        "members_receiving_ltss: 5}\n    source: Roster\n    day: '2026-11-01'\n"
    )
    code, said, _ = check(capsys, "--facts", facts, "--rules", "pa-chc")
    assert code == 1
    assert "11 of 20 seats" in said
    assert check(capsys, "--facts", facts, "--rules", "pa-chc", "--subject", "plan")[0] == 5
    assert check(capsys, contract(), "--facts", facts, "--rules", "pa-chc")[0] == 2


@pytest.mark.parametrize(
    ("changes", "code", "refusal"),
    [
        ({"cites": "priority-set/US-TN/checked@9.0.0#sha256:" + "a" * 64}, 3, "NOT_IN_EXPORT"),
        ({"cites": "priority-set/US-TN/checked@1.0.0#sha256:" + "a" * 64}, 5, "OTHER_DOCUMENT"),
        ({"cites": "priority-set/US-TN/checked@1.0.0"}, 2, "names no digest"),
        ({"luck": "1"}, 2, "INVALID_FIELD"),
    ],
)
def test_a_contract_that_cannot_be_checked_says_why(capsys, contract, export, changes, code, refusal):
    found, said, why = check(capsys, contract(**changes), "--against", export)
    assert (found, said) == (code, "")
    assert refusal in why


@pytest.mark.parametrize("name", ["index.json", "index.txt", "priority-set/US-TN/checked@1.0.0.bundle.zip"])
def test_an_export_that_was_changed_is_refused(capsys, contract, export, tmp_path, name):
    copy = tmp_path / "copy"
    shutil.copytree(export, copy)
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content.replace(content[40:48], b"tampered", 1))
    found, said, _ = check(capsys, contract(), "--against", copy)
    assert (found, said) == (2, "")


def test_a_directory_that_is_no_export_is_refused(capsys, contract, tmp_path):
    assert check(capsys, contract(), "--against", tmp_path)[0] == 2
