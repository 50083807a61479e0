"""Coming changes as other programs read them: entries, and the two formats that calendars and readers of news take."""

from registry.exchange.calendars.atom_feeds import atom_feed
from registry.exchange.calendars.entries import CalendarEntry, EntryKind, calendar_name
from registry.exchange.calendars.icalendar_files import calendar_file

__all__ = ["CalendarEntry", "EntryKind", "atom_feed", "calendar_file", "calendar_name"]
