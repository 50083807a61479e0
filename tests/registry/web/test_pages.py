"""Pages for people: what they must say, and that they say it safely."""

import re
from datetime import date
from html.parser import HTMLParser
from uuid import uuid4

import pytest

from governance.label_decisions import LabelBasis, LabelDecided, LabelDecision
from governance.members import PUBLIC
from governance.publication import DocumentEvent, DocumentEventRecorded, EventKind
from measures.labels import MeasureLabel
from measures.references import Kind, Reference
from registry.storage import documents
from registry.web.standing import standing
from tests.registry.web.conftest import MEASURE, SET

VOID = {"meta", "link", "input", "br", "img"}


class Outline(HTMLParser):
    """Sees that elements are closed in order, and collects what a page loads and links."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.loads, self.links = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        if tag in ("link", "img", "script", "iframe"):
            self.loads.append(found.get("href") or found.get("src"))
        if tag == "a":
            self.links.append(found["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        # In HTML the end of some elements may be left out; ours never is.
        assert self.open.pop() == tag


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page.text))


@pytest.mark.parametrize("path", ["/", "/priority-sets", "/measures", f"/{MEASURE}/page", f"/{SET}@1.0.0/page"])
async def test_a_page_is_whole_and_loads_nothing_from_elsewhere(client, published_sets, path):
    page = await client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    outline = Outline(page.text)
    assert "script" not in outline.tags
    assert "style=" not in page.text
    assert all(each.startswith("/assets/") for each in outline.loads)
    assert outline.tags.count("h1") == outline.tags.count("main") == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert "This registry shows how a registry works." in words(page)


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_published_version_has_a_page(client, published_sets, kind):
    for published in await documents.page(kind, "", 1000):
        page = await client.get(f"/{published.reference.versioned}/page")
        assert page.status_code == 200
        Outline(page.text)
        assert str(published.reference) in page.text
        assert ">None<" not in page.text


async def test_the_page_of_a_set_says_what_a_reader_must_know(client, published_sets):
    page = await client.get(f"/{SET}@1.0.0/page")
    assert f'href="/alignment?of={SET}@' in page.text
    said = words(page)
    assert "Nursing homes &lt;b&gt;&amp;&lt;/b&gt; people" in page.text
    assert "<b>" not in page.text
    assert "What a nursing home is paid for." in said
    assert "adopted by vote" in said
    assert "accepted proposal" in said
    assert "1/4" in said
    assert "not published" in said
    assert "Not verified: general knowledge, seen in no source that was read." in said
    assert "The state names four areas; two are stated here as outcomes." in said
    assert "Set in advance: published " in said
    assert f"There is a newer version: {SET}@1.1.0" in said


async def test_the_page_of_a_measure_never_shows_a_proposal_as_adopted(client, store):
    name = "measure/tn-quiltss/respectful-treatment@1.0.0"
    said = words(await client.get(f"/{name}/page"))
    assert "proposed: quality by the catalog, which decides nothing" in said
    assert "Nobody has adopted or accepted a label." in said
    assert "adopted by vote" not in said
    reference = (await documents.get(Reference.parse(name))).reference
    decision = LabelDecision(
        id=uuid4(),
        jurisdiction="US-TN",
        measure=str(reference),
        label=MeasureLabel.QUALITY,
        basis=LabelBasis.VOTE,
        vote=uuid4(),
        result_digest="sha256:" + "0" * 64,
    )
    async with store.write(PUBLIC) as tx:
        await tx.record(LabelDecided(decision, decision.seal()))
    said = words(await client.get(f"/{name}/page"))
    assert "quality adopted by vote, Tennessee" in said
    assert "Nobody has adopted" not in said
    listed = words(await client.get("/measures?text=respectful treatment"))
    assert "quality adopted by vote, Tennessee" in listed


async def test_a_proposed_set_of_a_steward_is_never_shown_as_final(client):
    proposed = 0
    for published in await documents.page(Kind.MEASURE_SET, "", 1000):
        said = (await documents.statements([published.reference.versioned]))[published.reference.versioned]
        if said["status"].record.content["status"] == "proposed":
            page = await client.get(f"/{published.reference.versioned}/page")
            assert "proposed: not final" in words(page)
            proposed += 1
    assert proposed


async def test_a_seed_definition_says_that_nobody_voted(client):
    published = (await documents.page(Kind.VALUE_DEFINITION, "", 1))[0]
    assert "Nobody has voted on it." in words(await client.get(f"/{published.reference.versioned}/page"))


async def test_the_list_of_sets_shows_the_newest_version_and_how_it_stands(client, store, published_sets):
    event = DocumentEvent(uuid4(), published_sets[1].reference, EventKind.SUSPENDED, date(2099, 2, 1))
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentEventRecorded(event))
    for path in ("/priority-sets", "/"):
        said = words(await client.get(path))
        assert "Nursing homes, again" in said
        assert f"{SET}@1.0.0" not in said
        assert "Suspended, from February 1, 2099." in said
    assert "1 found." in words(await client.get("/priority-sets?text=again&jurisdiction=US-TN"))
    assert "0 found." in words(await client.get("/priority-sets?jurisdiction=US-WA"))
    assert "0 found." in words(await client.get("/priority-sets?text=hospice"))


async def test_measures_are_found_by_words_label_and_setting(client):
    everything = words(await client.get("/measures"))
    assert "264 found." in everything
    found = words(await client.get("/measures?text=staff+satisfaction&label=quality&setting=nursing_facility"))
    assert "Staff satisfaction" in found
    assert "0 found." in words(await client.get("/measures?text=zzzz"))
    assert "264 found." in words(await client.get("/measures?label=nonsense&setting=%00"))


async def test_what_was_searched_for_is_shown_escaped(client):
    asked = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for path in ("/measures", "/priority-sets"):
        page = await client.get(f"{path}?text={asked}&jurisdiction={asked}&label={asked}")
        assert page.status_code == 200
        assert "<script" not in page.text
        Outline(page.text)


async def test_every_link_of_the_front_page_leads_somewhere(client, published_sets):
    for link in Outline((await client.get("/")).text).links:
        if link.startswith("/"):
            answer = await client.get(link.split("#")[0], headers={"Accept": "text/html"})
            is_own = link in ("/contracts", "/notices", "/vote")
            assert answer.status_code in ((200, 303) if is_own else (200,)), link


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([], None),
        (["erratum"], None),
        (["suspended"], "Suspended, from February 1, 2099."),
        (["suspended", "resumed"], None),
        (["suspended", "resumed", "suspended"], "Suspended, from February 1, 2099."),
        (["superseded", "suspended"], "Suspended, from February 1, 2099."),
        (["superseded"], "Superseded, from February 1, 2099."),
        (["suspended", "withdrawn"], "Withdrawn, from February 1, 2099."),
    ],
)
def test_how_a_version_stands_is_read_off_its_events(kinds, said):
    reference = Reference.parse(f"{SET}@1.0.0")
    events = [
        DocumentEvent(uuid4(), reference, EventKind(kind), date(2099, 2, 1), leaf=leaf)
        for leaf, kind in enumerate(kinds)
    ]
    assert standing(events) == said


async def test_the_style_is_served_and_kept_for_a_day(client):
    answer = await client.get("/assets/registry.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    again = await client.get("/assets/registry.css", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert (await client.get("/assets/icon.svg")).headers["content-type"] == "image/svg+xml"
