"""The whole content of an exhibit, put together from its facts."""

from collections.abc import Iterator

from governance.publication import DocumentEvent
from measures.documents import instant
from registry.exchange.exhibits.bodies import body
from registry.exchange.exhibits.content import (
    Block,
    Code,
    Exhibit,
    Facts,
    Heading,
    Lines,
    Paragraph,
    Part,
    Small,
    Table,
    paragraph,
    said,
    table,
)
from registry.exchange.exhibits.facts import ExhibitFacts, Version
from registry.exchange.exhibits.plain_language import plain_language_parts
from registry.exchange.exhibits.titles import kind_of, title_of
from registry.exchange.words import day, event_words

NOTHING = "As of this checkpoint, nothing had been recorded about this version since it was published."
NO_NOTES = (
    "What somebody wrote beside an event is not in the exhibit, because it can be erased; the registry shows it as "
    "long as it is there."
)


def exhibit_of(facts: ExhibitFacts) -> Exhibit:
    """What all pages of an exhibit say."""
    document = facts.subject.document
    record = (*_about(facts), *_events(facts), Heading("What it says"), *body(facts), *_cited(facts), *_checking())
    return Exhibit(
        title=title_of(document),
        kind=kind_of(document),
        reference=facts.subject.reference.versioned,
        demonstration=document.demonstration,
        parts=(Part("en", "The record", record), *plain_language_parts(facts)),
    )


def plain_language_of(whole: Exhibit) -> Exhibit:
    """The plain-language twin by itself."""
    return Exhibit(whole.title, whole.kind, whole.reference, whole.demonstration, whole.parts[1:])


def _about(facts: ExhibitFacts) -> Iterator[Block]:
    subject, log = facts.subject.published, facts.checkpoint
    yield Facts(
        (
            ("Citation", (Code(str(subject.reference)),)),
            ("Published", (f"{instant(subject.published_at)}, as the registry states it; log entry {subject.leaf}",)),
            ("Registry", (Code(log.origin),)),
            ("Signing key", (Code(log.fingerprint),)),
            (
                "As of",
                (f"the checkpoint of {log.size} log entries, signed {instant(log.at)}; root hash:", Code(log.root)),
            ),
        )
    )


def _events(facts: ExhibitFacts) -> Iterator[Block]:
    yield Heading("What happened since")
    yield table(
        "Events, in the order in which they were recorded. They never change the text.",
        ("Event", "From", "Recorded"),
        tuple(map(_event, facts.events)),
        NOTHING,
    )
    if facts.events:
        yield Paragraph((Small(NO_NOTES),))


def _event(event: DocumentEvent) -> tuple[Lines, ...]:
    return (
        said(
            event_words(event.kind),
            Code(event.successor.split("#", maxsplit=1)[0]) if event.successor else None,
            Code(event.measure) if event.measure else None,
            f"The period ends on {day(event.ends)}." if event.ends else None,
        ),
        (day(event.effective_on),),
        said(instant(event.recorded_at) if event.recorded_at else None, Small(f"Log entry {event.leaf}.")),
    )


def _cited(facts: ExhibitFacts) -> Iterator[Block]:
    if facts.cited:
        yield Heading("Records that it cites")
        yield Table(
            "Each is in this bundle, with these bytes, and with the proof that it was published.",
            ("Record", "Published"),
            tuple(_version(facts.cited[key]) for key in sorted(facts.cited)),
        )


def _version(version: Version) -> tuple[Lines, ...]:
    published = version.published
    reference = Code(published.reference.versioned), Code(str(published.reference.digest))
    return (title_of(version.document), *reference), (f"{instant(published.published_at)}; entry {published.leaf}",)


def _checking() -> tuple[Block, ...]:
    return (
        Heading("How to check this exhibit"),
        paragraph(
            "This page was made from the records in the bundle that it came with, so that people can read and print "
            "them. If the page and a record differ, the record counts. MANIFEST in the bundle lists the SHA-256 "
            "digest of this page and of every other file, and is signed. README.txt says how anybody can check "
            "that with common tools, without the registry and without a network."
        ),
    )
