from collections import Counter
from pathlib import Path

import pytest

from governance import seed_definitions
from measures import catalog
from measures.errors import InvalidError
from measures.references import Kind, Reference

SEEDS = seed_definitions.load()
FIRST, FILE = "value/independence", "value_definitions.yaml"


def test_every_seed_that_was_reviewed_is_there_and_none_is_adopted():
    assert len(SEEDS) == 20
    assert Counter(seed.evidence.value for seed in SEEDS.values()) == {"stated": 18, "inferred": 2}
    assert sum(len(seed.candidate_measures) for seed in SEEDS.values()) == 126
    assert {seed.status for seed in SEEDS.values()} == {"draft"}


@pytest.mark.parametrize("seed", SEEDS.values(), ids=lambda seed: seed.id)
def test_a_seed_can_be_named_written_out_and_read_again(seed):
    assert Reference(Kind.VALUE_DEFINITION, seed.name).jurisdiction == "registry"
    assert seed_definitions.SeedDefinition.model_validate(seed.model_dump(mode="json")) == seed


def test_the_packaged_seeds_are_read_once():
    assert seed_definitions.load() is SEEDS
    assert seed_definitions.load(known=catalog.load()) == SEEDS


@pytest.mark.parametrize(
    ("correct", "wrong", "named"),
    [
        ("domain: independence_function", "domain: luck", "domain"),
        ("    evidence: stated\n", "    evidence: sure\n", "evidence"),
        ("status: draft", "status: adopted", "status"),
        ("- cql-pom/use-environments", "- cql-pom/nothing", "candidate_measures: there is no measure"),
        ("origin: seed-mltss-vbc-2025", "origin: nowhere", "origin: there is no source"),
        ("populations: [ltss_all]", "populations: [all]", "scopes.0.populations.0"),
        ("settings: [hcbs, own_home, nursing_facility]", "settings: []", "scopes.0.settings"),
        ("    title: Keep or grow independence\n", "", "title: it is missing"),
        ("    locator: Domain 1", "    locator: ''\n    place: Domain 1", "locator"),
        ("id: value/social-connection", f"id: {FIRST}", "id stands twice"),
        ("    status: draft\n", "    status: draft\n    weight: 0.5\n", "weight"),
    ],
)
def test_a_mistake_is_refused_by_file_record_and_field(correct, wrong, named, tmp_path):
    text = (Path(seed_definitions.__file__).parent / FILE).read_text(encoding="utf-8")
    assert correct in text
    (tmp_path / FILE).write_text(text.replace(correct, wrong, 1), encoding="utf-8")
    with pytest.raises(InvalidError) as refused:
        seed_definitions.load(tmp_path)
    for words in (FILE, FIRST, named):
        assert words in refused.value.message
