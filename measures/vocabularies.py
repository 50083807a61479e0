"""The allowed values of measures, measure sets and sources: one enum per vocabulary, and nothing beside it.

Vocabularies of programs, arrangements, rules and terms stand beside the code that reads them.
"""

from enum import StrEnum
from typing import Final

ACRONYMS: Final = frozenset(
    {"hcbs", "idd", "mds", "evv", "ffs", "hie", "ltss", "mltss", "nf", "snf", "icf", "iid", "apm", "cms"}
)


def in_words(value: object) -> str:
    """A value of a vocabulary as words: `nf_residents` becomes "NF residents"."""
    return " ".join(word.upper() if word in ACRONYMS else word for word in str(value).split("_"))


class MeasureType(StrEnum):
    """What kind of result a measure shows."""

    STRUCTURE = "structure"
    PROCESS = "process"
    INTERMEDIATE_OUTCOME = "intermediate_outcome"
    OUTCOME = "outcome"
    PATIENT_REPORTED_OUTCOME = "patient_reported_outcome"
    EXPERIENCE_COMPOSITE = "experience_composite"
    EFFICIENCY = "efficiency"


class Requirement(StrEnum):
    """What a measure set asks for a measure. `member` belongs to the set and carries no duty to report."""

    MANDATORY = "mandatory"
    VOLUNTARY = "voluntary"
    REMOVED = "removed"
    UNKNOWN = "unknown"
    MEMBER = "member"


class Basis(StrEnum):
    """How it is known that a measure belongs to a set. `background` was seen in no source."""

    STATED = "stated"
    INFERRED = "inferred"
    BACKGROUND = "background"


class Direction(StrEnum):
    """Which way is better. `contextual` means that the right level varies."""

    HIGHER = "higher"
    LOWER = "lower"
    CONTEXTUAL = "contextual"
    NOT_STATED = "null"
    """The word null, for a measure whose steward states no direction."""


class DataSource(StrEnum):
    """Where the data of a measure come from."""

    SURVEY = "survey"
    CASE_MANAGEMENT_RECORD = "case_management_record"
    CLAIMS = "claims"
    MDS = "mds"
    EVV = "evv"
    STAFFING_DATA = "staffing_data"
    FUNCTIONAL_ASSESSMENT = "functional_assessment"
    PROVIDER_REPORT = "provider_report"
    STATE_SYSTEM = "state_system"
    HIE = "hie"
    CONTRACT_REPORT = "contract_report"
    FINANCIAL_REPORT = "financial_report"
    INTERVIEW = "interview"


class DeliverySystem(StrEnum):
    """The side of Medicaid that a measure covers."""

    FFS = "ffs"
    MANAGED_CARE = "managed_care"


class Setting(StrEnum):
    """Where care is given or, for plan and state, whose results are measured."""

    HCBS = "hcbs"
    OWN_HOME = "own_home"
    RESIDENTIAL_PROVIDER = "residential_provider"
    ASSISTED_LIVING = "assisted_living"
    NURSING_FACILITY = "nursing_facility"
    SKILLED_NURSING_FACILITY = "skilled_nursing_facility"
    ICF_IID = "icf_iid"
    DAY_EMPLOYMENT = "day_employment"
    PRIMARY_CARE = "primary_care"
    PLAN = "plan"
    STATE = "state"


class Population(StrEnum):
    """Whose care a measure is about."""

    LTSS_ALL = "ltss_all"
    HCBS_ADULTS = "hcbs_adults"
    OLDER_ADULTS = "older_adults"
    PHYSICAL_DISABILITY = "physical_disability"
    IDD = "idd"
    BRAIN_INJURY = "brain_injury"
    SERIOUS_MENTAL_ILLNESS = "serious_mental_illness"
    DUAL_ELIGIBLE = "dual_eligible"
    NF_RESIDENTS = "nf_residents"
    NF_LONG_STAY = "nf_long_stay"
    SNF_SHORT_STAY = "snf_short_stay"
    MLTSS_MEMBERS = "mltss_members"
    MEDICAID_ADULTS = "medicaid_adults"
    INCONTINENCE = "incontinence"
    DIRECT_CARE_WORKFORCE = "direct_care_workforce"
    WORKING_AGE_DISABILITY = "working_age_disability"
    ASSISTED_LIVING_RESIDENTS = "assisted_living_residents"
    CHILDREN_YOUTH = "children_youth"


class Domain(StrEnum):
    """The outcome domain that a measure or a definition of value speaks to."""

    COMMUNITY_INTEGRATION = "community_integration"
    CHOICE_CONTROL = "choice_control"
    PERSON_CENTERED_PLANNING = "person_centered_planning"
    HEALTH_SAFETY = "health_safety"
    ACCESS = "access"
    WORKFORCE = "workforce"
    INDEPENDENCE_FUNCTION = "independence_function"
    SOCIAL_CONNECTION = "social_connection"
    EMPLOYMENT = "employment"
    HOUSING = "housing"
    REBALANCING = "rebalancing"
    CLINICAL_OUTCOME = "clinical_outcome"
    UTILIZATION = "utilization"
    PREVENTION = "prevention"
    EXPERIENCE = "experience"
    RIGHTS_DIGNITY = "rights_dignity"
    CAREGIVER = "caregiver"
    EQUITY = "equity"
    COST_EFFICIENCY = "cost_efficiency"
    PROGRAM_INTEGRITY = "program_integrity"
    DATA_READINESS = "data_readiness"
    GOVERNANCE = "governance"


class WaiverAssurance(StrEnum):
    """Sub-assurances of 1915(c) waivers.

    AA is administrative authority, LOC level of care, SP service plan, QP qualified providers, HW health and welfare,
    FA financial accountability.
    """

    AA = "AA"
    LOC_A = "LOC-a"
    LOC_C = "LOC-c"
    SP_A = "SP-a"
    SP_C = "SP-c"
    SP_D = "SP-d"
    SP_E = "SP-e"
    QP_A = "QP-a"
    QP_B = "QP-b"
    QP_C = "QP-c"
    HW_A = "HW-a"
    HW_B = "HW-b"
    HW_C = "HW-c"
    HW_D = "HW-d"
    FA_A = "FA-a"
    FA_B = "FA-b"


class MeasureStatus(StrEnum):
    """Where a measure stands with its steward."""

    ACTIVE = "active"
    RETIRED = "retired"
    TESTING = "testing"
    STATE_SPECIFIC = "state_specific"
    ARRANGEMENT_SPECIFIC = "arrangement_specific"
    PROPOSED = "proposed"


class Verification(StrEnum):
    """How far a record was checked. `background` was seen in no source and has yet to be verified."""

    STORED_SOURCE = "stored_source"
    SECONDARY_SOURCE = "secondary_source"
    SEED_PAPER = "seed_paper"
    BACKGROUND = "background"


class Evidence(StrEnum):
    """How strong a source is: what of it was read."""

    STORED_PRIMARY = "stored_primary"
    STORED_EXCERPT = "stored_excerpt"
    STORED_SECONDARY = "stored_secondary"
    SEED_PAPER = "seed_paper"
    BACKGROUND = "background"


class SetStatus(StrEnum):
    """Where a version of a measure set stands with its steward. `proposed` is never shown as final."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    PROPOSED = "proposed"
    TESTING = "testing"


class AccountabilityLevel(StrEnum):
    """The level at which a measure was tested: whose results it can tell apart."""

    STATE = "state"
    PLAN = "plan"
    PROVIDER = "provider"
