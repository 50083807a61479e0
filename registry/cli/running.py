"""Serving the registry, and `run`, which makes a demonstration first where there is nothing yet."""

from typing import Final

import click

from measures.references import Reference
from registry.cataloguing import load_catalog
from registry.cli.demonstrations import conclusion, tell
from registry.cli.printing import say
from registry.cli.registries import status_of
from registry.cli.session import settings
from registry.config import Settings
from registry.demonstration import Invitation, demonstrate, invitations
from registry.founding import founding
from registry.serving import serve as serve_registry
from registry.storage.transaction import Store

RAN_BEFORE: Final = "found"
"""The first step of a demonstration that has been run before."""


@click.command()
def run() -> None:
    """Serve a demonstration; where there is nothing yet, found it and run the demonstration first.

    On a registry that is here already the catalog is loaded again, which changes nothing, and it is served. A live one
    is only served.
    """
    here, doors = settings(), _Doors()
    serve_registry(
        here, founding(demonstration=True), on_ready=doors.opened, prepare=lambda s: _prepare(s, here, doors)
    )


@click.command()
def serve() -> None:
    """Serve the registry that is here, live or demonstration. `init` makes one."""
    serve_registry(settings(), on_ready=_Doors().opened, prepare=_show)


class _Doors:
    """The addresses to open, printed once requests are answered."""

    def __init__(self) -> None:
        self.citation: Reference | None = None
        self.invitations: tuple[Invitation, ...] = ()

    def opened(self, address: str) -> None:
        """Say where to look."""
        say(f"\nOpen {address}/ for the pages and {address}/graphql for GraphQL.")
        if self.citation is not None:
            say(f"The citation resolves at {address}/{self.citation.versioned}?digest={self.citation.digest}")
        if self.invitations:
            say(f"\nTwo votes are open. Sign in at {address}/vote/ with a one-time code:")
            for invitation in self.invitations:
                say(f"  {invitation.code}  as {invitation.who} of the demonstration")
        say("\nCtrl-C ends it.")


class _Told:
    """Prints the steps of a demonstration that runs now; of one that ran before only that it did."""

    def __init__(self) -> None:
        self._ran_before = False

    def __call__(self, step: str, sentence: str) -> None:
        if not self._ran_before:
            tell(step, sentence)
        self._ran_before = self._ran_before or step == RAN_BEFORE


async def _prepare(store: Store, here: Settings, doors: _Doors) -> None:
    if store.demonstration and store.mirror is None:
        loaded = await load_catalog(store)
        say(f"Catalog: {loaded.published} records published, {loaded.unchanged} were here already.")
        result = await demonstrate(store, here.exports_dir, _Told())
        doors.citation = Reference.parse(result.reference)
        say(f"\n{conclusion(result)}")
        doors.invitations = await invitations(store)
    await _show(store)


async def _show(store: Store) -> None:
    said = await status_of(store)
    say(f"\n{said.text}")
