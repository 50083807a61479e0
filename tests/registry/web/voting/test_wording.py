"""Days, deadlines and numbers in words."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from registry.web.languages import Language
from registry.web.voting.wording import Wording

ENGLISH, SPANISH = Wording(Language.ENGLISH), Wording(Language.SPANISH)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "english"),
    [
        ("2027-03-05T23:00", "America/Chicago", "Friday, March 5, 2027 at 5:00 PM, Central Time"),
        ("2027-07-05T22:00", "America/Chicago", "Monday, July 5, 2027 at 5:00 PM, Central Time"),
        ("2027-03-05T18:00", "America/Chicago", "Friday, March 5, 2027 at noon, Central Time"),
        ("2027-07-05T22:00", "America/Phoenix", "Monday, July 5, 2027 at 3:00 PM, Mountain Standard Time"),
        ("2027-07-05T22:00", "America/Denver", "Monday, July 5, 2027 at 4:00 PM, Mountain Time"),
        ("2027-07-05T22:00", "America/Indiana/Indianapolis", "Monday, July 5, 2027 at 6:00 PM, Eastern Time"),
        ("2027-07-05T22:00", "Pacific/Honolulu", "Monday, July 5, 2027 at noon, Hawaii-Aleutian Standard Time"),
        ("2027-07-05T22:00", "Pacific/Saipan", "Tuesday, July 6, 2027 at 8:00 AM, Chamorro Standard Time"),
    ],
)
def test_an_instant_is_told_by_the_clocks_of_its_zone(instant, zone, english):
    assert ENGLISH.moment(at(instant), zone).replace("\u00a0", " ") == english


@pytest.mark.parametrize(
    ("instant", "spanish"),
    [
        ("2027-03-05T23:00", "el viernes, 5 de marzo de 2027 a las 5:00 p.m., hora central"),
        ("2027-03-05T19:30", "el viernes, 5 de marzo de 2027 a la 1:30 p.m., hora central"),
        ("2027-03-05T18:00", "el viernes, 5 de marzo de 2027 al mediodía, hora central"),
        ("2027-03-06T06:00", "el final del viernes, 5 de marzo de 2027 (medianoche, hora central)"),
    ],
    ids=["five", "one", "noon", "midnight"],
)
def test_a_deadline_in_spanish_has_spanish_days_articles_and_zones(instant, spanish):
    assert SPANISH.deadline(at(instant), "America/Chicago").replace("\u00a0", " ") == spanish


@pytest.mark.parametrize(
    ("instant", "english"),
    [
        ("2027-03-06T06:00", "the end of Friday, March 5, 2027 (midnight, Central Time)"),
        ("2027-03-15T05:00", "the end of Sunday, March 14, 2027 (midnight, Central Time)"),
        ("2027-11-08T06:00", "the end of Sunday, November 7, 2027 (midnight, Central Time)"),
        ("2027-03-05T23:30", "Friday, March 5, 2027 at 5:30 PM, Central Time"),
    ],
    ids=["midnight", "on the day that clocks go forward", "on the day that clocks go back", "another time"],
)
def test_midnight_is_told_as_the_end_of_the_named_day(instant, english):
    assert ENGLISH.deadline(at(instant), "America/Chicago").replace("\u00a0", " ") == english


def test_a_day_is_read_from_a_date_or_from_its_text():
    assert ENGLISH.day("2027-03-05") == ENGLISH.day(date(2027, 3, 5)) == "Friday, March 5, 2027"
    assert SPANISH.day("2027-03-05") == "viernes, 5 de marzo de 2027"


def test_numbers_have_their_separators_and_fractions_are_never_rounded():
    assert ENGLISH.number(1200) == SPANISH.number(1200) == "1,200"
    assert ENGLISH.number(Fraction(2, 3)) == "2/3"
