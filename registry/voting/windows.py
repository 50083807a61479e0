"""When a round takes ballots: from an instant until just before another, in a zone that people are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from governance.votes import BadDeadlineError

LONGEST_VOTE: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Window:
    """From when ballots are taken (at once where it is not said), and until when."""

    opens_at: datetime | None
    closes_at: datetime
    zone: str

    def checked(self, now: datetime) -> datetime:
        """See that the window can be kept, and hand out when it opens.

        Raises:
            BadDeadlineError: the opening or the deadline does not lie ahead, an offset is missing, or there is no such
                zone.
        """
        for instant in (self.opens_at, self.closes_at):
            if instant is not None and instant.utcoffset() is None:
                raise BadDeadlineError(
                    "The deadline must say its offset from UTC, for example 2027-03-01T17:00:00-06:00."
                )
        opens_at = self.opens_at or now
        if opens_at < now:
            raise BadDeadlineError("A vote cannot open in the past; leave the opening out to open it at once.")
        if not opens_at < self.closes_at <= opens_at + LONGEST_VOTE:
            raise BadDeadlineError("The deadline must lie ahead, and a year after the opening at most.")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            named = repr(self.zone[:60])
            raise BadDeadlineError(f"{named} is not a time zone; write one such as America/Chicago.") from None
        return opens_at
