"""What every use case that writes has in common: a caller, one transaction, and the first answer given again.

    @use_case(read=Reference.parse)
    async def publish_priority_set(tx: Transaction, proposal_id: ProposalId) -> Reference: ...

    reference = await publish_priority_set(caller, proposal_id)

The function that is decorated loads, permits, decides and records; it knows neither GraphQL nor the command line.
"""

import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from governance.members import Actor
from governance.policy import SignInError
from registry.storage.requests import Request
from registry.storage.transaction import Store, Transaction

P = ParamSpec("P")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, of which registry, and under which request id if they gave one."""

    store: Store
    actor: Actor
    request_id: str | None = None

    def request(self, action: str, said: object) -> Request | None:
        """The request under its id; none where the caller gave no id."""
        if self.request_id is None:
            return None
        return Request(self.request_id, action, json.dumps(said, default=str, sort_keys=True).encode())


def an_id(kind: Callable[[UUID], A]) -> Callable[[str], A]:
    """How the text of an id is read back: `read=an_id(VoteId)`."""
    return lambda text: kind(UUID(text))


def use_case(
    read: Callable[[str], A],
) -> Callable[
    [Callable[Concatenate[Transaction, P], Awaitable[A]]], Callable[Concatenate[Caller, P], Coroutine[Any, Any, A]]
]:
    """Make a use case of a function over a transaction. `read` turns the remembered text of an answer back into it.

    The same request id with the same content gets the first answer again and has no second effect (DESIGN §8.11).
    """

    def decorate(
        decide: Callable[Concatenate[Transaction, P], Awaitable[A]],
    ) -> Callable[Concatenate[Caller, P], Coroutine[Any, Any, A]]:
        @wraps(decide)
        async def act(caller: Caller, /, *args: P.args, **kwargs: P.kwargs) -> A:
            if caller.store.mirror is not None:
                caller.store.mirror.refuse()
            if caller.actor.person_id is None:  # before the lock of all writes is asked for
                raise SignInError("Sign in first: send a token that names you.")
            request = caller.request(decide.__name__, [args, kwargs])
            async with caller.store.write(caller.actor, request) as tx:
                if tx.earlier is not None:
                    return read(tx.earlier)
                answer = await decide(tx, *args, **kwargs)
                tx.answer(answer)
            return answer

        return act

    return decorate
