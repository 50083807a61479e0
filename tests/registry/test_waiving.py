"""Waivers and signed reports: a state lets a contract off a rule without seeing its parties; reports are kept."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from governance.members import Actor, OrganisationKind, Role
from governance.policy import SecondPersonError, WrongRoleError
from measures.errors import NotPermittedError
from measures.references import Reference
from registry import admitting
from registry.checking import check_contract, contracts_of, waivers_of
from registry.contracting import record_contract
from registry.contracts.conformance import FactsFile, Waiver
from registry.contracts.conformance.report import Report
from registry.contracts.filed_reports import SIGNED_AS, ReportId, ReportNotFoundError
from registry.contracts.summary import ContractId, ContractNotFoundError
from registry.contracts.waivers import (
    BadWaiverDayError,
    NotWaivableError,
    RuleNotInSetError,
    WaiverEndedError,
    WaiverId,
    WaiverNotFoundError,
)
from registry.proof.jws import open_signed_json
from registry.reporting import file_report, report_of, reports_on
from registry.storage import contracts, people
from registry.use_cases import Caller
from registry.waiving import end_waiver, grant_waiver, granted_by
from tests.registry.published_sets import a_published_set
from tests.registry.work import fetch
from tests.support import a_cast

RULES = Reference.parse("rule-set/registry/registry-first-checks@1.0.0")
RULE = "registry-first-checks/roles-of-the-set"
MEASURE = "tn-quiltss/cna-hours"
TODAY_ON = date(2099, 12, 31)


class Plan:
    """A plan with its contract manager, and a contract of theirs that fails one rule."""

    def __init__(self, store, slug, person, contract):
        self.store, self.slug, self.person, self.id = store, slug, person, contract

    async def caller(self):
        return Caller(self.store, Actor(self.person, await people.grants_of(self.person)))

    async def contract(self):
        return await contracts.get(self.id)

    async def digest(self):
        return (await self.contract()).summary.digest()


async def a_plan(store, cites):
    slug = f"plan-{uuid4().hex[:8]}"
    await admitting.add_organisation(store, slug, "A plan", OrganisationKind.PLAN, "US-TN")
    person = await admitting.add_person(store, "A manager")
    await admitting.grant_role(store, person, Role.CONTRACT_MANAGER, slug)
    caller = Caller(store, Actor(person, await people.grants_of(person)))
    content = {
        "title": "A contract",
        "payer": "Secret Plan",
        "providers": ["Secret Home"],
        "cites": str(cites),
        "categories": ["2C"],
        "measurement_period": {"from": "2099-01-01", "to": "2099-12-31"},
        "items": [{"measure": f"measure/{MEASURE}@1.0.0", "role": "performance"}],
    }
    return Plan(store, slug, person, await record_contract(caller, slug, content))


@pytest_asyncio.fixture(scope="module")
async def cast(store):
    return await a_cast(store)


@pytest_asyncio.fixture(scope="module")
async def cites(store):
    return await a_published_set(store, "US-TN/waived", [MEASURE], period={"from": "2099-01-01", "to": "2099-12-31"})


@pytest_asyncio.fixture
async def plan(store, cites):
    return await a_plan(store, cites)


async def grant(cast, plan, who="publisher", **changes):
    said = {
        "contract": plan.id,
        "digest": await plan.digest(),
        "rule_set": RULES,
        "rule": RULE,
        "organisation": cast.agency,
        "until": TODAY_ON,
        "reason": "A pilot year.",
    } | changes
    return await grant_waiver(await cast.caller(who), **said)


async def verdict(plan):
    report = await check_contract(await plan.contract(), RULES)
    return next(each for each in report.findings if each.rule == RULE)


async def test_a_waiver_of_the_state_turns_a_failure_into_waived_and_shows_who_why_and_until(cast, plan):
    assert (await verdict(plan)).verdict == "fail"
    await grant(cast, plan)
    found = await verdict(plan)
    assert (found.verdict, found.waived_by, found.waived_until) == ("waived", "The agency", TODAY_ON)
    assert "A pilot year." in found.sentence


async def test_a_waiver_for_one_contract_is_none_for_another(cast, plan, store, cites):
    other = await a_plan(store, cites)
    await grant(cast, plan)
    assert (await verdict(other)).verdict == "fail"


async def test_an_ended_waiver_counts_for_nothing_and_is_ended_once(cast, plan):
    waiver = await grant(cast, plan)
    await end_waiver(await cast.caller("publisher"), waiver, "The pilot stopped.")
    assert (await verdict(plan)).verdict == "fail"
    (kept,) = await waivers_of(plan.id)
    assert (kept.reason, kept.end_reason) == ("A pilot year.", "The pilot stopped.")
    with pytest.raises(WaiverEndedError):
        await end_waiver(await cast.caller("publisher"), waiver, "Again.")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"digest": "sha256:" + "0" * 64}, ContractNotFoundError),
        ({"contract": ContractId(uuid4())}, ContractNotFoundError),
        ({"rule": "registry-first-checks/nothing"}, RuleNotInSetError),
        ({"until": date(2020, 1, 1)}, BadWaiverDayError),
        (
            {
                "rule_set": Reference.parse("rule-set/registry/registry-defaults@1.0.0"),
                "rule": "registry-defaults/apm-fit",
            },
            NotWaivableError,
        ),
        ({"rule_set": Reference.parse("rule-set/US-NY/vbp-2026@1.0.0"), "rule": "ny-vbp-2026/max-ten"}, WrongRoleError),
        ({"who": "drafter"}, WrongRoleError),
    ],
)
async def test_what_no_waiver_can_be_granted_for(cast, plan, changes, refusal):
    with pytest.raises(refusal):
        await grant(cast, plan, **changes)
    assert await waivers_of(plan.id) == []


async def test_nobody_waives_a_rule_for_their_own_organisation(cast, plan):
    await admitting.grant_role(plan.store, cast.people["publisher"], Role.AUDITOR, plan.slug)
    try:
        with pytest.raises(SecondPersonError):
            await grant(cast, plan)
    finally:
        await admitting.revoke_role(plan.store, cast.people["publisher"], Role.AUDITOR, plan.slug)


async def test_the_plan_cannot_grant_itself_a_waiver(plan, cast):
    with pytest.raises(NotPermittedError):
        await grant_waiver(
            await plan.caller(), plan.id, await plan.digest(), RULES, RULE, plan.slug, TODAY_ON, "We like to."
        )


async def test_a_waiver_is_seen_by_its_state_and_not_by_a_stranger(cast, plan, store):
    waiver = await grant(cast, plan)
    assert waiver in [each.id for each in await granted_by((await cast.caller("publisher")).actor)]
    stranger = await a_cast(store, "US-TX")
    assert await granted_by((await stranger.caller("publisher")).actor) == []
    for unknown in (waiver, WaiverId(uuid4())):
        with pytest.raises(WaiverNotFoundError):
            await end_waiver(await stranger.caller("publisher"), unknown, "Mine.")


async def test_the_state_sees_no_party_of_the_contract(cast, plan):
    await grant(cast, plan)
    with pytest.raises(ContractNotFoundError):
        await contracts_of((await cast.caller("publisher")).actor, [plan.id])
    found = await granted_by((await cast.caller("publisher")).actor)
    assert "Secret" not in repr(found)


async def test_a_filed_report_is_signed_kept_and_seen_by_its_organisation_alone(cast, plan, store):
    report = await file_report(await plan.caller(), plan.id, RULES)
    kept = await report_of((await plan.caller()).actor, report)
    content, key = open_signed_json(kept.signed, SIGNED_AS, [store.signer.verifier])
    assert (content, key) == (kept.content, store.signer.verifier)
    said = Report.model_validate_json(content)
    assert (said.contract, said.verdict) == (await plan.digest(), kept.verdict)
    assert b"Secret" not in content
    assert [each.id for each in await reports_on((await plan.caller()).actor, plan.id)] == [report]
    for unknown in (report, ReportId(uuid4())):
        with pytest.raises(ReportNotFoundError):
            await report_of((await cast.caller("publisher")).actor, unknown)


async def test_declared_facts_of_a_filed_report_are_used_and_not_kept(plan, store):
    rules = Reference.parse("rule-set/US-NY/mltc-vbp@1.0.0")
    words = "A letter that nobody else has seen"
    facts = FactsFile.model_validate(
        {"facts": {"downside_min": {"share": "37/1000", "source": words, "day": "2026-01-01"}}}
    )
    report = await report_of((await plan.caller()).actor, await file_report(await plan.caller(), plan.id, rules, facts))
    assert Report.model_validate_json(report.content).facts is not None
    for row in await fetch(store, "SELECT * FROM conformance_report"):
        assert words not in row["signed"] + bytes(row["content"]).decode()
        assert "37/1000" not in bytes(row["content"]).decode()


async def test_each_write_leaves_its_audit_rows_without_words_and_no_leaf(cast, plan, store):
    (before,) = await fetch(store, "SELECT max(seq) AS seq, (SELECT count(*) FROM log_leaf) AS leaves FROM audit")
    waiver = await grant(cast, plan, reason="Words of mine")
    await end_waiver(await cast.caller("publisher"), waiver, "More words")
    await file_report(await plan.caller(), plan.id, RULES)
    query = "SELECT action, subject, digest FROM audit WHERE seq > $1 ORDER BY seq"
    rows = await fetch(store, query, before["seq"])
    # The plan is told of a waiver and of its end.
    assert [row["action"] for row in rows] == [
        "waiver_granted", "notices_made", "waiver_ended", "notices_made", "report_filed",
    ]  # fmt: skip
    assert "ords" not in json.dumps(rows)
    (after,) = await fetch(store, "SELECT count(*) AS leaves FROM log_leaf")
    assert after["leaves"] == before["leaves"]


async def test_a_self_declared_waiver_counts_in_a_check_and_never_in_a_filed_report(plan):
    own = Waiver(rule=RULE, who="We", why="We like to.", until=TODAY_ON)
    report = await check_contract(await plan.contract(), RULES, [own])
    assert next(each for each in report.findings if each.rule == RULE).verdict == "waived"
    filed = await report_of((await plan.caller()).actor, await file_report(await plan.caller(), plan.id, RULES))
    assert filed.verdict == "fail"


def test_the_days_of_a_test_lie_ahead():
    assert date.today() + timedelta(days=1) < TODAY_ON  # noqa: DTZ011 - any zone will do


async def test_the_words_of_a_waiver_are_erased_with_the_person_who_wrote_them(plan, store):
    other = await a_cast(store)
    await grant(other, plan, reason="Words to be erased")
    await admitting.erase_person(store, other.people["publisher"])
    (kept,) = await waivers_of(plan.id)
    assert (kept.reason, kept.rule) == (None, RULE)
    assert "The reason was erased." in (await verdict(plan)).sentence
