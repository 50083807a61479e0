"""Notices, subscriptions, calendars and renewal over GraphQL: each seen by its own organization alone."""

from datetime import date
from uuid import uuid4

import pytest_asyncio
from standardwebhooks import Webhook

from governance.members import PUBLIC, Actor
from governance.publication import DocumentEvent, DocumentEventRecorded, EventKind
from registry import noticing
from registry.graphql.context import Context
from registry.graphql.schema import schema
from registry.storage import documents, people
from tests.plans import a_plan
from tests.registry.web.conftest import MEASURE, a_set, publish

NOTICES = "{ notices { edges { node { id acknowledgedAt content { topic sentence contracts } } } } }"
ACKNOWLEDGE = """
mutation ($id: ID!) {
  acknowledgeNotice(id: $id) { ... on Notice { acknowledgedAt } ... on Problem { code } }
}"""
SUBSCRIBE = """
mutation ($organisation: String!, $address: String!) {
  subscribeByWebhook(organisation: $organisation, address: $address, topics: [WITHDRAWN]) {
    ... on WebhookWithSecret { secret subscription { id way topics address } } ... on Problem { code }
  }
}"""
RELIED = "query ($r: String!) { reliedOn(reference: $r) { naming relying own citedBy } }"
RENEWAL = "query ($c: ID!) { renewal(contract: $c) { isCurrent signed current points { kind sentence } differences } }"


@pytest_asyncio.fixture
async def told(store):
    """A plan whose contract relies on a set that is suspended."""
    measures = list((await documents.many([MEASURE])).values())
    document = a_set(measures).model_copy(update={"name": f"US-TN/g-{uuid4().hex[:8]}"})
    await publish(store, document)
    reference = document.reference.pinned(document.seal().digest)
    plan = await a_plan(store)
    contract = await plan.signs(reference, MEASURE)
    event = DocumentEvent(uuid4(), reference, EventKind.SUSPENDED, date(2099, 7, 1))
    async with store.write(Actor()) as tx:
        await tx.record(DocumentEventRecorded(event))
        await noticing.about_event(tx, event)
    return plan, reference, contract


async def asks(store, settings, actor, query, **variables):
    context = Context(store, actor, data_dir=settings.data_dir)
    return await schema.execute(query, variable_values=variables, context_value=context)


async def actor_of(plan):
    return Actor(plan.person, await people.grants_of(plan.person))


async def test_an_organization_sees_and_acknowledges_its_own_notices(store, settings, told):
    plan, reference, contract = told
    actor, stranger = await actor_of(plan), await actor_of(await a_plan(store))
    ((edge,)) = (await asks(store, settings, actor, NOTICES)).data["notices"]["edges"]
    notice = edge["node"]
    assert notice["content"]["topic"] == "SUSPENDED"
    assert reference.versioned in notice["content"]["sentence"]
    assert notice["content"]["contracts"] == [str(contract)]
    for other in (stranger, PUBLIC):
        assert (await asks(store, settings, other, NOTICES)).data["notices"]["edges"] == []
    refused = await asks(store, settings, stranger, ACKNOWLEDGE, id=notice["id"])
    assert refused.data["acknowledgeNotice"] == {"code": "NOTICE_NOT_FOUND"}
    done = await asks(store, settings, actor, ACKNOWLEDGE, id=notice["id"])
    assert done.data["acknowledgeNotice"]["acknowledgedAt"]
    again = await asks(store, settings, actor, ACKNOWLEDGE, id=notice["id"])
    assert again.data["acknowledgeNotice"] == {"code": "ACKNOWLEDGED_ALREADY"}


async def test_a_webhook_is_made_with_a_secret_that_signs_and_is_shown_once(store, settings, told):
    plan, _, _ = told
    actor = await actor_of(plan)
    made = await asks(store, settings, actor, SUBSCRIBE, organisation=plan.slug, address="https://a.example/x")
    found = made.data["subscribeByWebhook"]
    Webhook(found["secret"])
    assert found["subscription"]["way"] == "WEBHOOK"
    assert found["subscription"]["topics"] == ["WITHDRAWN"]
    listed = await asks(store, settings, actor, "{ noticeSubscriptions { id way address paused } }")
    assert [each["id"] for each in listed.data["noticeSubscriptions"]] == [found["subscription"]["id"]]
    for address in ("http://a.example/x", "https://10.0.0.1/x"):
        refused = await asks(store, settings, actor, SUBSCRIBE, organisation=plan.slug, address=address)
        assert refused.data["subscribeByWebhook"] == {"code": "BAD_WEBHOOK_ADDRESS"}
    stranger = await actor_of(await a_plan(store))
    refused = await asks(store, settings, stranger, SUBSCRIBE, organisation=plan.slug, address="https://a.example/x")
    assert refused.data["subscribeByWebhook"] == {"code": "WRONG_ROLE"}


async def test_the_number_of_those_who_rely_is_public_and_the_parties_are_not(store, settings, told):
    plan, reference, contract = told
    public = await asks(store, settings, PUBLIC, RELIED, r=str(reference))
    assert public.data["reliedOn"] == {"naming": 1, "relying": 1, "own": [], "citedBy": []}
    own = await asks(store, settings, await actor_of(plan), RELIED, r=str(reference))
    assert own.data["reliedOn"]["own"] == [str(contract)]
    measure = await asks(store, settings, PUBLIC, RELIED, r=MEASURE)
    assert str(reference) in measure.data["reliedOn"]["citedBy"]


async def test_renewal_is_shown_to_those_who_see_the_contract(store, settings, told):
    plan, reference, contract = told
    newer = a_set([], "2.0.0").model_copy(update={"name": reference.name})
    await publish(store, newer)
    found = await asks(store, settings, await actor_of(plan), RENEWAL, c=str(contract))
    renewal = found.data["renewal"]
    assert renewal["signed"] == str(reference)
    assert renewal["current"].startswith(f"{newer.reference.versioned}#")
    assert not renewal["isCurrent"]
    assert renewal["points"][0]["kind"] == "GONE"
    assert renewal["differences"]
    refused = await asks(store, settings, PUBLIC, RENEWAL, c=str(contract))
    assert refused.errors[0].extensions["code"] == "CONTRACT_NOT_FOUND"


async def test_coming_changes_are_public_and_ones_own_are_not(store, settings, told):
    plan, reference, contract = told
    query = '{ comingChanges(jurisdiction: "US-TN") { kind on title reference } ownChanges { kind path } }'
    public = (await asks(store, settings, PUBLIC, query)).data
    assert str(reference) in {each["reference"] for each in public["comingChanges"]}
    assert public["ownChanges"] == []
    own = (await asks(store, settings, await actor_of(plan), query)).data["ownChanges"]
    assert {"EVENT", "PERIOD"} <= {each["kind"] for each in own}
    assert str(contract) not in str(public)
