"""The vocabularies of the domain as GraphQL enums: registered once, used as they are.

Clients see the names of the members (`CATEGORY_2A`), resolvers the members themselves. Import this module before a
type names one of them.
"""

import inspect
from enum import Enum
from typing import Final

import strawberry

from governance.advance import UpstreamState
from governance.appeals import Grounds
from governance.ballots import Channel
from governance.deliveries import DeliveryState, Way
from governance.disclosure import Hidden
from governance.label_decisions import LabelBasis
from governance.members import Constituency
from governance.notices import Topic
from governance.phases import ItemRole
from governance.programs import ProgramKind
from governance.proposals import Disposition, Stage
from governance.publication import EventKind
from governance.rules import Basis as VotingRuleBasis
from governance.rules import Choice, Outcome
from governance.rules.group_consensus import Verdict as ConsensusVerdict
from governance.rules.rating import Classification
from governance.standing import StandingState
from governance.votes import SubjectKind, VoteStage
from governance.warnings import WarningCode
from measures.apm import ApmBasis, ApmCategory
from measures.comparison import Aspect, Bump, Comparability
from measures.labels import MeasureLabel
from measures.references import Kind
from measures.uses import MeasureRole
from measures.vocabularies import (
    AccountabilityLevel,
    Basis,
    DataSource,
    DeliverySystem,
    Direction,
    Domain,
    Evidence,
    MeasureStatus,
    MeasureType,
    Population,
    Requirement,
    SetStatus,
    Setting,
    Verification,
    WaiverAssurance,
)
from registry.contracts.alignment import LabelStanding, PortfolioKind, VersionMatch
from registry.contracts.case_fields import CaseBasis
from registry.contracts.clauses import AdoptionMoment
from registry.contracts.conformance import Verdict
from registry.contracts.framework_steps import Party, StepId, StepPhase
from registry.contracts.plans import ReadinessArea
from registry.contracts.renewal import RenewalKind
from registry.contracts.rule_words import (
    RuleAuthorityKind,
    RuleBasis,
    RuleClock,
    RuleEffect,
    RuleEvaluation,
    RuleLevel,
    RuleReach,
    RuleSetStatus,
)
from registry.contracts.steps import Standing
from registry.contracts.terms import TermKind
from registry.contracts.wording import (
    ArrangementKind,
    AttributionTiming,
    OverlapTreatment,
    PointState,
    Rhythm,
    StreamKind,
)
from registry.exchange.calendars import EntryKind
from registry.voting import Entered

NAMES: Final[dict[type[Enum], str]] = {
    Aspect: "ChangeAspect",
    Basis: "MembershipBasis",
    Bump: "VersionBump",
    Channel: "BallotChannel",
    Classification: "RatingClassification",
    ConsensusVerdict: "ConsensusVerdict",
    Entered: "BallotEntryState",
    Grounds: "AppealGrounds",
    Hidden: "HiddenFigure",
    WarningCode: "OpeningWarningCode",
    Kind: "DocumentKind",
    Stage: "ProposalStage",
    VotingRuleBasis: "VotingRuleBasis",
    MeasureType: "MeasureTypeOfResult",
    Rhythm: "Rhythm",
    ItemRole: "ItemRole",
    MeasureRole: "MeasureUseRole",
    Requirement: "SetRequirement",
    Evidence: "SourceEvidence",
    RuleBasis: "ConformanceRuleBasis",
    RuleEffect: "ConformanceRuleEffect",
    RuleEvaluation: "ConformanceRuleEvaluation",
    RuleLevel: "ConformanceRuleLevel",
    SubjectKind: "VoteSubjectKind",
    EntryKind: "ComingChangeKind",
    Topic: "NoticeTopic",
    Way: "DeliveryWay",
    Standing: "StepNeedStanding",
}
"""Names that say more where the Python name says it by its module."""

ENUMS: Final[tuple[type[Enum], ...]] = (
    AccountabilityLevel, AdoptionMoment, ApmBasis, ApmCategory, ArrangementKind, Aspect, Basis, Bump, Channel, Choice,
    Classification, Comparability,
    ConsensusVerdict, Constituency, DataSource, DeliverySystem, Direction, Disposition, Domain, Entered, EventKind,
    Evidence, Grounds, Hidden, ItemRole, Kind, LabelBasis, MeasureLabel,
    MeasureRole, MeasureStatus, MeasureType, Outcome, Party, Population, ProgramKind, Requirement, Rhythm,
    RuleAuthorityKind, RuleBasis, RuleClock, RuleEffect, RuleEvaluation, RuleLevel, RuleReach, RuleSetStatus,
    SetStatus, Setting, Stage, StandingState, StepId, StepPhase, SubjectKind, TermKind, UpstreamState, Verdict,
    Verification, VoteStage, VotingRuleBasis, WaiverAssurance, WarningCode,
    AttributionTiming, CaseBasis, OverlapTreatment, PointState, ReadinessArea, Standing, StreamKind,
    LabelStanding, PortfolioKind, VersionMatch,
    DeliveryState, EntryKind, RenewalKind, Topic, Way,
)  # fmt: skip

for _enum in ENUMS:
    _said = (inspect.getdoc(_enum) or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")
    strawberry.enum(_enum, name=NAMES.get(_enum, _enum.__name__), description=_said)
