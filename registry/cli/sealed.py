"""The sealed export of a round, for auditors."""

from pathlib import Path
from uuid import UUID

import click

from governance.votes import VoteId
from registry.cli.files import write_private
from registry.cli.printing import Answer
from registry.cli.session import by_reader
from registry.use_cases import Caller
from registry.voting.sealing import sealed_export


@click.command("export")
@click.argument("vote_id", metavar="VOTE", type=click.UUID)
@click.option("--round", "vote_round", type=click.IntRange(min=1), help="The round; the last one if it is left out.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The file to write.")
@by_reader
async def export_vote(caller: Caller, vote_id: UUID, *, vote_round: int | None, output: Path) -> Answer:
    """Write the sealed export of a round, for auditors alone; `recount` counts it again.

    It holds every count. Keep it where nobody else reads it.
    """
    content = await sealed_export(caller.actor, VoteId(vote_id), vote_round)
    write_private(output, content)
    return Answer({"file": str(output)}, f"The sealed export is in {output}; only its owner can read it.")
