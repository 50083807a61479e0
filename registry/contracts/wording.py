"""The parts that a contract's words about measures have: its path, its streams, who counts, how often.

Nothing here holds a rate, an amount or a person. A field that is absent was not told.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from governance.citations import require_version
from measures.apm import ApmBasis, ApmCategory
from measures.documents import Day, Line, Record, Text, Unique
from measures.record_files import Slug
from measures.references import Kind


class Rhythm(StrEnum):
    """How often something happens."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


class Cadence(Record):
    """The rhythm of measurement, payment and meetings; null where it is not told."""

    measurement: Rhythm | None = None
    payment: Rhythm | None = None
    meetings: Rhythm | None = None


class ArrangementKind(StrEnum):
    """Who pays whom."""

    PLAN_PROVIDER = "plan_provider"
    STATE_PLAN = "state_plan"
    STATE_PROVIDER = "state_provider"
    STATE_PROGRAM = "state_program"
    MULTI_PARTY = "multi_party"


class PathStep(Record):
    """One stage of the arrangement, with its APM categories: several may hold at once.

    `starts` and `ends` are days where they are known; `from_words` and `to_words` are what the source says ("2018",
    "after year two").
    """

    label: Line
    categories: Unique[ApmCategory]
    basis: ApmBasis = ApmBasis.STATED
    starts: Day | None = None
    ends: Day | None = None
    from_words: Line | None = None
    to_words: Line | None = None

    @model_validator(mode="after")
    def _has_categories_or_no_payment(self) -> Self:
        if bool(self.categories) == (self.basis is ApmBasis.NOT_APPLICABLE):
            raise PydanticCustomError("category", "a step has categories, or the basis not_applicable")
        if self.starts and self.ends and self.ends < self.starts:
            raise PydanticCustomError("period", "the step ends before it starts")
        return self


class StreamKind(StrEnum):
    """What a stream of payment is. Shares and amounts are rates, and stand nowhere here."""

    FEE_FOR_SERVICE = "fee_for_service"
    BASE_RATE = "base_rate"
    RATE_ADJUSTMENT = "rate_adjustment"
    INCENTIVE = "incentive"
    WITHHOLD = "withhold"
    SHARED_SAVINGS = "shared_savings"
    SHARED_RISK = "shared_risk"
    PENALTY = "penalty"
    BUNDLE = "bundle"
    CAPITATION = "capitation"
    INFRASTRUCTURE = "infrastructure"
    GRANT = "grant"
    IN_KIND = "in_kind"


class PaymentStream(Record):
    """One way in which money moves, and on what it hangs."""

    id: Slug
    kind: StreamKind
    payer: Line | None = None
    payee: Line | None = None
    purpose: Line | None = None
    depends_on: Unique[Line] | None = None
    """Names of measures (`family/slug`) on which the stream hangs; absent where it hangs on none or is not told."""
    other_condition: Line | None = None
    """What else it hangs on, where that is no measure."""
    downside: StrictBool | None = None
    """Whether the payee can lose by it."""


class AttributionTiming(StrEnum):
    """When it is settled which members count."""

    PROSPECTIVE = "prospective"
    RETROSPECTIVE = "retrospective"


class OverlapTreatment(StrEnum):
    """What happens to a member who counts in another model as well."""

    NONE = "none"
    EXCLUDED = "excluded"
    COUNTED_ONCE = "counted_once"
    ALLOWED = "allowed"


class Overlap(Record):
    """Members who may count in another model too (an ACO, a health home, another contract)."""

    treatment: OverlapTreatment
    models: Unique[Line] = ()
    note: Line | None = None


class Attribution(Record):
    """Which members count under the contract, from when it is known, and what of other models."""

    timing: AttributionTiming
    method: Text
    overlap: Overlap | None = None


def _term(text: str) -> str:
    return str(require_version(text, Kind.TERM))


TermVersion = Annotated[str, AfterValidator(_term)]
"""`term/jurisdiction/slug@version`, with or without a digest."""


class PointState(StrEnum):
    """Where a point to negotiate stands."""

    SETTLED = "settled"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


class DeclaredPoint(Record):
    """What the parties say of a point of the term library that no field of a summary answers."""

    term: TermVersion
    state: PointState
    where: Line | None = None
    """The place in the contract that settles it ("section 4.2"), or why it does not apply."""

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.state is not PointState.OPEN and self.where is None:
            raise PydanticCustomError("where", "say where the contract settles it, or why it does not apply")
        return self
