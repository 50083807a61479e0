"""Words for people: the values of vocabularies, labels and their basis, events, days and instants."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from governance.label_decisions import LabelBasis
from governance.publication import EventKind
from measures import vocabularies
from measures.jurisdictions import FEDERAL, REGISTRY, jurisdiction_name
from measures.measure import VERIFICATION_MEANS
from measures.vocabularies import Verification

in_words: Final = vocabularies.in_words
"""A value of a vocabulary as words: `nf_residents` becomes "NF residents"."""
BASIS: Final[Mapping[LabelBasis, str]] = {
    LabelBasis.VOTE: "adopted by vote",
    LabelBasis.ACCEPTED: "accepted proposal",
}
EVENTS: Final[Mapping[EventKind, str]] = {
    EventKind.SUPERSEDED: "Superseded by a newer version",
    EventKind.SUSPENDED: "Suspended",
    EventKind.RESUMED: "Resumed",
    EventKind.WITHDRAWN: "Withdrawn",
    EventKind.ERRATUM: "Erratum",
    EventKind.MEASURE_SUPPRESSED: "A measure is suppressed",
    EventKind.PERIOD_TRUNCATED: "The period is cut short",
}


def listed(values: Any) -> str:
    """Values of a vocabulary as one list in words."""
    return ", ".join(in_words(value) for value in values)


def sentence_case(text: str) -> str:
    """The same text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def basis(value: object) -> str:
    """How a label came to count. A proposal that an officer accepted is never called adopted."""
    return BASIS[LabelBasis(str(value))]


def event_words(kind: object) -> str:
    """What happened to a version."""
    return EVENTS[EventKind(str(kind))]


def verification_words(value: object) -> str:
    """The sentence that stands beside a measure wherever it is shown."""
    return VERIFICATION_MEANS[Verification(str(value))]


def place(code: str) -> str:
    """The name of a jurisdiction."""
    if code == REGISTRY:
        return "no single state"
    return "United States" if code == FEDERAL else jurisdiction_name(code)


def day(value: date | str | None) -> str:
    """A calendar day as officers write it: January 1, 2027."""
    if value is None:
        return "not stated"
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found:%B} {found.day}, {found.year}"


def moment(value: datetime) -> str:
    """An instant in UTC, to the second."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
