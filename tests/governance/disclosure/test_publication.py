"""What the page of results shows, worked by hand, for votes as they are held."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.disclosure import (
    SMALLEST_GROUP,
    BadTableError,
    Figure,
    GroupCount,
    Hidden,
    condition_shown,
    counts_of,
    publication,
    publications,
)

FEWER = Figure(None, Hidden.FEWER)
WITHHELD = Figure(None, Hidden.WITHHELD)


def motion(approve, reject, abstain=0, did_not_vote=0, recused=0):
    return GroupCount({"approve": approve, "reject": reject, "abstain": abstain}, did_not_vote, recused)


def test_where_nothing_need_be_hidden_nothing_is():
    page = publication({"member": motion(40, 20, 12, 25, 3), "plan": motion(30, 11), "state": motion(0, 0, 0, 12)})
    assert page.sizes == {"member": Figure(100), "plan": Figure(41), "state": Figure(12)}
    assert page.turnout == {"member": Figure(72), "plan": Figure(41), "state": Figure(0)}
    assert page.answers == {
        "member": {"approve": 40, "reject": 20, "abstain": 12},
        "plan": {"approve": 30, "reject": 11, "abstain": 0},
        "state": {"approve": 0, "reject": 0, "abstain": 0},
    }
    assert (page.size_of_all, page.turnout_of_all) == (Figure(153), Figure(113))
    assert page.answers_of_all == {"approve": 70, "reject": 31, "abstain": 12}


def test_a_council_of_small_groups_shows_its_totals_only():
    """Seven groups of four to eight people: no group can be shown, and all of them together can."""
    page = publication(
        {
            "state": motion(2, 1, 0, 2),
            "plan": motion(1, 3, 0, 1),
            "provider": motion(3, 2, 0, 1),
            "workforce": motion(2, 1, 0, 3),
            "member": motion(6, 1, 0, 1),
            "caregiver": motion(3, 2, 0, 1),
            "advocate": motion(3, 1, 0, 3),
        }
    )
    assert set(page.sizes.values()) == set(page.turnout.values()) == {FEWER}
    assert set(page.answers.values()) == {None}
    assert (page.size_of_all, page.turnout_of_all) == (Figure(43), Figure(31))
    assert page.answers_of_all == {"approve": 20, "reject": 11, "abstain": 0}


def test_the_size_of_all_is_kept_back_where_it_would_tell_the_one_small_group():
    page = publication({"member": motion(40, 20, 0, 25), "plan": motion(30, 15, 0, 20), "state": motion(2, 3, 0, 1)})
    assert page.sizes == {"member": Figure(85), "plan": Figure(65), "state": FEWER}
    assert page.size_of_all == WITHHELD


def test_another_group_goes_so_that_the_small_one_is_not_what_is_left_over():
    page = publication({"member": motion(40, 20, 0, 25), "plan": motion(30, 15, 0, 20), "state": motion(2, 3, 0, 1)})
    assert page.answers_of_all == {"approve": 72, "reject": 38, "abstain": 0}
    assert page.turnout == {"member": Figure(60), "plan": WITHHELD, "state": FEWER}
    assert page.answers["member"] == {"approve": 40, "reject": 20, "abstain": 0}
    assert page.answers["plan"] is None


def test_a_turnout_is_kept_back_where_few_did_not_vote():
    page = publication({"member": motion(40, 20, 0, 5), "plan": motion(30, 15, 0, 20)})
    assert page.sizes["member"] == Figure(65)
    assert page.turnout["member"] == WITHHELD
    assert page.answers["member"] is None


def test_who_saw_people_step_aside_cannot_subtract_them():
    """12 have no ballot and 4 of them stepped aside, as everybody in the room saw: 8 did not vote."""
    page = publication({"member": motion(40, 20, 0, 8, 4), "plan": motion(30, 15, 0, 20)})
    assert page.turnout["member"] == WITHHELD


@pytest.mark.parametrize("absent", [0, 1, 5])
def test_in_a_group_of_fewer_than_22_a_turnout_of_11_or_more_is_never_told(absent):
    """Were a full turnout shown, then 12 people and no turnout would mean that one did not vote."""
    page = publication({"member": motion(40, 20, 0, 20), "plan": motion(11, 0, 5 - absent, absent)})
    assert (page.sizes["plan"], page.turnout["plan"]) == (Figure(16), WITHHELD)


def test_a_silent_group_shows_its_zeros():
    page = publication({"member": motion(40, 20, 0, 20), "plan": motion(0, 0, 0, 4), "state": motion(0, 0, 0, 0)})
    assert (page.sizes["plan"], page.turnout["plan"], page.answers["plan"]) == (
        FEWER,
        Figure(0),
        {"approve": 0, "reject": 0, "abstain": 0},
    )
    assert (page.sizes["state"], page.turnout["state"]) == (Figure(0), Figure(0))


def test_a_group_of_one_mind_is_hidden_and_no_total_tells_on_it():
    page = publication({"member": motion(60, 0, 0, 40), "plan": motion(30, 0, 0, 12), "state": motion(20, 15, 0, 12)})
    assert page.turnout["member"] == Figure(60)
    assert page.answers["member"] is None
    assert page.answers_of_all is None or page.answers["state"] is None


def test_a_vote_of_one_mind_shows_who_voted_and_no_answers():
    page = publication({"member": motion(60, 0, 0, 40), "plan": motion(30, 0, 0, 12)})
    assert page.turnout == {"member": Figure(60), "plan": Figure(30)}
    assert page.turnout_of_all == Figure(90)
    assert set(page.answers.values()) == {None}
    assert page.answers_of_all is None


def test_no_group_goes_for_a_turnout_that_buys_no_count_of_answers():
    """3 in all were against, so that the count over all groups stays hidden, and the groups are better than nothing."""
    counts = {"member": motion(60, 0, 20, 40), "plan": motion(40, 0, 15, 40), "caregiver": motion(2, 3, 0, 4)}
    page = publication(counts)
    assert page.turnout_of_all == WITHHELD
    assert page.answers == {"member": counts["member"].answers, "plan": counts["plan"].answers, "caregiver": None}


def test_a_group_of_hardly_more_than_10_voters_is_no_cover_for_a_small_one():
    """12 plans and 5 caregivers are 17 in all; plans kept back are 11 or more, so that caregivers were 6 or fewer."""
    counts = {"member": motion(60, 30, 0, 40), "plan": motion(7, 5, 0, 40), "caregiver": motion(2, 3, 0, 20)}
    page = publication({**counts, "provider": motion(50, 31, 0, 40)})
    assert page.turnout["caregiver"] == FEWER
    assert page.turnout_of_all == Figure(188)
    assert page.turnout["plan"] == Figure(12) or list(page.turnout.values()).count(WITHHELD) > 1


def test_who_knows_why_a_turnout_is_kept_back_cannot_narrow_another_by_it():
    """28 of 35 plans voted: kept back, as 1 to 10 did not. With 33 of both, caregivers would be 8 at most."""
    counts = {"member": motion(60, 30, 0, 40), "plan": motion(20, 8, 0, 7), "caregiver": motion(2, 3, 0, 20)}
    page = publication({**counts, "provider": motion(50, 31, 0, 40)})
    assert page.turnout["plan"] == WITHHELD
    assert page.turnout_of_all == WITHHELD or list(page.turnout.values()).count(WITHHELD) > 1


def test_a_full_turnout_of_a_narrow_group_is_not_left_over_either():
    counts = {"member": motion(40, 20, 0, 20), "provider": motion(30, 30, 0, 20), "plan": motion(11, 4)}
    page = publication(counts)
    assert page.turnout["plan"] == WITHHELD
    assert page.turnout_of_all == WITHHELD or list(page.turnout.values()).count(WITHHELD) > 1


def test_hidden_turnouts_together_do_not_tell_how_few_did_not_vote():
    """Of two groups 2 and 0 did not vote. Beside the turnout of all, these are 2 of both, whatever the size of all."""
    counts = {
        "state": motion(0, 0, 0, 2),
        "plan": motion(3, 2, 0, 2),
        "provider": motion(4, 4),
        "member": motion(3, 6, 0, 4),
    }
    page = publication(counts, min_cell=3)
    assert page.turnout["plan"] == page.size_of_all == WITHHELD
    assert page.turnout_of_all == WITHHELD or page.turnout["member"] == WITHHELD


def test_small_groups_together_do_not_tell_how_few_of_them_did_not_vote():
    """Sizes from 1 to 2 that are 5 in all, and turnouts from 1 to 2 that are 4 in all: one did not vote."""
    counts = {
        "state": motion(1, 1),
        "plan": motion(1, 0, 0, 1),
        "provider": motion(0, 1),
        "member": motion(3, 3, 0, 4),
    }
    page = publication(counts, min_cell=3)
    assert page.size_of_all.number is None or page.turnout_of_all.number is None


def test_a_tiny_vote_says_fewer_than_11_and_nothing_else():
    page = publication({"member": motion(2, 1, 0, 1), "plan": motion(1, 0, 0, 2)})
    assert (page.size_of_all, page.turnout_of_all, page.answers_of_all) == (FEWER, FEWER, None)


def test_where_there_is_one_candidate_the_turnout_is_the_answer():
    counts = {"member": GroupCount({"first": 40}, 20), "plan": GroupCount({"first": 12}, 20)}
    page = publication(counts)
    assert page.turnout == {"member": WITHHELD, "plan": WITHHELD}
    assert page.answers_of_all is None


def test_a_share_is_told_where_its_counts_are():
    counts = {
        "member": motion(40, 20, 12, 25),
        "provider": motion(30, 30, 12, 25),
        "plan": motion(30, 11, 3, 12),
        "state": motion(0, 0, 0, 12),
    }
    page = publication(counts)
    assert page.share("approve") == Fraction(100, 188)
    assert page.share("approve", "provider") == Fraction(5, 12)
    assert page.share("approve", "plan") is None
    assert page.share("approve", "state") is None


def test_a_condition_of_one_or_two_voters_is_not_told():
    assert SMALLEST_GROUP == 3
    assert [condition_shown(voters) for voters in range(5)] == [True, False, False, True, True]


RATINGS = {
    "falls": {
        "member": {"low": 11, "mid": 14, "high": 30, "unable": 0, "did_not_vote": 20},
        "plan": {"low": 0, "mid": 12, "high": 13, "unable": 0, "did_not_vote": 15},
    },
    "choice": {
        "member": {"low": 2, "mid": 3, "high": 50, "unable": 0, "did_not_vote": 20},
        "plan": {"low": 12, "mid": 0, "high": 13, "unable": 0, "did_not_vote": 15},
    },
}


def test_questions_of_one_ballot_share_sizes_and_turnout():
    pages = publications({name: counts_of(table, {"member": 11}) for name, table in RATINGS.items()})
    assert pages["falls"].sizes == pages["choice"].sizes == {"member": Figure(86), "plan": Figure(40)}
    assert pages["falls"].turnout == pages["choice"].turnout == {"member": Figure(55), "plan": Figure(25)}
    assert pages["falls"].answers_of_all == {"low": 11, "mid": 26, "high": 43, "unable": 0}
    assert pages["choice"].answers["member"] is None


def test_questions_that_differ_in_who_voted_are_refused():
    with pytest.raises(BadTableError) as refusal:
        publications({"falls": {"member": motion(20, 20)}, "choice": {"member": motion(20, 21)}})
    assert refusal.value.code == "BAD_TABLE"


def test_no_questions_have_no_pages():
    assert publications({}) == {}


@pytest.mark.parametrize(
    "counts",
    [
        {"member": motion(20, -1)},
        {"member": motion(20, 12, did_not_vote=-1)},
        {"member": motion(20, 12), "plan": GroupCount({"approve": 12, "reject": 20})},
    ],
    ids=["fewer than nobody", "fewer than nobody absent", "other choices"],
)
def test_what_are_no_counts_of_a_vote_is_refused(counts):
    with pytest.raises(BadTableError):
        publication(counts)


amounts = st.one_of(st.just(0), st.integers(0, 40), st.integers(0, 200_000))


@st.composite
def councils(draw):
    groups = ["state", "plan", "provider", "workforce", "member", "caregiver", "advocate"]
    return {
        group: motion(draw(amounts), draw(amounts), draw(amounts), draw(amounts), draw(st.integers(0, 3)))
        for group in groups[: draw(st.integers(1, 7))]
    }


@settings(max_examples=100, deadline=None)
@given(councils())
def test_what_is_shown_is_true_and_no_small_number(counts):
    page = publication(counts)
    figures = [(page.sizes[g], count.roll) for g, count in counts.items()]
    figures += [(page.turnout[g], count.turnout) for g, count in counts.items()]
    figures += [(page.size_of_all, sum(c.roll for c in counts.values()))]
    figures += [(page.turnout_of_all, sum(c.turnout for c in counts.values()))]
    for figure, number in figures:
        assert figure in (Figure(number), FEWER if 0 < number < 11 else WITHHELD)
        assert not 0 < (figure.number or 0) < 11
    for group, row in page.answers.items():
        assert row in (None, counts[group].answers)
    rows = [row for row in (*page.answers.values(), page.answers_of_all) if row is not None]
    assert not any(0 < number < 11 for row in rows for number in row.values())
    assert not any(sorted(row.values())[-2] == 0 < max(row.values()) for row in rows)
    told = [(page.turnout[group], row) for group, row in page.answers.items()]
    told.append((page.turnout_of_all, page.answers_of_all))
    assert not any(row is not None and figure.number is None for figure, row in told)


@settings(max_examples=60, deadline=None)
@given(councils(), st.randoms(use_true_random=False))
def test_the_order_of_groups_does_not_matter(counts, random):
    shuffled = list(counts)
    random.shuffle(shuffled)
    assert publication({group: counts[group] for group in shuffled}) == publication(counts)
