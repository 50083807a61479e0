"""Results as bars: no script, no inline style, the numbers printed, and told apart without color."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from markupsafe import Markup

PATTERNS: Final = (
    Markup(""),
    Markup('<path d="M0 8 8 0M-2 2 2 -2M6 10 10 6"/>'),
    Markup('<circle cx="4" cy="4" r="1.6"/>'),
    Markup('<path d="M0 4H8"/>'),
    Markup('<path d="M0 0 8 8M0 8 8 0"/>'),
)
"""What is drawn into a bar, so that bars stay apart in print and without color; the sixth begins again."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. Without a share its number is hidden, and nothing is drawn that could give it away."""

    label: str
    share: Fraction | None
    number: str
    """What is printed beside the label: a number with its words, or why there is none."""


def bar_chart(chart_id: str, title: str, bars: Sequence[Bar]) -> Markup:
    """A figure: each row's label and number as text, and its bar beneath them, drawn as SVG.

    All that the bars say stands in the text, so that they are left out of what a screen reader says; and text, unlike
    an image of it, wraps and grows. `chart_id` is unique on its page. A share goes from 0 to 1 and is drawn against
    the whole width, so that the bars of two charts can be compared.

    Raises:
        ValueError: a share lies outside 0 to 1.
    """
    rows = Markup("").join(_row(chart_id, place, bar) for place, bar in enumerate(bars))
    return Markup('<figure class="chart"><figcaption>{title}</figcaption><ul>{rows}</ul></figure>').format(
        title=title, rows=rows
    )


def _row(chart_id: str, place: int, bar: Bar) -> Markup:
    drawn = Markup("") if bar.share is None else _drawn(f"{chart_id}-{place}", place % len(PATTERNS), bar.share)
    return Markup(
        '<li><span class="chart-label">{label}:</span> <span class="chart-number">{number}</span>{bar}</li>'
    ).format(label=bar.label, number=bar.number, bar=drawn)


def _drawn(bar_id: str, pattern: int, share: Fraction) -> Markup:
    if not 0 <= share <= 1:
        raise ValueError(share)
    return Markup(
        '<svg class="chart-bar chart-bar-{pattern}" aria-hidden="true" focusable="false" width="100%" height="24">'
        '<defs><pattern id="{id}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect width="8" height="8"/>{strokes}</pattern></defs>'
        '<rect class="whole" width="100%" height="24"/>'
        '<rect class="part" width="{width}%" height="24" fill="url(#{id})"/></svg>'
    ).format(pattern=pattern, id=bar_id, strokes=PATTERNS[pattern], width=_tenths(share))


def _tenths(share: Fraction) -> str:
    """A share in percent, to a tenth: what is drawn may be rounded, what is printed is not."""
    tenths = round(share * 1000)
    return f"{tenths // 10}.{tenths % 10}"
