"""A vote as it is shown: never how anybody voted, and its results to those who may see them."""

from collections.abc import Iterator
from typing import Any

from governance import policy
from governance.appeals import AgencyDecision, Appeal
from governance.members import Actor
from governance.results import Result
from governance.rules import Rule, in_one_sentence, rule_digest, sentences
from governance.votes import Vote, VoteId, VoteStage
from registry.cli.printing import fields, moment, words
from registry.cli.showing_results import result_data, result_lines
from registry.storage import appeals, results, rolls, vote_steps, votes
from registry.storage.vote_steps import VoteStep


async def result_for(actor: Actor, vote: Vote) -> Result | None:
    """What the round of a vote came to, if it was counted and this actor may see it."""
    return await results.get(vote.id) if policy.may_see_result(actor, vote) else None


async def earlier_for(actor: Actor, vote: Vote) -> list[Result]:
    """The rounds before that this actor may see; who may vote sees one that is being discussed as well."""
    found = [await results.of_round(vote.id, number) for number in await _earlier_seen(actor, vote)]
    return [result for result in found if result is not None]


async def _earlier_seen(actor: Actor, vote: Vote) -> range:
    if policy.may_see_result(actor, vote):
        return range(1, vote.round)
    entry = await rolls.voter(vote.id, vote.roll_id, actor.person_id) if actor.person_id else None
    may_vote = policy.may_cast_ballot(actor, entry).is_allowed
    return range(1, vote.round + (vote.stage is VoteStage.DISCUSSION) if may_vote else 1)


async def state_of(vote_id: VoteId, actor: Actor) -> tuple[dict[str, Any], str]:
    """Where a vote stands now, for programs and in one sentence."""
    found = await votes.get(vote_id)
    result = await result_for(actor, found)
    said = f"The vote on {found.subject} is {words(found.stage)}"
    if result is not None:
        said += f"; the outcome is: {words(result.outcome)}"
    return vote_data(found, result), f"{said}."


async def whole_vote(actor: Actor, vote: Vote) -> tuple[dict[str, Any], str]:
    """Everything that this actor may know of a vote, for programs and in words."""
    result, earlier = await result_for(actor, vote), await earlier_for(actor, vote)
    steps, made = await vote_steps.of_vote(vote.id), await appeals.of_vote(vote.id)
    decision = await appeals.agency_decision(vote.id)
    certifications = len(await results.certifiers(vote.id, vote.round))
    data = {
        **vote_data(vote, result),
        "certifications": certifications,
        "earlier_rounds": [result_data(each) for each in earlier],
        "steps": [_step_data(step) for step in steps],
        "appeals": [_appeal_data(each) for each in made],
        "agency_decision": decision and _decision_data(decision),
    }
    shown = [*_about(vote), ("certified by", f"{certifications} of 2" if certifications else None)]
    for each in (*earlier, *([result] if result else ())):
        shown += [("result of round", each.round), *result_lines(each)]
    shown += [(f"appeal {each.id}", _appeal_text(each)) for each in made]
    shown += list(_decided(decision)) if decision else []
    shown += [(words(step.stage), _step_text(step, vote.zone)) for step in steps]
    return data, fields(shown)


def vote_data(vote: Vote, result: Result | None) -> dict[str, Any]:
    """A vote as plain data."""
    return {
        "vote": str(vote.id),
        "subject_kind": vote.subject_kind.value,
        "subject": vote.subject,
        "subject_digest": vote.subject_digest,
        "jurisdiction": vote.jurisdiction,
        "proposal": vote.proposal_id and str(vote.proposal_id),
        "advisory": vote.advisory,
        "stage": vote.stage.value,
        "round": vote.round,
        "rule": vote.rule.name,
        "rule_digest": rule_digest(vote.rule),
        "choices": [choice.value for choice in vote.rule.scale.choices] if isinstance(vote.rule, Rule) else [],
        "candidates": {candidate.id: candidate.text for candidate in vote.candidates},
        "roll": str(vote.roll_id),
        "roll_digest": vote.roll_digest,
        "opens_at": vote.opens_at.isoformat(),
        "closes_at": vote.closes_at.isoformat(),
        "zone": vote.zone,
        "discussion_until": vote.discussion_until and vote.discussion_until.isoformat(),
        "appeal_until": vote.appeal_until and vote.appeal_until.isoformat(),
        "demonstration": vote.demonstration,
        "result": result and result_data(result),
    }


def _about(vote: Vote) -> Iterator[tuple[str, object]]:
    yield "vote", vote.id
    yield "on", vote.subject
    yield "digest", vote.subject_digest
    yield "jurisdiction", vote.jurisdiction
    yield "stage", words(vote.stage)
    yield "round", vote.round
    yield "rule", vote.rule.title
    yield "in short", in_one_sentence(vote.rule)
    yield "", "\n".join(sentences(vote.rule))
    yield "candidates", "\n".join(f"{candidate.id}: {candidate.text}" for candidate in vote.candidates)
    yield "decides", "the agency, after this advice" if vote.advisory else "this vote"
    yield "opens", moment(vote.opens_at, vote.zone)
    yield "closes", moment(vote.closes_at, vote.zone)
    yield "comments until", moment(vote.discussion_until, vote.zone)
    yield "appeals until", moment(vote.appeal_until, vote.zone)


def _step_data(step: VoteStep) -> dict[str, Any]:
    return {
        "round": step.round,
        "stage": step.stage.value,
        "at": step.at.isoformat(),
        "as_of": step.as_of.isoformat(),
        "by_time": step.person_id is None,
        "reason": step.reason,
    }


def _step_text(step: VoteStep, zone: str) -> str:
    by_time = " by itself" if step.person_id is None else ""
    because = f": {step.reason}" if step.reason else ""
    return f"round {step.round}, {moment(step.as_of, zone)}{by_time}{because}"


def _appeal_data(appeal: Appeal) -> dict[str, Any]:
    return {
        "appeal": str(appeal.id),
        "grounds": appeal.grounds.value,
        "text": appeal.text,
        "upheld": appeal.upheld,
        "reason": appeal.reason,
    }


def _appeal_text(appeal: Appeal) -> str:
    became = "not decided" if appeal.upheld is None else "upheld" if appeal.upheld else "dismissed"
    because = f": {appeal.reason}" if appeal.reason else ""
    return f"on {appeal.grounds}: {appeal.text or '(erased)'}\n{became}{because}"


def _decision_data(decision: AgencyDecision) -> dict[str, Any]:
    return {"adopts": decision.adopts, "reason": decision.reason, "decided_at": decision.decided_at.isoformat()}


def _decided(decision: AgencyDecision) -> Iterator[tuple[str, object]]:
    yield "the agency", "adopts it" if decision.adopts else "declines it"
    yield "because", decision.reason or "(erased)"
