"""How a version stands on a day, as far as was known at an instant: both axes, by hand and by law."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.publication import DocumentEvent, EventKind
from governance.standing import StandingState, Suppression, standing_on
from measures.references import Reference

REFERENCE = Reference.parse(f"priority-set/US-NY/mltc@1.0.0#sha256:{'a' * 64}")
SUCCESSOR = f"priority-set/US-NY/mltc@2.0.0#sha256:{'b' * 64}"
NEW_YEAR = date(2026, 1, 1)
MARCH = datetime(2026, 3, 5, 9, tzinfo=UTC)


def an_event(kind, effective_on=NEW_YEAR, recorded_at=MARCH, leaf=1, **said):
    return DocumentEvent(UUID(int=leaf), REFERENCE, kind, effective_on, recorded_at, leaf=leaf, **said)


SUSPENDED = an_event(EventKind.SUSPENDED)
RESUMED = an_event(EventKind.RESUMED, date(2027, 1, 1), datetime(2026, 11, 1, tzinfo=UTC), 2)
SUPERSEDED = an_event(EventKind.SUPERSEDED, date(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC), 3, successor=SUCCESSOR)
WITHDRAWN = an_event(EventKind.WITHDRAWN, date(2028, 1, 1), datetime(2027, 12, 1, tzinfo=UTC), 4)
ALL = (SUSPENDED, RESUMED, SUPERSEDED, WITHDRAWN)


@pytest.mark.parametrize(
    ("on", "known_at", "state", "since"),
    [
        (date(2025, 12, 31), None, StandingState.IN_FORCE, None),
        (NEW_YEAR, None, StandingState.SUSPENDED, NEW_YEAR),
        (NEW_YEAR, MARCH - timedelta(microseconds=1), StandingState.IN_FORCE, None),
        (NEW_YEAR, MARCH, StandingState.SUSPENDED, NEW_YEAR),
        (date(2026, 12, 31), None, StandingState.SUSPENDED, NEW_YEAR),
        (date(2027, 1, 1), None, StandingState.SUPERSEDED, date(2026, 6, 1)),
        (date(2027, 1, 1), datetime(2026, 10, 1, tzinfo=UTC), StandingState.SUSPENDED, NEW_YEAR),
        (date(2028, 1, 1), None, StandingState.WITHDRAWN, date(2028, 1, 1)),
        (date(2028, 1, 1), datetime(2027, 11, 1, tzinfo=UTC), StandingState.SUPERSEDED, date(2026, 6, 1)),
    ],
)
def test_the_state_on_a_day_as_was_known_at_an_instant(on, known_at, state, since):
    standing = standing_on(ALL, on, known_at)
    assert (standing.state, standing.since) == (state, since)
    assert state.replace("_", " ") in standing.sentences[0]
    assert (SUCCESSOR in standing.sentences[0]) is (state is StandingState.SUPERSEDED)


def test_a_suppressed_measure_and_a_period_that_was_cut_short_are_told_from_their_day():
    events = (
        an_event(EventKind.MEASURE_SUPPRESSED, date(2026, 7, 1), leaf=5, measure="measure/ny-mltc/eye-exam@1.0.0"),
        an_event(EventKind.PERIOD_TRUNCATED, date(2026, 8, 1), leaf=6, ends=date(2026, 9, 30)),
    )
    before, after = standing_on(events, date(2026, 6, 30)), standing_on(events, date(2026, 8, 1))
    assert (before.suppressed, before.period_ends) == ((), None)
    assert [event.kind for event in before.coming] == ["measure_suppressed", "period_truncated"]
    assert after.suppressed == (Suppression("measure/ny-mltc/eye-exam@1.0.0", date(2026, 7, 1)),)
    assert after.period_ends == date(2026, 9, 30)
    assert after.coming == ()
    assert [word in " ".join(after.sentences) for word in ("eye-exam", "2026-09-30")] == [True, True]


instants = st.integers(0, 730 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))
days = st.dates(date(2025, 1, 1), date(2029, 1, 1))


@given(st.permutations(ALL), days, st.none() | instants)
def test_the_order_in_which_events_are_handed_in_changes_nothing(events, on, known_at):
    assert standing_on(events, on, known_at) == standing_on(ALL, on, known_at)


@given(days, instants)
def test_what_was_not_yet_on_record_changes_nothing(on, known_at):
    told = [event for event in ALL if event.recorded_at <= known_at]
    known, all_of_them = standing_on(ALL, on, known_at), standing_on(told, on)
    assert (known.state, known.since, known.coming) == (all_of_them.state, all_of_them.since, all_of_them.coming)


@given(days, days)
def test_withdrawn_is_for_ever(on, later):
    first, second = sorted((on, later))
    if standing_on(ALL, first).state is StandingState.WITHDRAWN:
        assert standing_on(ALL, second).state is StandingState.WITHDRAWN
