"""What a visitor of a voting page is to a vote. No address carries a right to vote: it comes with the session alone."""

from uuid import UUID

from governance.members import Actor
from governance.policy import SignInError
from governance.rolls import RollEntry
from governance.votes import Vote, VoteId
from registry.storage import votes
from registry.storage.transaction import Store
from registry.voting.casting import voter_entry
from registry.web.sessions import actor_of
from registry.web.voting.frame import PREFIX, Asked


def store_of(request: Asked) -> Store:
    """The registry that answers."""
    store: Store = request.app.state.store
    return store


def require_signed_in(request: Asked) -> Actor:
    """Who is signed in.

    Raises:
        SignInError: nobody is; the answer leads to the sign-in, and back to the page.
    """
    actor = actor_of(request)
    if actor.person_id is None:
        raise SignInError("Sign in first; then you come back to this page.")
    return actor


async def entry_of(request: Asked, vote: Vote) -> RollEntry | None:
    """Where the visitor stands on the roll of a vote; none where they are not on it."""
    return await voter_entry(vote, actor_of(request).person_id)


async def vote_at(vote_id: UUID) -> Vote:
    """The vote of an address.

    Raises:
        VoteNotFoundError: there is none.
    """
    return await votes.get(VoteId(vote_id))


def path_of(vote: Vote, page: str = "") -> str:
    """The path of a page about a vote."""
    return f"{PREFIX}/{vote.id}" + (f"/{page}" if page else "")
