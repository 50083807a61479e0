"""Which offices somebody holds, and where."""

from typing import Final

from governance.members import Actor, Role
from governance.policy import WrongRoleError
from registry.web.voting.frame import Asked
from registry.web.voting.visitors import require_signed_in

OFFICES: Final = (Role.VOTE_OFFICER, Role.ROLL_KEEPER, Role.CERTIFIER, Role.STATE_PUBLISHER, Role.STATE_DRAFTER)
PATH: Final = "/vote/manage"


def places_of(actor: Actor, *roles: Role) -> tuple[str, ...]:
    """The jurisdictions in which somebody holds one of some offices, or any office."""
    held = {grant.jurisdiction for grant in actor.grants}
    return tuple(sorted(place for place in held if any(actor.has(role, place) for role in roles or OFFICES)))


def require_office(request: Asked, *roles: Role) -> Actor:
    """Whoever is signed in and holds one of some offices, or any office.

    Raises:
        SignInError: nobody is signed in.
        WrongRoleError: whoever is holds none.
    """
    actor = require_signed_in(request)
    if not places_of(actor, *roles):
        raise WrongRoleError("This page is for those who run votes. Ask for help if you should see it.")
    return actor


def require_office_in(request: Asked, place: str) -> Actor:
    """Whoever is signed in and holds an office in a jurisdiction.

    Raises:
        SignInError: nobody is signed in.
        WrongRoleError: whoever is holds none there.
    """
    actor = require_signed_in(request)
    if place not in places_of(actor):
        raise WrongRoleError("This page is for those who run votes there. Ask for help if you should see it.")
    return actor
