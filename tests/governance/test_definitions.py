import json

import pytest

from governance.definitions import INSTITUTIONAL, NOT_CARE, DefinitionContent, DefinitionOfValue
from measures.documents import canonical_json
from measures.errors import InvalidError
from measures.references import Kind
from measures.validation import parse
from measures.vocabularies import Setting

DIGEST = "sha256:" + "a" * 64
MEASURE = "measure/hcbs-qms/ltss-1@1.0.0"
AT_HOME = frozenset(Setting) - INSTITUTIONAL - NOT_CARE


def an_outcome(**changes):
    return {"id": "home", "statement": "I live where I choose.", "domain": "choice_control", **changes}


def content(**changes):
    return {
        "title": "Living at home",
        "statement": "I live where and with whom I choose.",
        "scopes": [{"populations": ["hcbs_adults"], "settings": ["own_home"]}],
        "outcomes": [an_outcome()],
        **changes,
    }


def scope(*settings):
    return {"populations": ["ltss_all"], "settings": list(settings)}


def a_definition(name="US-TN/home", **changes):
    return parse(DefinitionOfValue, {"name": name, **content(**changes)}, "here")


def code_of(read):
    with pytest.raises(InvalidError) as refused:
        read()
    return refused.value.code


def test_an_outcome_that_no_measure_shows_is_an_open_gap():
    outcomes = [
        an_outcome(id="shown", candidate_measures=[MEASURE]),
        an_outcome(id="gap"),
        an_outcome(id="other", candidate_measures=[f"{MEASURE}#{DIGEST}", "measure/nci-idd/friends@2.0.0"]),
    ]
    draft = parse(DefinitionContent, content(outcomes=outcomes), "here")
    assert [outcome.id for outcome in draft.gaps] == ["gap"]
    assert [outcome.is_gap for outcome in draft.outcomes] == [False, True, False]
    assert list(draft.measures()) == [MEASURE, f"{MEASURE}#{DIGEST}", "measure/nci-idd/friends@2.0.0"]


@pytest.mark.parametrize("field", ["scopes", "outcomes"])
def test_a_definition_says_for_whom_and_what(field):
    assert code_of(lambda: parse(DefinitionContent, content(**{field: []}), "here")) == "INVALID_FIELD"


@pytest.mark.parametrize("missing", ["title", "statement", "scopes", "outcomes"])
def test_a_definition_leaves_out_nothing_that_it_must_say(missing):
    fields = {key: value for key, value in content().items() if key != missing}
    assert code_of(lambda: parse(DefinitionContent, fields, "here")) == "INVALID_FIELD"


@pytest.mark.parametrize("empty", ["populations", "settings"])
def test_a_scope_names_people_and_places(empty):
    bad = {**scope("own_home"), empty: []}
    assert code_of(lambda: parse(DefinitionContent, content(scopes=[bad]), "here")) == "INVALID_FIELD"


def test_two_outcomes_do_not_share_one_id():
    twice = [an_outcome(), an_outcome(statement="I choose my door.")]
    with pytest.raises(InvalidError, match=r"^here: two outcomes share one id; give each its own\.$"):
        parse(DefinitionContent, content(outcomes=twice), "here")
    own = [an_outcome(), an_outcome(id="door")]
    assert len(parse(DefinitionContent, content(outcomes=own), "here").outcomes) == 2


@pytest.mark.parametrize("field", ["based_on", "sources", "candidate"])
@pytest.mark.parametrize("text", ["", "x" * 501, "nonsense\nmore"], ids=["empty", "long", "two lines"])
def test_a_definition_is_not_based_on_anything_at_all(field, text):
    changes = {
        "based_on": {"based_on": text},
        "sources": {"sources": [text]},
        "candidate": {"outcomes": [an_outcome(candidate_measures=[text])]},
    }[field]
    assert code_of(lambda: parse(DefinitionContent, content(**changes), "here")) in ("INVALID_FIELD", "BAD_REFERENCE")


def test_a_definition_is_based_on_another_definition():
    based = "value-definition/registry/experience@1.0.0"
    assert a_definition(based_on=based).based_on == based
    assert code_of(lambda: a_definition(based_on=MEASURE)) == "BAD_REFERENCE"


def test_a_candidate_stands_once_for_an_outcome():
    twice = an_outcome(candidate_measures=[MEASURE, MEASURE])
    assert code_of(lambda: parse(DefinitionContent, content(outcomes=[twice]), "here")) == "INVALID_FIELD"


def test_a_published_definition_pins_its_measures():
    pinned = a_definition(outcomes=[an_outcome(candidate_measures=[f"{MEASURE}#{DIGEST}"])])
    assert list(pinned.measures()) == [f"{MEASURE}#{DIGEST}"]
    assert code_of(lambda: a_definition(outcomes=[an_outcome(candidate_measures=[MEASURE])])) == "BAD_REFERENCE"


def test_every_setting_is_institutional_or_at_home_or_no_setting_of_care():
    assert {"nursing_facility", "skilled_nursing_facility", "icf_iid"} == INSTITUTIONAL
    assert {"plan", "state", "primary_care"} == NOT_CARE
    assert {Setting.HCBS, Setting.OWN_HOME, Setting.ASSISTED_LIVING, Setting.RESIDENTIAL_PROVIDER} < AT_HOME
    assert set(Setting) == AT_HOME | INSTITUTIONAL | NOT_CARE


@pytest.mark.parametrize("first", Setting)
@pytest.mark.parametrize("second", Setting)
@pytest.mark.parametrize("scopes", [1, 2])
def test_institutions_and_homes_are_defined_apart(first, second, scopes):
    where = [scope(*{first, second})] if scopes == 1 else [scope(first), {**scope(second), "populations": ["idd"]}]
    draft = parse(DefinitionContent, content(scopes=where), "here")
    mixed = bool({first, second} & INSTITUTIONAL) and bool({first, second} & AT_HOME)
    assert draft.mixes_settings() is mixed
    if mixed:
        assert code_of(lambda: a_definition(scopes=where)) == "INVALID_FIELD"
        assert code_of(lambda: a_definition("US/home", scopes=where)) == "INVALID_FIELD"
        with pytest.raises(
            InvalidError, match=r"^here: institutional and home and community-based settings are defined"
        ):
            a_definition(scopes=where)
    else:
        assert a_definition(scopes=where).scopes == draft.scopes
    # What the seed ships belongs to no state, and may speak of both until a state adopts its own.
    assert a_definition("registry/home", scopes=where).scopes == draft.scopes


def test_an_outcome_is_found_by_its_id():
    definition = a_definition(outcomes=[an_outcome(), an_outcome(id="door")])
    assert definition.outcome("door") is definition.outcomes[1]
    assert definition.outcome("home") is definition.outcomes[0]
    assert definition.outcome("window") is None


def test_a_definition_read_back_has_the_same_bytes():
    definition = a_definition(
        scopes=[scope("own_home", "hcbs"), {"populations": ["idd", "brain_injury"], "settings": ["day_employment"]}],
        outcomes=[an_outcome(id="z"), an_outcome(id="a", candidate_measures=[f"{MEASURE}#{DIGEST}"])],
        sources=["b", "a"],
        reading="As we read it.",
    )
    sealed = definition.seal()
    parsed = json.loads(sealed.content)
    assert DefinitionOfValue.from_content(parsed).seal() == sealed
    assert canonical_json(parsed) == sealed.content
    assert (parsed["schema"], parsed["kind"]) == ("value-definition/1", "value-definition")
    assert (definition.KIND, definition.reference.jurisdiction) == (Kind.VALUE_DEFINITION, "US-TN")
    assert [outcome["id"] for outcome in parsed["outcomes"]] == ["z", "a"]
    assert parsed["sources"] == ["a", "b"]
    assert "based_on" not in parsed


@pytest.mark.parametrize(
    ("field", "ordered"),
    [("outcomes", True), ("scopes", False), ("sources", False)],
    ids=["outcomes", "scopes", "sources"],
)
def test_only_the_order_of_outcomes_carries_meaning(field, ordered):
    several = {
        "outcomes": [an_outcome(), an_outcome(id="door")],
        "scopes": [scope("own_home"), scope("hcbs")],
        "sources": ["a", "b"],
    }
    turned = {**several, field: several[field][::-1]}
    assert (a_definition(**several).seal() != a_definition(**turned).seal()) is ordered
