"""The words of notices: what happened in one sentence, and what a contract manager has to do about it."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from governance.notices import Told, Topic
from governance.publication import DocumentEvent, EventKind
from measures.labels import MeasureLabel
from measures.references import Reference

AFTER_A_NEW_VERSION: Final = (
    "Your contract keeps the bytes that it pins; nothing changes in it by itself. Read what differs, and decide with "
    "the other party whether to move to the new version at renewal."
)
TO_DO: Final[Mapping[Topic, str]] = {
    Topic.SUPERSEDED: AFTER_A_NEW_VERSION,
    Topic.NEW_VERSION: AFTER_A_NEW_VERSION,
    Topic.SUSPENDED: (
        "Ask the publisher what holds while it is suspended, and agree with the other party how results of this time "
        "are treated."
    ),
    Topic.RESUMED: "It holds again. Check the dates and results that were put off while it was suspended.",
    Topic.WITHDRAWN: (
        "It still resolves as it was signed, and nobody stands behind it any more. Agree with the other party on what "
        "takes its place, and record the amended contract."
    ),
    Topic.ERRATUM: (
        "Read the correction. The bytes that your contract pins stay as they are; agree with the other party whether "
        "the contract follows the correction."
    ),
    Topic.MEASURE_SUPPRESSED: (
        "Its results do not count from that day. Check the weights, targets and payments that hang on this measure."
    ),
    Topic.PERIOD_TRUNCATED: (
        "The measurement period is shorter now. Check targets, least denominators and the dates of reports and payment."
    ),
    Topic.LABEL_CHANGED: (
        "Check the roles in your contract: a measure that shows compliance may gate, be reported or be monitored, and "
        "is paid on only where the state's rules allow it."
    ),
    Topic.WAIVER_GRANTED: "Keep the waiver with the contract, and plan to keep the rule after that day.",
    Topic.WAIVER_ENDED: "The rule counts again. Check the contract against the rules anew.",
}


def told_of(event: DocumentEvent) -> Told:
    """What is told of an event of a version."""
    topic = Topic(event.kind.value)
    return Told(
        topic=topic,
        about=event.reference,
        sentence=_sentence(event),
        to_do=TO_DO[topic],
        effective_on=event.effective_on,
        event=event.id,
        successor=event.successor,
    )


def told_of_newer(older: Reference, newer: Reference, effective_on: date, differences: tuple[str, ...]) -> Told:
    """What those are told who rely on an earlier version than the one before the new one."""
    return Told(
        topic=Topic.NEW_VERSION,
        about=older,
        sentence=f"{newer.versioned} was published; you rely on {older.versioned}, which is older.",
        to_do=TO_DO[Topic.NEW_VERSION],
        effective_on=effective_on,
        successor=str(newer),
        differences=differences,
    )


def told_of_label(
    measure: Reference, decision: UUID, before: MeasureLabel, label: MeasureLabel, jurisdiction: str, on: date
) -> Told:
    """What is told of a measure whose label is another one from now on."""
    return Told(
        topic=Topic.LABEL_CHANGED,
        about=measure,
        sentence=f"In {jurisdiction}, {measure.versioned} counts as {label} from now on; until now it was {before}.",
        to_do=TO_DO[Topic.LABEL_CHANGED],
        effective_on=on,
        event=decision,
    )


def told_of_waiver(rule_set: Reference, rule: str, waiver: UUID, until: date) -> Told:
    """What an organisation is told whose contract is let off a rule."""
    return Told(
        topic=Topic.WAIVER_GRANTED,
        about=rule_set,
        sentence=f"A contract of yours is let off the rule {rule} of {rule_set.versioned} through {until.isoformat()}.",
        to_do=TO_DO[Topic.WAIVER_GRANTED],
        event=waiver,
    )


def told_of_waiver_end(rule_set: Reference, rule: str, waiver: UUID, on: date) -> Told:
    """What an organisation is told when that was taken back before its day."""
    return Told(
        topic=Topic.WAIVER_ENDED,
        about=rule_set,
        sentence=f"The waiver of the rule {rule} of {rule_set.versioned} for a contract of yours was taken back.",
        to_do=TO_DO[Topic.WAIVER_ENDED],
        effective_on=on,
        event=waiver,
    )


def _sentence(event: DocumentEvent) -> str:
    name, day = event.reference.versioned, event.effective_on.isoformat()
    said = {
        EventKind.SUPERSEDED: f"{name} is superseded from {day}",
        EventKind.SUSPENDED: f"{name} is suspended from {day}",
        EventKind.RESUMED: f"{name} holds again from {day}",
        EventKind.WITHDRAWN: f"{name} is withdrawn from {day}",
        EventKind.ERRATUM: f"An error in {name} is corrected, from {day}",
        EventKind.MEASURE_SUPPRESSED: f"Results of {event.measure or name} do not count from {day}",
        EventKind.PERIOD_TRUNCATED: f"The measurement period of {name} is cut short",
    }[event.kind]
    if event.successor:
        said += f", by {event.successor.split('#')[0]}"
    if event.kind is EventKind.MEASURE_SUPPRESSED and event.measure:
        said += f", in {name}"
    if event.ends is not None:
        said += f": its last day is {event.ends.isoformat()}"
    return f"{said}."
