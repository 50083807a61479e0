"""The public pages in a browser: what anybody reads without signing in can be read by everyone."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from registry.storage.read_only import Mirror
from tests.browser.checks import every_check, no_violations
from tests.browser.records import picture
from tests.browser.visited import FIRST, SECOND, a_library, printed

pytestmark = pytest.mark.usefixtures("library")
PROGRAMS = ["program/tn-quiltss-nf", "program/tx-qipp-sfy2024", "program/va-nf-vbp", "program/mn-pipp"]
SETS = [f"measure-set/US/{name}@1.0.0" for name in ("hcbs-qms-2024", "hcbs-qms-2028-proposed", "mds-3-long-stay")]
CASE = "/cases/tenncare-quiltss"


def alignment(*named):
    """The address of these lists held against each other."""
    return f"/alignment?{urlencode([('of', each) for each in named])}"


COMPARED = f"/compare?{urlencode({'before': FIRST, 'after': SECOND})}"
PAGES = {
    "home": "/",
    "priority-sets": "/priority-sets",
    "measures": "/measures?text=falls",
    "cases": "/cases",
    "case": CASE,
    "terms": "/terms?side=plan",
    "checklist": "/terms/checklist?side=provider",
    "changes": "/changes",
    "compare": "/compare",
    "comparison": COMPARED,
    "log": "/log",
    "priority-set": f"/{SECOND}/page",
    "priority-set-as-of": f"/{FIRST}/page?on=2030-01-01",
    "measure": "/measure/tn-quiltss/cna-hours@1.0.0/page",
    "measure-set": f"/{SETS[0]}/page",
    "rule-set": "/rule-set/US-NY/mltc-vbp@1.0.0/page",
    "term": "/term/registry/clean-claim@1.0.0/page",
    "cite": "/term/registry/clean-claim@1.0.0/cite?moment=renewal&days=90&notice_by=the+Plan",
    "alignment-form": "/alignment",
    "alignment-pair": alignment(*PROGRAMS[:2]),
    "alignment-matrix": alignment(*PROGRAMS, *SETS),
}
REFUSED = {
    "no-such-page": ("/nothing-here", 404),
    "compare-refused": ("/compare?before=nonsense&after=nonsense", 422),
    "cite-refused": ("/term/registry/clean-claim@1.0.0/cite?moment=renewal&days=x", 422),
}
PRINTED = {
    "case": (CASE, "How money moves"),
    "comparison": (COMPARED, "What changed"),
    "checklist": ("/terms/checklist?side=plan", "Checklist for the plan"),
    "priority-set": (f"/{SECOND}/page", "Cite this version"),
}


@pytest_asyncio.fixture(scope="module")
async def library(store):
    return await a_library(store)


@pytest.mark.parametrize("name", PAGES)
async def test_every_public_page_can_be_used_on_a_phone_enlarged_and_by_keyboard(visiting, name):
    visit = await visiting("en", "phone")
    answer = await visit.to(PAGES[name])
    assert answer.status == 200
    await every_check(visit, name)


@pytest.mark.parametrize("name", PAGES)
async def test_every_public_page_can_be_used_on_a_desktop(visiting, name):
    visit = await visiting("en", "desktop")
    await visit.to(PAGES[name])
    await no_violations(visit, name)
    await picture(visit, name)


@pytest.mark.parametrize("name", REFUSED)
async def test_a_page_that_says_no_can_be_used_by_everyone(visiting, name):
    path, status = REFUSED[name]
    visit = await visiting("en", "phone")
    answer = await visit.to(path)
    assert answer.status == status
    await every_check(visit, name)


async def test_a_comparison_that_is_refused_says_why_and_is_mended_by_keyboard_and_without_javascript(visiting):
    visit = await visiting(scripts=False)
    await visit.to(f"/compare?before={FIRST}&after=nonsense")
    assert "nonsense" in await visit.page.get_by_role("alert").inner_text()
    await visit.tab_to("After")
    await visit.page.keyboard.type(SECOND)
    await visit.press("Enter")
    await visit.page.wait_for_url("**/compare?before=*&after=priority-set*")
    assert "What changed: Quality of nursing homes" in await visit.said()


async def test_the_day_of_an_event_is_asked_by_keyboard_and_without_javascript(visiting):
    visit = await visiting(scripts=False)
    await visit.to(f"/{FIRST}/page")
    await visit.tab_to("Day")
    await visit.page.keyboard.type("01012099")
    await visit.press("Enter")
    await visit.page.wait_for_url("**on=2099-01-01**")
    assert "suspended" in await visit.page.get_by_role("status").inner_text()


async def test_the_first_press_of_tab_leads_past_the_header(visiting):
    visit = await visiting()
    await visit.to("/measures")
    await visit.press("Tab")
    assert await visit.look("focusedName") == "Skip to the content"
    await visit.press("Enter", "Tab")
    assert await visit.page.evaluate("document.activeElement.closest('main') !== null")


async def test_every_page_leads_to_every_part_and_marks_where_one_is(visiting):
    visit = await visiting("en", "phone")
    await visit.to("/cases/tenncare-quiltss")
    main = visit.page.get_by_role("navigation", name="Main")
    parts = ["Value registry", "Priority sets", "Measures", "Cases", "Terms", "Alignment", "Changes", "Votes"]
    assert await main.get_by_role("link").all_inner_texts() == parts
    assert await main.locator("[aria-current]").all_inner_texts() == ["Cases"]


@pytest.mark.parametrize("name", PRINTED)
async def test_on_paper_a_page_keeps_its_tables_and_leaves_out_what_leads_away(visiting, name):
    path, said = PRINTED[name]
    text = await printed(await visiting(), path)
    assert said in text
    assert "Demonstration." in text
    for screen in ("Skip to the content", "Priority sets Measures", "Notices"):
        assert screen not in text


async def test_a_table_is_still_a_table_where_its_rows_stand_below_each_other(visiting):
    """As the browser tells a screen reader, which is asked here and not the elements."""
    visit = await visiting("en", "phone")
    await visit.to("/cases")
    session = await visit.page.context.new_cdp_session(visit.page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    roles = {node["role"]["value"] for node in nodes if not node["ignored"]}
    assert {"table", "row", "rowheader", "columnheader", "cell"} <= roles


async def test_the_pages_of_a_mirror_say_so_and_can_be_used_by_everyone(visiting, app, store):
    """A mirror has the pages of the registry, without what only the registry can do."""
    visit = await visiting("en", "phone")
    app.state["store"] = replace(store, mirror=Mirror(store.signer.name, Path("mirror")))
    try:
        await visit.to("/")
        assert await visit.page.get_by_role("link", name="Votes").count() == 0
        assert "Read-only mirror" in await visit.page.get_by_role("region", name="Mirror").inner_text()
        await every_check(visit, "mirror")
    finally:
        app.state["store"] = store
