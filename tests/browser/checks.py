"""What must hold on every page, checked in the browser. `every_check` runs them all.

Each check takes a visit whose page is open, and leaves the page as it was.
"""

from axe_playwright_python.async_playwright import Axe

from tests.browser.records import picture
from tests.browser.visits import VIEWPORTS

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
AXE = Axe()
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    # Newer than the defaults of axe, which leaves it off.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete", "passes"],
}
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 450}
"""A window of 1280 pixels at 200 %: half as many CSS pixels."""
BROWSER_TEXT, TWICE = 16, 32
MOST_STOPS = 300


async def every_check(visit, name):
    """All that must hold on a page; `name` is what pictures and the report call it."""
    await no_violations(visit, name)
    await good_structure(visit)
    await no_sideways_scroll(visit)
    await large_targets(visit)
    await focus_is_never_hidden(visit)
    no_script_errors(visit)
    only_our_host(visit)
    await picture(visit, name)


async def no_violations(visit, name):
    """The rules of WCAG 2.0 to 2.2, A and AA, as far as axe knows them; what it leaves undecided is decided here."""
    result = (await AXE.run(visit.page, options=OPTIONS)).response
    assert told(result["violations"]) == []
    assert told(each for each in result["incomplete"] if each["id"] != "color-contrast") == []
    undecided = [node["target"][0] for rule in result["incomplete"] for node in rule["nodes"]]
    assert [fault for each in undecided if (fault := await visit.look("paleText", each))] == []
    visit.report.add(name, visit.language, visit.viewport, result, len(undecided))


async def good_structure(visit):
    """One main part, all text within a landmark, headings in their order: what axe calls best practice."""
    found = (await AXE.run(visit.page, options={"runOnly": {"type": "tag", "values": ["best-practice"]}})).response
    assert told(found["violations"]) == []


def told(rules):
    """Rules of axe and where they were broken, as somebody needs it who mends them."""
    return [(rule["id"], node["target"], node.get("failureSummary")) for rule in rules for node in rule["nodes"]]


async def no_sideways_scroll(visit):
    """Nothing is wider than the window or cut off (WCAG 1.4.4, 1.4.10).

    At 320 px, with the page at 200 %, and with the browser's text alone at 200 %.
    """
    for size, text in ((NARROW, BROWSER_TEXT), (ZOOMED, BROWSER_TEXT), (VIEWPORTS["desktop"], TWICE)):
        await visit.page.set_viewport_size(size)
        await text_size(visit, text)
        assert (size, text, await visit.look("cutOff")) == (size, text, [])
    await text_size(visit, BROWSER_TEXT)
    await visit.page.set_viewport_size(VIEWPORTS[visit.viewport])


async def text_size(visit, pixels):
    """Set the size of text in the browser's own settings, where people set it who enlarge text alone."""
    session = await visit.page.context.new_cdp_session(visit.page)
    await session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})
    await session.detach()


async def large_targets(visit):
    """What is pressed is at least 24 px wide and high (WCAG 2.5.8); buttons, fields and choices are 44 px high."""
    assert await visit.look("smallTargets") == []


async def focus_is_never_hidden(visit):
    """Tab reaches everything in the order of reading, and what has the focus is in the window, uncovered and marked."""
    await visit.look("startFromTop")
    reached = []
    for _ in range(MOST_STOPS):
        await visit.press("Tab")
        stop = await visit.look("focus")
        if stop is None or stop["place"] in reached[:-1]:
            break
        assert stop["faults"] == [], stop
        # Tab goes through the parts of a date one by one, and the field keeps the focus.
        if stop["place"] not in reached:
            reached.append(stop["place"])
    assert reached == sorted(reached)
    assert set(await visit.look("toBeReached")) - set(reached) == set()


def no_script_errors(visit):
    """No script failed, and nothing was tried that the content security policy forbids."""
    assert visit.faults == []


def only_our_host(visit):
    """Nothing was asked of any other host."""
    assert [url for url in visit.requests if not url.startswith(f"{visit.address}/")] == []
