"""The registry's own presets, counted by hand: the default for motions, and the choice of a label."""

from fractions import Fraction

import pytest

from governance.rules import (
    PRESETS,
    Choice,
    GroupTally,
    Outcome,
    Tally,
    TallyDoesNotFitError,
    decide,
    per_option,
)

DEFAULT = PRESETS["registry_default"]
LABEL = PRESETS["registry_label"]


def votes(approve=0, reject=0, abstain=0, roll=None, recused=0):
    counts = {Choice.APPROVE: approve, Choice.REJECT: reject, Choice.ABSTAIN: abstain}
    return GroupTally(approve + reject + abstain + recused if roll is None else roll, recused, counts)


def labels(compliance=0, quality=0, unsure=0, roll=None):
    counts = {Choice.COMPLIANCE: compliance, Choice.QUALITY: quality, Choice.UNSURE: unsure}
    return GroupTally(compliance + quality + unsure if roll is None else roll, 0, counts)


@pytest.mark.parametrize(
    ("groups", "outcome", "failed"),
    [
        ({"plan": votes(10), "member": votes(6), "caregiver": votes(2)}, Outcome.ADOPTED, ()),
        ({"plan": votes(10), "member": votes(6)}, Outcome.ADOPTED, ()),
        ({"plan": votes(10), "caregiver": votes(6)}, Outcome.NO_QUORUM, ("member",)),
        ({"plan": votes(20), "member": votes(6), "caregiver": votes(1, 2)}, Outcome.NOT_ADOPTED, ("caregiver",)),
        ({"plan": votes(20), "member": votes(1, roll=4)}, Outcome.NO_QUORUM, ("member",)),
        ({"plan": votes(20), "member": votes(1, roll=3)}, Outcome.ADOPTED, ()),
        ({"plan": votes(1, 3), "member": votes(4)}, Outcome.CONSENSUS_NOT_REACHED, ()),
        ({"plan": votes(4), "member": votes(1, 3)}, Outcome.CONSENSUS_NOT_REACHED, ("member",)),
        ({"plan": votes(6, 4), "member": votes(4, 2)}, Outcome.CONSENSUS_NOT_REACHED, ()),
        ({"plan": votes(6, 4), "member": votes(4, 1)}, Outcome.ADOPTED, ()),
        ({"plan": votes(2, 4), "member": votes(4, 2)}, Outcome.CONSENSUS_NOT_REACHED, ()),
        ({"plan": votes(2, 5), "member": votes(4, 2)}, Outcome.NOT_ADOPTED, ()),
        ({"plan": votes(20, roll=42), "member": votes(6)}, Outcome.ADOPTED, ()),
        ({"plan": votes(17, roll=42), "member": votes(6)}, Outcome.NO_QUORUM, ()),
    ],
    ids=[
        "all agree",
        "no caregivers is skipped",
        "no members blocks",
        "caregivers disagree",
        "a quarter of the members is too few",
        "a third of the members is enough",
        "5 of 8 is the middle",
        "the middle comes before the members",
        "10 of 16 is the middle",
        "10 of 15 passes",
        "exactly one half is the middle",
        "6 of 13 is a no",
        "26 of 48 took part",
        "23 of 48 took part",
    ],
)
def test_the_registry_default(groups, outcome, failed):
    decision = decide(DEFAULT, Tally(groups))
    assert (decision.outcome, decision.failed) == (outcome, failed)


@pytest.mark.parametrize(
    ("groups", "outcome", "choice"),
    [
        ({"plan": labels(quality=4), "member": labels(quality=3)}, Outcome.ADOPTED, Choice.QUALITY),
        ({"plan": labels(4), "member": labels(2, 1)}, Outcome.ADOPTED, Choice.COMPLIANCE),
        ({"plan": labels(quality=2), "member": labels(1, 0)}, Outcome.NOT_ADOPTED, None),
        ({"plan": labels(1, 1), "member": labels(1, 1)}, Outcome.NOT_ADOPTED, None),
        ({"plan": labels(9), "member": labels(1, 1)}, Outcome.NOT_ADOPTED, None),
        ({"plan": labels(unsure=5), "member": labels(unsure=2)}, Outcome.NOT_ADOPTED, None),
        ({"plan": labels(2, unsure=5), "member": labels(1)}, Outcome.ADOPTED, Choice.COMPLIANCE),
        ({"plan": labels(quality=5)}, Outcome.NO_QUORUM, None),
        ({"plan": labels(quality=2, roll=9), "member": labels(quality=1)}, Outcome.NO_QUORUM, None),
    ],
    ids=[
        "quality",
        "compliance",
        "two thirds, against the members",
        "a tie",
        "members are divided",
        "everybody unsure",
        "unsure is left out of the share",
        "no members",
        "no quorum",
    ],
)
def test_a_label_is_a_motion_for_each_label(groups, outcome, choice):
    decision = decide(LABEL, Tally(groups))
    assert (decision.outcome, decision.choice) == (outcome, choice)


def test_an_unadopted_label_vote_shows_the_label_with_the_most_support():
    tally = Tally({"plan": labels(2, 3), "member": labels(1, 1)})
    decision = decide(LABEL, tally)
    assert decision.support == Fraction(4, 7)
    assert [each.support for each in per_option(LABEL, tally).values()] == [Fraction(3, 7), Fraction(4, 7)]
    assert "The label compliance:" in decision.log
    assert "The label quality:" in decision.log


@pytest.mark.parametrize(
    ("rule", "group"),
    [(DEFAULT, labels(1)), (LABEL, votes(1)), (PRESETS["core_sets_two_thirds"], votes(abstain=1))],
    ids=["labels in a motion", "a motion among labels", "abstaining where nobody can"],
)
def test_a_tally_of_other_choices_is_refused(rule, group):
    with pytest.raises(TallyDoesNotFitError, match="the choices of this rule are"):
        decide(rule, Tally({"member": group}))
