"""Alignment in words and tables for people, and as plain data for programs."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

from registry.cli.printing import count, fields, table, words
from registry.contracts.alignment import Alignment, Matrix, MeasureBook, NearMatch, Portfolio, Score, percent
from registry.contracts.alignment.matrix import named_by_several, over_time, versions
from registry.contracts.alignment.portfolio import names

NOT_REVIEWED: Final = "Candidates: they look alike, nobody reviewed them, and they count for nothing"
SHOWN: Final = 25
"""Measures named by several lists that are printed; the file of --measures holds all."""


def pair_text(pair: Alignment, book: MeasureBook) -> str:
    """Two lists, measure by measure."""
    here, there = names([pair.here, pair.there]).values()
    parts = [
        fields([("here", _list(pair.here)), ("there", _list(pair.there)), *_scores(pair)]),
        *_cautions([pair.here, pair.there]),
        _part(
            "Both name",
            ("measure", "title", f"in {here}", f"in {there}", "version"),
            [(s.measure, s.title, words(s.here.role), words(s.there.role), words(s.versions)) for s in pair.shared],
        ),
        *([_near(pair.near)] if pair.near else []),
        *(
            [_part(NOT_REVIEWED, ("here", "there", "signs"), [(c.one, c.other, "; ".join(c.signs)) for c in looks])]
            if (looks := pair.candidates)
            else []
        ),
        _part(f"Only in {here}", ("measure", "title"), [(each, book.title(each)) for each in pair.only_here]),
        _part(f"Only in {there}", ("measure", "title"), [(each, book.title(each)) for each in pair.only_there]),
    ]
    return "\n\n".join(parts)


def many_text(made: Matrix, book: MeasureBook) -> str:
    """Three lists or more: the matrix, what most of them name, and how that moved."""
    short = names(made.portfolios)
    numbers = [str(place + 1) for place in range(len(made.portfolios))]
    rows = [
        (numbers[row], short[each.key], len(each.items), *_row(made, row)) for row, each in enumerate(made.portfolios)
    ]
    common = named_by_several(made.portfolios, book)
    shown = [(each.measure, each.title, len(each.named_by)) for each in common[:SHOWN]]
    left = f"; the first {SHOWN} of {len(common)}" if len(common) > SHOWN else ""
    parts = [
        "Of all measures that either of two lists names, the percentage that both name.\n"
        + table(("", "list", "measures", *numbers), rows),
        *_cautions(made.portfolios),
        _part(f"Named by several{left}", ("measure", "title", "lists"), shown),
    ]
    if steps := versions(made.portfolios):
        told = [
            (each.after.key, each.before.key, percent(each.agreement), len(each.added), len(each.dropped))
            for each in steps
        ]
        parts.append(_part("From version to version", ("version", "before", "agreement", "added", "dropped"), told))
    if moments := over_time(made):
        seen = [(each.on, len(each.in_force), percent(each.mean)) for each in moments]
        parts.append(_part("Mean agreement over time", ("from", "in force", "agreement"), seen))
    return "\n\n".join(parts)


def pair_data(pair: Alignment) -> dict[str, Any]:
    """Two lists for programs. Shares are exact fractions as text."""
    return {
        "here": portfolio_data(pair.here),
        "there": portfolio_data(pair.there),
        **score_data(pair.score),
        "both": [
            {
                "measure": each.measure,
                "role_here": each.here.role,
                "role_there": each.there.role,
                "versions": each.versions.value,
                "weight_here": str(each.weight_here),
                "weight_there": str(each.weight_there),
            }
            for each in pair.shared
        ],
        "near_matches": [near_data(each) for each in pair.near],
        "candidates": [
            {"here": each.one, "there": each.other, "signs": list(each.signs), "reviewed": False}
            for each in pair.candidates
        ],
        "only_here": list(pair.only_here),
        "only_there": list(pair.only_there),
    }


def many_data(made: Matrix, book: MeasureBook) -> dict[str, Any]:
    """The matrix for programs: each pair once."""
    return {
        "lists": [portfolio_data(each) for each in made.portfolios],
        "pairs": [
            {"here": made.portfolios[column].key, "there": one.key, **score_data(made.score(row, column))}
            for row, one in enumerate(made.portfolios)
            for column in range(row)
        ],
        "named_by_several": [
            {"measure": each.measure, "title": each.title, "lists": [held.key for held in each.named_by]}
            for each in named_by_several(made.portfolios, book)
        ],
        "versions": [
            {
                "version": each.after.key,
                "before": each.before.key,
                "agreement": _exact(each.agreement),
                "added": list(each.added),
                "dropped": list(each.dropped),
            }
            for each in versions(made.portfolios)
        ],
        "over_time": [
            {"from": each.on.isoformat(), "in_force": list(each.in_force), "agreement": _exact(each.mean)}
            for each in over_time(made)
        ],
    }


def portfolio_data(held: Portfolio) -> dict[str, Any]:
    """A list without its measures."""
    return {
        "name": held.key,
        "title": held.title,
        "kind": held.kind.value,
        "measures": len(held.items),
        "standing": held.standing,
        "cautions": list(held.cautions),
    }


def score_data(found: Score) -> dict[str, Any]:
    """The scores of a pair, exact."""
    return {
        "shared": found.shared,
        "named": found.named,
        "agreement": _exact(found.agreement),
        "weighted_agreement": _exact(found.weighted),
        "near": found.near,
        "near_factor": str(found.near_factor),
        "agreement_with_near_matches": _exact(found.with_near),
    }


def near_data(match: NearMatch) -> dict[str, Any]:
    """A near-match with every step of its lineage."""
    return {
        "here": match.here,
        "there": match.there,
        "comparable": match.comparable,
        "trendable": match.trendable,
        "steps": [
            {"variant": step.variant, "parent": step.parent, "changes": list(step.changes), "source": step.source}
            for step in match.steps
        ],
    }


def told(verdict: bool | None) -> str:
    """A verdict in words: what no source states is not guessed."""
    return "not stated" if verdict is None else "yes" if verdict else "no"


def near_rows(matches: Iterable[NearMatch]) -> list[tuple[str, ...]]:
    """Near-matches as rows: both measures, what was changed on the way, whether results are comparable, who says so."""
    return [
        (
            each.here,
            each.there,
            "; ".join(f"{step.variant} from {step.parent}: {', '.join(step.changes)}" for step in each.steps),
            told(each.comparable),
            told(each.trendable),
            ", ".join(dict.fromkeys(step.source for step in each.steps)),
        )
        for each in matches
    ]


def _near(matches: Iterable[NearMatch]) -> str:
    columns = ("here", "there", "changed", "comparable", "trendable", "source")
    return _part("Near by a stated lineage", columns, near_rows(matches))


def _scores(pair: Alignment) -> list[tuple[str, object]]:
    found = pair.score
    near = f"{percent(found.with_near)} ({count(found.near, 'near-match', 'near-matches')} at {found.near_factor})"
    weighted = [
        percent(found.weighted),
        *(f"{each.key} states no weights: its measures weigh the same" for each in unweighted(pair)),
    ]
    return [
        ("agreement", f"{percent(found.agreement)}: both name {found.shared} of {found.named}"),
        ("by weight", "\n".join(weighted)),
        ("with near-matches", near),
    ]


def unweighted(pair: Alignment) -> list[Portfolio]:
    """Those of two lists whose sources state no weights."""
    return [each for each in (pair.here, pair.there) if not each.states_weights]


def _row(made: Matrix, row: int) -> list[str]:
    return [percent(made.score(row, column).agreement).removesuffix("%") for column in range(len(made.portfolios))]


def _cautions(held: Iterable[Portfolio]) -> list[str]:
    said = [f"{each.key}: {caution}" for each in held for caution in each.cautions]
    return ["Note\n" + "\n".join(said)] if said else []


def _list(held: Portfolio) -> str:
    return f"{held.title}\n{held.key}, {count(len(held.items), 'measure')}"


def _part(heading: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    return f"{heading}\n{table(columns, rows, 'None.')}"


def _exact(share: Fraction | None) -> str | None:
    return None if share is None else str(share)
