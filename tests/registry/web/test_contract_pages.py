"""The pages of a contract manager: seen by their own organization, and by nobody else."""

from uuid import uuid4

import pytest_asyncio

from registry import contracting, planning
from registry.app import create_app
from tests.registry.contracts.contract_words import an_exchange, plan_content
from tests.registry.web.voting.browsing import Browser, words
from tests.support import a_cast

PARTY = "A very private plan"


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def contract(cast, published_sets):
    manager = await cast.caller("contract_manager")
    summary = {
        "title": "A contract of ours",
        "payer": PARTY,
        "providers": ["A home"],
        "cites": str(published_sets[0].reference),
        "categories": ["2C"],
        "step": "step-5",
        "path": [{"label": "First", "categories": ["2A"]}, {"label": "Then", "categories": ["4A"]}],
        "streams": [{"id": "pay", "kind": "incentive", "depends_on": ["tn-quiltss/cna-hours"], "downside": False}],
        "attribution": {"timing": "prospective", "method": "By stay"},
        "items": [{"measure": "measure/tn-quiltss/cna-hours@1.0.0", "role": "performance", "weight": "1/2"}],
    }
    first = await contracting.record_contract(manager, cast.agency, summary)
    milestone = {"step": "step-5", "what": "Aides are trained", "role": "home", "due": "2027-01-01"}
    plan = plan_content(milestones=[milestone], data_exchange=[an_exchange(rhythm="monthly")])
    await planning.record_plan(manager, first, plan)
    await contracting.record_contract(manager, cast.agency, summary | {"title": "Renewed", "step": "step-1"}, first)
    return first


async def signed_in(app, token):
    browser = Browser(app)
    answer = await browser.fill_in("/vote/sign-in", "/vote/sign-in", code=token)
    assert answer.status_code == 303
    return browser


@pytest_asyncio.fixture(scope="module")
async def manager(settings, store, cast):
    return await signed_in(create_app(settings, store=store), await cast.token("contract_manager"))


async def test_nobody_signed_in_is_led_to_the_sign_in_and_back(client, contract):
    for path in ("/contracts", f"/contracts/{contract}"):
        answer = await client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/vote/sign-in?next={path.replace('/', '%2F')}"
        assert PARTY not in answer.text


async def test_a_manager_sees_the_contracts_of_their_organisation_by_step_and_phase(manager, contract):
    page = await manager.get("/contracts")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert "A contract of ours" in page.text
    assert "Renewed" in page.text
    only = await manager.get("/contracts?phase=joint_planning")
    assert "A contract of ours" in only.text
    assert "Renewed" not in only.text
    assert "0 found." in words(await manager.get("/contracts?step=step-8"))
    assert "2 found." in words(await manager.get("/contracts?step=nonsense"))


async def test_a_contract_tells_where_it_stands(manager, contract):
    page = await manager.get(f"/contracts/{contract}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    read = words(page)
    for told in (
        PARTY, "Prospective: By stay", "you are here", "Then jumps from category 2A to 4A.", "Aides are trained",
        "The payee cannot lose by it.", "Renewals and amendments", "Legal review",
        "Are roles, contacts and dates clear?",
    ):  # fmt: skip
        assert told in read


async def test_others_get_the_same_answer_as_for_a_contract_that_is_not_there(settings, store, contract):
    stranger = await signed_in(create_app(settings, store=store), await (await a_cast(store)).token("contract_manager"))
    hidden = await stranger.get(f"/contracts/{contract}")
    missing = await stranger.get(f"/contracts/{uuid4()}")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text == missing.text
    assert PARTY not in (await stranger.get("/contracts")).text


async def test_a_manager_can_sign_out_of_these_pages(settings, store, cast, contract):
    browser = await signed_in(create_app(settings, store=store), await cast.token("auditor"))
    assert "A contract of ours" in (await browser.get("/contracts")).text
    await browser.fill_in("/contracts", "/vote/sign-out")
    assert (await browser.get("/contracts")).status_code == 303
