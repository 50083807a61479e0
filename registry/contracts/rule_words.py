"""The words of rule sets: the values that their fields may hold."""

from enum import StrEnum


class RuleLevel(StrEnum):
    """Whom a rule binds."""

    CONTRACT = "contract"
    PLAN = "plan"
    STATE = "state"
    BODY = "body"
    FACILITY = "facility"
    MEASURE_SET = "measure_set"


class RuleEffect(StrEnum):
    """What a rule does.

    Required and recommended rules are checks; a target is a goal of a plan or state; a warning never fails; a
    definition or information is only shown.
    """

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    TARGET = "target"
    WARNING = "warning"
    DEFINITION = "definition"
    INFORMATION = "information"


class RuleEvaluation(StrEnum):
    """What it takes to evaluate a rule."""

    CONTRACT_FIELDS = "contract_fields"
    ATTESTATION = "attestation"
    EXTERNAL_DATA = "external_data"
    NOT_EVALUABLE = "not_evaluable"


class RuleBasis(StrEnum):
    """Where a rule was read: in the state's or CMS's own text, with others, or nowhere; or it is our own design."""

    STATED = "stated"
    SECONDARY = "secondary"
    BACKGROUND = "background"
    DESIGN = "design"


class RuleSetStatus(StrEnum):
    """Whether a rule set binds today. `proposed` is a bill; `unknown`: nothing that was read says."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"


class RuleClock(StrEnum):
    """Which date of a contract decides whether a rule set binds it."""

    SIGNATURE = "signature"
    MEASUREMENT_PERIOD_START = "measurement_period_start"
    RATING_PERIOD = "rating_period"
    AS_OF = "as_of"


class RuleAuthorityKind(StrEnum):
    """What kind of text a rule set stands in."""

    STATUTE = "statute"
    REGULATION = "regulation"
    STATE_PLAN = "state_plan"
    CONTRACT = "contract"
    ROADMAP = "roadmap"
    GUIDANCE = "guidance"
    MEASURE_SET = "measure_set"
    METHODOLOGY = "methodology"
    PROGRAM = "program"
    POLICY = "policy"
    PRESENTATION = "presentation"
    BILL = "bill"
    REGISTRY_DEFAULT = "registry_default"


class RuleReach(StrEnum):
    """How far a rule set reaches long-term services and supports."""

    DIRECT = "direct"
    ADJACENT = "adjacent"
    VOLUNTARY = "voluntary"
    NONE = "none"
    EXCLUDED = "excluded"
    NONE_WHILE_SUSPENDED = "none_while_suspended"
