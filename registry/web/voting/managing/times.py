"""Days and times as somebody types them: a date, a time and a zone, by the clocks of that zone."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from governance.timeline import AmbiguousTimeError, BadTimeError, deadline
from registry.web.languages import Say, to_say
from registry.web.voting.forms import Form
from registry.web.voting.frame import FieldError

ZONES: Final = {
    "America/New_York": to_say("Eastern Time"),
    "America/Chicago": to_say("Central Time"),
    "America/Denver": to_say("Mountain Time"),
    "America/Phoenix": to_say("Arizona"),
    "America/Los_Angeles": to_say("Pacific Time"),
    "America/Anchorage": to_say("Alaska"),
    "Pacific/Honolulu": to_say("Hawaii"),
    "America/Puerto_Rico": to_say("Puerto Rico and the U.S. Virgin Islands"),
    "Pacific/Guam": to_say("Guam and the Northern Mariana Islands"),
    "Pacific/Pago_Pago": to_say("American Samoa"),
    "UTC": to_say("UTC"),
}
"""The zones of the states and territories, by names that people use."""
TWELVE_HOURS: Final = re.compile(r"(0?[1-9]|1[0-2])(?::([0-5]\d))?\s*([ap])\.?\s?m\.?", re.ASCII | re.IGNORECASE)
NOON: Final = 12
ZONE: Final = "zone"
DATE: Final = "date"
TIME: Final = "time"


@dataclass(frozen=True, slots=True)
class Typed:
    """An instant that was typed, or what is wrong with it."""

    at: datetime | None
    errors: tuple[FieldError, ...] = ()


def typed(form: Form, stem: str, say: Say, *, needed: bool) -> Typed:  # noqa: PLR0911 - one for each thing wrong
    """The instant in the fields `<stem>_date` and `<stem>_time`, by the clocks of the zone in the field `zone`.

    Where none is needed both may be empty. A time that the clocks skip, or that comes twice on that day, is refused.
    """
    date, time, zone = (form.text(name) for name in (f"{stem}_{DATE}", f"{stem}_{TIME}", ZONE))
    if not date and not time and not needed:
        return Typed(None)
    if zone not in ZONES:
        return Typed(None, (FieldError(ZONE, say("Choose a time zone.")),))
    if not date:
        return Typed(None, (FieldError(f"{stem}_{DATE}", say("Write the day, like 2027-03-05.")),))
    if not time:
        return Typed(None, (FieldError(f"{stem}_{TIME}", say("Write the time, like 17:00 for 5 in the afternoon.")),))
    try:
        return Typed(deadline(f"{date} {by_24_hours(time)}", zone))
    except AmbiguousTimeError:
        words = say("The clocks change at this time on this day. Choose a time one hour or more away from it.")
        return Typed(None, (FieldError(f"{stem}_{TIME}", words),))
    except BadTimeError:
        words = say("Write the day like 2027-03-05 and the time like 17:00.")
        return Typed(None, (FieldError(f"{stem}_{DATE}", words),))


def by_24_hours(time: str) -> str:
    """A time by the clock of 24 hours, as `5 pm` or `5:00 p.m.` mean it too. What is no such time stays as it is."""
    found = TWELVE_HOURS.fullmatch(time.strip())
    if found is None:
        return time
    hour, minute, half = int(found[1]) % NOON, found[2] or "00", found[3].lower()
    return f"{hour + (NOON if half == 'p' else 0):02}:{minute}"
