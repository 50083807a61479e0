"""The page of a conformance report: seen by those who may see the contract, what fails first; and the keys."""

from uuid import uuid4

import pytest_asyncio

from measures.references import Reference
from registry.app import create_app
from registry.contracting import contract_of, record_contract
from registry.proof.keys import fingerprint
from registry.reporting import file_report
from tests.registry.web.test_contract_pages import signed_in
from tests.registry.web.voting.browsing import words
from tests.support import a_cast

PARTY = "A very private plan"
RULES = "rule-set/registry/registry-first-checks@1.0.0"


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def contract(cast, published_sets):
    summary = {
        "title": "A contract <b>of ours</b>",
        "payer": PARTY,
        "providers": ["A home"],
        "cites": str(published_sets[0].reference),
        "categories": ["2C"],
        "items": [{"measure": "measure/tn-quiltss/staff-retention@1.0.0", "role": "performance", "weight": "1"}],
    }
    return await record_contract(await cast.caller("contract_manager"), cast.agency, summary)


@pytest_asyncio.fixture(scope="module")
async def manager(settings, store, cast):
    return await signed_in(create_app(settings, store=store), await cast.token("contract_manager"))


async def test_what_fails_stands_first_with_its_place_and_its_cautions(manager, contract, cast):
    actor = (await cast.caller("contract_manager")).actor
    page = await manager.get(f"/contracts/{contract}/report?rules={RULES}")
    assert page.status_code == 200
    said = words(page)
    assert "A contract <b>of ours</b>" in said
    heads = [said.index(f"{head} (") for head in ("Not kept", "Kept")]
    assert heads == sorted(heads)
    assert "A default of this registry, not law." in said
    assert (await contract_of(actor, contract)).summary.digest() in said
    assert PARTY not in said
    assert page.headers["cache-control"] == "no-store"


async def test_without_a_rule_set_it_is_the_registrys_own(manager, contract):
    assert RULES in words(await manager.get(f"/contracts/{contract}/report"))


async def test_signed_reports_are_listed(manager, contract, cast):
    await file_report(await cast.caller("contract_manager"), contract, Reference.parse(RULES))
    assert "Signed reports" in words(await manager.get(f"/contracts/{contract}/report"))


async def test_a_rule_set_that_is_none_or_is_not_there_is_refused(manager, contract, published_sets):
    assert (await manager.get(f"/contracts/{contract}/report?rules=rule-set/US-TN/nothing@1.0.0")).status_code == 404
    other = published_sets[0].reference.versioned
    assert (await manager.get(f"/contracts/{contract}/report?rules={other}")).status_code == 422
    assert (await manager.get(f"/contracts/{contract}/report?rules=nonsense")).status_code == 422


async def test_nobody_else_sees_it(client, contract, settings, store, cast):
    path = f"/contracts/{contract}/report"
    assert (await client.get(path)).status_code == 303
    publisher = await signed_in(create_app(settings, store=store), await cast.token("publisher"))
    for each in (path, f"/contracts/{uuid4()}/report"):
        answer = await publisher.get(each)
        assert answer.status_code == 404
        assert PARTY not in answer.text


async def test_the_keys_that_sign_reports_are_public(client, store):
    answer = await client.get("/.well-known/jwks.json")
    assert answer.headers["content-type"].startswith("application/jwk-set+json")
    (key,) = answer.json()["keys"]
    assert key["kid"] == fingerprint(store.signer.verifier.public_key)
    assert "d" not in key
