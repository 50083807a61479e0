"""The words of pages, as filters for their templates."""

from collections.abc import Callable, Mapping
from typing import Final

from registry.exchange.words import (
    basis,
    day,
    event_words,
    in_words,
    listed,
    moment,
    place,
    sentence_case,
    verification_words,
)

__all__ = [
    "FILTERS",
    "basis",
    "day",
    "event_words",
    "in_words",
    "listed",
    "moment",
    "place",
    "sentence_case",
    "verification_words",
]

FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "in_words": in_words,
    "listed": listed,
    "sentence_case": sentence_case,
    "basis": basis,
    "event_words": event_words,
    "verification_words": verification_words,
    "place": place,
    "day": day,
    "moment": moment,
}
