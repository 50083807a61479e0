"""A vote in time: opening, deadline, clocks that change, and what becomes of each ballot."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.timeline import AmbiguousTimeError, BadTimeError, BallotEvent, deadline, instant_of, replay

CHICAGO = "America/Chicago"
OPENS, CLOSES = datetime(2026, 6, 1, 14, tzinfo=UTC), datetime(2026, 6, 8, 22, tzinfo=UTC)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-06-08T17:00", CHICAGO, utc(2026, 6, 8, 22)),
        ("2026-12-08 17:00", CHICAGO, utc(2026, 12, 8, 23)),
        ("2026-06-08T17:00:30", CHICAGO, utc(2026, 6, 8, 22, 0, 30)),
        ("2026-06-08", CHICAGO, utc(2026, 6, 9, 5)),
        ("2026-06-08T24:00", CHICAGO, utc(2026, 6, 9, 5)),
        ("2026-06-08 midnight", CHICAGO, utc(2026, 6, 9, 5)),
        ("2026-06-08T00:00", CHICAGO, utc(2026, 6, 8, 5)),
        ("2027-03-13", CHICAGO, utc(2027, 3, 14, 6)),
        ("2027-03-14", CHICAGO, utc(2027, 3, 15, 5)),  # a day of 23 hours
        ("2026-11-01", CHICAGO, utc(2026, 11, 2, 6)),  # a day of 25 hours
        ("2026-06-08T17:00", "Asia/Kolkata", utc(2026, 6, 8, 11, 30)),
        ("2026-06-08T17:00", "Pacific/Honolulu", utc(2026, 6, 9, 3)),
        ("2026-12-31", "UTC", utc(2027, 1, 1)),
    ],
)
def test_a_deadline_is_an_instant_and_a_day_ends_at_its_midnight(local, zone, instant):
    assert deadline(local, zone) == instant
    assert instant_of(local, zone, ends_day=True) == instant


@pytest.mark.parametrize(
    ("local", "zone", "instant", "why"),
    [
        ("2026-11-01T01:30", CHICAGO, utc(2026, 11, 1, 6, 30), "happens twice"),
        ("2027-03-14T02:30", CHICAGO, utc(2027, 3, 14, 8, 30), "does not exist"),
        ("2027-03-14T02:00", CHICAGO, utc(2027, 3, 14, 8), "does not exist"),
        ("2026-11-01T01:00", CHICAGO, utc(2026, 11, 1, 6), "happens twice"),
    ],
)
def test_a_deadline_at_which_the_clocks_change_is_refused_and_a_recount_reads_it_in_one_way(local, zone, instant, why):
    with pytest.raises(AmbiguousTimeError, match=why) as refused:
        deadline(local, zone)
    assert refused.value.code == "AMBIGUOUS_TIME"
    assert instant_of(local, zone) == instant


@pytest.mark.parametrize("local", ["2026-11-01T02:00", "2026-11-01T00:59", "2027-03-14T03:00", "2027-03-14T01:59"])
def test_the_minutes_beside_a_change_of_clocks_are_plain(local):
    assert deadline(local, CHICAGO) == instant_of(local, CHICAGO)


def test_the_end_of_a_day_whose_midnight_is_skipped_or_repeated_is_the_first_instant_of_the_next():
    assert deadline("2026-09-05", "America/Santiago") == utc(2026, 9, 6, 4)  # 24:00 becomes 1:00
    assert deadline("2026-10-31", "America/Havana") == utc(2026, 11, 1, 4)  # 1:00 becomes 0:00 again


def test_an_opening_that_names_a_day_begins_with_it():
    assert instant_of("2026-06-01", CHICAGO) == utc(2026, 6, 1, 5)


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        ("2026-02-30", CHICAGO),
        ("2026-06-08T25:00", CHICAGO),
        ("2026-06-08T17", CHICAGO),
        ("2026-06-08T17:00Z", CHICAGO),
        ("June 8", CHICAGO),
        ("", CHICAGO),
        ("9999-12-31", CHICAGO),
        ("0001-01-01T00:00", "Asia/Tokyo"),
        ("٢٠٢٦-06-08", CHICAGO),
        ("2026-06-08", "Central"),
        ("2026-06-08", "America"),
        ("2026-06-08", "../../etc/passwd"),
        ("2026-06-08", ""),
    ],
)
def test_what_is_no_time_or_zone_is_refused(local, zone):
    for read in (deadline, instant_of):
        if local == "9999-12-31" and read is instant_of:
            continue  # its first instant can be told; its end cannot
        with pytest.raises(BadTimeError):
            read(local, zone)


def event(number, voter="A", choice="approve", *, at=None):
    return BallotEvent(str(number), at or OPENS + timedelta(hours=1), voter, choice)


def played(*events, roll=("A", "B"), recused=()):
    return replay(OPENS, CLOSES, roll, recused, events)


@pytest.mark.parametrize(
    ("at", "result"),
    [
        (OPENS, "accepted"),
        (OPENS - timedelta(microseconds=1), "not_open"),
        (CLOSES - timedelta(microseconds=1), "accepted"),
        (CLOSES, "late"),
    ],
)
def test_a_vote_takes_ballots_from_its_opening_until_just_before_its_close(at, result):
    assert played(event(1, at=at)).results == (result,)


def test_the_last_ballot_counts_and_a_withdrawal_takes_it_back():
    found = played(event(1), event(2, choice="reject"), event(3, "B"), event(4, "B", None))
    assert found.results == ("accepted",) * 4
    assert found.final == {"A": "reject", "B": None}
    assert found.tally == {"approve": 0, "reject": 1, "abstain": 0}


def test_after_a_withdrawal_one_may_vote_again():
    assert played(event(1), event(2, choice=None), event(3, choice="abstain")).final["A"] == "abstain"


def test_the_same_ballot_twice_has_no_second_effect():
    found = played(event(1), event(2, choice="reject"), event(1))
    assert found.results == ("accepted", "accepted", "duplicate")
    assert found.final["A"] == "reject"


def test_an_id_counts_once_whatever_became_of_it():
    early = event(1, at=OPENS - timedelta(hours=1))
    assert played(early, event(1)).results == ("not_open", "duplicate")
    assert played(event(1), event(1, at=CLOSES)).results == ("accepted", "duplicate")


def test_who_is_not_on_the_roll_or_stepped_aside_has_no_vote():
    found = played(event(1, "C"), event(2, "B"), event(3, "B", at=CLOSES), recused=("B",))
    assert found.results == ("not_on_roll", "recused", "late")
    assert found.final == {"A": None}
    assert sum(found.tally.values()) == 0


def test_other_choices_are_counted_beside_those_of_a_motion():
    assert played(event(1, choice="quality")).tally == {"approve": 0, "reject": 0, "abstain": 0, "quality": 1}


@pytest.mark.parametrize("closes", [OPENS, OPENS - timedelta(seconds=1)])
def test_a_vote_that_closes_before_it_opens_is_refused(closes):
    with pytest.raises(BadTimeError):
        replay(OPENS, closes, (), (), ())


EVENTS = st.lists(
    st.builds(
        BallotEvent,
        st.sampled_from("12345"),
        st.integers(-30, 230).map(lambda hours: OPENS + timedelta(hours=hours)),
        st.sampled_from("ABCD"),
        st.sampled_from(["approve", "reject", "abstain", None]),
    ),
    max_size=12,
)


@given(EVENTS, st.frozensets(st.sampled_from("ABC")), st.frozensets(st.sampled_from("ABC")))
def test_every_event_has_an_answer_and_the_tally_adds_up(events, roll, recused):
    found = replay(OPENS, CLOSES, roll, recused, events)
    assert len(found.results) == len(events)
    assert set(found.final) == roll - recused
    assert sum(found.tally.values()) == sum(choice is not None for choice in found.final.values())


@given(EVENTS, st.integers(0, 11))
def test_a_replay_changes_nothing(events, place):
    if not events:
        return
    repeated = [*events, events[place % len(events)]]
    found, again = (replay(OPENS, CLOSES, "AB", "C", each) for each in (events, repeated))
    assert again.results == (*found.results, "duplicate")
    assert (again.final, again.tally) == (found.final, found.tally)
