"""Coming changes as iCalendar and Atom, read back by other people's parsers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import feedparser
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from governance.publication import DocumentEvent, EventKind, Published
from measures.references import Reference
from registry.contracts.summary import Contract, ContractId, ContractSummary
from registry.exchange.calendars import CalendarEntry, EntryKind, atom_feed, calendar_file
from registry.exchange.calendars.entries import in_order, of_contract, of_event, of_priority_set, of_waiver
from tests.registry.web.conftest import a_set

NOW = datetime(2026, 11, 1, 12, 30, 15, 123456, tzinfo=UTC)
BASE = "https://registry.example"
FEED = f"{BASE}/changes.atom"
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


def an_entry(**changes):
    entry = CalendarEntry(
        id=UUID(int=7),
        kind=EntryKind.PERIOD,
        on=date(2027, 1, 1),
        title="A set: measurement period starts",
        path="/priority-set/US-TN/nf@1.0.0/page",
        stated_at=NOW,
        detail="",
        jurisdiction="US-TN",
        reference="priority-set/US-TN/nf@1.0.0",
    )
    return replace(entry, **changes)


ENTRIES = st.builds(
    an_entry,
    id=st.uuids(),
    kind=st.sampled_from(EntryKind),
    on=st.dates(date(1990, 1, 1), date(2200, 1, 1)),
    title=TEXT,
    detail=TEXT,
    stated_at=st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
)


def a_published(document):
    sealed = document.seal()
    return Published(document.reference.pinned(sealed.digest), sealed.content, NOW, 7, demonstration=True)


def test_a_calendar_says_each_day_once_with_a_stable_id_and_the_instant_of_its_record():
    content = calendar_file([an_entry()], "Changes", BASE)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["uid"]) == str(UUID(int=7))
    assert event["dtstart"].dt == date(2027, 1, 1)
    assert event["dtstamp"].dt == NOW.replace(microsecond=0)
    assert str(event["summary"]) == "A set: measurement period starts"
    assert str(event["url"]) == f"{BASE}/priority-set/US-TN/nf@1.0.0/page"
    assert b"DTSTART;VALUE=DATE:20270101\r\n" in content
    assert b"DTSTAMP:20261101T123015Z\r\n" in content


@given(st.lists(ENTRIES, max_size=5, unique_by=lambda each: each.id))
def test_every_calendar_is_read_back_as_it_was_and_keeps_the_rules_of_lines(entries):
    content = calendar_file(entries, "Changes", BASE)
    assert content == calendar_file(entries, "Changes", BASE)
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)  # RFC 5545 §3.1
    read = Calendar.from_ical(content)
    assert read["version"] == "2.0"
    found = {str(event["uid"]): event for event in read.walk("VEVENT")}
    assert found.keys() == {str(each.id) for each in entries}
    for each in entries:
        assert found[str(each.id)]["dtstart"].dt == each.on


@pytest.mark.parametrize("title", ["a, b; c \\ d", "BEGIN:VEVENT", "line\nSUMMARY:forged", "über — “quoted”"])
def test_text_in_a_calendar_cannot_become_another_line(title):
    (event,) = Calendar.from_ical(calendar_file([an_entry(title=title)], "Changes", BASE)).walk("VEVENT")
    assert str(event["summary"]) == title


def test_a_feed_is_read_by_another_program():
    later = an_entry(id=uuid4(), stated_at=NOW + timedelta(days=1), title="Later <b>& bold</b>", detail="Because.")
    content = atom_feed([an_entry(), later], "Changes", "example/registry", FEED, NOW)
    read = feedparser.parse(content)
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == "Changes"
    assert read.feed.updated == "2026-11-02T12:30:15.123456Z"
    assert [each.id for each in read.entries] == [later.id.urn, UUID(int=7).urn]
    assert read.entries[0].title == "2027-01-01: Later <b>& bold</b>"
    assert read.entries[0].link == f"{BASE}{later.path}"
    assert "Because." in read.entries[0].summary


@given(st.lists(ENTRIES, max_size=5, unique_by=lambda each: each.id))
def test_every_feed_has_what_the_standard_requires(entries):
    content = atom_feed(entries, "Changes", "example/registry", FEED, NOW)
    assert content == atom_feed(entries, "Changes", "example/registry", FEED, NOW)
    feed = fromstring(content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert len(feed.findall("a:entry", space)) == len(entries)
    for part in (feed, *feed.findall("a:entry", space)):
        for required in ("id", "title", "updated"):  # RFC 4287 §4.1.1 and §4.1.2
            assert len(part.findall(f"a:{required}", space)) == 1
    assert feed.find("a:author/a:name", space).text == "example/registry"
    assert [each.get("href") for each in feed.findall("a:link", space) if each.get("rel") == "self"] == [FEED]


def test_a_feed_without_news_says_when_it_was_made():
    assert feedparser.parse(atom_feed([], "Changes", "o", FEED, NOW)).feed.updated == "2026-11-01T12:30:15.123456Z"


def test_the_days_of_a_set_are_its_period_and_the_steps_of_its_paths():
    measure = a_published(a_set(()))
    document = a_set([replace(measure, reference=Reference.parse(f"measure/a/b@1.0.0#{measure.reference.digest}"))])
    item = document.model_dump(by_alias=True)["items"][0] | {
        "phase_path": [
            {"from": "2099-01-01", "role": "reporting", "category": "2B"},
            {"from": "2100-01-01", "role": "performance", "category": "2C"},
        ]
    }
    document = a_set((), items=[item])
    found = in_order(of_priority_set(a_published(document), document))
    assert [(each.on.isoformat(), each.kind) for each in found] == [
        ("2099-01-01", EntryKind.ROLE),
        ("2099-01-01", EntryKind.PERIOD),
        ("2099-12-31", EntryKind.PERIOD),
        ("2100-01-01", EntryKind.ROLE),
    ]
    assert "paid on from now on, at category 2C" in found[-1].title
    again = in_order(of_priority_set(a_published(document), document))
    assert [each.id for each in again] == [each.id for each in found]


def test_a_period_that_was_cut_short_ends_earlier_under_the_same_id():
    document = a_set(())
    published = a_published(document)
    whole, short = (
        {each.id: each.on for each in of_priority_set(published, document, ends)} for ends in (None, date(2099, 6, 30))
    )
    assert whole.keys() == short.keys()
    assert set(short.values()) - set(whole.values()) == {date(2099, 6, 30)}


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_has_words_and_its_own_id(kind):
    reference = Reference.parse("priority-set/US-TN/nf@1.0.0#sha256:" + "a" * 64)
    event = DocumentEvent(uuid4(), reference, kind, date(2027, 1, 1), recorded_at=NOW, note="Why.")
    entry = of_event(event, "A set")
    assert entry.id == event.id
    assert entry.title.startswith("A set: ")
    assert entry.detail == "Why."
    assert entry.jurisdiction == "US-TN"


def test_the_days_of_a_contract_are_its_reviews_its_term_and_its_waivers():
    summary = ContractSummary.model_validate(
        {
            "title": "Ours",
            "payer": "A plan",
            "providers": ["A home"],
            "cites": "priority-set/US-TN/nf@1.0.0#sha256:" + "a" * 64,
            "categories": ["2C"],
            "items": [],
            "review_dates": ["2027-03-01", "2027-09-01"],
            "term": {"from": "2027-01-01", "to": "2028-12-31"},
        }
    )
    contract = Contract(ContractId(uuid4()), "plan", summary, NOW)
    waiver = of_waiver(uuid4(), contract, "at-most-ten", date(2027, 6, 30), NOW)
    found = in_order([*of_contract(contract), waiver])
    assert [(each.on.isoformat(), each.title) for each in found] == [
        ("2027-01-01", "Ours: the contract begins"),
        ("2027-03-01", "Ours: review"),
        ("2027-06-30", "Ours: last day of the waiver of at-most-ten"),
        ("2027-09-01", "Ours: review"),
        ("2028-12-31", "Ours: last day of the contract"),
    ]
    assert {each.path for each in found} == {f"/contracts/{contract.id}"}
