"""The day and the instant that an address asks about: `?on=2026-01-01&known_at=2026-03-01T00:00:00Z`."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs

from measures.documents import iso_date
from registry.resolving import AsOf, UnreadableTimeError


def as_of(query_string: bytes) -> AsOf:
    """What a query asks about. Empty fields, as a form sends them, ask nothing.

    Raises:
        UnreadableTimeError: `on` is no day, or `known_at` no instant with its offset from UTC.
    """
    query = parse_qs(query_string.decode("latin-1"))
    on, known_at = (query.get(name, [""])[0].strip() for name in ("on", "known_at"))
    return AsOf(_day(on) if on else None, _instant(known_at) if known_at else None)


def _day(text: str) -> date:
    try:
        found = iso_date(text)
    except ValueError:
        found = None
    if not isinstance(found, date):
        raise UnreadableTimeError(f"{text[:40]!r} is no day; write on=2026-01-01.")
    return found


def _instant(text: str) -> datetime:
    """A `+` of an offset arrives as a space where it was not escaped; a day alone means the end of it, UTC."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise UnreadableTimeError(f"{text[:40]!r} is no instant; write known_at=2026-03-01T00:00:00Z.") from None
    if len(text) == len("2026-01-01"):
        return found.replace(hour=23, minute=59, second=59, microsecond=999_999, tzinfo=UTC)
    if found.tzinfo is None:
        raise UnreadableTimeError(
            f"{text[:40]!r} does not say its offset from UTC; write known_at=2026-03-01T00:00:00Z."
        )
    return found
