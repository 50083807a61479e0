"""The sealed export of a round, for auditors: what anybody can count again, and what it is the count of."""

import json
from typing import Any

from governance import policy
from governance.members import Actor
from governance.votes import VoteId
from measures.documents import instant
from measures.errors import NotFoundError
from registry.storage import ballots, results, votes


class NotTalliedError(NotFoundError):
    """The round was not counted, so there is nothing to export."""

    code = "NOT_TALLIED"


async def sealed_export(actor: Actor, vote_id: VoteId, vote_round: int | None = None) -> bytes:
    """The record of a round as JSON, in the format of the worked cases, with an object `vote` that the count ignores.

    `vote` holds the digests of roll and subject, the rule's name, how each round came out, the salt of the digest that
    the log holds, and the reasons on the ballots in alphabetical order.

    Raises:
        NotPermittedError: the actor audits nothing there.
        NotTalliedError: the round was not counted.
    """
    vote = await votes.get(vote_id)
    policy.may_read_sealed_tally(actor, vote).require()
    policy.may_read_reasons(actor, vote).require()
    number = vote_round or vote.round
    found = [each for each in range(1, vote.round + 1) if await results.of_round(vote_id, each)]
    result = await results.of_round(vote_id, number)
    if result is None:
        raise NotTalliedError(f"Round {number} of this vote was not counted yet.")
    outcomes = [await results.of_round(vote_id, each) for each in found]
    about: dict[str, Any] = {
        "id": str(vote.id),
        "subject": vote.subject,
        "subject_digest": vote.subject_digest,
        "roll_digest": vote.roll_digest,
        "rule": vote.rule.name,
        "rule_title": vote.rule.title,
        "round": number,
        "rounds": [{"round": each.round, "outcome": each.outcome.value} for each in outcomes if each],
        "opened_at": instant(vote.opens_at),
        "closed_at": instant(vote.closes_at),
        "digest": result.sealed.digest,
        "salted_digest": result.salted_digest,
        "salt": (await results.salt_of(vote_id, number)).hex(),
        "reasons": await ballots.reasons(vote_id, number),
    }
    return json.dumps(json.loads(result.sealed.content) | {"vote": about}, ensure_ascii=False, indent=1).encode()
