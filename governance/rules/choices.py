"""What a person may choose on a ballot, and which side each choice takes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, SerializerFunctionWrapHandler, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from governance.rules.refusals import ContradictoryRuleError
from measures.documents import Ordered, Record


class Choice(StrEnum):
    """One choice on a ballot. Abstaining and being unsure are acts; silence is no choice."""

    APPROVE = "approve"
    WITH_CONDITIONS = "with_conditions"
    """Approve if what the voter writes is done. It counts in favor."""
    REJECT = "reject"
    ABSTAIN = "abstain"
    COMPLIANCE = "compliance"
    QUALITY = "quality"
    UNSURE = "unsure"


LABELS: Final = (Choice.COMPLIANCE, Choice.QUALITY)
ABSTAINING: Final = (Choice.ABSTAIN, Choice.UNSURE)


class Scale(Record):
    """The choices of a vote, and which of them are for something, against it, or neither.

    A motion has one option, to approve; `in_favor` names what counts toward it as well, to approve with conditions. A
    label vote has an option for each label: it is one motion per label, in which the other labels are votes against.
    """

    options: Ordered[Choice]
    in_favor: Ordered[Choice] = ()
    against: Ordered[Choice] = ()
    abstaining: Ordered[Choice] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice on the ballot, in the order in which the ballot shows them."""
        return self.options + self.in_favor + self.against + self.abstaining

    @property
    def is_motion(self) -> bool:
        """Whether this is a motion, and not a choice among labels."""
        return self.options == (Choice.APPROVE,)

    def supporters(self, option: Choice) -> tuple[Choice, ...]:
        """The choices that count for an option: the option itself, and whatever is in favor of it as well."""
        return (option, *self.in_favor)

    def rivals(self, option: Choice) -> tuple[Choice, ...]:
        """The choices that count against an option: the other options, and whatever is against them all."""
        return tuple(other for other in self.options if other is not option) + self.against

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if len(set(self.choices)) != len(self.choices):
            raise ContradictoryRuleError("A choice stands twice on the scale; each may stand once.")
        motion = self.is_motion and self.against == (Choice.REJECT,)
        labels = len(self.options) > 1 and set(self.options) <= set(LABELS) and not self.against
        if not (motion or labels):
            raise ContradictoryRuleError(
                "The scale has nothing to choose between: a motion has the option approve against reject, "
                "and a label vote has the options compliance and quality."
            )
        if self.in_favor not in ((), (Choice.WITH_CONDITIONS,)) or (self.in_favor and not motion):
            raise ContradictoryRuleError("Only a motion can be approved with_conditions, and nothing else is in favor.")
        if not set(self.abstaining) <= set(ABSTAINING):
            raise ContradictoryRuleError("Only abstain and unsure can stand for neither side of a scale.")
        return self

    @model_serializer(mode="wrap")
    def _as_before_there_were_conditions(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Scales are frozen into votes with their digest; those without conditions keep theirs.
        return {name: value for name, value in write(self).items() if value or name != "in_favor"}


SCALES: Final[Mapping[str, Scale]] = {
    "motion": Scale(options=(Choice.APPROVE,), against=(Choice.REJECT,), abstaining=(Choice.ABSTAIN,)),
    "approve_reject": Scale(options=(Choice.APPROVE,), against=(Choice.REJECT,)),
    "with_conditions": Scale(options=(Choice.APPROVE,), in_favor=(Choice.WITH_CONDITIONS,), against=(Choice.REJECT,)),
    "label": Scale(options=LABELS, abstaining=(Choice.UNSURE,)),
}


def _by_name(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value not in SCALES:
        raise PydanticCustomError(
            "unknown_scale",
            "{name} is not a scale; the scales are {known}",
            {"name": repr(value), "known": ", ".join(SCALES)},
        )
    return SCALES[value]


NamedScale = Annotated[Scale, BeforeValidator(_by_name)]
"""A scale, written by the name of one of `SCALES` or in full; it is always stored in full."""
