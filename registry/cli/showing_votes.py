"""A vote as it is shown: never a count, and its result to those who may see it."""

from typing import Any

from governance import policy
from governance.members import Actor
from governance.rules import rule_digest, sentences
from governance.votes import Result, Vote, VoteId
from registry.cli.printing import fields, moment, words
from registry.storage import votes


async def result_for(actor: Actor, vote: Vote) -> Result | None:
    """What a vote came to, if it was counted and this actor may see it."""
    return await votes.result(vote.id) if policy.may_see_result(actor, vote) else None


async def state_of(vote_id: VoteId, actor: Actor) -> tuple[dict[str, Any], str]:
    """Where a vote stands now, for programs and in one sentence."""
    found = await votes.get(vote_id)
    result = await result_for(actor, found)
    said = f"The vote on {found.subject} is {words(found.stage)}"
    if result is not None:
        said += f"; the outcome is: {words(result.outcome)}"
    return vote_data(found, result), f"{said}."


def vote_data(vote: Vote, result: Result | None) -> dict[str, Any]:
    """A vote as plain data."""
    return {
        "vote": str(vote.id),
        "subject_kind": vote.subject_kind.value,
        "subject": vote.subject,
        "subject_digest": vote.subject_digest,
        "jurisdiction": vote.jurisdiction,
        "proposal": vote.proposal_id and str(vote.proposal_id),
        "stage": vote.stage.value,
        "round": vote.round,
        "rule": vote.rule.name,
        "rule_digest": rule_digest(vote.rule),
        "choices": [choice.value for choice in vote.rule.scale.choices],
        "roll": str(vote.roll_id),
        "roll_digest": vote.roll_digest,
        "opens_at": vote.opens_at.isoformat(),
        "closes_at": vote.closes_at.isoformat(),
        "zone": vote.zone,
        "appeal_until": vote.appeal_until and vote.appeal_until.isoformat(),
        "demonstration": vote.demonstration,
        "result": result and _result_data(result),
    }


def _result_data(result: Result) -> dict[str, Any]:
    return {
        "outcome": result.outcome.value,
        "choice": result.choice and result.choice.value,
        "quorum_met": result.quorum_met,
        "conditions": dict(result.conditions),
        "digest": result.salted_digest,
    }


def vote_text(vote: Vote, result: Result | None) -> str:
    """A vote in words."""
    shown: list[tuple[str, object]] = [
        ("vote", vote.id),
        ("on", vote.subject),
        ("digest", vote.subject_digest),
        ("jurisdiction", vote.jurisdiction),
        ("stage", words(vote.stage)),
        ("rule", vote.rule.title),
        ("", "\n".join(sentences(vote.rule))),
        ("opened", moment(vote.opens_at, vote.zone)),
        ("closes", moment(vote.closes_at, vote.zone)),
        ("appeals until", moment(vote.appeal_until, vote.zone)),
    ]
    if result is not None:
        shown += [
            ("outcome", words(result.outcome)),
            ("choice", result.choice),
            ("quorum", "met" if result.quorum_met else "not met"),
            *((f"{group} condition", _condition(met)) for group, met in result.conditions.items()),
        ]
    return fields(shown)


def _condition(met: bool | None) -> str:
    return "skipped" if met is None else "met" if met else "not met"
