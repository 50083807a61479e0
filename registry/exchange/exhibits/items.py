"""The items of a record as CSV for a spreadsheet: UTF-8 with its mark, CRLF, one header, one row for each item.

A spreadsheet must neither run a cell nor make a date of it. A cell that would be run, or read as a date, a fraction or
a number other than was written, begins with an apostrophe; a weight stands as two whole numbers instead.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Final

from governance.definitions import DefinitionOfValue
from governance.priority_sets import PrioritySet, SetItem
from measures.documents import fraction
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from measures.references import Reference
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.terms import TermDocument
from registry.exchange.exhibits.facts import ExhibitFacts
from registry.exchange.exhibits.titles import title_of
from registry.exchange.spreadsheets import neutral

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel on Windows reads UTF-8 as if it were an old code page."""
_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_GUESSED = re.compile(r"[0-9][0-9.,:/ -]*(?:[eE][0-9]+)?%?")

Row = Mapping[str, str | int | None]


def items_csv(facts: ExhibitFacts) -> bytes:
    """The table. Every record has one; of a measure or a term it has one row."""
    rows = list(_rows(facts))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def cell(value: str | int | None) -> str:
    """A value as it stands in the file: what a spreadsheet would run, or read as something else, is marked as text."""
    if value is None or isinstance(value, int):
        return "" if value is None else str(value)
    on_one_line = " ".join(value.split("\n"))
    guessed = _GUESSED.fullmatch(on_one_line.strip()) is not None and _PLAIN_NUMBER.fullmatch(on_one_line) is None
    return f"'{on_one_line}" if guessed else neutral(on_one_line)


def _rows(facts: ExhibitFacts) -> Iterator[Row]:
    match facts.subject.document:
        case PrioritySet(items=items) if items:
            for number, item in enumerate(items, 1):
                yield {"item": number, **_item(facts, item)}
        case DefinitionOfValue() as document:
            for number, outcome in enumerate(document.outcomes, 1):
                yield {
                    "item": number,
                    "outcome": outcome.id,
                    "statement": outcome.statement,
                    "domain": outcome.domain,
                    "candidate_measures": " ".join(outcome.candidate_measures),
                    "open_gap": "yes" if outcome.is_gap else "no",
                }
        case RuleSetDocument() as document:
            for number, rule in enumerate(document.rules, 1):
                yield {
                    "item": number,
                    "rule": rule.id,
                    "kind": rule.kind,
                    "statement": rule.statement,
                    "effect": rule.effect,
                    "evaluation": rule.evaluation,
                    "basis": rule.basis,
                    "source": rule.source,
                    "locator": rule.locator,
                }
        case other:
            yield {
                "reference": other.reference.versioned,
                "digest": facts.subject.reference.digest,
                "title": title_of(other),
                **_single(facts),
            }


def _item(facts: ExhibitFacts, item: SetItem) -> Row:
    measure = Reference.parse(item.measure)
    version = facts.version(item.measure)
    weight = None if item.weight is None else fraction(item.weight)
    return {
        "measure": measure.versioned,
        "digest": measure.digest,
        "title": item.title,
        "role": item.role,
        "tier": item.tier,
        "weight_numerator": None if weight is None else weight.numerator,
        "weight_denominator": None if weight is None else weight.denominator,
        "target": item.target,
        "benchmark": item.benchmark,
        "label": item.label.label,
        "label_basis": item.label.basis,
        "label_decision": item.label.decision,
        "area": item.area,
        "phase_path": "; ".join(
            " ".join(str(part) for part in (step.starts, step.role, step.category, step.replaced_by) if part)
            for step in item.phase_path
        ),
        "stratification": "; ".join(item.stratification),
        "note": item.note,
        "verification": version.verification if version else None,
        "upstream": item.upstream.state if item.upstream else None,
    }


def _single(facts: ExhibitFacts) -> Row:
    match facts.subject.document:
        case MeasureSpecification() as document:
            return {
                "steward": document.steward,
                "numerator": document.numerator,
                "denominator": document.denominator,
                "exclusions": document.exclusions,
                "verification": facts.subject.verification,
            }
        case TermDocument() as document:
            return {"statement": document.statement}
        case MeasureSetDocument() as document:
            return {"steward": document.steward, "upstream_version": document.upstream_version}
        case _:
            return {}
