"""Votes: opened by an officer, closed at their deadline, tallied, certified by a second person, final."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from governance.proposals import ProposalId
from governance.rules import PRESETS, Rule, preset, read_rule
from governance.rules.held import LONGEST_APPEAL
from governance.votes import RollId, Vote, VoteId
from measures.references import Reference
from registry import voting
from registry.cli.counting import every
from registry.cli.files import read_text
from registry.cli.parameters import INSTANT, REFERENCE
from registry.cli.printing import Answer, moment, table, words
from registry.cli.session import by_person, by_reader
from registry.cli.showing_votes import result_for, state_of, vote_data, vote_text
from registry.storage import votes
from registry.use_cases import Caller

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)


@click.group()
def vote() -> None:
    """Votes on proposals and on labels. The public sees a result once it is certified."""


def _terms(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every vote is opened with."""
    options = (
        click.option("--roll", "roll_id", required=True, type=click.UUID, help="Who may vote."),
        click.option("--rule", required=True, help="A preset (see `rules list --voting`), or a YAML file with a rule."),
        click.option("--closes", required=True, type=INSTANT, help="2027-03-01T17:00:00-06:00, or +14d."),
        click.option("--zone", required=True, help="The time zone of the deadline, such as America/Chicago."),
        click.option("--appeal-days", type=click.IntRange(0, LONGEST_APPEAL), help="Instead of the rule's own number."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@vote.command("open")
@click.argument("proposal", type=click.UUID)
@_terms
@by_person
async def open_vote(
    caller: Caller,
    proposal: UUID,
    *,
    roll_id: UUID,
    rule: str,
    closes: datetime,
    zone: str,
    appeal_days: int | None,
) -> Answer:
    """Freeze the bytes of a proposal, open the vote on them, and print the id of the vote."""
    chosen = rule_of(rule, appeal_days)
    vote_id = await voting.open_vote(caller, ProposalId(proposal), RollId(roll_id), chosen, closes, zone)
    return await _opened(caller, vote_id)


@vote.command("open-label")
@click.argument("measure", type=REFERENCE)
@click.option("--jurisdiction", required=True, help="Where the label will count, such as US-TN.")
@_terms
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
    appeal_days: int | None,
) -> Answer:
    """Open a vote on whether a measure shows compliance or quality, and print the id of the vote."""
    chosen = rule_of(rule, appeal_days)
    vote_id = await voting.open_label_vote(caller, measure, jurisdiction, RollId(roll_id), chosen, closes, zone)
    return await _opened(caller, vote_id)


def rule_of(text: str, appeal_days: int | None = None) -> Rule:
    """A voting rule: a preset by its name, or the rule in a file.

    Raises:
        InvalidError: the file is no rule, or the rule contradicts itself.
        RuleNotFoundError: there is no preset and no file of that name.
    """
    is_file = text not in PRESETS and Path(text).exists()
    rule = read_rule(read_text(Path(text)), text) if is_file else preset(text)
    return rule if appeal_days is None else rule.model_copy(update={"appeal_days": appeal_days})


async def _opened(caller: Caller, vote_id: VoteId) -> Answer:
    return Answer((await state_of(vote_id, caller.actor))[0], str(vote_id))


async def _step(take: Callable[..., Awaitable[VoteId]], caller: Caller, vote_id: UUID) -> Answer:
    await take(caller, VoteId(vote_id))
    return Answer(*await state_of(VoteId(vote_id), caller.actor))


@vote.command("close")
@VOTE
@by_person
async def close(caller: Caller, vote_id: UUID) -> Answer:
    """Close a vote whose deadline has passed."""
    return await _step(voting.close_vote, caller, vote_id)


@vote.command("tally")
@VOTE
@by_person
async def tally(caller: Caller, vote_id: UUID) -> Answer:
    """Count the ballots of a closed vote. Counts are sealed; the public sees the outcome once it is certified."""
    return await _step(voting.tally_vote, caller, vote_id)


@vote.command("certify")
@VOTE
@by_person
async def certify(caller: Caller, vote_id: UUID) -> Answer:
    """Certify a tally as a second person. The key that could tie people to choices is destroyed."""
    return await _step(voting.certify_vote, caller, vote_id)


@vote.command("finalise")
@VOTE
@by_person
async def finalise(caller: Caller, vote_id: UUID) -> Answer:
    """Let a certified outcome take effect once its appeal window has passed."""
    return await _step(voting.finalise_vote, caller, vote_id)


@vote.command("cancel")
@VOTE
@by_person
async def cancel(caller: Caller, vote_id: UUID) -> Answer:
    """Cancel a vote that is not certified. Its ballots stay secret; the content is given back as a draft."""
    return await _step(voting.cancel_vote, caller, vote_id)


@vote.command("show")
@VOTE
@by_reader
async def show(caller: Caller, vote_id: UUID) -> Answer:
    """Show a vote: what it is on, its rule in words, its deadline, and the outcome once it is certified."""
    found = await votes.get(VoteId(vote_id))
    result = await result_for(caller.actor, found)
    return Answer(vote_data(found, result), vote_text(found, result))


@vote.command("list")
@click.option("--jurisdiction", help="Only votes of this jurisdiction.")
@by_reader
async def listed(caller: Caller, jurisdiction: str | None) -> Answer:
    """List the votes, the newest first."""
    found: list[Vote] = [one async for one in every(lambda after, limit: votes.page(after, limit, jurisdiction))]
    found.sort(key=lambda one: one.opens_at, reverse=True)
    data: list[dict[str, Any]] = [vote_data(one, await result_for(caller.actor, one)) for one in found]
    rows = [(one.id, words(one.stage), moment(one.closes_at, one.zone), one.subject) for one in found]
    return Answer(data, table(("vote", "stage", "closes", "on"), rows))
