"""Burden: what several contracts ask for together, and what the state's set would save. Pure."""

from registry.contracts.burden.adoption import ContractAdoption, WhatIf
from registry.contracts.burden.churn import YearChange
from registry.contracts.burden.duplicates import Duplicate, VariantSplit, VersionSplit
from registry.contracts.burden.effort import EffortTable, SourceLoad, judged, read_effort
from registry.contracts.burden.periods import PeriodClash, WantedPeriod
from registry.contracts.burden.report import Burden, ContractLoad, NoContractsError, weigh_burden
from registry.contracts.burden.shares import LabelCount, LabelShares

__all__ = [
    "Burden",
    "ContractAdoption",
    "ContractLoad",
    "Duplicate",
    "EffortTable",
    "LabelCount",
    "LabelShares",
    "NoContractsError",
    "PeriodClash",
    "SourceLoad",
    "VariantSplit",
    "VersionSplit",
    "WantedPeriod",
    "WhatIf",
    "YearChange",
    "judged",
    "read_effort",
    "weigh_burden",
]
