"""The demonstration, run through the use cases on a registry of its own."""

import json

import pytest

from measures.references import Reference
from registry.config import Settings
from registry.demonstration import NotADemonstrationError, content, demonstrate
from registry.demonstration.run import STEPS
from registry.founding import founding, open_registry
from registry.proof.verify import verify_bundle
from registry.storage import audit, documents


@pytest.fixture(scope="module")
async def told(store, settings):
    said = []
    result = await demonstrate(store, settings.exports_dir, lambda step, sentence: said.append((step, sentence)))
    return result, said


async def test_it_goes_through_every_step_in_order(told):
    result, said = told
    assert list(dict.fromkeys(step for step, _ in said)) == list(STEPS) == list(result.steps)
    assert (result.outcome, result.verified) == ("adopted", True)


async def test_members_decide_and_the_refusals_are_shown(told):
    sentences = [f"{step} {sentence}" for step, sentence in told[1]]
    assert any("first_vote" in line and "not adopted" in line and "member: not met" in line for line in sentences)
    refused = [line for line in sentences if line.startswith("state_choice_refused")]
    assert sum("COMPLIANCE_PAID" in line for line in refused) == len(content.compliance_paid()) == 4
    assert sum("AREA_NOT_AN_OUTCOME" in line for line in refused) == 2


async def test_the_set_says_that_it_is_a_demonstration_and_lists_every_difference(told):
    published = await documents.get(Reference.parse(told[0].reference))
    written = json.loads(published.content)
    assert written["demonstration"] is True
    assert "Tennessee has not published it" in written["differences"][0]
    stated = {use.measure: use.role.value for use in content.program().measures}
    for item in written["items"]:
        name = item["measure"].removeprefix("measure/").split("@")[0]
        if stated.pop(name) != item["role"]:
            assert any(f"({name})" in line for line in written["differences"]), name
        assert "weight" not in item
        assert "target" not in item
    assert stated == {}
    for area in content.program().priority_areas:
        assert any(area in line for line in written["differences"])


async def test_running_it_again_gives_the_existing_result(told, store, settings):
    before = await audit.head()
    again = await demonstrate(store, settings.exports_dir)
    assert again == told[0]
    assert await audit.head() == before


async def test_its_bundle_verifies_without_the_registry(told):
    report = verify_bundle(told[0].bundle.read_bytes())
    assert report.intact
    assert report.demonstration
    assert str(report.reference) == told[0].reference


async def test_a_live_registry_refuses_it(empty_database, tmp_path):
    settings = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    async with open_registry(settings, founding(demonstration=False)) as live:
        with pytest.raises(NotADemonstrationError):
            await demonstrate(live, settings.exports_dir)
