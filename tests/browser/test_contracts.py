"""The pages of a contract manager in a browser: what is seen of one's own contracts can be used by everyone."""

import pytest
import pytest_asyncio

from tests.browser.checks import every_check, no_violations
from tests.browser.records import picture
from tests.browser.visited import RULES, a_library, printed

PAGES = {
    "contracts": "/contracts",
    "contract": "/contracts/{library.contract}",
    "conformance-report": "/contracts/{library.contract}/report",
    "renewal": "/contracts/{library.contract}/renewal",
    "notices": "/notices",
    "notice": "/notices/{library.notice}",
}


@pytest_asyncio.fixture(scope="module")
async def library(store):
    return await a_library(store)


@pytest.mark.parametrize("name", PAGES)
async def test_every_page_of_contracts_can_be_used_on_a_phone_enlarged_and_by_keyboard(visiting, library, name):
    visit = await library.sign_in(await visiting("en", "phone"))
    answer = await visit.to(PAGES[name].format(library=library))
    assert answer.status == 200
    await every_check(visit, name)


@pytest.mark.parametrize("name", PAGES)
async def test_every_page_of_contracts_can_be_used_on_a_desktop(visiting, library, name):
    visit = await library.sign_in(await visiting("en", "desktop"))
    await visit.to(PAGES[name].format(library=library))
    await no_violations(visit, name)
    await picture(visit, name)


async def test_a_webhook_is_refused_and_then_made_by_keyboard_and_without_javascript(visiting, library):
    visit = await library.sign_in(await visiting("en", "phone"))
    for address in ("https://10.0.0.1/x", "https://other.plan.example/notices"):
        await visit.to("/notices")
        await visit.tab_to("Address of a webhook; leave it empty for e-mail to yourself")
        await visit.page.keyboard.type(address)
        await visit.press("Tab", "Enter")
        await visit.page.wait_for_url("**/notices/subscriptions")
        await every_check(visit, "notices-refused" if "10.0" in address else "webhook-secret")
    assert "It is shown once." in await visit.said()


async def test_a_notice_is_acknowledged_by_keyboard_and_without_javascript(visiting, library):
    visit = await library.sign_in(await visiting(scripts=False))
    await visit.to(f"/notices/{library.notice}")
    await visit.tab_to("Acknowledge")
    await visit.press("Enter")
    await visit.page.wait_for_selector("text=Acknowledged 2")
    assert await visit.page.get_by_role("button", name="Acknowledge").count() == 0


async def test_whoever_is_signed_in_is_led_to_contracts_and_notices_and_can_sign_out(visiting, library):
    visit = await library.sign_in(await visiting(scripts=False))
    await visit.to("/contracts")
    main = visit.page.get_by_role("navigation", name="Main")
    assert (await main.get_by_role("link").all_inner_texts())[-2:] == ["Contracts", "Notices"]
    await visit.tab_to("Sign out")
    await visit.press("Enter")
    await visit.page.wait_for_url("**/vote/signed-out")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("contract", "What each side has to settle"),
        ("conformance-report", "What this rests on"),
        ("renewal", "Everything that differs between the two sets"),
        ("notice", "What to do"),
    ],
)
async def test_on_paper_a_page_of_contracts_has_its_content_and_nothing_to_press(visiting, library, name, said):
    visit = await library.sign_in(await visiting(scripts=False))
    text = await printed(visit, PAGES[name].format(library=library))
    assert said in text
    assert "Demonstration." in text
    for screen in ("Sign out", "Skip to the content", "Priority sets Measures"):
        assert screen not in text


async def test_the_report_says_first_what_fails_and_last_what_it_rests_on(visiting, library):
    visit = await library.sign_in(await visiting(scripts=False))
    text = await printed(visit, f"/contracts/{library.contract}/report?rules={RULES}")
    assert text.index("Waived") < text.index("Kept") < text.index("What this rests on")
