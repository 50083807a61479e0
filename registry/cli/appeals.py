"""What may follow a certified result: appeals, and what the agency decides after advice."""

from enum import StrEnum
from uuid import UUID

import click

from governance.appeals import AppealId, Grounds
from governance.votes import VoteId
from registry import voting
from registry.cli.files import text_of
from registry.cli.parameters import Words
from registry.cli.printing import Answer
from registry.cli.session import by_person
from registry.cli.showing_votes import state_of
from registry.use_cases import Caller

VOTE = click.argument("vote_id", metavar="VOTE", type=click.UUID)


class Ruling(StrEnum):
    """What becomes of an appeal."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"


class Decision(StrEnum):
    """What an agency does with advice."""

    ADOPT = "adopt"
    DECLINE = "decline"


@click.command("appeal")
@VOTE
@click.argument("grounds", type=Words(Grounds))
@click.argument("text")
@by_person
async def appeal(caller: Caller, vote_id: UUID, grounds: Grounds, text: str) -> Answer:
    """Appeal against a certified result and print the id of the appeal. Everybody can read it, and not who made it.

    GROUNDS is procedure, conflict, access or count. TEXT `-` is read from standard input.
    """
    appeal_id = await voting.appeal(caller, VoteId(vote_id), grounds, text_of(text))
    return Answer({"appeal": str(appeal_id), "vote": str(vote_id), "grounds": grounds.value}, str(appeal_id))


@click.command("decide-appeal")
@click.argument("appeal_id", metavar="APPEAL", type=click.UUID)
@click.argument("ruling", type=Words(Ruling))
@click.argument("reason")
@by_person
async def decide_appeal(caller: Caller, appeal_id: UUID, ruling: Ruling, reason: str) -> Answer:
    """Uphold or dismiss an appeal, with a reason that everybody can read. Upheld, the result is set aside.

    REASON `-` is read from standard input.
    """
    upheld = ruling is Ruling.UPHOLD
    await voting.decide_appeal(caller, AppealId(appeal_id), text_of(reason), upheld=upheld)
    said = "upheld; the result is set aside" if upheld else "dismissed; the result stands"
    return Answer({"appeal": str(appeal_id), "upheld": upheld}, f"The appeal is {said}.")


@click.command("decide")
@VOTE
@click.argument("decision", type=Words(Decision))
@click.argument("reason")
@by_person
async def decide(caller: Caller, vote_id: UUID, decision: Decision, reason: str) -> Answer:
    """Decide as the agency after an advisory vote; the reason is shown beside the advice.

    REASON `-` is read from standard input.
    """
    await voting.decide_on_advice(caller, VoteId(vote_id), text_of(reason), adopts=decision is Decision.ADOPT)
    return Answer(*await state_of(VoteId(vote_id), caller.actor))
