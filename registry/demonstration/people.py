"""The people of the demonstration: invented, each with one role, and a roll of seven constituencies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from governance.members import Actor, Constituency, OrganisationKind, PersonId, Role
from governance.rolls import RollEntry
from governance.votes import CERTIFIERS
from registry import admitting
from registry.storage import people
from registry.storage.people import OrganisationExistsError
from registry.storage.transaction import Store
from registry.use_cases import Caller

OFFICES: Final = (
    Role.STATE_DRAFTER,
    Role.STATE_PUBLISHER,
    Role.ROLL_KEEPER,
    Role.VOTE_OFFICER,
    Role.AUDITOR,
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part, as callers of the use cases."""

    offices: Mapping[Role, Caller]
    voters: tuple[tuple[Constituency, Caller], ...] = field(default=())
    certifiers: tuple[Caller, ...] = ()
    """Two people certify a result, and neither opened the vote."""

    def __getitem__(self, role: Role) -> Caller:
        return self.offices[role]

    def entries(self) -> tuple[RollEntry, ...]:
        """Everybody as they stand on the roll."""
        return tuple(
            RollEntry(caller.actor.person_id, constituency)
            for constituency, caller in self.voters
            if caller.actor.person_id is not None
        )

    def of(self, constituency: Constituency) -> list[Caller]:
        """The voters of one constituency."""
        return [caller for there, caller in self.voters if there is constituency]


async def invite(store: Store, words: Mapping[str, Any]) -> Cast:
    """Add the organisations and the people, and give everybody their role."""
    for organisation in (words["agency"], words["council"]):
        await _organisation(store, organisation)
    slug = words["agency"]["slug"]
    offices = {role: await invite_one(store, role, slug) for role in OFFICES}
    certifiers = tuple([await invite_one(store, Role.CERTIFIER, slug) for _ in range(CERTIFIERS)])
    voters = [
        (
            Constituency(name),
            await _person(store, f"Demonstration: {name} {n + 1}", Role.MEMBER, words["council"]["slug"]),
        )
        for name, number in words["roll"].items()
        for n in range(number)
    ]
    return Cast(offices, tuple(voters), certifiers)


async def invite_one(store: Store, role: Role, organisation: str) -> Caller:
    """Add one person with one role."""
    return await _person(store, f"Demonstration: {role}", role, organisation)


async def _organisation(store: Store, words: Mapping[str, str]) -> None:
    try:
        kind = OrganisationKind(words["kind"])
        await admitting.add_organisation(store, words["slug"], words["name"], kind, words["jurisdiction"])
    except OrganisationExistsError:
        return  # an earlier run was interrupted; people are invited anew, organisations are the same


async def _person(store: Store, name: str, role: Role, organisation: str) -> Caller:
    person_id: PersonId = await admitting.add_person(store, name)
    await admitting.grant_role(store, person_id, role, organisation)
    return Caller(store, Actor(person_id, await people.grants_of(person_id)))
