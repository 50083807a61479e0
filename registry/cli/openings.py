"""Opening a vote: on a proposal, on a label, or among the outcomes of a definition of value."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from governance.proposals import ProposalId
from governance.rolls import RollId
from governance.rules import PRESETS, VotingRule, preset, read_voting_rule, with_terms
from governance.rules.held import LONGEST_APPEAL
from governance.votes import VoteId
from governance.warnings import opening_warnings
from measures.references import Reference
from registry import voting
from registry.cli.files import read_text
from registry.cli.parameters import INSTANT, REFERENCE
from registry.cli.printing import Answer, note
from registry.cli.session import by_person
from registry.cli.showing_votes import state_of
from registry.storage import rolls, votes
from registry.use_cases import Caller

WHERE = click.option("--jurisdiction", required=True, help="Where the outcome will count, such as US-TN.")


def terms(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every vote is opened with."""
    options = (
        click.option("--roll", "roll_id", required=True, type=click.UUID, help="Who may vote."),
        click.option("--rule", required=True, help="A preset (see `rules list --voting`), or a YAML file with a rule."),
        click.option("--closes", required=True, type=INSTANT, help="2027-03-01T17:00:00-06:00, or +14d."),
        click.option("--zone", required=True, help="The time zone of the deadline, such as America/Chicago."),
        click.option("--opens", type=INSTANT, help="From when ballots are taken; at once if it is left out."),
        click.option("--appeal-days", type=click.IntRange(0, LONGEST_APPEAL), help="Instead of the rule's own number."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("open")
@click.argument("proposal", type=click.UUID)
@terms
@click.option("--read", help="The content digest that you read; content that changed meanwhile is refused.")
@click.option("--advisory", is_flag=True, help="The voters advise, and the agency decides afterwards.")
@by_person
async def open_vote(
    caller: Caller,
    proposal: UUID,
    *,
    roll_id: UUID,
    rule: str,
    closes: datetime,
    zone: str,
    opens: datetime | None,
    appeal_days: int | None,
    read: str | None,
    advisory: bool,
) -> Answer:
    """Freeze the bytes of a proposal, open the vote on them, and print the id of the vote."""
    chosen, roll = rule_of(rule, appeal_days), RollId(roll_id)
    return await _opened(
        caller,
        await voting.open_vote(caller, ProposalId(proposal), roll, chosen, closes, zone, read, opens, advisory),
    )


@click.command("open-label")
@click.argument("measure", type=REFERENCE)
@WHERE
@terms
@by_person
async def open_label_vote(
    caller: Caller,
    measure: Reference,
    *,
    jurisdiction: str,
    roll_id: UUID,
    rule: str,
    closes: datetime,
    zone: str,
    opens: datetime | None,
    appeal_days: int | None,
) -> Answer:
    """Open a vote on whether a measure shows compliance or quality, and print the id of the vote."""
    chosen, roll = rule_of(rule, appeal_days), RollId(roll_id)
    return await _opened(
        caller, await voting.open_label_vote(caller, measure, jurisdiction, roll, chosen, closes, zone, opens)
    )


@click.command("open-outcomes")
@click.argument("definition", type=REFERENCE)
@WHERE
@terms
@click.option("--seats", type=click.IntRange(1), help="How many priorities are chosen, instead of the rule's number.")
@by_person
async def open_outcome_vote(
    caller: Caller,
    definition: Reference,
    *,
    jurisdiction: str,
    roll_id: UUID,
    rule: str,
    closes: datetime,
    zone: str,
    opens: datetime | None,
    appeal_days: int | None,
    seats: int | None,
) -> Answer:
    """Open a vote among the outcomes of a published definition of value, and print the id of the vote."""
    chosen, roll = rule_of(rule, appeal_days, seats), RollId(roll_id)
    return await _opened(
        caller, await voting.open_outcome_vote(caller, definition, jurisdiction, roll, chosen, closes, zone, opens)
    )


def rule_of(text: str, appeal_days: int | None = None, seats: int | None = None) -> VotingRule:
    """A voting rule of any kind, a preset by its name or the rule in a file, on the terms of this vote.

    Raises:
        InvalidError: the file is no rule, or the rule contradicts itself.
        RuleNotFoundError: there is no preset and no file of that name.
    """
    is_file = text not in PRESETS and Path(text).exists()
    rule = read_voting_rule(read_text(Path(text)), text) if is_file else preset(text)
    return with_terms(rule, appeal_days, seats)


async def _opened(caller: Caller, vote_id: VoteId) -> Answer:
    vote = await votes.get(vote_id)
    able = [entry for entry in (await rolls.get(vote.roll_id)).entries if not entry.recused]
    groups = Counter(entry.constituency.value for entry in able)
    for warning in opening_warnings(vote.rule, groups, Counter(one.organisation for one in able if one.organisation)):
        note(f"Think it over: {warning.sentence}")
    return Answer((await state_of(vote_id, caller.actor))[0], str(vote_id))
