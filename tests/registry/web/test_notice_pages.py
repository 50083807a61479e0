"""The pages of notices and of coming changes, as a browser without a screen sees them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest_asyncio
from icalendar import Calendar

from governance.members import Actor
from governance.publication import DocumentEvent, DocumentEventRecorded, EventKind
from measures.references import Reference
from registry import noticing
from registry.storage import deliveries, documents, notices, subscriptions
from tests.plans import a_plan
from tests.registry.web.conftest import MEASURE, a_set, publish
from tests.registry.web.voting.browsing import Browser, words

DAY = date(2099, 7, 1)


@pytest_asyncio.fixture(scope="module")
async def a_published_set(store):
    """A set of its own, which is suspended for whoever asks."""

    async def make():
        measures = list((await documents.many([MEASURE])).values())
        document = a_set(measures).model_copy(update={"name": f"US-TN/s-{uuid4().hex[:8]}"})
        await publish(store, document)
        return document.reference.pinned(document.seal().digest)

    return make


async def suspended(store, reference):
    event = DocumentEvent(uuid4(), reference, EventKind.SUSPENDED, DAY)
    async with store.write(Actor()) as tx:
        await tx.record(DocumentEventRecorded(event))
        await noticing.about_event(tx, event)
    return event


@pytest_asyncio.fixture
async def told(app, store, a_published_set):
    """A contract manager who is signed in, and the notice that they were told."""
    plan, reference = await a_plan(store), await a_published_set()
    contract = await plan.signs(reference, MEASURE, review_dates=[str(date.today() + timedelta(days=30))])  # noqa: DTZ011
    await suspended(store, reference)
    async with Browser(app) as browser:
        await browser.sign_in(await plan.token())
        (notice,) = await plan.told()
        yield browser, plan, notice, contract


async def test_somebody_who_is_not_signed_in_is_led_to_the_sign_in_and_back(app):
    async with Browser(app) as browser:
        answer = await browser.get("/notices")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/vote/sign-in?next=%2Fnotices"


async def test_a_contract_manager_reads_and_acknowledges_a_notice(told):
    browser, _, notice, contract = told
    listed = await browser.get("/notices")
    assert f"{Reference.parse(notice.content.about).versioned} is suspended from 2099-07-01." in words(listed)
    assert "open" in words(listed)
    page = await browser.get(f"/notices/{notice.id}")
    assert "What to do" in words(page)
    assert f'href="/contracts/{contract}"' in page.text
    assert page.headers["cache-control"] == "no-store"
    done = await browser.fill_in(f"/notices/{notice.id}", f"/notices/{notice.id}/acknowledge")
    assert (done.status_code, done.headers["location"]) == (303, f"/notices/{notice.id}")
    assert (await notices.acknowledgements([notice.id])).keys() == {notice.id}
    assert "Acknowledged" in words(await browser.get(f"/notices/{notice.id}"))


async def test_a_form_of_another_site_acknowledges_nothing(told):
    browser, _, notice, _ = told
    fields = await browser.form(f"/notices/{notice.id}", f"/notices/{notice.id}/acknowledge")
    for headers, sent in (({"Sec-Fetch-Site": "cross-site"}, fields), ({}, {**fields, "csrf_token": "0" * 64})):
        answer = await browser.post(f"/notices/{notice.id}/acknowledge", data=sent, headers=headers)
        assert answer.status_code == 403
    assert await notices.acknowledgements([notice.id]) == {}


async def test_another_organisation_gets_the_answer_of_a_notice_that_does_not_exist(app, store, told):
    _, _, notice, _ = told
    async with Browser(app) as stranger:
        await stranger.sign_in(await (await a_plan(store)).token())
        refused = await stranger.get(f"/notices/{notice.id}")
        unknown = await stranger.get(f"/notices/{uuid4()}")
        assert refused.status_code == unknown.status_code == 404
        assert words(refused) == words(unknown)


async def test_a_webhook_is_made_paused_taken_up_rotated_and_ended_on_the_page(told):
    browser, plan, _, _ = told
    made = await browser.fill_in(
        "/notices", "/notices/subscriptions", organisation=plan.slug, address="https://a.example/x"
    )
    assert made.status_code == 200
    assert "whsec_" in made.text
    (kept,) = await subscriptions.of([plan.slug])
    where = f"/notices/subscriptions/{kept.id}"
    assert "whsec_" not in (await browser.get("/notices")).text
    for act, paused in (("pause", True), ("resume", False)):
        assert (await browser.fill_in("/notices", where, act=act)).status_code == 303
        assert (await subscriptions.get(kept.id)).paused is paused
    rotated = await browser.fill_in("/notices", where, act="rotate")
    assert "whsec_" in rotated.text
    assert rotated.text != made.text
    await browser.fill_in("/notices", where, act="end")
    assert await subscriptions.of([plan.slug]) == []


async def test_an_address_that_cannot_be_called_is_told_on_the_page(told):
    browser, plan, _, _ = told
    answer = await browser.fill_in(
        "/notices", "/notices/subscriptions", organisation=plan.slug, address="https://10.0.0.1/x"
    )
    assert answer.status_code == 422
    assert "A webhook needs an address of the public internet" in words(answer)
    assert 'value="https://10.0.0.1/x"' in answer.text
    assert await subscriptions.of([plan.slug]) == []


async def test_what_was_given_up_can_be_sent_again_from_the_page(told, store, a_published_set):
    browser, plan, _, _ = told
    assert (await browser.fill_in("/notices", "/notices/subscriptions", organisation=plan.slug)).status_code == 303
    reference = await a_published_set()
    await plan.signs(reference, MEASURE)
    await suspended(store, reference)
    (delivery,) = await deliveries.newest([plan.slug], None, 10)
    async with store.engine.pool.acquire() as connection:
        await connection.execute(
            "UPDATE delivery SET state = 'dead', tries = 7, outcome = '451' WHERE id = $1", delivery.id
        )
    assert "451" in words(await browser.get("/notices"))
    assert (await browser.fill_in("/notices", f"/notices/deliveries/{delivery.id}/replay")).status_code == 303
    assert (await deliveries.get(delivery.id)).state == "waiting"


async def test_the_renewal_page_says_what_would_change(told, store):
    browser, _, _, contract = told
    page = await browser.get(f"/contracts/{contract}/renewal")
    assert page.status_code == 200
    assert "Nothing would change for this contract" in words(page)


async def test_ones_own_calendar_comes_by_session_and_by_token_and_to_nobody_else(app, told):
    browser, plan, _, _ = told
    mine = await browser.get("/notices.ics")
    assert mine.headers["content-type"] == "text/calendar; charset=utf-8"
    titles = [str(each["summary"]) for each in Calendar.from_ical(mine.content).walk("VEVENT")]
    assert f"A contract of {plan.slug}: review" in titles
    assert any(each.endswith("suspended") for each in titles)
    async with Browser(app) as program:
        assert (await program.get("/notices.ics")).status_code == 303
        by_token = await program.get("/notices.ics", headers={"Authorization": f"Bearer {await plan.token()}"})
        assert by_token.content == mine.content
        refused = await program.get("/notices.ics", headers={"Authorization": "Bearer vr_wrong"})
        assert refused.status_code == 403


async def test_coming_changes_are_public_and_name_no_contract(client, told):
    _, plan, notice, _ = told
    about = Reference.parse(notice.content.about)
    page = await client.get("/changes", params={"jurisdiction": "US-TN"}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "suspended" in words(page)
    calendar = await client.get("/changes.ics?jurisdiction=US-TN")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert any(about.versioned in str(each["url"]) for each in Calendar.from_ical(calendar.content).walk("VEVENT"))
    feed = await client.get("/changes.atom?jurisdiction=US-TN")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    for answer in (page, calendar, feed):
        assert plan.slug not in answer.text
        assert "review" not in answer.text
    elsewhere = await client.get("/changes.ics?jurisdiction=US-NY")
    assert about.versioned not in elsewhere.text


async def test_a_place_that_is_none_is_refused(client):
    for path in ("/changes", "/changes.ics", "/changes.atom"):
        answer = await client.get(path, params={"jurisdiction": "US-XX"}, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "UNKNOWN_JURISDICTION")


async def test_the_page_of_a_version_says_how_many_rely_on_it_and_not_who(client, store, a_published_set):
    reference = await a_published_set()
    plan = await a_plan(store)
    for title in ("One", "Two"):
        await plan.signs(reference, MEASURE, title=title)
    page = await client.get(f"/{reference.versioned}/page")
    assert "2 contracts rely on this version today" in words(page)
    assert plan.slug not in page.text
