"""The matrix as a picture: a heat map in SVG that is read on paper, in gray and by people who see colors otherwise.

Every cell prints its number, so that nothing hangs on the color alone. The scale runs from white to a dark blue in
even steps of lightness, which stays in order for every kind of color vision and in gray. Nothing in the file is a
script or a style that a strict browser would refuse.
"""

from fractions import Fraction
from typing import Final
from xml.etree import ElementTree as ET  # only written here, never read: no file of a stranger is parsed

from measures.errors import InvalidError
from registry.contracts.alignment.matrix import Matrix
from registry.contracts.alignment.portfolio import names
from registry.contracts.alignment.tables import percent

MOST_DRAWN: Final = 64
"""Beyond this many portfolios no number can be read on a printed page."""
SCALE: Final = ("#ffffff", "#eef4fa", "#d6e5f3", "#b4d0e8", "#8cb8dc", "#4379ad", "#2b6399", "#164f84", "#08345f")
"""From nothing shared to everything shared."""
INK: Final = "#1a1f26"
LIGHT: Final = "#ffffff"
DARK_FROM: Final = 5
"""The step from which on light figures have more contrast than dark ones: at least 4.5 to 1 on either side."""
CELL, GAP, LETTER = 46, 8, 7
TITLE_ROOM, LEGEND_ROOM, FOOT_ROOM = 44, 34, 30
LONGEST_NAME: Final = 44


class MatrixTooLargeError(InvalidError):
    """A picture of so many portfolios could not be read."""

    code = "MATRIX_TOO_LARGE"


def heat_map(made: Matrix, title: str = "Agreement of measures") -> str:
    """The matrix as an SVG document.

    Raises:
        MatrixTooLargeError: there are more portfolios than numbers fit on a page; the tables hold them all.
    """
    if len(made.portfolios) > MOST_DRAWN:
        raise MatrixTooLargeError(
            f"A picture shows at most {MOST_DRAWN} lists, and these are {len(made.portfolios)}; "
            "choose fewer, or take the CSV file, which holds them all."
        )
    short = names(made.portfolios)
    shown = [_shortened(short[each.key]) for each in made.portfolios]
    edge = max(map(len, shown)) * LETTER + GAP
    side = len(shown) * CELL
    width, height = max(edge + side + edge // 2, 480), TITLE_ROOM + edge + side + LEGEND_ROOM + FOOT_ROOM
    root = _root(width, height, title, made)
    _text(root, title, GAP, 26, size=18, weight="bold")
    top = TITLE_ROOM + edge
    for place, name in enumerate(shown):
        middle = place * CELL + CELL // 2
        _text(root, name, edge - GAP, top + middle + 4, anchor="end")
        upward = f"rotate(-60 {edge + middle} {top - GAP})"
        _text(root, name, edge + middle, top - GAP, turn=upward)
    for row in range(len(shown)):
        for column in range(len(shown)):
            _cell(root, made, row, column, edge + column * CELL, top + row * CELL)
    _legend(root, edge, top + side + GAP)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def step(share: Fraction) -> int:
    """The step of the scale for a share from 0 to 1: the first for nothing, the last for everything only."""
    if share >= 1:
        return len(SCALE) - 1
    return 0 if not share else 1 + int(share * (len(SCALE) - 2))


def _root(width: int, height: int, title: str, made: Matrix) -> ET.Element:
    said = {"role": "img", "aria-labelledby": "title description", "font-family": "Noto Sans, Arial, sans-serif"}
    size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **said, **size})
    ET.SubElement(root, "title", {"id": "title"}).text = title
    ET.SubElement(root, "desc", {"id": "description"}).text = _description(made)
    ET.SubElement(root, "rect", {"width": str(width), "height": str(height), "fill": LIGHT})
    return root


def _description(made: Matrix) -> str:
    """What the picture shows, in words: what it is, and the pairs that agree most and least."""
    short = names(made.portfolios)
    scored = [
        (found.agreement, short[made.portfolios[column].key], short[one.key])
        for row, one in enumerate(made.portfolios)
        for column in range(row)
        if (found := made.score(row, column)).agreement is not None
    ]
    about = (
        f"A table of {len(made.portfolios)} lists of measures, each set beside each. A cell holds, of all measures "
        "that either list names, the percentage that both name; darker is more."
    )
    if not scored:
        return about
    most = max(scored, key=lambda pair: pair[0] or 0)
    apart = sum(not pair[0] for pair in scored)
    return (
        f"{about} The two that agree most are {most[1]} and {most[2]}, with {percent(most[0])}. "
        f"{apart} of {len(scored)} pairs share nothing."
    )


def _cell(root: ET.Element, made: Matrix, row: int, column: int, x: int, y: int) -> None:
    share = made.score(row, column).agreement
    shade = 0 if share is None else step(share)
    group = ET.SubElement(root, "g")
    figure = percent(share)
    ET.SubElement(group, "title").text = f"{made.portfolios[row].title} and {made.portfolios[column].title}: {figure}"
    box = {"x": str(x), "y": str(y), "width": str(CELL), "height": str(CELL)}
    ET.SubElement(group, "rect", {**box, "fill": SCALE[shade], "stroke": "#7d8894"})
    ink = LIGHT if shade >= DARK_FROM else INK
    _text(group, figure.removesuffix("%"), x + CELL // 2, y + CELL // 2 + 5, anchor="middle", ink=ink, size=13)


def _legend(root: ET.Element, x: int, y: int) -> None:
    for place, color in enumerate(SCALE):
        box = {"x": str(x + place * 24), "y": str(y), "width": "24", "height": "12"}
        ET.SubElement(root, "rect", {**box, "fill": color, "stroke": "#7d8894"})
    _text(root, "0", x, y + 28, size=12)
    _text(root, "100%", x + len(SCALE) * 24, y + 28, size=12, anchor="end")
    _text(root, "Of all measures that either names, the percentage that both name.", x, y + 46, size=12)


def _text(
    parent: ET.Element,
    words: str,
    x: int,
    y: int,
    *,
    size: int = 12,
    anchor: str = "start",
    ink: str = INK,
    weight: str = "normal",
    turn: str | None = None,
) -> None:
    place = {"x": str(x), "y": str(y), "font-size": str(size), "text-anchor": anchor, "fill": ink}
    more = {"font-weight": weight} | ({"transform": turn} if turn else {})
    ET.SubElement(parent, "text", place | more).text = words


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
