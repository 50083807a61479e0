"""The HTML page of an exhibit, and the page that says how to cite a version, in a browser."""

import io

import pypdf
import pytest

from registry.exchange.exhibits import pages
from tests.browser.checks import focus_is_never_hidden, no_script_errors, no_sideways_scroll, no_violations
from tests.registry.exchange.exhibits.making import a_measure, an_event, an_item, the_facts

VIEWPORTS = ("desktop", "phone")
ITEMS = [an_item(a_measure(), title=f"Measure number {number}") for number in range(30)]
FACTS = the_facts(events=[an_event()], translated=True, items=ITEMS, title="Nursing homes " + "x" * 120)
PAGES = pages(FACTS)


@pytest.fixture
def unpacked(tmp_path):
    """The pages as they lie on the disk of somebody who unpacked the exhibit."""
    for name, content in PAGES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("name", ["exhibit.html", "plain-language.html"])
async def test_the_page_of_an_exhibit_can_be_used_by_everyone_and_fetches_nothing(visiting, unpacked, name, viewport):
    visit = await visiting("en", viewport, scripts=True)
    address = (unpacked / name).as_uri()
    await visit.page.goto(address)
    await no_violations(visit, name.removesuffix(".html"))
    await no_sideways_scroll(visit)
    await focus_is_never_hidden(visit)
    no_script_errors(visit)
    assert visit.requests == [address]


async def test_what_is_printed_names_its_record_and_the_demonstration_on_every_page(visiting, unpacked):
    visit = await visiting()
    await visit.page.goto((unpacked / "exhibit.html").as_uri())
    printed = pypdf.PdfReader(io.BytesIO(await visit.page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) > 3
    for page in printed.pages:
        text = page.extract_text()
        assert "priority-set/US-TN/nf@1.0.0" in text
        assert "do not rely on it" in text
    assert "Measure number 29" in "".join(page.extract_text() for page in printed.pages)


async def test_a_floating_clause_is_written_by_keyboard_alone_and_without_javascript(visiting):
    visit = await visiting(scripts=False)
    await visit.to("/term/registry/clean-claim@1.0.0/cite")
    await visit.tab_to("From when")
    await visit.page.keyboard.press("ArrowDown")
    await visit.page.keyboard.press("Tab")
    await visit.page.keyboard.type("90")
    await visit.page.keyboard.press("Tab")
    await visit.page.keyboard.type("the Plan")
    await visit.page.keyboard.press("Enter")
    await visit.page.wait_for_selector("text=A floating clause")
    assert "if the Plan gave notice of it at least 90 days before" in await visit.said()
