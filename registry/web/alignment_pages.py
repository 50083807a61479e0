"""The page on which lists of measures are set beside each other, and the same as a table and as a picture.

GET /alignment?of=…&of=…          two lists measure by measure, more as a matrix
GET /alignment.csv?of=…&table=…   the matrix, each pair, or who names which measure, for a spreadsheet
GET /alignment.svg?of=…           the matrix as a picture

Everything here is public: published sets, stewards' sets, state programs and public cases. No contract is found.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from litestar import Request, Response, get

from governance.members import PUBLIC
from measures.validation import InvalidFieldError
from registry.aligning import Aligned, TooManyPortfoliosError, align, named_sets
from registry.contracts.alignment import Portfolio, PortfolioKind, Score, heat_map, near_factor, packaged, percent
from registry.contracts.alignment.heat_map import MOST_DRAWN, step
from registry.contracts.alignment.packaged import Group
from registry.contracts.alignment.portfolio import names
from registry.contracts.alignment.tables import Row, matrix_rows, measure_rows, pair_rows
from registry.exchange.comma_separated import comma_separated
from registry.web import templating

FRESH: Final = {"Cache-Control": "no-cache"}
NEAR: Final = "1/2"
NEAR_CHOICES: Final = {"0": "not at all", "1/4": "a quarter", "1/2": "half", "3/4": "three quarters", "1": "fully"}
LONGEST: Final = 400
MOST_ON_A_PAGE: Final = 100
PAIR: Final = 2

Asked = Request[Any, Any, Any]

TABLES: Final[Mapping[str, Callable[[Aligned], Iterable[Row]]]] = {
    "matrix": lambda found: matrix_rows(found.matrix),
    "pairs": lambda found: pair_rows(found.matrix),
    "measures": lambda found: measure_rows(found.portfolios, found.book),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the matrix: what is printed, how dark it is, and where both lists are set side by side."""

    shown: str
    shade: int
    address: str | None
    between: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix."""

    portfolio: Portfolio
    name: str
    address: str | None
    cells: tuple[Cell, ...]


@get("/alignment")
async def alignment(request: Asked) -> Response[bytes]:
    """The lists that were chosen, and the form to choose others."""
    chosen, near = _chosen(request)
    found = await align(PUBLIC, chosen, near_factor(near)) if len(chosen) >= PAIR else None
    values: dict[str, object] = {
        "groups": await _groups(),
        "chosen": chosen,
        "near": near,
        "near_choices": NEAR_CHOICES,
        "asked": urlencode([("of", each) for each in chosen] + [("near", near)]),
        "found": found,
        "names": names(found.portfolios) if found else {},
        "lines": _lines(found) if found else (),
        "pair": found.pair(0, 1) if found and len(chosen) == PAIR else None,
        "is_drawn": found is not None and len(found.portfolios) <= MOST_DRAWN,
        "percent": percent,
    }
    page = templating.render(request, "alignment.html", **values)
    return Response(page, media_type=templating.HTML, headers=FRESH)


@get("/alignment.csv")
async def table(request: Asked) -> Response[bytes]:
    """A table of the lists that were chosen."""
    chosen, near = _chosen(request)
    which = _query(request).get("table", ["matrix"])[0]
    if which not in TABLES:
        raise InvalidFieldError(f"There is no table {which[:40]!r}; ask for {', '.join(TABLES)}.")
    found = await align(PUBLIC, chosen, near_factor(near))
    headers = {**FRESH, "Content-Disposition": f'attachment; filename="alignment-{which}.csv"'}
    return Response(comma_separated(TABLES[which](found)), media_type="text/csv", headers=headers)


@get("/alignment.svg")
async def picture(request: Asked) -> Response[bytes]:
    """The matrix of the lists that were chosen, as a picture."""
    chosen, near = _chosen(request)
    found = await align(PUBLIC, chosen, near_factor(near))
    return Response(heat_map(found.matrix).encode(), media_type="image/svg+xml", headers=FRESH)


def _query(request: Asked) -> dict[str, list[str]]:
    return parse_qs(request.scope["query_string"].decode("latin-1"))


def _chosen(request: Asked) -> tuple[list[str], str]:
    """The lists that were asked for, each once, and how far a near-match counts.

    Raises:
        TooManyPortfoliosError: more than anybody could read, and long enough to keep others waiting.
    """
    query = _query(request)
    chosen = [each for each in dict.fromkeys(each[:LONGEST].strip() for each in query.get("of", [])) if each]
    if len(chosen) > MOST_ON_A_PAGE:
        raise TooManyPortfoliosError(
            f"A page sets at most {MOST_ON_A_PAGE} lists beside each other, and these are {len(chosen)}; the command "
            "line takes more."
        )
    return chosen, query.get("near", [NEAR])[0]


async def _groups() -> list[tuple[str, list[Portfolio]]]:
    """What can be chosen, under headings."""
    sets = await named_sets()
    return [
        ("Priority sets", [each for each in sets if each.kind is PortfolioKind.PRIORITY_SET]),
        ("State programs", packaged.group(Group.PROGRAMS)),
        ("Measure sets", [each for each in sets if each.kind is PortfolioKind.MEASURE_SET]),
        ("Public cases", packaged.group(Group.ARRANGEMENTS)),
    ]


def _lines(found: Aligned) -> list[Line]:
    short = names(found.portfolios)
    places = range(len(found.portfolios))
    return [
        Line(one, short[one.key], address_of(one), tuple(_cell(found, short, row, column) for column in places))
        for row, one in enumerate(found.portfolios)
    ]


def _cell(found: Aligned, short: Mapping[str, str], row: int, column: int) -> Cell:
    one, other = found.portfolios[row], found.portfolios[column]
    score: Score = found.matrix.score(row, column)
    share = score.agreement or Fraction(0)
    is_pair = row != column and bool(share) and len(found.portfolios) > PAIR
    factor = str(found.matrix.near_factor)
    address = f"/alignment?{urlencode([('of', one.key), ('of', other.key), ('near', factor)])}" if is_pair else None
    between = f"{short[one.key]} and {short[other.key]}: {percent(score.agreement)}"
    return Cell(percent(score.agreement).removesuffix("%"), step(share), address, between)


def address_of(portfolio: Portfolio) -> str | None:
    """Where a list can be read; nowhere for a program, which has no page of its own."""
    match portfolio.kind:
        case PortfolioKind.PRIORITY_SET | PortfolioKind.MEASURE_SET:
            return f"/{portfolio.key}/page"
        case PortfolioKind.ARRANGEMENT:
            return f"/cases/{portfolio.key.removeprefix(packaged.ARRANGEMENT)}"
        case _:
            return None


handlers: Final = [alignment, table, picture]
