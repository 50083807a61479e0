"""What contract managers write of a contract, as typed inputs. They become plain values that the domain validates."""

from datetime import date
from typing import Any

import strawberry

from governance.phases import ItemRole
from measures.apm import ApmBasis, ApmCategory
from measures.errors import InvalidError
from measures.vocabularies import Population, Setting
from registry.contracts.framework_steps import StepId
from registry.contracts.wording import (
    ArrangementKind,
    AttributionTiming,
    OverlapTreatment,
    PointState,
    Rhythm,
    StreamKind,
)
from registry.graphql.content_inputs import PeriodInput, PhaseStepInput, allows, asks
from registry.graphql.inputs import plain
from registry.graphql.scalars import ExactNumber


class AttributionGivenTwiceError(InvalidError):
    """The attribution of a contract is given in words and as a rule."""

    code = "ATTRIBUTION_GIVEN_TWICE"


@strawberry.input(description="One stage of the arrangement over APM categories.")
class PathStepInput:
    """A stage."""

    label: str = asks("What it is called.")
    categories: list[ApmCategory] = asks("Its APM categories; none only with the basis not_applicable.")
    basis: ApmBasis | None = allows("How the categories are known; stated, if nothing else is said.")
    starts: date | None = allows("The first day, where it is known.")
    ends: date | None = allows("The last day, where it is known.")
    from_words: str | None = allows("The start as the parties put it.")
    to_words: str | None = allows("The end as the parties put it.")


@strawberry.input(description="One way in which money moves. No shares and no amounts.")
class PaymentStreamInput:
    """A stream."""

    id: str = asks("An id of its own within the contract: lower-case words and dashes.")
    kind: StreamKind = asks("What it is.")
    payer: str | None = allows("Who pays.")
    payee: str | None = allows("Who is paid.")
    purpose: str | None = allows("What it is paid for.")
    depends_on: list[str] | None = allows("Names of measures of the contract (family/slug) on which it hangs.")
    other_condition: str | None = allows("What else it hangs on.")
    downside: bool | None = allows("Whether the payee can lose by it.")


@strawberry.input(description="Members who may count in another model too.")
class OverlapInput:
    """An overlap."""

    treatment: OverlapTreatment = asks("What happens to them.")
    models: list[str] | None = allows("The other models.")
    note: str | None = allows("What to keep in mind about it.")


@strawberry.input(description="Which members count under the contract, and from when it is known.")
class AttributionInput:
    """An attribution rule."""

    timing: AttributionTiming = asks("Whether members are known before the period or settled after it.")
    method: str = asks("How it is worked out.")
    overlap: OverlapInput | None = allows("Members who may count in another model too.")


@strawberry.input(description="The rhythm of measurement, payment and meetings.")
class CadenceInput:
    """A rhythm."""

    measurement: Rhythm | None = allows("How often results are measured.")
    payment: Rhythm | None = allows("How often money is paid.")
    meetings: Rhythm | None = allows("How often the parties meet.")


@strawberry.input(description="What the parties say of a point to negotiate that no field answers.")
class DeclaredPointInput:
    """A point."""

    term: str = asks("The reference of a version of the term.")
    state: PointState = asks("Where it stands.")
    where: str | None = allows("The place in the contract that settles it, or why it does not apply.")


@strawberry.input(description="One measure that a contract chose.")
class ContractItemInput:
    """An item of a contract."""

    measure: str = asks("The reference of a measure version.")
    role: ItemRole = asks("What it does in the contract.")
    role_word: str | None = allows("The contract's own word for the role, where it is another.")
    weight: ExactNumber | None = allows("Its weight, as text: '1/4'.")
    target: str | None = allows("What is aimed at.")
    benchmark: str | None = allows("What results are held against.")
    phase_path: list[PhaseStepInput] | None = allows("When its role changes.")
    note: str | None = allows("What to keep in mind about it.")
    period: PeriodInput | None = allows("The measurement period of this measure, where it is not the contract's.")
    stratification: list[str] | None = allows("The groups by which results are shown.")
    expected_denominator: int | None = allows("How many people are expected behind the result.")


@strawberry.input(description="What a contract says about measures. No rates and no personal data.")
class ContractInput:
    """A contract summary."""

    title: str = asks("The title.")
    payer: str = asks("Who pays; private.")
    providers: list[str] = asks("Who is paid; private.")
    cites: str = asks("The priority set that it pins: the reference with its digest.")
    categories: list[ApmCategory] = asks("The APM categories of the arrangement, in order.")
    items: list[ContractItemInput] = asks("The measures that it chose, in order.")
    term: PeriodInput | None = allows("The term of the contract.")
    signed_on: date | None = allows("The day on which it was signed.")
    measurement_period: PeriodInput | None = allows("The period in which the measures are taken.")
    cohort: str | None = allows("Whose care it covers.")
    attribution: str | None = allows("How members are attributed, in words. Better: attributionRule.")
    attribution_rule: AttributionInput | None = allows("How members are attributed, and overlap with other models.")
    new_members: str | None = allows("How new members are treated.")
    network: str | None = allows("The network.")
    benchmark: str | None = allows("What results are held against.")
    recalibration: str | None = allows("When and how it is recalibrated.")
    data_cadence: str | None = allows("How often data are exchanged.")
    reporting: str | None = allows("How results are reported.")
    review_dates: list[date] | None = allows("When the parties review it.")
    case: str | None = allows("The cataloged arrangement that it was made from, if it was.")
    arrangement: ArrangementKind | None = allows("Who pays whom.")
    path: list[PathStepInput] | None = allows("The stages of the arrangement over APM categories, in order.")
    streams: list[PaymentStreamInput] | None = allows("The ways in which money moves.")
    cadence: CadenceInput | None = allows("The rhythm of measurement, payment and meetings.")
    step: StepId | None = allows("The step of the framework that the parties are at.")
    terms: list[str] | None = allows("Terms of a library that the contract uses, each with its digest.")
    points: list[DeclaredPointInput] | None = allows("What is said of points to negotiate that no field answers.")
    jurisdictions: list[str] | None = allows("The states that it is about; else that of your organization.")
    populations: list[Population] | None = allows("Whose care it is about.")
    settings: list[Setting] | None = allows("Where.")
    services: list[str] | None = allows("What is done for members, in words.")
    products: list[str] | None = allows("The state's words for its products.")
    contract_types: list[str] | None = allows("The state's words for the type of contract.")
    contract_level: str | None = allows("The state's word for the level of the arrangement.")
    provider_types: list[str] | None = allows("Kinds of provider that are paid.")
    rating_period: PeriodInput | None = allows("The rating period.")
    targets_given_on: date | None = allows("The day on which the data behind the targets reached the other party.")


def summary_of(given: ContractInput) -> dict[str, Any]:
    """The plain form of a summary.

    Raises:
        AttributionGivenTwiceError: the attribution is given in words and as a rule.
    """
    content: dict[str, Any] = plain(given)
    rule = content.pop("attribution_rule", None)
    if rule is not None and "attribution" in content:
        raise AttributionGivenTwiceError("Give the attribution in words or as a rule (attributionRule), and not both.")
    return content if rule is None else {**content, "attribution": rule}
