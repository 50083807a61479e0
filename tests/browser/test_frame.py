"""The frame of the voting pages in a browser: the pages it has of its own, and every part that other pages use."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from litestar import get
from litestar.params import FromQuery

from governance.rolls import NotOnRollError
from registry.web.voting.chart import Bar
from registry.web.voting.frame import Asked, FieldError, SignedIn, keep_choices, language_of, render
from registry.web.voting.pages import ENVIRONMENTS
from tests.browser.checks import every_check, focus_is_never_hidden, large_targets, no_sideways_scroll, no_violations

SAMPLE = (Path(__file__).parent / "sample.html").read_text(encoding="utf-8")
BARS = [
    Bar("Approve", Fraction(2, 3), "800 of 1,200"),
    Bar("Reject", Fraction(1, 6), "200 of 1,200"),
    Bar("Abstain", Fraction(1, 12), "100 of 1,200"),
    Bar("Others, who were asked much later and answered in writing", Fraction(1, 12), "100 of 1,200"),
    Bar("Caregivers", None, "fewer than 11"),
]
ERRORS = [
    FieldError(name, f"Write {name}, please, as it is in your letter.")
    for name in ("code", "points", "reason", "roll", "rank", "choice", "priorities")
]


@get("/vote/sample", before_request=keep_choices)
async def sample(request: Asked, wrong: FromQuery[bool] = False) -> object:
    request.scope["state"]["signed_in"] = SignedIn("Maria Fernanda de la Cruz y Montenegro")
    page = ENVIRONMENTS[language_of(request)].from_string(SAMPLE)
    closes = datetime(2027, 3, 6, 6, tzinfo=UTC)
    return render(request, page, status=422 if wrong else 200, errors=ERRORS if wrong else (), bars=BARS, closes=closes)


@get("/vote/refused")
async def refused(request: Asked) -> None:
    raise NotOnRollError("You are not on the roll of this vote.")


@pytest.fixture(scope="module")
def app(app):
    """The application, with a page of every part, and one that refuses."""
    app.register(sample)
    app.register(refused)
    return app


PAGES = {
    "help": ("/vote/help", 200),
    "not-found": ("/vote/nothing-here", 404),
    "not-permitted": ("/vote/refused", 403),
}


@pytest.mark.parametrize("name", PAGES)
async def test_the_pages_of_the_frame_can_be_used_by_everyone(visit, name):
    path, status = PAGES[name]
    answer = await visit.to(path)
    assert answer.status == status
    await every_check(visit, name)


@pytest.mark.parametrize(
    ("name", "path"), [("every-part", "/vote/sample"), ("every-part-with-errors", "/vote/sample?wrong=true")]
)
async def test_every_part_of_a_page_can_be_used_by_everyone(visit, name, path):
    await visit.to(path)
    await no_violations(visit, name)
    await no_sideways_scroll(visit)
    await large_targets(visit)
    await focus_is_never_hidden(visit)


async def test_language_and_size_are_changed_by_keyboard_alone_and_without_javascript(visiting):
    visit = await visiting("en", "desktop", scripts=False)
    await visit.to("/vote/help?from=letter")
    await visit.tab_to("Español")
    await visit.press("Enter")
    await visit.page.wait_for_selector("html[lang=es]")
    assert await visit.path() == "/vote/help?from=letter"
    before = await visit.page.evaluate(FONT_SIZE)
    await visit.tab_to("Muy grande")
    await visit.press("Enter")
    await visit.page.wait_for_selector("html.text-largest")
    assert await visit.page.evaluate(FONT_SIZE) == pytest.approx(1.5 * before)
    await visit.to("/vote/nothing-here")
    assert await visit.page.locator("html[lang=es].text-largest").count() == 1


async def test_the_largest_text_still_fits_where_the_browser_enlarges_it_again(visiting):
    visit = await visiting("es", "phone")
    await visit.to("/vote/sample?text=largest")
    await no_sideways_scroll(visit)


async def test_the_first_press_of_tab_offers_the_way_past_the_header(visiting):
    visit = await visiting()
    await visit.to("/vote/help")
    await visit.press("Tab")
    assert await visit.look("focusedName") == "Skip to the main part"
    await visit.press("Enter", "Tab")
    assert await visit.page.evaluate("document.activeElement.closest('header') === null")


async def test_errors_have_the_focus_and_lead_to_their_fields_without_javascript(visiting):
    visit = await visiting("en", "desktop", scripts=False)
    await visit.to("/vote/sample?wrong=true")
    assert await visit.page.evaluate("document.activeElement.id") == "errors"
    for error in ERRORS:
        await visit.page.get_by_role("link", name=error.message).press("Enter")
        await visit.press("Tab")
        await visit.press("Shift+Tab")
        assert await visit.page.evaluate("document.activeElement.name") == error.field


async def test_a_field_is_read_out_with_its_hint_and_its_error(visiting):
    visit = await visiting()
    await visit.to("/vote/sample?wrong=true")
    code = visit.page.get_by_label("Your code")
    told = [await visit.page.inner_text(f"#{each}") for each in (await code.get_attribute("aria-describedby")).split()]
    assert " ".join(" ".join(told).split()) == f"Eight letters, as in the letter. Please check: {ERRORS[0].message}"
    assert await code.get_attribute("aria-invalid") == "true"


async def test_a_choice_is_made_with_the_arrow_keys_and_nothing_is_sent_by_it(visiting):
    visit = await visiting()
    await visit.to("/vote/sample")
    await visit.tab_to("Approve")
    asked = len(visit.requests)
    await visit.press("ArrowDown", "ArrowDown")
    assert await visit.page.get_by_role("radio", name="Abstain").is_checked()
    assert len(visit.requests) == asked


async def test_a_choice_is_made_by_touching_anywhere_on_its_tile(visiting):
    visit = await visiting("en", "phone")
    await visit.to("/vote/sample")
    tile = visit.page.get_by_text("You will be asked why.")
    await tile.scroll_into_view_if_needed()
    box = await tile.bounding_box()
    await visit.page.mouse.click(box["x"] + 200, box["y"] + box["height"] / 2)
    assert await visit.page.get_by_role("radio", name="Reject").is_checked()


async def test_on_paper_everything_is_unfolded_and_nothing_leads_away(visiting):
    visit = await visiting()
    await visit.to("/vote/sample")
    folded = visit.page.get_by_text("Two of three must approve.")
    assert not await folded.is_visible()
    await visit.page.emulate_media(media="print")
    assert await folded.is_visible()
    for name in ("Sign out", "Next"):
        assert not await visit.page.get_by_role("button", name=name).is_visible()
    assert await visit.page.locator(".chart-bar").first.is_visible()


async def test_with_colors_of_ones_own_a_choice_and_the_focus_are_still_seen(visiting):
    visit = await visiting()
    await visit.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    await visit.to("/vote/sample")
    await focus_is_never_hidden(visit)
    await visit.page.get_by_role("checkbox", name="Work").scroll_into_view_if_needed()
    borders = await visit.page.evaluate(BORDERS)
    assert borders["chosen"] != borders["other"]


FONT_SIZE = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
BORDERS = """() => {
    const border = (value) => getComputedStyle(document.querySelector(`[value=${value}]`).labels[0]).borderWidth;
    return { chosen: border("work"), other: border("home") };
}"""
