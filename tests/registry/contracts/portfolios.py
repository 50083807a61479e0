"""Builders of portfolios and of what is known of their measures; a test states only what matters to it."""

from fractions import Fraction

from governance.phases import PhaseStep
from governance.priority_sets import Period
from measures.labels import MeasureLabel
from measures.measure import Identifiers, Lineage
from measures.vocabularies import DataSource
from registry.contracts.alignment import (
    HeldLabel,
    KnownMeasure,
    LabelStanding,
    MeasureBook,
    Portfolio,
    PortfolioItem,
    PortfolioKind,
)


def a_period(starts, ends):
    return Period.model_validate({"from": starts, "to": ends})


YEAR = a_period("2027-01-01", "2027-12-31")


def an_item(measure, weight=None, **more):
    """An item, its path written as (day, role, replaced by)."""
    path = tuple(
        PhaseStep.model_validate({"from": day, "role": role, "replaced_by": successor})
        for day, role, successor in more.pop("path", ())
    )
    said = {"role": "performance", "version": "1.0.0", "period": YEAR, **more}
    return PortfolioItem(measure, weight=None if weight is None else Fraction(weight), path=path, **said)


def a_portfolio(key, *items, kind=PortfolioKind.PRIORITY_SET, **more):
    """A portfolio of items, or of names of measures."""
    held = tuple(an_item(each) if isinstance(each, str) else each for each in items)
    return Portfolio(key, more.pop("title", key), kind, more.pop("jurisdictions", ()), held, **more)


def a_contract(key, *items, **more):
    return a_portfolio(key, *items, kind=PortfolioKind.CONTRACT, **more)


def a_measure(name, **more):
    said = {
        "version": "1.0.0",
        "title": name,
        "family": name.split("/")[0],
        "steward": "a steward",
        "identifiers": Identifiers(**more.pop("identifiers", {})),
        "data_sources": (DataSource.CLAIMS,),
        "label": HeldLabel(MeasureLabel.QUALITY, LabelStanding.PROPOSED),
        **more,
    }
    return KnownMeasure(name=name, **said)


def a_lineage(parent, *changes, **more):
    """A lineage as a source states it."""
    return Lineage(modified_from=parent, changes=changes or ("changed",), source="a-source", **more)


def a_book(*measures):
    """A book of measures; those given by name are like any other."""
    return MeasureBook.of(a_measure(each) if isinstance(each, str) else each for each in measures)


NO_BOOK = a_book()
