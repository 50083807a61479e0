"""Organisations that are told of something, over what they subscribed to, as use cases record it."""

from uuid import uuid4

from governance.deliveries import Delivery, DeliveryId
from governance.members import Actor, OrganisationAdded, OrganisationKind, Role, RoleGranted
from governance.notices import Notice, NoticeContent, NoticeId, NoticesMade, Topic
from measures.references import Reference
from registry import subscribing
from registry.contracts.summary import ContractId, ContractRecorded, ContractSummary
from registry.signing_in import SignInKey
from registry.storage import deliveries, documents, people, subscriptions
from registry.use_cases import Caller
from registry.webhook_secrets import secret_text
from tests.registry.web.conftest import a_set, publish
from tests.registry.work import WEBHOOK_KEY, a_person, forget_jobs

SET = a_set(())
ABOUT = str(SET.reference.pinned(SET.seal().digest))
KEY = SignInKey(WEBHOOK_KEY)


async def with_nothing_waiting(store):
    """A set is published on which contracts rely, and no job of an earlier test is left."""
    if await documents.find(SET.reference) is None:
        await publish(store, SET)
    await forget_jobs(store)


async def a_manager(store, email="manager@plan.example"):
    """Somebody who manages the contracts of an organisation of their own: who, and which."""
    slug, person = f"plan-{uuid4().hex[:8]}", await a_person(store, email)
    async with store.write(Actor(person)) as tx:
        await tx.record(OrganisationAdded(slug, "A plan", OrganisationKind.PLAN, "US-TN"))
        await tx.record(RoleGranted(person, Role.CONTRACT_MANAGER, slug))
    return Caller(store, Actor(person, await people.grants_of(person))), slug


SUMMARY = ContractSummary.model_validate(
    {
        "title": "A contract of a plan that nobody shall learn of",
        "payer": "A plan",
        "providers": ["A nursing home"],
        "cites": ABOUT,
        "categories": ["2C"],
        "items": [{"measure": "measure/tn-quiltss/cna-hours@1.0.0", "role": "reporting"}],
    }
)


async def told(caller, slug, contracts=1):
    """A notice to an organisation, over all that it has subscribed to, as use cases record it."""
    signed = sorted((ContractId(uuid4()) for _ in range(contracts)), key=str)
    content = NoticeContent(
        organisation=slug,
        topic=Topic.SUSPENDED,
        about=ABOUT,
        sentence="priority-set/US-TN/nf@1.0.0 is suspended from 2027-01-01.",
        to_do="Ask the publisher.",
        effective_on="2027-01-01",
        contracts=tuple(map(str, signed)),
        demonstration=True,
    )
    async with caller.store.write(caller.actor) as tx:
        for contract in signed:
            await tx.record(ContractRecorded(contract, slug, SUMMARY))
        notice = Notice(NoticeId(uuid4()), content, content.seal(), tx.now)
        open_to = await subscriptions.of([slug])
        made = tuple(
            Delivery(DeliveryId(uuid4()), notice.id, each.id, each.way) for each in open_to if each.wants(content.topic)
        )
        await tx.record(NoticesMade(Reference.parse(ABOUT), (notice,), made))
    return notice, made


async def state(delivery):
    return (await deliveries.get(delivery.id)).state


async def subscribed(store, port, scheme="http"):
    caller, slug = await a_manager(store)
    address = f"{scheme}://localhost:{port}/hook?of=us"
    return caller, slug, await subscribing.subscribe_by_webhook(caller, slug, address)


async def secret(subscription_id):
    return secret_text(KEY, await subscriptions.get(subscription_id))


async def tries_of(delivery):
    return (await deliveries.get(delivery.id)).tries
