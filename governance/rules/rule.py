"""A decision rule as data. A rule that contradicts itself is refused when it is made, not when it is counted."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, StringConstraints, model_validator

from governance.members import Constituency
from governance.rules.choices import SCALES, Choice, NamedScale
from governance.rules.conditions import (
    HALF,
    Comparison,
    ConstituencyCondition,
    Denominator,
    MiddleBand,
    Quorum,
    RejectRule,
    Requirement,
    SizeBand,
    Weighting,
    require_reachable,
)
from governance.rules.held import Flag, Held
from governance.rules.kinds import Compact
from governance.rules.refusals import ContradictoryRuleError
from measures.documents import Exact, Ordered, Unique, fraction
from measures.validation import parse, read_yaml

GroupName = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class MotionRule(Compact, Requirement):
    """What it takes to count a motion; the `rule` of a recorded result, whoever wrote it.

    The overall requirement and every constituency's own condition must hold. See `Rule` for what a vote is held under.
    """

    scale: NamedScale = SCALES["motion"]
    middle: MiddleBand | None = None
    reject_rule: RejectRule | None = None
    bands: Ordered[SizeBand] = ()
    constituencies: Mapping[GroupName, ConstituencyCondition] = {}
    weighting: Weighting | None = None
    one_vote_per_interest: Flag = False

    @property
    def conditions(self) -> tuple[tuple[str, ConstituencyCondition], ...]:
        """The constituencies' conditions in the one order in which they are judged and shown."""
        order = list(Constituency)
        known = [(name.value, self.constituencies[name]) for name in order if name in self.constituencies]
        return tuple(known + [item for item in sorted(self.constituencies.items()) if item[0] not in order])

    @property
    def thresholds(self) -> tuple[Fraction, ...]:
        """Every threshold that may apply, by the number of voters."""
        return (fraction(self.threshold), *(fraction(band.threshold) for band in self.bands))

    def threshold_at(self, voters: int) -> Exact:
        """The threshold for a number of votes for and against: that of the last size band reached."""
        reached = [band.threshold for band in self.bands if voters >= band.voters_at_least]
        return reached[-1] if reached else self.threshold

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        sizes = [band.voters_at_least for band in self.bands]
        if sizes != sorted(set(sizes)):
            raise ContradictoryRuleError("The size bands do not rise; list them from few voters to many.")
        for band in self.bands:
            require_reachable(band.threshold, self.comparison, "threshold of a size band")
        if self.middle and self.reject_rule:
            raise ContradictoryRuleError(
                "A rule has a middle band or a rule of rejection, not both: they would answer the same question twice."
            )
        for quorum in self._quorums():
            self._require_on_scale(quorum.counts, "The quorum counts")
        return self

    def _quorums(self) -> Iterator[Quorum]:
        requirements: list[Requirement] = [self, *self.constituencies.values()]
        return (requirement.quorum for requirement in requirements if requirement.quorum)

    def _require_on_scale(self, choices: tuple[Choice, ...], what: str) -> None:
        for choice in choices:
            if choice not in self.scale.choices:
                on_scale = ", ".join(self.scale.choices)
                raise ContradictoryRuleError(f"{what} {choice}, which is not on the scale ({on_scale}).")


class Rule(Held, MotionRule):
    """A rule that a motion or a choice of labels can be held under."""

    reasons_required: Unique[Choice] = ()
    """The choices that must carry a written reason."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        self._require_on_scale(self.reasons_required, "A reason is asked for")
        unknown = sorted(set(self.constituencies) - set(Constituency))
        if unknown:
            known = ", ".join(Constituency)
            raise ContradictoryRuleError(
                f"Rule {self.name}: {', '.join(unknown)} is not a constituency; the constituencies are {known}."
            )
        if self.weighting and self.denominator is not Denominator.YES_NO:
            raise ContradictoryRuleError(
                f"Rule {self.name}: constituencies of equal weight are counted by votes for and against; "
                "write the denominator yes_no."
            )
        _require_fitting_scale(self)
        _require_fitting_middle(self)
        _require_one_verdict(self)
        return self


def _require_fitting_scale(rule: Rule) -> None:
    """What the rule asks for can be answered on its scale."""
    if rule.reject_rule and not rule.scale.is_motion:
        raise ContradictoryRuleError(
            f"Rule {rule.name}: a vote for one label is a vote against the other, so there is nothing to reject; "
            "take reject_rule out."
        )
    if rule.one_vote_per_interest and rule.scale.in_favor:
        raise ContradictoryRuleError(
            f"Rule {rule.name}: an organization that approves with and without conditions would count as divided; "
            "take one_vote_per_interest or with_conditions out."
        )


def _require_fitting_middle(rule: Rule) -> None:
    """The middle band ends where passing begins, and the edge between them belongs to one side."""
    if rule.middle is None:
        return
    low, high, bar = fraction(rule.middle.low), fraction(rule.middle.high), max(rule.thresholds)
    if high > bar or low >= bar:
        raise ContradictoryRuleError(
            f"Rule {rule.name}: the middle band reaches to {high}, above the threshold {bar}, where shares pass."
        )
    if high < bar:
        raise ContradictoryRuleError(
            f"Rule {rule.name}: the middle band ends at {high}, below the threshold {bar}; "
            "a larger share would fare worse than a smaller one."
        )
    passes = rule.comparison is Comparison.AT_LEAST
    if rule.middle.high_in is passes:
        sides = "both pass and lie in" if passes else "neither pass nor lie in"
        raise ContradictoryRuleError(f"Rule {rule.name}: a share of exactly {bar} would {sides} the middle band.")


def _require_one_verdict(rule: Rule) -> None:
    """No tally may be adopted and rejected, or give two labels."""
    low, at_least = min(rule.thresholds), rule.comparison is Comparison.AT_LEAST
    if len(rule.scale.options) > 1 and (low < HALF or (low == HALF and at_least)):
        raise ContradictoryRuleError(f"Rule {rule.name}: two labels could both reach {low}; ask for more than 1/2.")
    if rule.reject_rule:
        both = low + fraction(rule.reject_rule.threshold)
        edges = at_least and rule.reject_rule.comparison is Comparison.AT_LEAST
        if both < 1 or (both == 1 and edges):
            raise ContradictoryRuleError(
                f"Rule {rule.name}: the same votes could be adopted and rejected; the thresholds leave room for both."
            )


AnyRule = TypeVar("AnyRule", bound=BaseModel)


def parse_rule(model: type[AnyRule], data: Any, where: str) -> AnyRule:
    """Validate data that holds rules; a contradiction is refused with a sentence that says where it stands.

    Raises:
        InvalidError: as for `make_rule`.
    """
    try:
        return parse(model, data, where)
    except ContradictoryRuleError as refusal:
        raise ContradictoryRuleError(f"{where}: {refusal.message}") from None


def make_rule(data: Any, where: str) -> Rule:
    """Make a rule of data that somebody wrote.

    Raises:
        InvalidError: a field is missing or wrong (the sentence names it), or the rule contradicts itself.
    """
    return parse_rule(Rule, data, where)


def read_rule(text: str, where: str) -> Rule:
    """Make a rule of a YAML text, such as a state's own preset.

    Raises:
        InvalidError: as for `make_rule`, or the text is not YAML.
    """
    return make_rule(read_yaml(text, where), where)
