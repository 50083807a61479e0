"""The pages of an exhibit: HTML and PDF say the same, and nothing that somebody wrote becomes a command."""

import io
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

from governance.publication import EventKind
from measures import catalog
from registry.contracts import rule_sets, terms
from registry.exchange.exhibits import exhibit_of, pages
from registry.exchange.exhibits.html import html
from registry.exchange.exhibits.items import items_csv
from registry.exchange.exhibits.pdf import pdf
from registry.exchange.exhibits.printable import printable
from registry.exchange.exhibits.whole import plain_language_of
from tests.registry.exchange.exhibits.making import AT, a_measure, a_version, an_event, an_item, facts_of, the_facts

BREAK = "\u200b"


class Words(HTMLParser):
    """The text of a page, and the tags in it."""

    def __init__(self):
        super().__init__()
        self.text, self.tags, self.addresses = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_data(self, data):
        self.text.append(data)


def html_words(content):
    words = Words()
    words.feed(content.decode())
    return words


def squeezed(text):
    return re.sub(rf"[\s{BREAK}]", "", text)


def pdf_text(content, reference="priority-set/US-TN/nf@1.0.0"):
    """The words of a PDF in their order, without what stands at the head and foot of each page."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        text = squeezed(page.extract_text())
        text = text.removeprefix(squeezed("Demonstration: no state published this. Do not rely on it."))
        body, foot, _ = text.rpartition("Page")
        assert foot
        found.append(body.removesuffix(reference))
    return "".join(found)


def is_on(text, paper):
    """Whether a text is there, whole or where a page ends within it."""
    return any(text[:at] in paper and text[at:] in paper for at in range(len(text)))


def texts_in(value):
    """Every text that an exhibit says, whatever it is made of."""
    match value:
        case {"kind": str(), "text": str(text)}:
            yield text
        case dict():
            for name, item in value.items():
                if name in ("title", "heading", "name", "caption"):
                    yield item
                elif name not in ("kind", "language", "reference"):
                    yield from texts_in(item)
        case list():
            for item in value:
                yield from [item] if isinstance(item, str) else texts_in(item)


def printed(whole):
    return pdf(whole, "value.example/demonstration", AT)


EVERYTHING = the_facts(
    events=[
        an_event(),
        an_event(EventKind.SUPERSEDED, successor=f"priority-set/US-TN/nf@2.0.0#sha256:{'3' * 64}", leaf=10),
        an_event(EventKind.MEASURE_SUPPRESSED, measure="measure/tn-quiltss/cna-hours@1.0.0", leaf=11),
    ],
    translated=True,
)
MEASURES = catalog.load().measures
DOCUMENTS = [
    *(each.document(demonstration=True) for each in rule_sets.load().sets.values()),
    *(each.document(demonstration=True) for each in catalog.load().sets.values()),
    *[each.document(demonstration=True) for each in terms.load().values()][::10],
    *[MEASURES[name].document(demonstration=True) for name in sorted(MEASURES)][::10],
]


def test_html_and_pdf_say_everything_and_the_same():
    whole = exhibit_of(EVERYTHING)
    said = [squeezed(text) for text in texts_in(printable(whole))]
    assert len(said) > 60
    on_page, on_paper = squeezed("".join(html_words(html(whole)).text)), pdf_text(printed(whole))
    assert [text for text in said if text not in on_page] == []
    assert [text for text in said if text not in on_paper] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.reference.versioned)
def test_every_kind_of_record_has_all_pages(document):
    facts = facts_of(a_version(document))
    made = pages(facts)
    assert sorted(made) == ["exhibit.html", "exhibit.pdf", "items.csv", "plain-language.html"]
    said = [squeezed(text) for text in texts_in(printable(exhibit_of(facts)))]
    on_paper = pdf_text(made["exhibit.pdf"], document.reference.versioned)
    assert [text for text in said if not is_on(text, on_paper)] == []


def test_every_measure_of_the_catalog_has_its_pages():
    for name in MEASURES:
        facts = facts_of(a_measure(name))
        assert MEASURES[name].title.encode() in html(exhibit_of(facts)).replace(b"&#39;", b"'").replace(b"&amp;", b"&")
        assert items_csv(facts)


def test_the_record_says_what_a_court_asks():
    text = "".join(html_words(html(exhibit_of(EVERYTHING))).text)
    for part in (
        str(EVERYTHING.subject.reference),
        "value.example/demonstration",
        "SHA256:" + "a" * 64,
        "the checkpoint of 12 log entries, signed 2027-01-01T12:00:00.000000Z",
        "Set in advance: published 2027-01-01 12:00:00 UTC; the measurement period starts 2028-01-01 00:00 UTC.",
        "An open gap: no measure is named that would show this outcome.",
        "label-decision/US-TN/00000000-0000-4000-8000-000000000000",
        "adopted by vote",
        "Not verified: general knowledge, seen in no source that was read.",
        "The state's own words are shortened.",
        "priority-set/US-TN/nf@2.0.0",
        "If the page and a record differ, the record counts.",
    ):
        assert part in text


def test_a_set_that_came_late_says_so():
    facts = the_facts(period={"from": "2026-01-01", "to": "2026-12-31"})
    assert b"Not set in advance: published 2027-01-01" in html(exhibit_of(facts))


def test_nothing_that_happened_is_said_too():
    text = "".join(html_words(html(exhibit_of(the_facts()))).text)
    assert "nothing had been recorded about this version" in text
    assert "nothing has happened to it since it was published" in text


def test_the_plain_language_twin_is_short_and_says_no_more():
    whole = exhibit_of(EVERYTHING)
    twin = "".join(html_words(html(plain_language_of(whole))).text)
    for part in (
        "Payment depends on the result.",
        "It shows what a person's life or care is like.",
        "Nobody has named a measure for this yet.",
        "It was suspended, from March 1, 2028.",
        "Siempre hay alguien.",
        "Una máquina hizo el primer borrador.",
        "certified translator, state agency",
    ):
        assert part in twin
    assert "label-decision" not in twin
    assert 'lang="es"' in html(whole).decode()


def test_a_proposed_measure_set_is_never_shown_as_final():
    proposed = [each for each in catalog.load().sets.values() if each.status == "proposed"]
    assert proposed
    for each in proposed:
        said = {record.kind: record.content for record in each.dated_records()}
        page = html(exhibit_of(facts_of(a_version(each.document(demonstration=True), statements=said)))).decode()
        assert "Proposed by its steward and not final." in page
        assert "It is only proposed. It is not final." in page


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_demonstration_is_marked_on_every_page(demonstration):
    facts = facts_of(a_version(MEASURES["tn-quiltss/cna-hours"].document(demonstration=demonstration)))
    whole = exhibit_of(facts)
    read = pypdf.PdfReader(io.BytesIO(printed(whole)))
    assert all(("Demonstration" in page.extract_text()) == demonstration for page in read.pages)
    for page in (whole, plain_language_of(whole)):
        assert (b"Demonstration." in html(page)) == demonstration


HOSTILE = [
    "#panic() $x^2$ *bold* _it_ `code` <label> @ref // c /* d */ \\ ~ -- --- = h",
    "<script>alert(1)</script><img src=x onerror=y>&amp;{{ 7 * 7 }}{% raw %}",
    '"quoted" \'single\' [brackets] {braces} #import "/etc/passwd"',
    "x" * 400,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_wrote_is_text_and_nothing_else(text):
    whole = exhibit_of(the_facts(title=text, programme=text, differences=[text], statement=text))
    read = html_words(html(whole))
    assert "".join(read.text).count(text) >= 5
    assert not {"script", "img", "iframe", "object", "form"} & set(read.tags)
    assert pdf_text(printed(whole)).count(squeezed(text)) >= 4


def test_a_page_fetches_nothing():
    for page in (exhibit_of(EVERYTHING), plain_language_of(exhibit_of(EVERYTHING))):
        content = html(page)
        read = html_words(content)
        assert not {"script", "link", "img", "iframe", "form"} & set(read.tags)
        assert b"url(" not in content
        assert b"@import" not in content
        assert b"default-src 'none'" in content
        assert all(address.startswith("http") for address in read.addresses)


def test_letters_without_a_shape_are_written_by_their_number():
    text = pdf_text(printed(exhibit_of(the_facts(title="Good 中文 care 🎉 ñ é ≤", statement="中"))))
    assert squeezed("Good [U+4E2D][U+6587] care [U+1F389] ñ é ≤") in text
    assert "中" in html(exhibit_of(the_facts(title="中"))).decode()


@pytest.mark.parametrize(
    "words",
    [
        "👨\u200d👩\u200d👧 👍🏽 🇺🇸 1\ufe0f\u20e3",
        "e\u1ab0 ]\u200d x\ufe0f",
        "private \U0010ffff and \ue000",
        "हिन्दी ملف עברית ไทย 中文 한국어",
        "backslash \\u4e2d 中 \\ #evil() $x$ <label> @ref",
    ],
)
def test_no_letter_that_somebody_writes_keeps_an_exhibit_from_being_made(words):
    printed(exhibit_of(the_facts(title=f"Good care, {words}", statement=words)))


def test_thousands_of_letters_without_a_shape_are_not_tried_one_by_one():
    letters = "".join(
        chr(number) for script in (0x4E00, 0x0E01, 0x0B85, 0x10A0) for number in range(script, script + 40)
    )
    text = pdf_text(printed(exhibit_of(the_facts(statement=letters))))
    assert squeezed("[U+4E00][U+4E01]") in text
    assert squeezed("[U+0E01][U+0E02]") in text


def test_the_pdf_is_tagged_for_screen_readers_and_made_to_last():
    read = pypdf.PdfReader(io.BytesIO(printed(exhibit_of(EVERYTHING))))
    root = read.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata.title == "Nursing homes"
    assert read.metadata.creation_date == AT
    assert re.search(r"pdfuaid:part>1<", xmp)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", xmp, re.DOTALL)
    kinds, languages = [], set()
    left = [root["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            kinds += [node["/S"]] if "/S" in node else []
            languages |= {str(node["/Lang"])} if "/Lang" in node else set()
            left += [node["/K"]] if "/K" in node else []
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= set(kinds)
    assert any(language.startswith("es") for language in languages)


def test_every_letter_of_the_pdf_comes_with_its_shape():
    read = pypdf.PdfReader(io.BytesIO(printed(exhibit_of(EVERYTHING))))
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile3", "/FontFile2"} & set(descriptor)
        assert "/ToUnicode" in font


@pytest.mark.skipif(not shutil.which("qpdf"), reason="there is no qpdf here (Debian: apt-get install qpdf)")
def test_another_program_finds_the_pdf_sound(tmp_path):
    (tmp_path / "exhibit.pdf").write_bytes(printed(exhibit_of(EVERYTHING)))
    done = subprocess.run(["qpdf", "--check", tmp_path / "exhibit.pdf"], capture_output=True, text=True, check=True)
    assert "No syntax or stream encoding errors found" in done.stdout


PROGRAM = """
import hashlib
from registry.exchange.exhibits import pages
from tests.registry.exchange.exhibits.test_pages import EVERYTHING
print({name: hashlib.sha256(page).hexdigest() for name, page in pages(EVERYTHING).items()})
"""


def test_the_same_facts_give_the_same_bytes_wherever_they_are_printed(tmp_path):
    def made(seed, zone, locale):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(Path.cwd())}
        return subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=os.environ | environment, capture_output=True, text=True,
            check=True, timeout=60,
        ).stdout  # fmt: skip

    assert made("1", "UTC", "C") == made("2", "Pacific/Honolulu", "C.UTF-8") != ""


def test_one_changed_word_changes_the_pages():
    first, second = pages(the_facts()), pages(the_facts(programme="QuILTSS II"))
    assert [name for name in first if first[name] == second[name]] == ["items.csv"]


def test_an_item_says_when_its_role_changes_and_how_results_are_shown():
    measure = a_measure()
    path = [{"from": "2029-01-01", "role": "performance", "category": "3A"}]
    item = an_item(measure, role="reporting", phase_path=path, stratification=["race"], weight=None, target=None)
    text = "".join(html_words(html(exhibit_of(the_facts(items=[item])))).text)
    assert "From January 1, 2029: performance, APM category 3A." in text
    assert "Results shown by race." in text
    assert text.count("not published") == 2
    assert "From January 1, 2029: Payment depends on the result." in text
