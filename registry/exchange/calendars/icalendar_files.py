"""iCalendar (RFC 5545): one all-day event for each entry. The same entries make the same bytes."""

from collections.abc import Iterable

from icalendar import Calendar, Event

from registry.exchange.calendars.entries import CalendarEntry


def calendar_file(entries: Iterable[CalendarEntry], name: str, base_url: str) -> bytes:
    """A calendar that programs can subscribe to. An entry is stamped with the instant at which it was recorded."""
    calendar = Calendar()
    calendar.add("prodid", "-//value registry//changes//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, base_url))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry, base_url: str) -> Event:
    event = Event()
    event.add("uid", str(entry.id))
    event.add("dtstamp", entry.stated_at)
    event.add("dtstart", entry.on)
    event.add("summary", entry.title)
    if said := "\n".join(each for each in (entry.detail, entry.reference) if each):
        event.add("description", said)
    event.add("url", f"{base_url}{entry.path}")
    event.add("categories", [entry.kind.value])
    event.add("transp", "TRANSPARENT")
    return event
