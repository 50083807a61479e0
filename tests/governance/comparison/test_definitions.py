"""Two versions of a definition of value."""

from copy import deepcopy

import pytest

from governance.comparison import compare_definitions
from governance.definitions import DefinitionOfValue
from measures.comparison import Bump

A, B = (f"sha256:{digit * 64}" for digit in "ab")
FRIENDS = "measure/nci-idd/friends"
MAJOR, MINOR, PATCH = Bump.MAJOR, Bump.MINOR, Bump.PATCH
BEFORE = {
    "name": "US-TN/home",
    "version": "1.0.0",
    "title": "A home of one's own",
    "statement": "I live where I choose.",
    "scopes": [{"populations": ["idd"], "settings": ["own_home"]}],
    "outcomes": [
        {
            "id": "choice",
            "statement": "People choose where they live.",
            "domain": "choice_control",
            "candidate_measures": [f"{FRIENDS}@1.0.0#{A}"],
        },
        {"id": "safety", "statement": "People are safe.", "domain": "health_safety"},
    ],
    "based_on": "value-definition/registry/home@1.0.0",
    "sources": ["a-source"],
    "reading": "Read narrowly.",
}
CASES = {
    "statement": ({"statement": "I live somewhere."}, "statement", "meaning", MAJOR),
    "scope": ({"scopes": [{"populations": ["idd"], "settings": ["hcbs"]}]}, "scopes", "scope", MAJOR),
    "title": ({"title": "Home"}, "title", "wording", PATCH),
    "reading": ({"reading": "Read widely."}, "reading", "guidance", MINOR),
    "sources": ({"sources": []}, "sources", "guidance", PATCH),
    "based on": ({"based_on": "value-definition/registry/home@1.1.0"}, "based_on", "definition", MINOR),
}
OUTCOMES = {
    "outcome gone": (lambda o: o.pop(), "outcomes.safety", "outcome", MAJOR),
    "outcome added": (lambda o: o.append({**o[1], "id": "voice"}), "outcomes.voice", "outcome", MINOR),
    "outcomes in another order": (lambda o: o.reverse(), "outcomes", "outcome", MINOR),
    "outcome worded otherwise": (
        lambda o: o[0].update(statement="People are asked."), "outcomes.choice.statement", "outcome", MAJOR,
    ),
    "outcome filed elsewhere": (
        lambda o: o[0].update(domain="rights_dignity"), "outcomes.choice.domain", "domain", MINOR,
    ),
    "candidate gone": (
        lambda o: o[0].update(candidate_measures=[]),
        f"outcomes.choice.candidate_measures.{FRIENDS.removeprefix('measure/')}", "measure", MINOR,
    ),
    "candidate moved": (
        lambda o: o[0].update(candidate_measures=[f"{FRIENDS}@1.0.1#{B}"]),
        f"outcomes.choice.candidate_measures.{FRIENDS.removeprefix('measure/')}", "measure", MINOR,
    ),
}  # fmt: skip


def definition(**changes):
    return DefinitionOfValue.model_validate({**deepcopy(BEFORE), **changes})


def told(after):
    found = compare_definitions(definition(), after)
    back = compare_definitions(after, definition())
    assert {change.path for change in found.changes} == {change.path for change in back.changes}
    return [(change.path, change.aspect, change.bump) for change in found.changes]


@pytest.mark.parametrize(("changes", "path", "aspect", "bump"), CASES.values(), ids=CASES)
def test_each_difference_is_told(changes, path, aspect, bump):
    assert told(definition(**changes)) == [(path, aspect, bump)]


@pytest.mark.parametrize(("change", "path", "aspect", "bump"), OUTCOMES.values(), ids=OUTCOMES)
def test_outcomes_are_matched_by_their_ids(change, path, aspect, bump):
    outcomes = deepcopy(BEFORE["outcomes"])
    change(outcomes)
    assert told(definition(outcomes=outcomes)) == [(path, aspect, bump)]


def test_a_scope_is_told_in_words():
    after = definition(scopes=[{"populations": ["idd", "older_adults"], "settings": ["own_home"]}])
    sentence = compare_definitions(definition(), after).changes[0].sentence
    assert sentence == "The scopes changed: IDD; older adults in own home added; IDD in own home taken out."
