"""Days, times, deadlines and numbers, as they are written in each language."""

from datetime import date, datetime, time
from fractions import Fraction
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal

from registry.web.languages import Language
from registry.web.locales import TRANSLATIONS

LOCALES: Final = {Language.ENGLISH: Locale("en", "US"), Language.SPANISH: Locale("es", "US")}
MONTHS: Final = range(1, 13)
NAMED_LIKE: Final = {
    "America/Indiana/Indianapolis": ZoneInfo("America/New_York"),
    "America/Kentucky/Louisville": ZoneInfo("America/New_York"),
    "Pacific/Saipan": ZoneInfo("Pacific/Guam"),
}
"""Zones of the United States that the library has no name for, and one with the same clocks that it names."""
MIDNIGHT: Final = time(0)
NOON: Final = time(12)


class Wording:
    """How one language writes what is not a sentence."""

    def __init__(self, language: Language) -> None:
        self._locale = LOCALES[language]
        self._say = TRANSLATIONS[language].gettext
        self._one_or_many = TRANSLATIONS[language].ngettext

    def day(self, value: date | str) -> str:
        """A calendar day: `Friday, March 5, 2027`. A text is read as ISO 8601."""
        found = date.fromisoformat(value) if isinstance(value, str) else value
        return format_date(found, "full", self._locale)

    def moment(self, value: datetime, zone: str) -> str:
        """An instant by the clocks of an IANA zone: `Friday, March 5, 2027 at 5:00 PM, Central Time`."""
        local = value.astimezone(ZoneInfo(zone))
        if local.time() == NOON:
            template = self._say("{day} at noon, {zone}")
        else:
            # "At one" is singular in Spanish, as any other hour is not.
            template = self._one_or_many("{day} at {time}, {zone}", "{day} at {time}, {zone}", local.hour % 12 or 12)
        return template.format(day=self.day(local.date()), time=self._clock(local.time()), zone=self._zone(local))

    def deadline(self, value: datetime, zone: str) -> str:
        """The first instant that is too late. Midnight is told as the end of the day before, which nobody mistakes."""
        local = value.astimezone(ZoneInfo(zone))
        if local.time() != MIDNIGHT:
            return self.moment(value, zone)
        last_day = date.fromordinal(local.toordinal() - 1)
        return self._say("the end of {day} (midnight, {zone})").format(day=self.day(last_day), zone=self._zone(local))

    def number(self, value: int | Fraction) -> str:
        """A whole number with its separators; a fraction as it is."""
        return format_decimal(value, locale=self._locale) if isinstance(value, int) else str(value)

    def _zone(self, local: datetime) -> str:
        """The name of a zone: `Central Time`; where clocks never change, `Mountain Standard Time`."""
        local = local.astimezone(NAMED_LIKE.get(str(local.tzinfo), local.tzinfo))
        clock_changes = len({local.replace(month=month, day=1).utcoffset() for month in MONTHS}) > 1
        variant: Literal["generic", "standard"] = "generic" if clock_changes else "standard"
        return get_timezone_name(local, width="long", zone_variant=variant, locale=self._locale)

    def _clock(self, value: time) -> str:
        # Newer data puts a narrow space before AM and PM, which some system fonts lack.
        return format_time(value, "short", locale=self._locale).replace("\u202f", "\u00a0")
