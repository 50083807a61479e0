import re
from pathlib import Path

import pytest

from measures import catalog
from measures.errors import InvalidError
from measures.uses import MeasureRole
from measures.validation import read_yaml
from registry.contracts import arrangements, cases
from registry.contracts.case_fields import ROLES, CaseBasis
from registry.contracts.cases import PublicCase
from registry.contracts.summary import ContractWording

CASES = cases.load()
ARRANGEMENTS = arrangements.load()
GOLDEN = Path(__file__).parent / "golden" / "cases.yaml"
FILE = "cases.yaml"
FACTS = re.compile(
    r"\d[\w.]*|\b(?:monthly|quarterly|annual|yearly|withheld|PMPM|per diem|shared savings|shared risk|full risk|"
    r"fee for service|grants?|dashboards|case rate|prospective|retrospective)\b",
    re.IGNORECASE,
)
"""What a free text may say that a field holds: figures and years, rhythms, and words for ways of paying."""


def lines_of(case):
    """Every field of a case that holds something, one a line: the field, its content, and its basis if not stated."""
    wording = case.wording.model_dump(mode="json", by_alias=True, exclude_none=True)
    shown = {name: value for name, value in wording.items() if value != [] or name == "streams"}
    apart = {"wording", "bases", "streams", "uses", "accounts", *cases.ACCOUNTED}
    own = case.model_dump(mode="json", exclude_none=True, exclude=apart)
    shown |= {name: value for name, value in own.items() if value not in ([], False)}
    lines = []
    for name, value in shown.items():
        parts = value if isinstance(value, list) and value and isinstance(value[0], dict) else None
        for number, part in enumerate(parts or [value]):
            key = part.get("id") or part.get("measure", "").removeprefix("measure/").split("@")[0] if parts else ""
            path = f"{name}.{key or number}" if parts else name
            lines.append(f"{path} = {_flat(part)}{_basis(case, path)}")
    for use in case.uses:
        where = f" in stage {use.stage}" if use.stage else ""
        part = f"{use.stated_role} as {use.role or 'no item'}{where}"
        mark = f" [{use.basis}]" if use.basis is not CaseBasis.STATED else ""
        lines.append(f"uses.{use.measure} = {part}{mark}")
    lines += [f"basis of {each.field}: {each.words or 'the whole'} [{each.basis}]" for each in case.bases]
    return lines


def _basis(case, path):
    own = next((each for each in case.streams or () if path == f"streams.{each.id}"), None)
    found = own.basis if own and own.basis is not CaseBasis.STATED else case.basis_of(path)
    stage = f" in stage {own.stage}" if own and own.stage else ""
    return stage + ("" if found is CaseBasis.STATED else f" [{found}]")


def _flat(value):
    if isinstance(value, dict):
        return "; ".join(
            f"{key}: {_flat(item)}" for key, item in value.items() if item not in (None, []) and key != "id"
        )
    return ", ".join(map(_flat, value)) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_each_case_holds_field_by_field_what_was_reviewed(case):
    assert lines_of(case) == read_yaml(GOLDEN.read_text(encoding="utf-8"), "golden")[case.id]


def test_every_arrangement_is_a_public_case_without_a_citation():
    assert list(CASES) == list(ARRANGEMENTS)
    assert all(type(case.wording) is ContractWording for case in CASES.values())
    assert sum(len(case.uses) for case in CASES.values()) == sum(len(each.measures) for each in ARRANGEMENTS.values())


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_no_fact_stands_only_in_free_text_where_a_field_exists(case):
    """Whatever a sentence says in figures or words of payment is found again in the fields that hold the sentence."""
    lines = [line.split("; note:")[0] for line in lines_of(case)]
    fields = " ".join(lines).replace("_", " ").casefold()
    reworded = {
        "per diem": "per diem", "pmpm": "capitation", "withheld": "withhold", "yearly": "annual", "grants": "grant",
        "full risk": "shared risk", "grant": "grant", "case rate": "bundle",
    }  # fmt: skip
    for text, accounts in case.accounts.items():
        for account in accounts:
            for fact in FACTS.findall(account.words):
                wanted = reworded.get(fact.casefold(), fact.casefold().rstrip("."))
                assert account.remark or wanted in fields, (text, account.words, fact)


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_every_word_of_the_free_texts_is_accounted_for(case):
    """The pieces are the whole text; each names fields that are filled, or says why no field holds it."""
    for text in cases.ACCOUNTED:
        pieces = case.accounts.get(text, ())
        assert " ".join(piece.words for piece in pieces) == (getattr(case, text) or "")
        for piece in pieces:
            for field in piece.held_by:
                held = case.field(field)
                assert held is not None
                assert held != () or field == "streams"


def test_few_things_are_held_by_no_field():
    left = [row.words for case in CASES.values() for rows in case.accounts.values() for row in rows if row.remark]
    assert len(left) == 5, left


@pytest.mark.parametrize(
    "use", [use for each in ARRANGEMENTS.values() for use in each.measures if use.note], ids=lambda use: use.measure
)
def test_what_a_note_on_a_measure_says_stands_in_a_field_of_its_use(use):
    case = next(
        case for case in CASES.values() if any(use.note == u.note and use.measure == u.measure for u in case.uses)
    )
    found = next(u for u in case.uses if u.measure == use.measure)
    item = next((i for i in case.wording.items if f"/{use.measure}@" in i.measure), None)
    if "phase" in use.note:
        assert f"phase {found.stage}" == use.note
    if "added by the project" in use.note:
        assert found.basis is CaseBasis.ADDED
    if (
        "from the slides of the state" in use.note
        or "from the state" in use.note
        or "published program counts" in use.note
    ):
        assert found.basis is CaseBasis.OTHER_SOURCE
    if "percent" in use.note or "levels" in use.note or "savings must" in use.note:
        assert item.target


def test_every_word_for_a_role_has_a_reading_with_its_reason():
    assert set(ROLES) == set(MeasureRole)
    assert all(reading.why.endswith(".") for reading in ROLES.values())
    assert ROLES[MeasureRole.CAPACITY].role == "developmental"  # DESIGN §8.12


def test_the_word_of_the_case_stays_beside_the_tabulated_role():
    for case in CASES.values():
        for item in case.wording.items:
            assert ROLES[MeasureRole(item.role_word)].role is item.role


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
def test_a_case_can_be_written_out_and_read_again(case):
    assert PublicCase.model_validate(case.model_dump(mode="json", by_alias=True)) == case


def test_a_field_has_the_basis_of_the_nearest_field_that_says_one():
    case = CASES["va-cardinal-nf-vbp"]
    assert case.basis_of("path.1.categories") is CaseBasis.INFERRED
    assert case.basis_of("path.0.label") is CaseBasis.STATED
    assert case.basis_of("streams.facility-incentive.payer") is CaseBasis.INFERRED


def test_categories_of_a_case_are_as_sure_as_the_stage_that_they_come_from():
    for case in CASES.values():
        last = next((step for step in reversed(case.wording.path) if step.categories), None)
        if last is not None:
            assert case.wording.categories == last.categories
            assert case.basis_of("categories") == last.basis.value


def test_the_packaged_cases_are_read_once():
    assert cases.load() is CASES
    assert cases.load(known=catalog.load()) == CASES


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        ("held_by: [model_words]}", "held_by: [moodel_words]}", "no field 'moodel_words'"),
        ("held_by: [model_words]}", "held_by: [endorsed_by]}", "'endorsed_by' holds nothing"),
        ("held_by: [began]}", "remark: because, held_by: [began]}", "accounts.notes"),
        ("the program dates from 2000.", "the program dates from 2001.", "accounts.notes"),
        ("kind: incentive", "kind: bonus", "streams.0.kind"),
        ("depends_on: [paper/group-home-diversion,", "depends_on: [paper/cie-rate,", "no measure of the contract"),
        ("        stage: 1\n", "        stage: 4\n", "there is no stage 4"),
        ("related_cases: [inclusa-front-door]", "related_cases: [nothing]", "related_cases: there is no case"),
        ("{field: populations, basis: inferred}", "{field: populaces, basis: inferred}", "no field 'populaces'"),
        ("{field: populations, basis: inferred}", "{field: populations, basis: guessed}", "bases.0.basis"),
        ("began: '2000'", "began: '2000'\n    results: [{says: All is well}]", "results"),
        ("    fields:\n      provider", "    uses: {paper/cie-rate: {stage: 1}}\n    fields:\n      provider", "uses"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_by_file_record_and_field(correct, wrong, named, tmp_path):
    text = (Path(cases.__file__).parent / FILE).read_text(encoding="utf-8")
    assert correct in text
    (tmp_path / FILE).write_text(text.replace(correct, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        cases.load(tmp_path)
    for words in (FILE, "inclusa-residential-p4p", named):
        assert words in refused.value.message
