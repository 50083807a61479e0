"""A registry with something to read on every page: a set and its next version, a contract, and what became of both."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from unicodedata import normalize
from uuid import UUID, uuid4

import pypdf

from governance.members import PUBLIC
from governance.publication import DocumentEvent, DocumentEventRecorded, EventKind
from measures.references import Reference
from registry import contracting, noticing, planning, reporting, subscribing, waiving
from registry.contracts.summary import ContractId
from registry.storage import contracts, deliveries, documents
from tests.plans import Plan, a_plan
from tests.registry.contracts.contract_words import an_exchange, plan_content
from tests.registry.published_sets import a_published_set
from tests.support import a_cast

SET = "priority-set/US-TN/homes"
FIRST, SECOND = f"{SET}@1.0.0", f"{SET}@2.0.0"
RULES = "rule-set/registry/registry-first-checks@1.0.0"
MEASURES = [f"tn-quiltss/{name}" for name in ("cna-hours", "staff-satisfaction", "threshold-eligibility")]
LATER = [f"tn-quiltss/{name}" for name in ("cna-hours", "staff-satisfaction", "meaningful-activities")]
SUMMARY = {
    "title": "Nursing home quality arrangement",
    "payer": "A plan",
    "providers": ["A nursing home", "Another one"],
    "categories": ["2C"],
    "step": "step-5",
    "signed_on": "2026-10-01",
    "term": {"from": "2027-01-01", "to": "2028-12-31"},
    "measurement_period": {"from": "2027-01-01", "to": "2027-12-31"},
    "cohort": "Residents of nursing homes who have been there for at least 90 days.",
    "path": [
        {"label": "Reporting", "categories": ["2A"], "starts": "2027-01-01", "ends": "2027-12-31"},
        {"label": "Shared savings", "categories": ["3A"], "starts": "2028-01-01"},
    ],
    "streams": [
        {
            "id": "bonus",
            "kind": "incentive",
            "payer": "A plan",
            "payee": "A nursing home",
            "depends_on": MEASURES[:2],
            "downside": False,
        }
    ],
    "attribution": {"timing": "prospective", "method": "By nursing home stay on the first of the month"},
    "review_dates": ["2027-06-30"],
}


@dataclass(frozen=True)
class Library:
    """What there is to read, by name and id."""

    plan: Plan
    contract: ContractId
    notice: UUID

    async def sign_in(self, visit):
        """The contract manager of the plan signs in."""
        await visit.to("/vote/sign-in")
        await visit.page.locator('input[name="code"]').fill(await self.plan.token())
        await visit.page.locator('form[action="/vote/sign-in"] button').first.click()
        await visit.page.wait_for_url("**/vote")
        return visit


async def a_library(store):
    """Fill a registry that has the catalog."""
    cast, plan = await a_cast(store), await a_plan(store)
    first = await a_published_set(store, SET.removeprefix("priority-set/"), MEASURES, title="Quality of nursing homes")
    items = [{"measure": f"measure/{each}@1.0.0", "role": "performance", "weight": "1/3"} for each in MEASURES]
    caller = await plan.caller()
    contract = await plan.signs(first, items[0]["measure"], **SUMMARY, items=items)
    renewal = SUMMARY | {"title": "Its renewal", "cites": str(first), "items": items}
    await contracting.record_contract(caller, plan.slug, renewal, contract)
    await planning.record_plan(caller, contract, implementation())
    await subscribing.subscribe_by_email(caller, plan.slug)
    await subscribing.subscribe_by_webhook(caller, plan.slug, "https://hooks.plan.example/value-registry/notices")
    await a_new_version(store, first)
    await a_waiver(cast, contract)
    await reporting.file_report(caller, contract, Reference.parse(RULES))
    await one_delivery_was_given_up(store, plan)
    notice = next(each for each in await plan.told() if each.content.differences)
    return Library(plan, contract, notice.id)


def implementation():
    """A plan of two people's roles, with something in every part."""
    milestone = {"step": "step-5", "what": "Aides are trained", "role": "home", "due": "2027-01-01"}
    exchange = an_exchange(rhythm="monthly")
    return plan_content(milestones=[milestone], data_exchange=[exchange])


async def a_new_version(store, first):
    """The set is published again with other measures, and the first version is superseded and was suspended."""
    second = await a_published_set(
        store,
        SET.removeprefix("priority-set/"),
        LATER,
        "2.0.0",
        title="Quality of nursing homes",
        statement="What a nursing home is paid for.",
        areas=[{"id": "days", "statement": "Residents have days that matter to them."}],
        differences=["The state names four areas; one is stated here as an outcome."],
    )
    today = datetime.now(UTC).date()
    suspended = DocumentEvent(uuid4(), first, EventKind.SUSPENDED, today + timedelta(days=90), note="Funds end.")
    superseded = DocumentEvent(uuid4(), first, EventKind.SUPERSEDED, today, successor=str(second))
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentEventRecorded(suspended))
        await noticing.about_event(tx, suspended)
        await tx.record(DocumentEventRecorded(superseded))
        await noticing.about_publication(tx, second, superseded)


async def a_waiver(cast, contract):
    """The state lets the contract off the rule about the roles of its set."""
    rules = await documents.get(Reference.parse(RULES))
    digest = (await contracts.get(contract)).summary.digest()
    rule = "registry-first-checks/roles-of-the-set"
    until = date(datetime.now(UTC).year + 1, 12, 31)
    publisher = await cast.caller("publisher")
    await waiving.grant_waiver(publisher, contract, digest, rules.reference, rule, cast.agency, until, "A first year.")


async def one_delivery_was_given_up(store, plan):
    """As after the last try of a webhook that never answers."""
    found = await deliveries.newest([plan.slug], None, 100)
    async with store.engine.pool.acquire() as connection:
        await connection.execute(
            "UPDATE delivery SET state = 'dead', tries = 7, outcome = 'no answer' WHERE id = $1", found[0].id
        )


async def printed(visit, path):
    """The text of a page as it is printed on letter paper, with its spaces made one and its ligatures undone."""
    await visit.to(path)
    paper = pypdf.PdfReader(io.BytesIO(await visit.page.pdf(format="Letter")))
    return normalize("NFKC", " ".join(" ".join(page.extract_text() for page in paper.pages).split()))
