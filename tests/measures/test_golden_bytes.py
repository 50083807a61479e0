"""Bytes that are published stand for ever: the same record must give them in every later version of this project.

A digest here may only change together with the `document_version` of its record or the schema of its kind.
"""

import json
from pathlib import Path

import pytest

from measures import catalog
from measures.documents import digest_of
from measures.measure import MeasureSpecification
from registry.contracts import rule_sets, terms
from registry.reading import read_document

GOLDEN = Path(__file__).parent / "golden"


def entry(reference):
    kind, name = reference.split("/", 1)
    match kind:
        case "measure":
            return catalog.load().measures[name]
        case "measure-set":
            return catalog.load().sets[name.split("/")[1]]
        case "rule-set":
            return next(each for each in rule_sets.load().sets.values() if each.name == name)
        case "term":
            return terms.load()[f"term/{name.split('/')[1]}"]


DIGESTS = {
    "measure/hcbs-qms/ltss-1": "sha256:9ae59b067a082710ea6d29b4f88738108c7aa5751b87c6e452a90b3328b87e40",
    "measure/tn-quiltss/cna-hours": "sha256:4aeeb0459f92e48e07f975e9de8e521a6ef59065617ca2190b7be22d124d0cef",
    "measure/mds/uti": "sha256:5a1f2cecc52888c24a92ab9be829a77deccd6366cb69ee991c33ba47851e53f6",
    "measure-set/US/hcbs-qms-2024": "sha256:f021cec23ad23076588a6fbb36779e475adfbe6f9a3dbb01e4c9b4fcff8e68a3",
    "measure-set/US-TN/tn-quiltss-nf": "sha256:eb7ee76e1c742eae23053d9459d890fb0af525cbe650ec36ad87655bd228c627",
    "measure-set/registry/ncqa-ltss": "sha256:c93085ebb71647bfc2c01e531eb94946461dd0383e8b0ebf72dcec76c4c9102f",
    "rule-set/US-NY/vbp-2026": "sha256:166b3b39b1fba5e2e55245c8facb37fd1c0c386737c12deb2d2935ffe5ee7190",
    "rule-set/US/mac-bac": "sha256:3fab8061b18e3a4eccf70de405665ada41f21992f1274486eb8d6cded680a7db",
    "rule-set/registry/registry-defaults": "sha256:d41e5cb8a6ad3b37d5b1e54f8ef3fdaadf3b457b895045c895459c7cb7a4d968",
    "term/registry/clean-claim": "sha256:56fb15425761a0474debf9ea053c51c88ff686fcb152cf9c3568d3c58501001e",
    "term/registry/risk-sharing": "sha256:7256dd48f7c6064bdf6c13132a94fc3fb81276361e12f2f614cf127649cb06ca",
    "term/registry/attribution": "sha256:1f30675a28914ebf5ef9439d7708e4c670eeb5e4fdfbeb5216c2901daaf75613",
}


@pytest.mark.parametrize("reference", DIGESTS)
def test_a_record_gives_the_bytes_that_were_published(reference):
    document = entry(reference).document(demonstration=False)
    assert str(document.reference) == f"{reference}@1.0.0"
    assert document.seal().digest == DIGESTS[reference]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.name)
def test_published_bytes_are_kept_whole_for_one_record_of_each_schema(path):
    content = path.read_bytes()
    parsed = json.loads(content)
    reference = f"{parsed['kind']}/{parsed['name']}"
    assert path.name == f"{parsed['schema'].replace('/', '-')}.json"
    assert digest_of(content) == DIGESTS[reference]
    document = entry(reference).document(demonstration=False)
    assert document.seal().content == content
    assert type(document).from_content(parsed).seal().content == content


def test_every_schema_has_whole_bytes_and_more_than_one_digest():
    kinds = [reference.split("/")[0] for reference in DIGESTS]
    assert {path.name for path in GOLDEN.glob("*.json")} == {f"{kind}-1.json" for kind in kinds}
    assert min(kinds.count(kind) for kind in kinds) >= 2


LATER = {
    "measure-2.json": "sha256:c661dcfe4a0bd78cbd458e5137969eaceaadf025d21a2d8b65f211ef6b3c2229",
}
"""Schemas that no record of the catalog needs yet."""


@pytest.mark.parametrize("name", LATER)
def test_published_bytes_are_kept_whole_for_a_later_schema(name):
    content = (GOLDEN / "later" / name).read_bytes()
    assert digest_of(content) == LATER[name]
    document = read_document(content)
    assert document.seal().content == content
    assert name == f"{json.loads(content)['schema'].replace('/', '-')}.json"


@pytest.mark.parametrize(
    ("taken", "schema"),
    [((), "measure/2"), (("exclusions",), "measure/2"), (("upstream_version",), "measure/2"),
     (("exclusions", "upstream_version"), "measure/1")],
)  # fmt: skip
def test_a_measure_is_of_the_first_schema_that_has_all_its_fields(taken, schema):
    content = json.loads((GOLDEN / "later" / "measure-2.json").read_bytes())
    for field in taken:
        del content[field]
    content["schema"] = schema
    assert MeasureSpecification.from_content(content).written_as() == schema
    other = {**content, "schema": "measure/1" if schema == "measure/2" else "measure/2"}
    with pytest.raises(ValueError, match="measure/"):
        MeasureSpecification.from_content(other)


def test_a_demonstration_says_so_in_its_bytes_and_nothing_else_differs():
    for reference in DIGESTS:
        live = json.loads(entry(reference).document(demonstration=False).seal().content)
        shown = json.loads(entry(reference).document(demonstration=True).seal().content)
        assert shown == {**live, "demonstration": True}
