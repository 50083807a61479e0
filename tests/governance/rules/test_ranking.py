"""Choices of one by ranking, by each method: by hand, by law, and against another library."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pref_voting.iterative_methods import instant_runoff_put
from pref_voting.margin_based_methods import beat_path
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import borda_for_profile_with_ties

from governance.rules.kinds import RankingMethod, RankingRule
from governance.rules.ranking import rank
from governance.rules.refusals import BadCandidatesError, BadTallyError
from governance.rules.ties import TooManyTiesError
from tests.governance.rules.profiles import rankings

METHODS = pytest.mark.parametrize("method", list(RankingMethod))
EVERY = st.sampled_from(list(RankingMethod))


def ballot(text):
    """`ballot("a b=c")`: a first, then b and c in one place."""
    return tuple(tuple(place.split("=")) for place in text.split())


def counted(method, candidates, *counted_ballots):
    profile = {ballot(text): count for count, text in counted_ballots}
    return rank(RankingRule(method=method), candidates, profile)


TENNESSEE = (
    (42, "memphis nashville chattanooga knoxville"),
    (26, "nashville chattanooga knoxville memphis"),
    (15, "chattanooga knoxville nashville memphis"),
    (17, "knoxville chattanooga nashville memphis"),
)
CITIES = ("memphis", "nashville", "chattanooga", "knoxville")


@pytest.mark.parametrize(
    ("method", "winner", "order"),
    [
        ("plurality", "memphis", ("memphis", "nashville", "knoxville", "chattanooga")),
        ("irv", "knoxville", ("knoxville", "memphis", "nashville", "chattanooga")),
        ("borda", "nashville", ("nashville", "chattanooga", "memphis", "knoxville")),
        ("condorcet", "nashville", None),
        ("schulze", "nashville", ("nashville", "chattanooga", "knoxville", "memphis")),
    ],
)
def test_the_textbook_election_of_a_capital(method, winner, order):
    found = counted(method, CITIES, *TENNESSEE)
    assert found.winners == (winner,)
    assert found.order == (order and tuple((name,) for name in order))


def test_the_points_of_the_textbook_election():
    assert counted("borda", CITIES, *TENNESSEE).scores == {
        "memphis": 126,
        "nashville": 194,
        "chattanooga": 173,
        "knoxville": 107,
    }


def test_schulzes_own_example():
    found = counted(
        "schulze", "ABCDE", (5, "A C B E D"), (5, "A D E C B"), (8, "B E D A C"), (3, "C A B E D"),
        (7, "C A E B D"), (2, "C B A D E"), (7, "D C E B A"), (8, "E B A D C"),
    )  # fmt: skip
    assert found.winners == ("E",)
    assert found.order == (("E",), ("A",), ("C",), ("B",), ("D",))


@METHODS
def test_a_circle_without_a_way_out_is_a_tie_or_nothing(method):
    found = counted(method, "abc", (1, "a b c"), (1, "b c a"), (1, "c a b"))
    assert found.winners == (() if method == "condorcet" else ("a", "b", "c"))
    assert found.order == (None if method == "condorcet" else (("a", "b", "c"),))


@METHODS
@pytest.mark.parametrize("profile", [{}, {(): 4}, {(("a",),): 0}])
def test_nobody_wins_where_nobody_is_ranked(method, profile):
    found = rank(RankingRule(method=method), "abc", profile)
    assert (found.winners, found.order) == ((), None)
    assert found.log


@METHODS
def test_one_candidate_wins_if_anybody_ranks_it(method):
    assert counted(method, ["a"], (1, "a")).winners == ("a",)


def test_in_the_runoff_a_ballot_moves_on_and_then_is_exhausted():
    found = counted("irv", "abcd", (4, "a"), (3, "b"), (2, "c b"), (1, "d"))
    assert found.winners == ("b",)
    assert found.order == (("b",), ("a",), ("c",), ("d",))


def test_in_the_runoff_each_way_of_a_tie_is_followed():
    # b and c have two each: without b, c wins; without c, b and a tie.
    found = counted("irv", "abc", (3, "a"), (2, "b c"), (2, "c"))
    assert found.winners == ("a", "c")
    assert found.order == (("a", "c"), ("b",))


def test_a_tie_far_from_the_top_leaves_the_order_at_the_top_alone():
    found = counted("irv", "abcde", (5, "a"), (3, "b"), (1, "c"), (1, "d"))
    assert found.winners == ("a",)
    assert found.order == (("a",), ("b",), ("c", "d"), ("e",))


def test_many_candidates_without_a_first_place_are_no_explosion():
    names = [f"c{number:02}" for number in range(60)]
    found = rank(RankingRule(method="irv"), names, {((names[0],),): 2, ((names[1],),): 1})
    assert found.winners == ("c00",)
    assert found.order == (("c00",), ("c01",), tuple(names[2:]))


def test_a_runoff_tied_in_too_many_ways_is_refused():
    names = [f"c{number:02}" for number in range(20)]
    with pytest.raises(TooManyTiesError):
        rank(RankingRule(method="irv"), names, {((name,),): 1 for name in names})


@pytest.mark.parametrize("method", ["plurality", "irv"])
def test_a_first_place_that_is_shared_counts_in_parts(method):
    found = counted(method, "abc", (1, "a=b c"), (2, "c"))
    assert found.winners == ("c",)
    if method == "plurality":
        assert found.scores == {"a": Fraction(1, 2), "b": Fraction(1, 2), "c": 2}


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("a b c d", (3, 2, 1, 0)),
        ("a b", (3, 2, Fraction(1, 2), Fraction(1, 2))),
        ("a=b c=d", (Fraction(5, 2), Fraction(5, 2), Fraction(1, 2), Fraction(1, 2))),
        ("a", (3, 1, 1, 1)),
        ("a=b=c=d", (Fraction(3, 2),) * 4),
        ("b=c=d", (0, 2, 2, 2)),
    ],
)
def test_places_that_are_shared_or_left_out_share_their_points(text, points):
    assert counted("borda", "abcd", (1, text)).scores == dict(zip("abcd", points, strict=True))


@pytest.mark.parametrize("method", ["condorcet", "schulze"])
def test_a_ballot_prefers_whom_it_ranks_to_whom_it_leaves_out(method):
    assert counted(method, "abc", (2, "a"), (1, "b c")).winners == ("a",)


def test_winning_votes_and_not_margins_decide():
    # a beats b 5 to 4, b beats c 6 to 3, c beats a 4 to 2. By votes the weakest is c over a; by margins, a over b.
    found = counted("schulze", "abc", (4, "b c a"), (3, "a=c b"), (2, "a b"))
    assert found.winners == ("a",)
    assert found.order == (("a",), ("b",), ("c",))


@METHODS
@pytest.mark.parametrize(
    ("candidates", "profile", "error"),
    [
        ("aa", {(("a",),): 1}, BadCandidatesError),
        ("ab", {(("x",),): 1}, BadTallyError),
        ("ab", {(("a",), ("a",)): 1}, BadTallyError),
        ("ab", {(("a", "a"),): 1}, BadTallyError),
        ("ab", {(("a",),): -1}, BadTallyError),
        ("ab", {(("a",),): True}, BadTallyError),
    ],
)
def test_what_cannot_be_right_is_refused(method, candidates, profile, error):
    with pytest.raises(error):
        rank(RankingRule(method=method), candidates, profile)


@given(rankings(), EVERY, st.data())
def test_the_order_of_candidates_and_ballots_has_no_bearing(election, method, data):
    names, profile = election
    rule = RankingRule(method=method)
    turned = dict(data.draw(st.permutations(list(profile.items()))))
    assert rank(rule, data.draw(st.permutations(names)), turned) == rank(rule, names, profile)


@given(rankings(), EVERY, st.integers(2, 9))
def test_ten_times_the_voters_choose_the_same(election, method, times):
    names, profile = election
    many = rank(RankingRule(method=method), names, {each: times * count for each, count in profile.items()})
    found = rank(RankingRule(method=method), names, profile)
    assert (many.winners, many.order) == (found.winners, found.order)


@given(rankings(), EVERY, st.data())
def test_candidates_are_treated_alike_whatever_they_are_called(election, method, data):
    names, profile = election
    other = dict(zip(names, data.draw(st.permutations(names)), strict=True))
    renamed = {tuple(tuple(map(other.get, place)) for place in each): count for each, count in profile.items()}
    found, again = (rank(RankingRule(method=method), names, each) for each in (profile, renamed))
    assert set(again.winners) == set(map(other.get, found.winners))
    if found.order is not None:
        assert [set(place) for place in again.order] == [set(map(other.get, place)) for place in found.order]


@given(rankings(), EVERY)
def test_the_order_holds_everybody_once_and_the_winners_first(election, method):
    names, profile = election
    found = rank(RankingRule(method=method), names, profile)
    if found.order is not None:
        assert found.order[0] == found.winners
        assert sorted(name for place in found.order for name in place) == sorted(names)
        assert all(place == tuple(sorted(place)) for place in found.order)


@given(rankings())
def test_whoever_beats_all_wins_by_schulze_and_is_never_last_by_borda(election):
    names, profile = election
    winner = rank(RankingRule(method="condorcet"), names, profile).winners
    if winner:
        assert rank(RankingRule(method="schulze"), names, profile).winners == winner
        assert winner[0] not in rank(RankingRule(method="borda"), names, profile).order[-1]


@given(rankings())
def test_points_and_first_places_add_up(election):
    names, profile = election
    voters, pairs = sum(profile.values()), len(names) * (len(names) - 1) // 2
    assert sum(rank(RankingRule(method="borda"), names, profile).scores.values()) == voters * pairs
    assert sum(rank(RankingRule(method="plurality"), names, profile).scores.values()) == voters


def theirs(names, profile):
    """The same election as the other library holds it: candidates by number, those left out below all others."""
    place_of = [{names.index(name): number for number, place in enumerate(each) for name in place} for each in profile]
    election = ProfileWithTies(place_of, list(profile.values()), candidates=list(range(len(names))))
    election.use_extended_strict_preference()
    return election


def named(names, numbers):
    return tuple(sorted(names[number] for number in numbers))


@given(rankings())
def test_pref_voting_finds_the_same_winners(election):
    names, profile = election
    other = theirs(names, profile)
    found = {method: rank(RankingRule(method=method), names, profile).winners for method in RankingMethod}
    assert found["irv"] == named(names, instant_runoff_put(other, score_method="split"))
    assert found["borda"] == named(names, borda_for_profile_with_ties(other))
    assert found["schulze"] == named(names, beat_path(other, strength_function=other.support))
    winner = other.condorcet_winner()
    assert found["condorcet"] == named(names, [] if winner is None else [winner])


@given(rankings())
def test_pref_voting_finds_the_same_first_places(election):
    names, profile = election
    scores = theirs(names, profile).tops_scores(score_type="split")
    found = rank(RankingRule(method="plurality"), names, profile)
    assert {name: float(score) for name, score in found.scores.items()} == pytest.approx(
        {names[number]: score for number, score in scores.items()}
    )


@given(rankings(tied=False, partial=False))
def test_pref_voting_finds_the_same_winners_where_everybody_ranks_everybody(election):
    names, profile = election
    other = theirs(names, profile).to_linear_profile()
    found = {method: rank(RankingRule(method=method), names, profile) for method in RankingMethod}
    assert found["irv"].winners == named(names, instant_runoff_put(other))
    assert found["borda"].scores == {names[number]: score for number, score in other.borda_scores().items()}
    assert found["plurality"].scores == {names[number]: score for number, score in other.plurality_scores().items()}
    assert found["schulze"].winners == named(names, beat_path(other, strength_function=other.support))
