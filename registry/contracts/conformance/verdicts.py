"""Verdicts: the six words in which every check answers, everywhere the same, and what a rule makes of an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.contracts.rule_words import RuleEffect


class Verdict(StrEnum):
    """What a check says of one rule, or of a whole contract."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    WAIVED = "waived"
    WARNING = "warning"
    NOT_APPLICABLE = "not_applicable"
    NOT_EVALUABLE = "not_evaluable"


GRAVEST_FIRST: Final = (
    Verdict.FAIL,
    Verdict.WARNING,
    Verdict.NOT_EVALUABLE,
    Verdict.WAIVED,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
)
"""A whole is as grave as its gravest part: it passes only if nothing in it is worse than a pass."""
_WITHIN_A_RULE: Final = (
    Verdict.FAIL,
    Verdict.NOT_EVALUABLE,
    Verdict.WARNING,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
)
"""Inside one rule what is not known outranks a warning, for it could still turn out to be a failure."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one rule. Here `fail` means unmet; the rule's effect decides what that amounts to."""

    verdict: Verdict
    sentence: str
    field: str | None = None
    """What would settle it, where it could not be settled."""


class UnsettledError(Exception):
    """A rule or a contract does not say what a verdict needs. It never leaves this package."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.answer = Answer(Verdict.NOT_EVALUABLE, sentence, field)


def met(sentence: str) -> Answer:
    """The rule is kept."""
    return Answer(Verdict.PASS, sentence)


def unmet(sentence: str) -> Answer:
    """The rule is not kept."""
    return Answer(Verdict.FAIL, sentence)


def not_applicable(sentence: str) -> Answer:
    """The rule does not bind this contract."""
    return Answer(Verdict.NOT_APPLICABLE, sentence)


def not_evaluable(sentence: str, field: str) -> Answer:
    """Nothing can be said before `field` is known."""
    return Answer(Verdict.NOT_EVALUABLE, sentence, field)


def gravest(answers: Iterable[Answer]) -> Answer:
    """One answer for several parts of a rule: the gravest verdict, with every sentence that has it."""
    parts = tuple(answers)
    verdict = min((part.verdict for part in parts), key=_WITHIN_A_RULE.index)
    grave = [part for part in parts if part.verdict is verdict]
    sentences = dict.fromkeys(part.sentence for part in grave)
    return Answer(verdict, " ".join(sentences), next((part.field for part in grave if part.field), None))


def graded(answer: Answer, effect: RuleEffect) -> Verdict:
    """The verdict under a rule's effect: only a required rule fails (rule sets, reading 11)."""
    if answer.verdict is Verdict.FAIL and effect is not RuleEffect.REQUIRED:
        return Verdict.WARNING
    return answer.verdict


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a whole report; not applicable where no rule has a verdict."""
    return min(verdicts, key=GRAVEST_FIRST.index, default=Verdict.NOT_APPLICABLE)
