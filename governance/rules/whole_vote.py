"""The one door through which a vote is counted, whatever its rule: from the roll and the ballots to the result.

The answer depends on the final set of valid ballots alone: not on their order, nor on how they are bundled.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.rules.answer_tables import Tables, tables
from governance.rules.attendance import enough
from governance.rules.candidate_inputs import inputs
from governance.rules.choices import Choice
from governance.rules.decide import decide
from governance.rules.decision import Outcome
from governance.rules.endings import Ending, of_committee, of_consensus, of_points, of_ranking, of_ratings
from governance.rules.figures import Figures, figures
from governance.rules.held import CandidateRule, HeldConsensus, HeldRating
from governance.rules.inputs import AllocationInput, CandidateInput, CommitteeInput
from governance.rules.polls import Poll, RollLine, VoterBallot, gather, motion_tally
from governance.rules.rating import PanelSizeError
from governance.rules.record import plain, result_record
from governance.rules.rule import Rule
from governance.rules.ties import TooManyTiesError
from governance.rules.voting_rule import VotingRule


@dataclass(frozen=True, slots=True)
class Counted:
    """What a vote came to. Down to the findings it may be public; all else is sealed."""

    outcome: Outcome
    """On candidates, adopted means that a decision was reached; see `endings`."""
    choice: Choice | None
    quorum_met: bool
    conditions: Mapping[str, bool | None]
    """Constituency -> condition met, not met, or skipped (none)."""
    findings: Mapping[str, Any]
    """What was found of the candidates, as plain data without any count; nothing without a quorum."""
    record: Mapping[str, Any] = field(repr=False)
    """`{kind, rule, input, computed}`, or `{"cases": [...]}` of these where each candidate is counted alone."""
    tables: Tables = field(repr=False)
    """What the small-cell rule decides about: question -> constituency -> column -> people."""
    log: tuple[str, ...] = field(repr=False)
    """How it was counted, in sentences that hold counts."""


def count_vote(
    rule: VotingRule, candidates: tuple[str, ...], roll: Iterable[RollLine], ballots: Iterable[VoterBallot]
) -> Counted:
    """Count the final ballots of a vote under its rule. Lines and ballots may be one for each person, or bundled.

    Raises:
        BadTallyError: the ballots cannot be those of this roll under this rule: somebody wrote into the box.
        BadCandidatesError: there are fewer candidates than seats; `require_candidates` refuses that at the opening.
    """
    lines, cast = tuple(roll), tuple(ballots)
    poll = gather(rule, candidates, lines, cast)
    if isinstance(rule, Rule):
        return _count_motion(rule, poll, lines, cast)
    return _count_candidates(rule, candidates, poll)


def _count_motion(rule: Rule, poll: Poll, lines: tuple[RollLine, ...], cast: tuple[VoterBallot, ...]) -> Counted:
    tally = motion_tally(rule, poll, lines, cast)
    decision = decide(rule, tally)
    return Counted(
        outcome=decision.outcome,
        choice=decision.choice,
        quorum_met=decision.quorum_met,
        conditions={each.group: None if each.skipped else each.met for each in decision.conditions},
        findings={},
        record=result_record(rule, tally, decision),
        tables=tables(rule, (), poll),
        log=decision.log,
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One candidate that is counted alone, or all of them together."""

    given: CandidateInput
    figures: Figures
    quorum_met: bool

    @classmethod
    def of(cls, rule: CandidateRule, given: CandidateInput, *, enough_voted: bool) -> "_Case":
        """Count. Where the method has no answer the record says why, and the vote is not stuck."""
        try:
            return cls(given, figures(rule, given), enough_voted)
        except (PanelSizeError, TooManyTiesError) as refusal:
            # The size of the panel is the quorum of the table of disagreement.
            quorum_met = enough_voted and not isinstance(refusal, PanelSizeError)
            return cls(given, Figures({"refused": refusal.code}, (refusal.message,)), quorum_met)

    def record(self, rule: CandidateRule) -> dict[str, Any]:
        """Its record."""
        return {"kind": self.given.KIND, "rule": rule, "input": self.given.written(), "computed": self.figures.computed}


def _count_candidates(rule: CandidateRule, candidates: tuple[str, ...], poll: Poll) -> Counted:
    enough_voted = enough(rule.quorum, poll.attendance)
    cases = {
        name: _Case.of(rule, given, enough_voted=enough_voted) for name, given in inputs(rule, candidates, poll).items()
    }
    quorum_met = any(case.quorum_met for case in cases.values())
    outcome, findings = _ending(rule, cases)
    if not quorum_met:
        outcome, findings = Outcome.NO_QUORUM, {}
    elif not poll.ballots:
        outcome, findings = Outcome.NOT_ADOPTED, {}
    return Counted(
        outcome=outcome,
        choice=None,
        quorum_met=quorum_met,
        conditions={},
        findings=findings,
        record=_record(rule, cases),
        tables=tables(rule, candidates, poll),
        log=tuple(sentence for name, case in cases.items() for sentence in (f"{name}:", *case.figures.log)),
    )


def _ending(rule: CandidateRule, cases: Mapping[str, _Case]) -> Ending:
    computed = {name: case.figures.computed for name, case in cases.items()}
    if isinstance(rule, HeldRating):
        return of_ratings(computed)
    if isinstance(rule, HeldConsensus):
        return of_consensus(computed)
    (case,) = cases.values()
    match case.given:
        case CommitteeInput() as given:
            return of_committee(case.figures.computed, given)
        case AllocationInput() as given:
            return of_points(case.figures.computed, given)
        case _:
            return of_ranking(case.figures.computed)


def _record(rule: CandidateRule, cases: Mapping[str, _Case]) -> Mapping[str, Any]:
    if isinstance(rule, HeldRating | HeldConsensus):
        return plain({"cases": [{"id": name, **case.record(rule)} for name, case in cases.items()]})
    (case,) = cases.values()
    return plain(case.record(rule))
