"""What resolvers know of the request: the registry, who asks, and the batched reads."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import strawberry

from governance.members import PUBLIC, Actor, PersonId
from governance.policy import SignInError
from registry.graphql.dataloaders import Loaders
from registry.signing_in import SignInKey, sign_in_key
from registry.storage.transaction import Store
from registry.use_cases import Caller


@dataclass(slots=True)
class Context:
    """The context of one request."""

    store: Store
    actor: Actor = PUBLIC
    request_id: str | None = None
    """The id under which the log knows this HTTP request."""
    loaders: Loaders = field(default_factory=Loaders)
    data_dir: Path = Path("var")
    """Where the keys of this server lie that are neither the log's nor a vote's."""

    @property
    def person(self) -> PersonId:
        """The person who asks.

        Raises:
            SignInError: the request names none.
            ReadOnlyMirrorError: this is a mirror, at which nobody signs in.
        """
        if self.store.mirror is not None:
            self.store.mirror.refuse()
        if self.actor.person_id is None:
            raise SignInError("Sign in first: send a token that names you.")
        return self.actor.person_id

    def sign_in_key(self) -> SignInKey:
        """The key that the secrets of webhooks are made with."""
        return sign_in_key(self.data_dir)

    def caller(self, request_id: str | None) -> Caller:
        """The caller of a use case. What was read before the write is not trusted after it."""
        self.loaders = Loaders()
        return Caller(self.store, self.actor, request_id)


Info: TypeAlias = strawberry.Info[Context, None]
