import pytest

from governance.phases import PhasePathBackError
from measures.errors import InvalidError
from measures.references import BadReferenceError
from measures.validation import (
    BrokenYamlError,
    DuplicateYamlKeyError,
    InexactNumberError,
    InvalidFieldError,
    UnquotedVersionError,
)
from registry.contracts.contract_files import read_contract

TEXT = f"""\
title: A contract
payer: A plan
providers: [A home]
cites: priority-set/US-TN/set@1.0.0#sha256:{"a" * 64}
categories: [2C, 3A]
term: {{from: 2027-01-01, to: 2028-12-31}}
signed_on: '2026-12-01'
items:
  - measure: measure/tn-quiltss/cna-hours@1.0.0
    role: reporting
    weight: '1/4'
    phase_path:
      - {{from: 2027-01-01, role: reporting}}
      - {{from: 2028-01-01, role: performance, category: 3A}}
"""


def test_a_contract_file_becomes_a_summary():
    summary = read_contract(TEXT, "contract.yaml")
    assert summary.citation.versioned == "priority-set/US-TN/set@1.0.0"
    assert summary.items[0].weight == "1/4"
    assert read_contract(TEXT, "elsewhere.yaml").digest() == summary.digest()


@pytest.mark.parametrize(
    ("correct", "wrong", "refusal", "named"),
    [
        ("payer: A plan", "payer: A plan\npayer: Another", DuplicateYamlKeyError, "line"),
        ("weight: '1/4'", "weight: 0.25", InexactNumberError, "items.0.weight: 0.25 is a bare number"),
        ("weight: '1/4'", "weight: '1/4'\n    target: 90.5", InexactNumberError, "items.0.target"),
        ("weight: '1/4'", "weight: 1", InexactNumberError, "weight"),
        ("weight: '1/4'", "weight: .nan", InexactNumberError, "items.0.weight"),
        ("measure/tn-quiltss/cna-hours@1.0.0", "1.10", UnquotedVersionError, "items.0.measure: 1.1 was read"),
        ("measure/tn-quiltss/cna-hours@1.0.0", "measure/tn-quiltss/cna-hours", BadReferenceError, "version"),
        ("@1.0.0#sha256:" + "a" * 64, "@1.0.0", BadReferenceError, "names no digest"),
        ("priority-set/US-TN/set", "rule-set/US-TN/set", BadReferenceError, "no priority set"),
        ("from: 2028-01-01, role: performance", "from: 2026-01-01, role: performance", PhasePathBackError,
         "items.0.phase_path"),
        ("from: 2028-01-01, role: performance", "from: 2028-01-01, role: developmental", PhasePathBackError,
         "goes back"),
        ("title: A contract", "title: A contract\nrate: 10 dollars", InvalidFieldError, "rate"),
        ("role: reporting\n", "role: capacity\n", InvalidFieldError, "items.0.role"),
        ("categories: [2C, 3A]", "categories: [2C, 5A]", InvalidFieldError, "categories.1"),
        ("providers: [A home]", "providers: &p [A home]\ncategories: *p\nx: *p", BrokenYamlError, "alias"),
        ("title: A contract", "title: !!python/name:os.system A", BrokenYamlError, "YAML"),
        (TEXT, "", InvalidFieldError, "contract.yaml"),
        (TEXT, "- a list", InvalidFieldError, "contract.yaml"),
        ("title: A contract", "title: [", BrokenYamlError, "YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_by_file_and_field(correct, wrong, refusal, named):
    assert correct in TEXT
    text = TEXT.replace(correct, wrong, 1)
    if "categories: *p" in wrong:
        text = text.replace("categories: [2C, 3A]\n", "", 1)
    with pytest.raises(InvalidError) as refused:
        read_contract(text, "contract.yaml")
    assert refused.value.message.startswith("contract.yaml: ")
    assert named in refused.value.message
    assert isinstance(refused.value, refusal)


def test_a_file_that_is_far_too_long_is_not_read():
    with pytest.raises(InvalidFieldError, match="longer than"):
        read_contract("#" * (4 * 1024 * 1024 + 1), "contract.yaml")
