"""Alignment: which measures sets, states and contracts share, and how nearly. Pure: everything is handed in."""

from registry.contracts.alignment import loading, packaged
from registry.contracts.alignment.book import HeldLabel, KnownMeasure, LabelStanding, MeasureBook
from registry.contracts.alignment.candidates import Candidate, Candidates
from registry.contracts.alignment.heat_map import heat_map
from registry.contracts.alignment.lineage import LineageStep, Variants
from registry.contracts.alignment.matrix import Matrix, Moment, NamedMeasure, Version, matrix, named_by_several
from registry.contracts.alignment.pairs import Alignment, Comparer, NearMatch, SharedMeasure, VersionMatch
from registry.contracts.alignment.portfolio import Portfolio, PortfolioItem, PortfolioKind
from registry.contracts.alignment.scores import HALF, Score, near_factor
from registry.contracts.alignment.tables import percent

__all__ = [
    "HALF",
    "Alignment",
    "Candidate",
    "Candidates",
    "Comparer",
    "HeldLabel",
    "KnownMeasure",
    "LabelStanding",
    "LineageStep",
    "Matrix",
    "MeasureBook",
    "Moment",
    "NamedMeasure",
    "NearMatch",
    "Portfolio",
    "PortfolioItem",
    "PortfolioKind",
    "Score",
    "SharedMeasure",
    "Variants",
    "Version",
    "VersionMatch",
    "heat_map",
    "loading",
    "matrix",
    "named_by_several",
    "near_factor",
    "packaged",
    "percent",
]
