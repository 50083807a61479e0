"""Plans and their contract managers, and the contracts that they sign, through the real use cases."""

from dataclasses import dataclass
from uuid import uuid4

from governance.members import Actor, OrganisationKind, Role
from registry import admitting, contracting
from registry.storage import notices, people
from registry.use_cases import Caller
from tests.registry.work import a_person


@dataclass
class Plan:
    """A plan with its contract manager."""

    store: object
    slug: str
    person: object

    async def caller(self):
        return Caller(self.store, Actor(self.person, await people.grants_of(self.person)))

    async def token(self):
        return (await admitting.issue_token(self.store, self.person, (), 1)).secret

    async def signs(self, reference, measure, **changes):
        summary = {
            "title": f"A contract of {self.slug}",
            "payer": "A plan",
            "providers": ["A nursing home"],
            "cites": str(reference),
            "categories": ["2C"],
            "items": [{"measure": measure, "role": "performance"}],
            **changes,
        }
        return await contracting.record_contract(await self.caller(), self.slug, summary)

    async def told(self):
        return await notices.newest([self.slug], 100)


async def a_plan(store, email="manager@plan.example", jurisdiction="US-TN"):
    slug = f"plan-{uuid4().hex[:8]}"
    await admitting.add_organisation(store, slug, "A plan", OrganisationKind.PLAN, jurisdiction)
    person = await a_person(store, email)
    await admitting.grant_role(store, person, Role.CONTRACT_MANAGER, slug)
    return Plan(store, slug, person)
