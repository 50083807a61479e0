"""The demonstration, from first draft to verified exhibit, through the same use cases as everything else."""

import click

from registry.cataloguing import load_catalog
from registry.cli.answering import answering
from registry.cli.printing import Answer, fields, say
from registry.cli.session import settings, wait_for
from registry.config import Settings
from registry.demonstration import Demonstration, demonstrate
from registry.demonstration.run import Say
from registry.founding import founding, open_registry
from registry.storage.transaction import Store


@click.command()
@click.option("--quiet", is_flag=True, help="Print the result and not the steps; --json implies it.")
@answering
def demo(*, quiet: bool) -> Answer:
    """Run the demonstration on the registry that is here; found a demonstration first where there is none.

    It runs once: a second call hands out what the first one came to. A live registry refuses it.
    """
    silent = quiet or click.get_current_context().params["as_json"]
    told: Say = (lambda _step, _sentence: None) if silent else tell
    result = wait_for(_demonstrated(settings(), told))
    return Answer(result.to_json(), conclusion(result), passed=result.verified)


async def _demonstrated(here: Settings, told: Say) -> Demonstration:
    async with open_registry(here, founding(demonstration=True)) as store:
        return await prepared(store, here, told)


async def prepared(store: Store, here: Settings, told: Say) -> Demonstration:
    """Load the catalog and run the demonstration; where that was done before nothing changes."""
    if store.demonstration:
        await load_catalog(store)
    return await demonstrate(store, here.exports_dir, told)


def tell(step: str, sentence: str) -> None:
    """Print one step."""
    say(f"{step}: {sentence}")


def conclusion(result: Demonstration) -> str:
    """What the demonstration came to: the citation first, for it is what a contract carries."""
    return fields(
        [
            ("citation", result.reference),
            ("bundle", result.bundle),
            ("verified", "intact, and signed by this registry's key" if result.verified else "NO"),
            ("outcome of the vote", result.outcome),
            ("the contract, checked", result.conformance),
        ]
    )
