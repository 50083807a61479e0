"""What a ballot says: written in one way, read back as it was, and held against what its rule asks for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules import (
    PRESETS,
    Approvals,
    BadCandidatesError,
    Choice,
    Points,
    Ranking,
    Ratings,
    WrongChoiceError,
    read_answer,
    require_candidates,
    require_fit,
    wanted,
    with_terms,
    written,
)

NAMES = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=8)
ANSWERS = st.one_of(
    st.sampled_from(Choice),
    st.dictionaries(NAMES, st.none() | st.integers(1, 9)).map(Ratings),
    st.frozensets(NAMES).map(Approvals),
    st.lists(NAMES, unique=True).map(lambda names: Ranking(tuple(names))),
    st.dictionaries(NAMES, st.integers(0, 100)).map(Points),
)
CANDIDATES = ("home", "work", "staff")
RATED = PRESETS["rand_ucla_ipras"]
CHOSEN = with_terms(PRESETS["registry_priorities"], seats=2)
RANKED = PRESETS["registry_ranking"]
SHARED = PRESETS["registry_points"]
MOTION = PRESETS["registry_default"]


@given(ANSWERS)
def test_an_answer_survives_the_box(answer):
    assert read_answer(written(answer)) == answer
    assert hash(read_answer(written(answer))) == hash(answer)
    assert written(read_answer(written(answer))) == written(answer)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Choice.APPROVE, "approve"),
        (Choice.WITH_CONDITIONS, "with_conditions"),
        (Ratings({"work": 7, "home": None}), '{"kind":"ratings","scores":{"home":"unable","work":7}}'),
        (Approvals(frozenset({"work", "home"})), '{"approved":["home","work"],"kind":"approvals"}'),
        (Approvals(frozenset()), '{"approved":[],"kind":"approvals"}'),
        (Ranking(("work", "home")), '{"kind":"ranking","order":["work","home"]}'),
        (Points({"work": 60, "home": 40, "staff": 0}), '{"kind":"points","points":{"home":40,"work":60}}'),
    ],
)
def test_an_answer_is_written_in_one_way(answer, text):
    assert written(answer) == text


def test_the_order_in_which_it_was_filled_in_leaves_no_trace():
    assert written(Ratings({"a": 1, "b": 2})) == written(Ratings({"b": 2, "a": 1}))
    assert written(Points({"a": 1, "b": 2})) == written(Points({"b": 2, "a": 1, "c": 0}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "APPROVE",
        "null",
        "[]",
        "{",
        "{}",
        '{"kind":"ratings"}',
        '{"kind":"ratings","scores":[]}',
        '{"kind":"ratings","scores":{"a":"seven"}}',
        '{"kind":"ratings","scores":{"a":true}}',
        '{"kind":"ratings","scores":{"a":7.0}}',
        '{"kind":"ratings","scores":{"a":null}}',
        '{"kind":"approvals","approved":"home"}',
        '{"kind":"approvals","approved":[1]}',
        '{"kind":"ranking","order":[["a","b"]]}',
        '{"kind":"points","points":{"a":"1"}}',
        '{"kind":"points","points":{"a":1},"voter":"Ann"}',
        '{"kind":"choice","choice":"approve"}',
        '{"kind":"points","points":' + '{"a":' * 60_000,
    ],
)
def test_a_text_that_is_no_ballot_is_refused_and_not_quoted(text):
    with pytest.raises(WrongChoiceError) as refused:
        read_answer(text)
    assert refused.value.message == "This is not the text of a ballot; cast it anew."
    assert refused.value.__cause__ is None


FITTING = [
    (MOTION, Choice.ABSTAIN, ()),
    (PRESETS["pqm_2025_initial"], Choice.WITH_CONDITIONS, ()),
    (PRESETS["registry_label"], Choice.UNSURE, ()),
    (RATED, Ratings({"home": 1, "work": 9, "staff": None}), CANDIDATES),
    (PRESETS["comet_pooled"], Ratings(dict.fromkeys(CANDIDATES)), CANDIDATES),
    (CHOSEN, Approvals({"home", "work"}), CANDIDATES),
    (CHOSEN, Approvals(()), CANDIDATES),
    (RANKED, Ranking(("staff",)), CANDIDATES),
    (RANKED, Ranking(("staff", "home", "work")), CANDIDATES),
    (SHARED, Points({"home": 100}), CANDIDATES),
    (SHARED, Points({"home": 33, "work": 33, "staff": 34}), CANDIDATES),
]


@pytest.mark.parametrize(("rule", "answer", "candidates"), FITTING)
def test_an_answer_that_its_rule_asks_for_is_taken(rule, answer, candidates):
    require_fit(rule, answer, candidates)


@pytest.mark.parametrize(
    ("rule", "answer", "sentence"),
    [
        (MOTION, Choice.QUALITY, "quality is not a choice in this vote; the choices are approve, reject, abstain."),
        (PRESETS["core_sets_two_thirds"], Choice.ABSTAIN, "the choices are approve, reject."),
        (MOTION, Choice.WITH_CONDITIONS, "approve with conditions is not a choice in this vote"),
        (RATED, Ratings({"home": 1, "work": 9}), "You did not rate “staff”; rate it from 1 to 9"),
        (RATED, Ratings({"home": 1, "work": 0, "staff": 5}), "You rated “work” 0; rate it with a whole number"),
        (RATED, Ratings({"home": 10, "work": 5, "staff": 5}), "You rated “home” 10; rate it"),
        (RATED, Ratings({"home": 1.5, "work": 5, "staff": 5}), "You rated “home” 1.5; rate it"),
        (RATED, Ratings({"home": True, "work": 5, "staff": 5}), "You rated “home” True; rate it"),
        (RATED, Ratings({"home": 1, "work": 2, "staff": 3, "sun": 4}), "“sun” is not on this ballot; take it out."),
        (CHOSEN, Approvals(set(CANDIDATES)), "You chose 3; choose 2 or fewer."),
        (CHOSEN, Approvals({"sun"}), "“sun” is not on this ballot"),
        (RANKED, Ranking(()), "Your order is empty; put at least one in first place."),
        (RANKED, Ranking(("home", "work", "home")), "“home” has two places in your order; give it one."),
        (RANKED, Ranking(("sun", "home")), "“sun” is not on this ballot"),
        (SHARED, Points({"home": 50, "work": 47}), "Your points add up to 97; give out exactly 100."),
        (SHARED, Points({"home": 50, "work": 51}), "Your points add up to 101; give out exactly 100."),
        (SHARED, Points({}), "Your points add up to 0; give out exactly 100."),
        (SHARED, Points({"home": 101, "work": -1}), "You gave “work” -1 points; give it a whole number from 0."),
        (SHARED, Points({"home": 99.5, "work": 0.5}), "You gave “home” 99.5 points"),
        (SHARED, Points({"sun": 100}), "“sun” is not on this ballot"),
        (MOTION, Approvals({"home"}), "Make one choice: approve, reject, abstain."),
        (RATED, Choice.APPROVE, "Rate each one from 1 to 9, or say that you cannot score it."),
        (CHOSEN, Choice.APPROVE, "Choose the ones that you approve of, up to 2."),
        (RANKED, Points({"home": 100}), "Put them in order, the best one first."),
        (SHARED, Ranking(("home",)), "Give out exactly 100 points."),
    ],
)
def test_an_answer_that_does_not_fit_says_what_to_mend(rule, answer, sentence):
    candidates = () if rule in (MOTION, PRESETS["core_sets_two_thirds"]) else CANDIDATES
    with pytest.raises(WrongChoiceError) as refused:
        require_fit(rule, answer, candidates)
    assert sentence in refused.value.message


def test_what_to_mend_is_said_in_the_language_of_the_voter():
    spanish = {
        "Your points add up to {total}; give out exactly {budget}.": "Sus puntos suman {total}; reparta {budget}."
    }
    with pytest.raises(WrongChoiceError, match=r"Sus puntos suman 97; reparta 100\."):
        require_fit(SHARED, Points({"home": 97}), CANDIDATES, say=lambda text: spanish.get(text, text))


def test_a_ballot_of_any_number_of_approvals_is_asked_for_as_such():
    anything = CHOSEN.model_copy(update={"most_approvals": None})
    require_fit(anything, Approvals(set(CANDIDATES)), CANDIDATES)
    assert wanted(anything) == "Choose each one that you approve of."


@given(st.dictionaries(st.sampled_from(CANDIDATES), st.integers(0, 120)))
def test_points_are_taken_as_they_are_or_refused(points):
    answer = Points(points)
    try:
        require_fit(SHARED, answer, CANDIDATES)
    except WrongChoiceError:
        assert sum(points.values()) != 100
    else:
        assert sum(points.values()) == 100
    assert json.loads(written(answer))["points"] == {name: number for name, number in points.items() if number}


@pytest.mark.parametrize(
    ("rule", "candidates", "sentence"),
    [
        (MOTION, ("home",), "names no candidates"),
        (RATED, (), "needs 1 to 100"),
        (RANKED, ("home",), "needs 2 to 100"),
        (SHARED, ("home",), "needs 2 to 100"),
        (CHOSEN, ("home", "work"), "needs 3 to 100"),
        (RATED, ("home", "home"), "stands twice"),
        (RATED, ("home", ""), "needs a name"),
        (RATED, ("cafe\u0301",), "needs a name"),
        (RATED, tuple(map(str, range(101))), "there are 101"),
    ],
)
def test_candidates_among_whom_there_is_no_choice_are_refused(rule, candidates, sentence):
    with pytest.raises(BadCandidatesError, match=sentence):
        require_candidates(rule, candidates)


@pytest.mark.parametrize(
    ("rule", "candidates"), [(MOTION, ()), (RATED, ("home",)), (RANKED, CANDIDATES), (CHOSEN, CANDIDATES)]
)
def test_candidates_among_whom_there_is_a_choice_are_taken(rule, candidates):
    require_candidates(rule, candidates)
