"""A draft of a definition of value, held against the version before it."""

from governance.definitions import DefinitionContent, DefinitionOfValue
from measures.references import Reference
from registry.contracts.comparison import compare_draft
from tests.support import definition_content

TARGET = Reference.parse("value-definition/US-TN/home@1.0.1")


def published():
    content = definition_content()
    pinned = f"{content['outcomes'][0]['candidate_measures'][0]}#sha256:{'a' * 64}"
    content["outcomes"][0]["candidate_measures"] = [pinned]
    return DefinitionOfValue.model_validate({"name": "US-TN/home", **content})


def test_a_draft_that_says_the_same_without_digests_changes_nothing():
    draft = DefinitionContent.model_validate(definition_content())
    assert compare_draft(published(), draft, TARGET).changes == ()


def test_what_a_draft_changes_is_told_with_the_version_that_it_asks_for():
    draft = DefinitionContent.model_validate(definition_content(statement="I live."))
    found = compare_draft(published(), draft, TARGET)
    assert [change.path for change in found.changes] == ["statement"]
    assert (found.after, found.least_version, found.rises_enough) == (TARGET, "2.0.0", False)
