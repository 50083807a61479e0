"""The page of a conformance report on paper. test_contracts.py checks it on the screen."""

import pytest_asyncio

from registry.contracting import record_contract
from tests.registry.published_sets import a_published_set
from tests.support import a_cast

MEASURES = ["tn-quiltss/cna-hours", "tn-quiltss/staff-satisfaction", "tn-quiltss/threshold-eligibility"]


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def path(store, cast):
    cites = await a_published_set(store, "US-TN/reported", MEASURES)
    content = {
        "title": "Nursing facility arrangement",
        "payer": "A plan",
        "providers": ["A facility"],
        "cites": str(cites),
        "categories": ["2C"],
        "items": [{"measure": f"measure/{each}@1.0.0", "role": "performance"} for each in MEASURES],
    }
    contract = await record_contract(await cast.caller("contract_manager"), cast.agency, content)
    return f"/contracts/{contract}/report"


async def signed_in(visit, cast):
    await visit.to("/vote/sign-in")
    await visit.page.locator('input[name="code"]').fill(await cast.token("contract_manager"))
    await visit.page.locator('form[action="/vote/sign-in"] button').first.click()
    await visit.page.wait_for_load_state()


async def test_on_paper_the_verdict_and_every_rule_are_there(visiting, cast, path):
    visit = await visiting(scripts=False)
    await signed_in(visit, cast)
    await visit.to(path)
    await visit.page.emulate_media(media="print")
    said = await visit.said()
    assert "A required rule is not kept." in said
    assert said.index("Not kept") < said.index("What this rests on")
    assert not await visit.page.locator("header.site").is_visible()
