"""What a client would rather have: a page for a browser, JSON for everybody else (RFC 9110 §12.5.1)."""

from typing import Final

HTML: Final = ("text/html", "text/*", "*/*")
JSON: Final = ("application/json", "application/*", "*/*")


def prefers_html(accept: str) -> bool:
    """Whether an Accept header ranks text/html above JSON. One that cannot be read, or none, does not."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        weights.setdefault(media, _weight(parameters))
    return _best(weights, HTML) > _best(weights, JSON)


def _best(weights: dict[str, float], ranges: tuple[str, ...]) -> float:
    """The weight of the most specific range that stands in the header."""
    return next((weights[media] for media in ranges if media in weights), 0.0)


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                weight = float(parameter[2:])
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0  # also for nan, which is not between anything
    return 1.0
