"""Set in advance, and whether the specification upstream was final."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from governance.advance import Advance, UpstreamState, upstream_of
from measures.vocabularies import MeasureStatus, SetStatus, Verification

STARTS = date(2027, 1, 1)
MIDNIGHT = datetime(2027, 1, 1, tzinfo=UTC)
SETS = {
    "hcbs-qms-2024": SetStatus.CURRENT,
    "hcbs-qms-2022": SetStatus.SUPERSEDED,
    "hcbs-qms-2028-proposed": SetStatus.PROPOSED,
    "pilot": SetStatus.TESTING,
}


@pytest.mark.parametrize(
    ("published_at", "holds"),
    [
        (MIDNIGHT - timedelta(microseconds=1), True),
        (MIDNIGHT, False),
        (MIDNIGHT + timedelta(days=1), False),
        (datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), True),
        (datetime(2026, 12, 31, 23, 30, tzinfo=timezone(timedelta(hours=-5))), False),
    ],
    ids=["a microsecond before", "at midnight", "a day after", "before midnight in UTC", "after midnight in UTC"],
)
def test_set_in_advance_means_before_the_period_begins_in_utc(published_at, holds):
    advance = Advance(published_at, STARTS)
    assert advance.holds is holds
    assert advance.sentence.startswith("Set in advance" if holds else "Not set in advance")
    assert "2027-01-01 00:00 UTC" in advance.sentence


@pytest.mark.parametrize(
    ("status", "verification", "memberships", "state", "word"),
    [
        ("active", "stored_source", ["hcbs-qms-2024"], UpstreamState.FROZEN, "hcbs-qms-2024"),
        ("retired", "secondary_source", ["hcbs-qms-2022"], UpstreamState.FROZEN, "hcbs-qms-2022"),
        ("active", "stored_source", ["hcbs-qms-2028-proposed"], UpstreamState.PROVISIONAL, "2028"),
        ("active", "stored_source", ["hcbs-qms-2028-proposed", "hcbs-qms-2024"], UpstreamState.FROZEN, "2024"),
        ("active", "stored_source", ["pilot"], UpstreamState.PROVISIONAL, "pilot"),
        ("testing", "stored_source", ["hcbs-qms-2024"], UpstreamState.PROVISIONAL, "testing"),
        ("proposed", "stored_source", [], UpstreamState.PROVISIONAL, "proposed"),
        ("active", "background", ["hcbs-qms-2024"], UpstreamState.NOT_KNOWN, "no published specification"),
        ("arrangement_specific", "seed_paper", [], UpstreamState.NOT_KNOWN, "no published specification"),
        ("state_specific", "stored_source", [], UpstreamState.NOT_KNOWN, "no published set"),
        ("active", "stored_source", ["a set that nobody knows"], UpstreamState.NOT_KNOWN, "no published set"),
    ],
)
def test_the_state_upstream_is_read_off_the_catalog_and_never_guessed(status, verification, memberships, state, word):
    found = upstream_of(MeasureStatus(status), Verification(verification), memberships, SETS)
    assert found.state is state
    assert word in found.because
