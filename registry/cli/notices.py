"""Notices: what your organization is told about what its contracts rely on, and who relies on a version."""

from typing import Any
from uuid import UUID

import click

from governance.notices import Acknowledgement, Notice, NoticeId
from governance.policy import organisations_told
from measures.references import Reference
from registry.acknowledging import acknowledge, acknowledged, notice_of
from registry.cli.parameters import REFERENCE
from registry.cli.printing import Answer, count, fields, moment, table, words
from registry.cli.session import by_person, by_reader
from registry.relying import relied_on
from registry.storage import notices
from registry.use_cases import Caller

MOST: int = 200
NOTICE = click.argument("notice_id", metavar="NOTICE", type=click.UUID)


@click.group()
def notice() -> None:
    """What happened to something that contracts of your organization rely on, and what to do."""


@notice.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only those that nobody has acknowledged.")
@by_reader
async def listed(caller: Caller, *, only_open: bool) -> Answer:
    """List the newest notices to your organizations, newest first."""
    found = await notices.newest(organisations_told(caller.actor), MOST)
    read = await notices.acknowledgements([each.id for each in found])
    shown = [each for each in found if not (only_open and each.id in read)]
    rows = [
        (each.id, moment(each.made_at), words(each.content.topic), "yes" if each.id in read else "no", _versioned(each))
        for each in shown
    ]
    data = [_data(each, read.get(each.id)) for each in shown]
    return Answer(data, table(("notice", "told", "what", "acknowledged", "about"), rows))


@notice.command("show")
@NOTICE
@by_reader
async def show(caller: Caller, notice_id: UUID) -> Answer:
    """Show a notice: what happened, what differs, which of your contracts it concerns, what to do."""
    found = await notice_of(caller.actor, NoticeId(notice_id))
    content = found.notice.content
    about: list[tuple[str, object]] = [
        ("notice", found.notice.id),
        ("told", moment(found.notice.made_at)),
        ("organization", content.organisation),
        ("about", content.about),
        ("what happened", content.sentence),
        ("effective", content.effective_on),
        ("successor", content.successor),
        ("through", "\n".join(content.through)),
        ("differences", "\n".join(content.differences)),
        ("contracts", "\n".join(content.contracts)),
        ("what to do", content.to_do),
        ("acknowledged", moment(found.acknowledgement.at) if found.acknowledgement else "not yet"),
    ]
    return Answer(_data(found.notice, found.acknowledgement), fields(about))


@notice.command("acknowledge")
@NOTICE
@by_person
async def acknowledge_one(caller: Caller, notice_id: UUID) -> Answer:
    """Say for your organization that a notice was read. Once, and it stays."""
    done = await acknowledge(caller, NoticeId(notice_id))
    return Answer({"notice": str(done), "acknowledged": True}, f"Acknowledged the notice {done}.")


@notice.command("acknowledged")
@click.argument("reference", type=REFERENCE)
@by_reader
async def counted(caller: Caller, reference: Reference) -> Answer:
    """For a publisher: how many of the organizations that were told about a version have acknowledged it."""
    found = await acknowledged(caller.actor, reference)
    data = {"reference": str(reference), "told": found.told, "acknowledged": found.acknowledged}
    return Answer(data, f"{found.acknowledged} of {count(found.told, 'organization')} acknowledged.")


@click.command()
@click.argument("reference", type=REFERENCE)
@by_reader
async def affected(caller: Caller, reference: Reference) -> Answer:
    """Who relies on a version: what cites it, how many contracts do, and which of your own."""
    found = await relied_on(caller.actor, reference)
    data = {
        "reference": str(found.reference),
        "cited_by": list(map(str, found.cited_by)),
        "contracts_naming": found.naming,
        "contracts_relying": found.relying,
        "own_contracts": list(map(str, found.own)),
    }
    about: list[tuple[str, object]] = [
        ("reference", found.reference),
        ("cited by", "\n".join(each.versioned for each in found.cited_by) or "nothing that is published"),
        ("contracts", f"{count(found.naming, 'contract')} named it; {found.relying} rely on it today"),
        ("your own", "\n".join(map(str, found.own)) or "none"),
    ]
    return Answer(data, fields(about))


def _versioned(found: Notice) -> str:
    return Reference.parse(found.content.about).versioned


def _data(found: Notice, read: Acknowledgement | None) -> dict[str, Any]:
    return {
        "notice": str(found.id),
        "made_at": found.made_at.isoformat(),
        "digest": found.sealed.digest,
        **found.content.model_dump(mode="json", exclude_none=True),
        "acknowledged_at": read.at.isoformat() if read else None,
    }
