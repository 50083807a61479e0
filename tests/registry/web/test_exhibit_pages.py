"""Exhibits over HTTP, and the page that says how to cite a version."""

from hashlib import sha256

import pytest

from governance.members import PUBLIC
from governance.publication import DocumentPublished
from registry.proof.verify import verify_bundle
from registry.storage import log
from tests.registry.web.conftest import SET, a_set

CITE = f"/{SET}@1.0.0/cite"


async def test_an_exhibit_verifies_and_says_which_bytes_it_is(client, store, published_sets):
    answer = await client.get(f"/{SET}@1.0.0/bundle")
    digest = sha256(answer.content)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["etag"] == f'"sha256:{digest.hexdigest()}"'
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-disposition"] == 'attachment; filename="priority-set_US-TN_nf@1.0.0.zip"'
    size = (await log.latest()).size
    assert answer.headers["content-location"] == f"/{SET}@1.0.0/bundle?checkpoint={size}"
    report = verify_bundle(answer.content, [store.signer.verifier.vkey], published_sets[0].reference)
    assert (report.intact, report.trusted) == (True, True)


async def test_a_checkpoint_gives_the_same_bytes_after_more_was_published(client, store, published_sets):
    first = await client.get(f"/{SET}@1.0.0/bundle")
    later = a_set([], "9.0.0")
    async with store.write(PUBLIC) as tx:
        await tx.record(DocumentPublished(later.reference, later.seal(), demonstration=True))
    again = await client.get(first.headers["content-location"])
    newest = await client.get(f"/{SET}@1.0.0/bundle")
    assert again.content == first.content
    assert newest.content != first.content
    assert (await client.get(newest.headers["content-location"])).content == newest.content


async def test_who_has_an_exhibit_does_not_get_it_again(client, published_sets):
    first = await client.get(f"/{SET}@1.0.0/bundle")
    again = await client.get(first.headers["content-location"], headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_name_leads_to_the_exhibit_of_its_newest_version(client, published_sets):
    for suffix in ("bundle", "cite"):
        answer = await client.get(f"/{SET}/{suffix}")
        assert answer.status_code == 302
        assert answer.headers["location"].endswith(f"/{suffix}")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("checkpoint=0", 422, "BAD_REFERENCE"),
        ("checkpoint=-1", 422, "BAD_REFERENCE"),
        ("checkpoint=01", 422, "BAD_REFERENCE"),
        ("checkpoint=", 422, "BAD_REFERENCE"),
        ("checkpoint=%D9%A3", 422, "BAD_REFERENCE"),
        ("checkpoint=1&checkpoint=2", 422, "BAD_REFERENCE"),
        (f"checkpoint={'9' * 30}", 422, "BAD_REFERENCE"),
        (f"checkpoint={'9' * 18}", 404, "CHECKPOINT_NOT_FOUND"),
        ("checkpoint=1", 404, "NOT_YET_PUBLISHED"),
        (f"digest=sha256:{'0' * 64}", 409, "DIGEST_MISMATCH"),
    ],
)
async def test_what_is_no_checkpoint_of_the_version_is_refused(client, published_sets, query, status, code):
    answer = await client.get(f"/{SET}@1.0.0/bundle?{query}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_page_has_every_form_of_the_reference_and_a_static_clause(client, store, published_sets):
    reference = published_sets[0].reference
    page = (await client.get(CITE)).text
    assert f"<code>{reference}</code>" in page
    assert f"<code>{reference.short}</code>" in page
    assert f"/{reference.versioned}?digest={reference.digest}" in page
    assert f"/{SET}|1.0.0</code>" in page
    assert "A static clause" in page
    assert "No later version of it applies to this Agreement unless the parties amend" in page
    assert "do not cite it in a contract" in page
    assert "<script" not in page
    assert "<b>" not in page, "a title is text"


async def test_a_floating_clause_is_written_by_the_form(client, published_sets):
    asked = {"moment": "renewal", "days": "90", "notice_by": "the <Plan> {x}"}
    page = (await client.get(CITE, params=asked)).text
    assert "A floating clause" in page
    assert "the &lt;Plan&gt; {x} gave notice of it at least 90 days" in page
    assert '<option value="renewal" selected>' in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"moment": "someday", "days": "90", "notice_by": "the Plan"}, "is no moment"),
        ({"moment": "renewal", "days": "soon", "notice_by": "the Plan"}, "as a whole number"),
        ({"moment": "renewal", "days": "0", "notice_by": "the Plan"}, "1 to 730 days"),
        ({"moment": "renewal", "days": "9" * 400, "notice_by": "the Plan"}, "as a whole number"),
        ({"moment": "renewal", "days": "90"}, "who gives notice"),
    ],
)
async def test_a_rule_that_nobody_could_follow_gives_the_static_clause_and_says_why(
    client, published_sets, asked, words
):
    answer = await client.get(CITE, params=asked)
    assert answer.status_code == 422
    assert words in answer.text
    assert "A static clause" in answer.text
