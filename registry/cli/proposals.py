"""Proposals: what was drafted, on its way to a vote or to publication."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from governance import policy
from governance.obstacles import Obstacle
from governance.proposals import Proposal, ProposalId
from measures.references import BadReferenceError, Kind, Reference
from registry.cli.counting import every
from registry.cli.parameters import FILE, INSTANT, KINDS
from registry.cli.printing import Answer, fields, moment, table, words
from registry.cli.session import by_person, by_reader
from registry.cli.yaml_files import read_fields, to_yaml
from registry.proposing import cancel as cancel_proposal
from registry.proposing import draft, open_for_comment, seen
from registry.proposing import revise as revise_proposal
from registry.publishing import readiness
from registry.storage import proposals
from registry.translating import add_translation
from registry.use_cases import Caller

PROPOSAL = click.argument("proposal_id", metavar="PROPOSAL", type=click.UUID)


@click.group()
def proposal() -> None:
    """Proposals: draft, comment window, vote or approval, publication. There is no way back and no delete."""


async def drafted(caller: Caller, kind: Kind, target: Reference, file: Path, organisation: str) -> Answer:
    """Draft a document of a kind from a file."""
    if target.kind is not kind:
        raise BadReferenceError(f"{target} names a {target.kind}; this drafts a {kind}.")
    proposal_id = await draft(caller, target, read_fields(file), organisation)
    return Answer({"proposal": str(proposal_id), "target": str(target), "stage": "draft"}, str(proposal_id))


@proposal.command("revise")
@PROPOSAL
@click.argument("file", type=FILE)
@by_person
async def revise(caller: Caller, proposal_id: UUID, file: Path) -> Answer:
    """Replace the content before any vote. Whoever revises cannot publish it."""
    await revise_proposal(caller, ProposalId(proposal_id), read_fields(file))
    return await _moved(caller, proposal_id, "Revised")


@proposal.command("open-for-comment")
@PROPOSAL
@click.option("--until", type=INSTANT, help="Until when comments are taken; 21 days or more are usual.")
@by_person
async def comment_window(caller: Caller, proposal_id: UUID, until: datetime | None) -> Answer:
    """Open a draft for comment: everybody can see it from then on."""
    await open_for_comment(caller, ProposalId(proposal_id), until)
    return await _moved(caller, proposal_id, "Opened for comment")


proposal.add_command(comment_window, "comment-window")  # the name that this command had first


@proposal.command("translate")
@PROPOSAL
@click.argument("file", type=FILE)
@by_person
async def translate(caller: Caller, proposal_id: UUID, file: Path) -> Answer:
    """Add a translation of the whole content from a file, before any vote. It is frozen and logged."""
    translation_id = await add_translation(caller, ProposalId(proposal_id), read_fields(file))
    return Answer({"translation": str(translation_id), "proposal": str(proposal_id)}, str(translation_id))


@proposal.command("cancel")
@PROPOSAL
@by_person
async def cancel(caller: Caller, proposal_id: UUID) -> Answer:
    """End a proposal that has not gone to a vote. Nothing is deleted."""
    await cancel_proposal(caller, ProposalId(proposal_id))
    return await _moved(caller, proposal_id, "Cancelled")


@proposal.command("show")
@PROPOSAL
@click.option("--content", is_flag=True, help="Print only the content, as YAML that `proposal revise` takes.")
@by_reader
async def show(caller: Caller, proposal_id: UUID, *, content: bool) -> Answer:
    """Show a proposal."""
    found = await seen(caller.actor, ProposalId(proposal_id))
    if content:
        return Answer(dict(found.content), to_yaml(found.content))
    comments = await proposals.comments(found.id)
    unanswered = sum(comment.disposition is None for comment in comments)
    data = {**_data(found), "content": found.content, "comments": len(comments), "unanswered": unanswered}
    shown = [
        ("proposal", found.id),
        ("of", found.target),
        ("title", found.content.get("title")),
        ("stage", words(found.stage)),
        ("content digest", found.content_digest),
        ("organization", found.organisation),
        ("changed", moment(found.changed_at)),
        ("comments until", moment(found.comment_until)),
        ("digest", found.frozen and found.frozen.digest),
        ("follows", found.follows),
        ("comments", f"{len(comments)}, {unanswered} unanswered"),
    ]
    return Answer(data, fields(shown))


@proposal.command("list")
@click.option("--kind", type=KINDS, help="Only proposals of this kind of document.")
@click.option("--jurisdiction", help="Only proposals of this jurisdiction.")
@by_reader
async def listed(caller: Caller, kind: Kind | None, jurisdiction: str | None) -> Answer:
    """List the proposals that you may see, the newest first."""
    there = every(lambda after, limit: proposals.page(after, limit, kind, jurisdiction))
    visible = [one async for one in there if policy.may_see_proposal(caller.actor, one)]
    visible.sort(key=lambda one: one.changed_at, reverse=True)
    rows = [(one.id, words(one.stage), one.target, moment(one.changed_at)) for one in visible]
    return Answer([_data(one) for one in visible], table(("proposal", "stage", "of", "changed"), rows))


@proposal.command("obstacles")
@PROPOSAL
@by_reader
async def obstacles(caller: Caller, proposal_id: UUID) -> Answer:
    """Every reason why a priority set cannot be published yet; exit code 1 where there is one."""
    ready = await readiness(caller.actor, ProposalId(proposal_id))
    data = {
        "publishable": not ready.obstacles,
        "obstacles": [_obstacle(one) for one in ready.obstacles],
        "notes": [_obstacle(one) for one in ready.notes],
    }
    lines = [f"{one.code}: {one.message}" for one in ready.obstacles] or ["Nothing stands against publishing this set."]
    lines += [f"Note, {one.code}: {one.message}" for one in ready.notes]
    return Answer(data, "\n".join(lines), passed=not ready.obstacles)


async def _moved(caller: Caller, proposal_id: UUID, done: str) -> Answer:
    found = await seen(caller.actor, ProposalId(proposal_id))
    return Answer(_data(found), f"{done}: {found.target}, stage {words(found.stage)}.")


def _data(one: Proposal) -> dict[str, Any]:
    return {
        "proposal": str(one.id),
        "kind": one.kind.value,
        "target": str(one.target),
        "stage": one.stage.value,
        "content_digest": one.content_digest,
        "organisation": one.organisation,
        "created_at": one.created_at.isoformat(),
        "changed_at": one.changed_at.isoformat(),
        "comment_until": one.comment_until and one.comment_until.isoformat(),
        "digest": one.frozen and one.frozen.digest,
        "follows": one.follows and str(one.follows),
        "demonstration": one.demonstration,
    }


def _obstacle(one: Obstacle) -> dict[str, str | None]:
    return {"code": one.code, "message": one.message, "item": one.item}
