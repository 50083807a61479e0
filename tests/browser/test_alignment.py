"""The page of alignment in a browser: its form and the matrix by keyboard alone. test_reading.py checks them all."""

from urllib.parse import urlencode

from tests.registry.work import becomes

PROGRAMS = ["program/tn-quiltss-nf", "program/tx-qipp-sfy2024", "program/va-nf-vbp", "program/mn-pipp"]
SETS = [f"measure-set/US/{name}@1.0.0" for name in ("hcbs-qms-2024", "hcbs-qms-2028-proposed", "mds-3-long-stay")]


def address(named):
    return f"/alignment?{urlencode([('of', each) for each in named])}"


async def test_lists_are_chosen_and_compared_with_the_keyboard_and_without_script(visiting):
    visit = await visiting(scripts=False)
    await visit.to("/alignment")
    for named in PROGRAMS[:2]:
        box = visit.page.locator(f'input[value="{named}"]')
        await box.focus()
        await visit.page.keyboard.press("Space")
    await visit.page.get_by_role("button", name="Compare").press("Enter")
    await visit.page.wait_for_url("**/alignment?of=**")
    assert "How far the two agree" in await visit.said()


async def test_the_matrix_scrolls_with_the_keyboard_on_a_small_screen(visiting):
    visit = await visiting(viewport="phone")
    await visit.to(address([*PROGRAMS, *SETS]))
    region = visit.page.get_by_role("region", name="Matrix")
    await region.focus()
    for _ in range(5):
        await visit.page.keyboard.press("ArrowRight")
    # Asked for from outside: the policy of the page lets nothing be evaluated within it, as waiting for it would.
    assert await becomes(lambda: visit.page.evaluate("document.querySelector('.wide').scrollLeft > 0"), wanted=True)
