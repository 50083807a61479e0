"""Conformance: what a rule set says about one contract summary on one day. Pure: values in, a report out.

`check` asks the questions in the order of docs/catalog.md, "Rule sets"; docs/conformance.md tells it in plain words.
"""

from registry.contracts.conformance.checking import OtherSubjectError, check, check_subject
from registry.contracts.conformance.declarations import AmbiguousFactError, FactsFile, UnknownFactError
from registry.contracts.conformance.facts import (
    CitedRuleSet,
    ContractFacts,
    LabelFact,
    OtherDocumentError,
    PinnedSet,
    RecordedWaiver,
    RuleSetStanding,
    Waiver,
)
from registry.contracts.conformance.report import Finding, Report, SetEvent, Shown
from registry.contracts.conformance.verdicts import Verdict

__all__ = [
    "AmbiguousFactError",
    "CitedRuleSet",
    "ContractFacts",
    "FactsFile",
    "Finding",
    "LabelFact",
    "OtherDocumentError",
    "OtherSubjectError",
    "PinnedSet",
    "RecordedWaiver",
    "Report",
    "RuleSetStanding",
    "SetEvent",
    "Shown",
    "UnknownFactError",
    "Verdict",
    "Waiver",
    "check",
    "check_subject",
]
