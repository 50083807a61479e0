import pytest

from governance.citations import DefinitionVersion, MeasureVersion, PinnedMeasure, require_pinned, require_version
from measures.documents import Record
from measures.errors import InvalidError
from measures.references import BadReferenceError, Kind, Reference
from measures.validation import parse

DIGEST = "sha256:" + "a" * 64
MEASURE = "measure/hcbs-qms/ltss-1@1.0.0"
DEFINITION = "value-definition/US-TN/belonging@1.0.0"


class Citing(Record):
    measure: MeasureVersion | None = None
    pinned: PinnedMeasure | None = None
    definition: DefinitionVersion | None = None


def of_kind(kind):
    return f"{kind}/{'hcbs-qms' if kind is Kind.MEASURE else 'US-TN'}/x"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("wanted", Kind)
@pytest.mark.parametrize("rest", ["", "@1.0.0", f"@1.0.0#{DIGEST}"], ids=["bare", "version", "pinned"])
def test_a_citation_is_of_its_kind_and_names_a_version(kind, wanted, rest):
    text = of_kind(kind) + rest
    if kind is wanted and rest:
        assert require_version(text, wanted) == Reference.parse(text)
        return
    with pytest.raises(BadReferenceError) as refused:
        require_version(text, wanted)
    assert f"{text!r} does not name a version of a {wanted}; write {wanted}/…@1.0.0." == refused.value.message


@pytest.mark.parametrize("kind", Kind)
def test_a_pinned_citation_carries_a_digest(kind):
    pinned = f"{of_kind(kind)}@1.0.0#{DIGEST}"
    assert require_pinned(pinned) == Reference.parse(pinned)
    for text in (of_kind(kind), f"{of_kind(kind)}@1.0.0"):
        with pytest.raises(BadReferenceError, match=r"' names no digest; write …@version#sha256:digest\.$"):
            require_pinned(text)


@pytest.mark.parametrize("read", [require_pinned, lambda text: require_version(text, Kind.MEASURE)])
def test_what_is_no_reference_is_refused(read):
    with pytest.raises(BadReferenceError):
        read("ltss-1")


@pytest.mark.parametrize(
    ("field", "text", "fits"),
    [
        ("measure", MEASURE, True),
        ("measure", f"{MEASURE}#{DIGEST}", True),
        ("measure", "measure/hcbs-qms/ltss-1", False),
        ("measure", DEFINITION, False),
        ("measure", "measure-set/US/x@1.0.0", False),
        ("pinned", MEASURE, False),
        ("pinned", f"{MEASURE}#{DIGEST}", True),
        ("pinned", f"{DEFINITION}#{DIGEST}", False),
        ("definition", DEFINITION, True),
        ("definition", f"{DEFINITION}#{DIGEST}", True),
        ("definition", "value-definition/US-TN/belonging", False),
        ("definition", MEASURE, False),
        ("definition", "", False),
    ],
)
def test_a_field_holds_the_citation_that_it_is_for(field, text, fits):
    if fits:
        assert getattr(parse(Citing, {field: text}, "here"), field) == text
        return
    with pytest.raises(InvalidError) as refused:
        parse(Citing, {field: text}, "here")
    assert refused.value.code == "BAD_REFERENCE"
    assert refused.value.message.startswith("here: ")


@pytest.mark.parametrize("field", ["measure", "pinned", "definition"])
@pytest.mark.parametrize("value", [1, 1.0, True, [], {}], ids=repr)
def test_a_citation_is_text(field, value):
    with pytest.raises(InvalidError) as refused:
        parse(Citing, {field: value}, "here")
    assert refused.value.code == "INVALID_FIELD"
