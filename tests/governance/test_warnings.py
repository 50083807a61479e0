"""What an officer is warned of before a vote opens."""

import pytest

from governance.members import Constituency
from governance.rules import PRESETS, make_rule
from governance.warnings import WarningCode, opening_warnings

DEFAULT = PRESETS["registry_default"]
EVEN = dict.fromkeys(Constituency, 10)


def codes(rule, voters, organisations=None):
    return [warning.code for warning in opening_warnings(rule, voters, organisations)]


def test_a_balanced_roll_needs_no_warning():
    assert opening_warnings(DEFAULT, EVEN, {"Acme": 20}) == ()


@pytest.mark.parametrize(
    ("voters", "expected"),
    [
        ({"member": 10, "plan": 10, "state": 10}, []),
        ({"member": 10, "plan": 11, "state": 10}, [WarningCode.LARGE_CONSTITUENCY]),
        ({"member": 4, "caregiver": 4, "plan": 4, "state": 4}, []),
        ({"member": 4, "caregiver": 2, "plan": 4, "state": 4}, [WarningCode.FEW_IN_GROUP]),
        ({"member": 4, "caregiver": 1, "plan": 4, "state": 4}, [WarningCode.FEW_IN_GROUP]),
        ({"member": 4, "caregiver": 3, "plan": 4, "state": 4}, []),
        ({"member": 4, "caregiver": 0, "plan": 4, "state": 4}, []),
        ({"member": 3, "plan": 3, "state": 3}, [WarningCode.FEW_VOTERS]),
        (
            {"caregiver": 4, "plan": 4, "state": 4, "advocate": 4},
            [WarningCode.DEAD_END, WarningCode.NO_MEMBER],
        ),
        (
            {},
            [WarningCode.DEAD_END, WarningCode.NO_MEMBER, WarningCode.FEW_VOTERS],
        ),
        (
            {"member": 0, "plan": 12},
            [WarningCode.DEAD_END, WarningCode.NO_MEMBER, WarningCode.LARGE_CONSTITUENCY],
        ),
    ],
)
def test_the_roll_is_weighed(voters, expected):
    assert codes(DEFAULT, voters) == expected


@pytest.mark.parametrize(("people", "large"), [(23, False), (24, True)])
def test_one_organization_above_a_third_of_the_roll(people, large):
    assert codes(DEFAULT, EVEN, {"Acme": people, "Apex": 3}) == [WarningCode.LARGE_ORGANISATION] * large


@pytest.mark.parametrize(("panel", "fits"), [(7, False), (8, True), (16, True), (17, False)])
def test_a_panel_that_the_table_does_not_know(panel, fits):
    assert (WarningCode.PANEL_SIZE in codes(PRESETS["rand_ucla_table"], {"member": panel})) is not fits
    assert WarningCode.PANEL_SIZE not in codes(PRESETS["rand_ucla_ipras"], {"member": panel})


def test_a_quorum_of_more_ballots_than_voters():
    rule = make_rule(
        DEFAULT.model_dump(mode="json") | {"name": "ours", "quorum": {"min_ballots": 71, "counts": ["approve"]}}, "ours"
    )
    assert codes(rule, EVEN) == [WarningCode.DEAD_END]
    assert codes(rule, EVEN | {"member": 11}) == []


def test_members_are_guessable_where_it_is_told_which_priorities_they_did_not_approve():
    few = EVEN | {"member": 2}
    assert codes(PRESETS["registry_priorities"], few) == [WarningCode.FEW_IN_GROUP]
    assert codes(PRESETS["registry_priorities_proportional"], few) == []


def test_a_warning_is_a_sentence_without_a_number_of_people():
    voters = {"member": 1, "plan": 7}
    warnings = opening_warnings(DEFAULT, voters, {"Acme": 7})
    assert [warning.sentence for warning in warnings] == [
        "Fewer than 11 people can vote, so no counts will be shown and choices may be guessed.",
        "So few members can vote that their choice could be guessed from whether they agreed.",
        "Plan voters are more than a third of all who can vote.",
        "More than a third of all who can vote are from one organization: Acme.",
    ]
    assert "no members who can vote" in opening_warnings(DEFAULT, {"plan": 12})[0].sentence


def test_a_warning_can_be_said_in_another_language():
    (warning,) = opening_warnings(
        DEFAULT, EVEN, {"Acme": 40}, say=lambda text: text.upper().replace("{NAME}", "{name}")
    )
    assert warning.sentence == "MORE THAN A THIRD OF ALL WHO CAN VOTE ARE FROM ONE ORGANIZATION: Acme."
