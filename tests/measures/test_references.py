import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from measures.errors import InvalidError
from measures.jurisdictions import JURISDICTIONS
from measures.references import LONGEST_REFERENCE, BadReferenceError, Kind, Reference

DIGEST = "sha256:" + "0123456789abcdef" * 4
PINNED = f"priority-set/US-TN/quiltss-nf@2.1.0#{DIGEST}"

slugs = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?", fullmatch=True)
numbers = st.integers(0, 999_999)
versions = st.tuples(numbers, numbers, numbers).map(lambda parts: ".".join(map(str, parts)))
digests = st.text("0123456789abcdef", min_size=64, max_size=64).map("sha256:".__add__)


@st.composite
def texts(draw):
    kind = draw(st.sampled_from(Kind))
    owner = draw(slugs if kind is Kind.MEASURE else st.sampled_from(sorted(JURISDICTIONS)))
    text = f"{kind}/{owner}/{draw(slugs)}"
    if draw(st.booleans()):
        text += f"@{draw(versions)}"
        if draw(st.booleans()):
            text += f"#{draw(digests)}"
    return text


@st.composite
def mutations(draw):
    """A reference with a few characters put in, taken out or replaced."""
    text = draw(texts())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        put = draw(st.text(st.sampled_from("/@#:.-0aA \n\t\x00é\uff10٣\u2028\ud800") | st.characters(), max_size=2))
        text = text[:at] + put + text[at + draw(st.integers(0, 2)) :]
    return text


@given(texts())
def test_what_is_parsed_prints_as_it_was_written(text):
    assert str(Reference.parse(text)) == text


@given(texts())
def test_what_is_printed_parses_as_the_same_reference(text):
    reference = Reference.parse(text)
    again = Reference(reference.kind, reference.name, reference.version, reference.digest)
    assert again == reference == Reference.parse(str(again))
    assert hash(again) == hash(reference)


@given(mutations())
@example("")
@example("\n")
@example(PINNED + "\n")
@example(PINNED.upper())
@example("x" * 10**6)
def test_a_mutation_prints_back_as_it_was_written_or_is_refused(text):
    try:
        reference = Reference.parse(text)
    except BadReferenceError:
        return
    assert str(reference) == text


@given(
    st.sampled_from(Kind),
    st.text(max_size=30) | st.sampled_from(["US/x", "hcbs-qms/ltss-1", "US/x@1.0.0", f"US/x@1.0.0#{DIGEST}"]),
    st.sampled_from([None, "", "1.0.0", "1.0", "01.0.0", f"1.0.0#{DIGEST}", "1.0.0\n"]) | st.text(max_size=8),
    st.sampled_from([None, "", DIGEST, DIGEST[:-1], DIGEST + "\n"]),
)
def test_whatever_a_reference_is_made_of_it_reads_back_as_itself(kind, name, version, digest):
    try:
        reference = Reference(kind, name, version, digest)
    except BadReferenceError:
        return
    assert Reference.parse(str(reference)) == reference


@pytest.mark.parametrize(
    ("name", "version", "digest"),
    [
        ("US/x@1.0.0", None, None),
        (f"US/x@1.0.0#{DIGEST}", None, None),
        ("US/x", "", None),
        ("US/x", "1.0.0", ""),
        ("US/x", "", ""),
        ("US/x", f"1.0.0#{DIGEST}", None),
        ("US/x", None, DIGEST),
    ],
    ids=[
        "version in name",
        "digest in name",
        "empty version",
        "empty digest",
        "both empty",
        "digest in version",
        "no version",
    ],
)
def test_a_reference_that_would_print_as_another_is_not_made(name, version, digest):
    with pytest.raises(BadReferenceError):
        Reference(Kind.TERM, name, version, digest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "measure",
        "measure/hcbs-qms",
        "measure/hcbs-qms/",
        "measure//ltss-1",
        "measure/hcbs-qms/ltss-1/x",
        "/measure/hcbs-qms/ltss-1",
        "Measure/hcbs-qms/ltss-1",
        "policy/US/x",
        "measure/HCBS/ltss-1",
        "measure/-hcbs/ltss-1",
        "measure/hcbs-/ltss-1",
        f"measure/{'a' * 101}/ltss-1",
        f"measure/hcbs/{'a' * 101}",
        "measure/hcbs/-ltss",
        "measure/hcbs/ltss-",
        "measure/hcbs/LTSS",
        "measure/hcbs/ltss_1",
        "term/us/clean-claim",
        "term/US-ZZ/clean-claim",
        "term/US-tn/clean-claim",
        "term/TN/clean-claim",
        "term/Registry/clean-claim",
        "term/hcbs-qms/clean-claim",
        "term/US/x@",
        "term/US/x@1",
        "term/US/x@1.0",
        "term/US/x@1.0.0.0",
        "term/US/x@01.0.0",
        "term/US/x@1.0.00",
        "term/US/x@1.0.0-rc.1",
        "term/US/x@v1.0.0",
        "term/US/x@1000000.0.0",
        "term/US/x@latest",
        "term/US/x@\uff11.0.0",
        f"term/US/x#{DIGEST}",
        "term/US/x@1.0.0#",
        "term/US/x@1.0.0#sha256:",
        f"term/US/x@1.0.0#{DIGEST[:-1]}",
        f"term/US/x@1.0.0#{DIGEST}0",
        f"term/US/x@1.0.0#{DIGEST.upper()}",
        f"term/US/x@1.0.0#{DIGEST.removeprefix('sha256:')}",
        f"term/US/x@1.0.0#{DIGEST.replace('sha256', 'sha512')}",
        f" {PINNED}",
        f"{PINNED} ",
        f"{PINNED}\n",
        f"{PINNED}\x00",
        PINNED.replace("#", "?digest="),
        PINNED.replace("@", "|"),
    ],
)
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(InvalidError) as refused:
        Reference.parse(text)
    assert refused.value.code == "BAD_REFERENCE"


def test_the_longest_reference_can_be_read():
    text = f"value-definition/registry/{'a' * 100}@999999.999999.999999#{DIGEST}"
    assert len(text) <= LONGEST_REFERENCE
    assert str(Reference.parse(text)) == text
    family = f"measure/{'a' * 100}/{'b' * 100}@999999.999999.999999#{DIGEST}"
    assert str(Reference.parse(family)) == family


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("policy/US/x", "'policy' is not a kind of document; the kinds are measure, measure-set"),
        ("term/US-ZZ/x", "'US-ZZ' is not a jurisdiction; write US, US-TN"),
        ("measure/HCBS/x", "'HCBS' is not a family of measures"),
        ("nonsense", "'nonsense' is not a reference; write kind/jurisdiction/slug@version#sha256:digest"),
        ("x" * 101, "'" + "x" * 100 + "…' is not a reference"),
        ("x" * 100, "'" + "x" * 100 + "' is not a reference"),
        ("a/" * LONGEST_REFERENCE, "is not a reference"),
    ],
    ids=["kind", "jurisdiction", "family", "form", "cut", "whole", "long"],
)
def test_a_refusal_says_what_to_write(text, words):
    with pytest.raises(BadReferenceError) as refused:
        Reference.parse(text)
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PINNED.replace("priority", "pr\u0456ority"), "in place 3 stands U+0456, CYRILLIC SMALL LETTER BYELORUSSIAN"),
        (PINNED.replace("US-TN", "US-\u0422N"), "in place 17 stands U+0422, CYRILLIC CAPITAL LETTER TE"),
        (PINNED.replace("quiltss", "quilts\uff53"), "U+FF53, FULLWIDTH LATIN SMALL LETTER S"),
        (PINNED.replace("@2", "@\uff12"), "U+FF12, FULLWIDTH DIGIT TWO"),
        (PINNED.replace("/", "\u2044", 1), "U+2044, FRACTION SLASH"),
        (PINNED.replace("-", "\u2010", 1), "U+2010, HYPHEN"),
        (PINNED.replace("@", "\uff20"), "U+FF20, FULLWIDTH COMMERCIAL AT"),
        (PINNED.replace("#", "\uff03"), "U+FF03, FULLWIDTH NUMBER SIGN"),
        (PINNED.replace("quiltss", "quil\u200btss"), "U+200B, ZERO WIDTH SPACE"),
        (PINNED.replace("quiltss", "quil\u00adtss"), "U+00AD, SOFT HYPHEN"),
        (f"\ufeff{PINNED}", "in place 1 stands U+FEFF, ZERO WIDTH NO-BREAK SPACE"),
        (f"\u202e{PINNED}", "in place 1 stands U+202E, RIGHT-TO-LEFT OVERRIDE"),
        (f"{PINNED}\n", "behind its end stands U+000A, a line end"),
        (f"{PINNED}\r", "behind its end stands U+000D, a carriage return"),
        (f"{PINNED} ", "behind its end stands U+0020, a space"),
        (f"{PINNED}\x00", "behind its end stands U+0000, a NUL"),
        (f"{PINNED}\ud800", "behind its end stands U+D800, a character without a name"),
    ],
)
def test_an_odd_character_is_named(text, words):
    with pytest.raises(BadReferenceError) as refused:
        Reference.parse(text)
    assert words in refused.value.message
    assert refused.value.code == "BAD_REFERENCE"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PINNED.replace("sha256", "sha1"), "the only digest is sha256, not 'sha1'"),
        (PINNED.replace("sha256", "sha512"), "the only digest is sha256, not 'sha512'"),
        (PINNED.replace("sha256", "sha3-256"), "the only digest is sha256, not 'sha3-256'"),
        (PINNED.replace("sha256", "md5"), "the only digest is sha256, not 'md5'"),
        (PINNED.replace("sha256:", ""), "the only digest is sha256, and its name stands before the digits"),
        (PINNED.replace("sha256", "SHA256"), "a digest is written in lower case"),
        (PINNED.replace("abcdef", "ABCDEF"), "a digest is written in lower case"),
        (PINNED[:-1], "the digest has 63 digits, and SHA-256 has 64"),
        (f"{PINNED}0", "the digest has 65 digits, and SHA-256 has 64"),
        (f"{PINNED}\u0430", "U+0430, CYRILLIC SMALL LETTER A"),
        (f"{PINNED}#{DIGEST}", "the digest has"),
        (PINNED.replace("@2.1.0", ""), "a digest goes with a version"),
        (PINNED.replace("priority-set", "Priority-Set"), "kind and slug are written in lower case"),
        (PINNED.replace("quiltss", "QuILTSS"), "kind and slug are written in lower case"),
        (PINNED.replace("US-TN", "us-tn"), "'us-tn' is not a jurisdiction"),
        ("term/US/" + "x" * 400, "it has 408 characters, and none has more than 400"),
    ],
)
def test_another_digest_and_a_wrong_case_are_told_apart(text, words):
    with pytest.raises(BadReferenceError) as refused:
        Reference.parse(text)
    assert words in refused.value.message


def test_a_reference_as_an_address_and_as_a_canonical():
    reference = Reference.parse(PINNED)
    assert reference.path == f"/priority-set/US-TN/quiltss-nf@2.1.0?digest={DIGEST}"
    assert reference.canonical("https://x.example/") == "https://x.example/priority-set/US-TN/quiltss-nf|2.1.0"
    named = Reference.parse("measure/hcbs-qms/ltss-1")
    assert (named.path, named.canonical("https://x.example")) == (
        "/measure/hcbs-qms/ltss-1", "https://x.example/measure/hcbs-qms/ltss-1",
    )  # fmt: skip


def test_a_pinned_reference_says_what_it_is():
    reference = Reference.parse(PINNED)
    assert reference == Reference(Kind.PRIORITY_SET, "US-TN/quiltss-nf", "2.1.0", DIGEST)
    assert reference.is_pinned
    assert reference.jurisdiction == "US-TN"
    assert reference.versioned == "priority-set/US-TN/quiltss-nf@2.1.0"
    assert reference.short == "priority-set/US-TN/quiltss-nf@2.1.0 (01234567…)"


def test_a_version_can_be_pinned_and_stays_as_it_was():
    versioned = Reference.parse("measure/hcbs-qms/ltss-1@1.0.0")
    assert not versioned.is_pinned
    assert versioned.short == versioned.versioned == str(versioned)
    assert str(versioned.pinned(DIGEST)) == f"{versioned}#{DIGEST}"
    assert not versioned.is_pinned


def test_a_name_without_a_version_cannot_be_pinned():
    with pytest.raises(BadReferenceError):
        Reference.parse("measure/hcbs-qms/ltss-1").pinned(DIGEST)


@pytest.mark.parametrize("kind", Kind)
def test_a_measure_belongs_to_no_jurisdiction_and_everything_else_to_one(kind):
    reference = Reference(kind, "registry/x")
    assert reference.jurisdiction == (None if kind is Kind.MEASURE else "registry")
    assert reference.versioned == f"{kind}/registry/x"


@pytest.mark.parametrize("code", sorted(JURISDICTIONS))
def test_a_document_can_belong_to_every_jurisdiction(code):
    assert Reference.parse(f"term/{code}/x").jurisdiction == code
