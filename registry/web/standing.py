"""How a published version stands, read off its events; the version itself never changes."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from governance.publication import DocumentEvent, EventKind
from governance.standing import standing_on
from registry.web.words import day, in_words, sentence_case

IN_FORCE: Final = "published"


def standing(events: Iterable[DocumentEvent]) -> str | None:
    """What somebody who reads this version must know first, as a sentence; nothing if nothing weighs on it.

    A withdrawal outweighs a suspension, and a suspension outweighs a newer version. The day is said rather than
    compared with today, since an event may be recorded before it takes effect.
    """
    found = standing_on(events, date.max)
    return None if found.since is None else f"{sentence_case(in_words(found.state))}, from {day(found.since)}."


def also(events: Iterable[DocumentEvent]) -> list[str]:
    """What else weighs on a version: measures whose results do not count, and a period that was cut short."""
    said = []
    for event in events:
        if event.kind is EventKind.MEASURE_SUPPRESSED:
            said.append(f"{event.measure or 'This measure'} is suppressed, from {day(event.effective_on)}.")
        elif event.kind is EventKind.PERIOD_TRUNCATED and event.ends is not None:
            said.append(f"The measurement period is cut short: it ends on {day(event.ends)}.")
    return said
