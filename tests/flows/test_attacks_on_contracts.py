"""Attacks that were played against what contracts rest on: waivers, keys, exhibits, pages; each as it was played."""

import asyncio
from contextlib import asynccontextmanager
from datetime import date
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio

from governance.members import Actor, OrganisationKind, Role
from governance.policy import SecondPersonError, WrongRoleError
from measures.references import Reference
from registry import admitting
from registry.app import create_app
from registry.checking import waivers_of
from registry.config import Settings
from registry.contracting import record_contract
from registry.contracts.filed_reports import ReportId
from registry.exchange.mirrors.directory import Directory
from registry.exchange.mirrors.members import BadExportError
from registry.founding import founding, open_registry
from registry.key_file import KeyFile
from registry.proof.forks import BadEvidenceError, Fork
from registry.proof.keys import private_key, to_pem
from registry.reporting import ReportTamperedError, file_report, report_of, reports_on
from registry.rotating import rotate_key
from registry.storage import contracts, people, signing_keys
from registry.storage.database import SERVING_ROLE, bind
from registry.storage.transaction import WRITE_LOCK
from registry.use_cases import Caller
from registry.waiving import end_waiver, grant_waiver
from registry.web.exhibit_shelf import AT_ONCE, ExhibitShelf
from tests.registry.published_sets import a_published_set
from tests.registry.web.voting.browsing import Browser, words
from tests.support import a_cast

RULES = Reference.parse("rule-set/registry/registry-first-checks@1.0.0")
RULE = "registry-first-checks/roles-of-the-set"
MEASURE = "tn-quiltss/cna-hours"
LAST_DAY = date(2099, 12, 31)
PARTY = "Very Secret Plan"


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def cited(store):
    return await a_published_set(store, "US-TN/attacked", [MEASURE], period={"from": "2099-01-01", "to": "2099-12-31"})


class Plan:
    """A plan with its contract manager and a contract."""

    def __init__(self, store, slug, person):
        self.store, self.slug, self.person = store, slug, person

    async def caller(self):
        return Caller(self.store, Actor(self.person, await people.grants_of(self.person)))

    async def signs(self, cited, title="A contract"):
        summary = {
            "title": title,
            "payer": PARTY,
            "providers": ["Very Secret Home"],
            "cites": str(cited),
            "categories": ["2C"],
            "measurement_period": {"from": "2099-01-01", "to": "2099-12-31"},
            "items": [{"measure": f"measure/{MEASURE}@1.0.0", "role": "performance"}],
        }
        return await record_contract(await self.caller(), self.slug, summary)


async def a_plan(store):
    slug = f"plan-{uuid4().hex[:8]}"
    await admitting.add_organisation(store, slug, "A plan", OrganisationKind.PLAN, "US-TN")
    person = await admitting.add_person(store, "A manager")
    await admitting.grant_role(store, person, Role.CONTRACT_MANAGER, slug)
    return Plan(store, slug, person)


@pytest_asyncio.fixture
async def plan(store):
    return await a_plan(store)


@pytest_asyncio.fixture
async def contract(plan, cited):
    return await plan.signs(cited)


@pytest_asyncio.fixture(scope="module")
async def app(settings, store):
    return create_app(settings, store=store)


async def waive(caller, contract, organisation):
    digest = (await contracts.get(contract)).summary.digest()
    return await grant_waiver(caller, contract, digest, RULES, RULE, organisation, LAST_DAY, "It suits us.")


async def a_publisher_who_also_manages(cast, plan):
    """A person of two organizations, with a token that shows only that they publish for the state."""
    person = await admitting.add_person(cast.store, "Of two houses")
    await admitting.grant_role(cast.store, person, Role.STATE_PUBLISHER, cast.agency)
    await admitting.grant_role(cast.store, person, Role.CONTRACT_MANAGER, plan.slug)
    return Caller(cast.store, await people.acting(person, {Role.STATE_PUBLISHER}))


async def test_a_token_narrowed_to_one_role_does_not_let_somebody_waive_a_rule_for_their_own_plan(cast, plan, contract):
    narrowed = await a_publisher_who_also_manages(cast, plan)
    assert narrowed.actor.organisations() == {cast.agency}
    with pytest.raises(SecondPersonError):
        await waive(narrowed, contract, cast.agency)
    waiver = await waive(await cast.caller("publisher"), contract, cast.agency)
    with pytest.raises(SecondPersonError):
        await end_waiver(narrowed, waiver, "Not ours to keep.")


async def test_nobody_waives_in_the_name_of_another_states_agency(cast, plan, contract, store):
    texas = await a_cast(store, "US-TX")
    await admitting.grant_role(store, cast.people["publisher"], Role.STATE_PUBLISHER, texas.agency)
    try:
        with pytest.raises(WrongRoleError):
            await waive(await cast.caller("publisher"), contract, texas.agency)
    finally:
        await admitting.revoke_role(store, cast.people["publisher"], Role.STATE_PUBLISHER, texas.agency)
    assert await waivers_of(contract) == []


@pytest.mark.parametrize("forged", ["verdict", "signed", "contract"])
async def test_a_report_put_in_by_sql_is_not_shown(settings, cited, plan, contract, forged):
    filed = await file_report(await plan.caller(), contract, RULES)
    kept = await report_of((await plan.caller()).actor, filed)
    said = {"contract": kept.contract, "verdict": kept.verdict, "signed": kept.signed} | {
        "verdict": {"verdict": "pass"},
        "signed": {"signed": kept.signed.replace('"signature":"', '"signature":"AA')},
        "contract": {"contract": await plan.signs(cited, title="Another contract")},
    }[forged]
    sql = await asyncpg.connect(settings.database_url)
    try:
        await sql.execute(f"SET ROLE {SERVING_ROLE}")
        made = await sql.fetchval(
            "INSERT INTO conformance_report "
            "(id, contract, rule_set, verdict, content, digest, signed, filed_by, filed_at) "
            "SELECT gen_random_uuid(), $2, rule_set, $3, content, digest, $4, filed_by, filed_at "
            "FROM conformance_report WHERE id = $1 RETURNING id",
            filed, said["contract"], str(said["verdict"]), said["signed"],
        )  # fmt: skip
    finally:
        await sql.close()
    with pytest.raises(ReportTamperedError):
        await report_of((await plan.caller()).actor, ReportId(made))
    with pytest.raises(ReportTamperedError):
        await reports_on((await plan.caller()).actor, said["contract"])


@asynccontextmanager
async def held_up(settings):
    """Every write waits at the log until the end of the block."""
    holder = await asyncpg.connect(settings.database_url)
    try:
        async with holder.transaction():
            await holder.execute(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
            yield
    finally:
        await holder.close()


async def test_two_rotations_at_once_never_lose_the_key_that_the_log_names(store, empty_database, tmp_path):
    settings = Settings(data_dir=tmp_path / "var", database_url=await empty_database())
    given = tmp_path / "given.pem"
    given.write_text(to_pem(private_key(b"g" * 32)))
    given.chmod(0o600)
    try:
        async with open_registry(settings, founding(demonstration=True)) as opened:
            file = KeyFile(settings.signing_key_path)
            async with held_up(settings):
                made = asyncio.create_task(rotate_key(opened, file))
                await asyncio.sleep(0.3)
                brought = asyncio.create_task(rotate_key(opened, file, given))
                await asyncio.sleep(0.3)
            await asyncio.gather(made, brought)
            named = await signing_keys.current()
            assert len(await signing_keys.history()) == 3
            assert file.find(opened.signer.name, named).verifier.vkey == named
    finally:
        bind(store.engine)


async def test_many_who_ask_for_one_exhibit_do_not_have_it_made_for_each(store, cited):
    shelf = ExhibitShelf()
    made = await asyncio.gather(*(shelf.get(store, cited, None) for _ in range(12)))
    assert len({id(each) for each in made}) <= AT_ONCE


async def test_pictures_of_a_matrix_cannot_be_asked_for_by_the_dozen(app):
    pictures = " ".join(f"picture{number}: svg" for number in range(10))
    query = f'{{ alignmentMatrix(of: ["program/tn-quiltss-nf", "program/mn-pipp"]) {{ {pictures} }} }}'
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        answer = await client.post("/graphql", json={"query": query})
    assert answer.json()["errors"][0]["extensions"]["code"] == "QUERY_TOO_COSTLY"


@pytest.mark.parametrize("suffix", ["", ".csv", ".svg"])
async def test_a_page_sets_no_more_lists_beside_each_other_than_anybody_could_read(app, suffix):
    asked = "&".join(f"of=program/p{number}" for number in range(101))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        answer = await client.get(f"/alignment{suffix}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (422, "TOO_MANY_PORTFOLIOS")


@pytest.mark.parametrize("known_at", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("suffix", ["/events", "/page"])
async def test_an_instant_at_the_ends_of_time_is_no_crash(app, cited, known_at, suffix):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        answer = await client.get(f"/{cited.versioned}{suffix}?known_at={known_at}")
        asked = f'{{ resolveReference(text: "{cited}", knownAt: "{known_at.replace("%2B", "+")}") {{ digest }} }}'
        told = await client.post("/graphql", json={"query": asked})
    assert (answer.status_code, answer.json()["code"]) == (422, "UNREADABLE_TIME")
    assert told.json()["errors"][0]["extensions"]["code"] not in ("INTERNAL", "GRAPHQL_VALIDATION_FAILED")


def test_folders_without_end_are_no_export(tmp_path):
    (tmp_path / "index.txt").write_text("an export has this")
    deep = tmp_path
    for _ in range(400):
        deep = deep / "d"
        deep.mkdir()
    with pytest.raises(BadExportError):
        Directory(tmp_path).present()


def test_evidence_with_a_number_without_end_is_refused():
    step = '{"checkpoint":"x","keys":[{"leaf":1e999,"record":""}]}'
    with pytest.raises(BadEvidenceError):
        Fork.parse(f'{{"newer":{step},"older":{step},"path":[],"root":"","schema":"value-registry/fork/1"}}'.encode())


async def signed_in(app, token):
    browser = Browser(app)
    assert (await browser.fill_in("/vote/sign-in", "/vote/sign-in", code=token)).status_code == 303
    return browser


async def test_a_contract_of_others_is_answered_as_one_that_does_not_exist(app, cast, plan, contract):
    stranger = await signed_in(app, await cast.token("contract_manager"))
    for page in ("", "/report", "/renewal"):
        there, nowhere = [await stranger.get(f"/contracts/{each}{page}") for each in (contract, uuid4())]
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert words(there) == words(nowhere)
        assert PARTY not in there.text


@pytest.mark.parametrize(
    "path",
    [
        "/notices/subscriptions",
        "/notices/subscriptions/00000000-0000-4000-8000-000000000000",
        "/notices/00000000-0000-4000-8000-000000000000/acknowledge",
        "/notices/deliveries/00000000-0000-4000-8000-000000000000/replay",
    ],
)
async def test_a_form_from_another_site_changes_nothing(app, cast, path):
    manager = await signed_in(app, await cast.token("contract_manager"))
    address = "https://collects.example.org/"
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await manager.post(
            path, data={"organisation": cast.agency, "address": address, "act": "end"}, headers=headers
        )
        assert answer.status_code == 403
    assert "collects.example.org" not in (await manager.get("/notices")).text
