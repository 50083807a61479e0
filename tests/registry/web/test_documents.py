"""Documents over plain HTTP: stored bytes, digests as entity tags, caches, events and bundles."""

import re
from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest

from governance.members import PUBLIC
from governance.publication import DocumentEvent, DocumentEventRecorded, EventKind
from measures.references import Kind, Reference
from registry.proof.verify import verify_bundle
from registry.storage import documents
from tests.registry.web.conftest import MEASURE, SET

WRONG = "sha256:" + "0" * 64


@pytest.mark.parametrize("kind", ["measure", "measure-set", "value-definition", "rule-set", "term"])
async def test_every_document_is_served_as_its_stored_bytes(client, kind):
    for published in await documents.page(Kind(kind), "", 1000):
        answer = await client.get(f"/{published.reference.versioned}")
        assert answer.status_code == 200
        assert answer.content == published.content
        assert answer.headers["etag"] == f'"sha256:{sha256(answer.content).hexdigest()}"'
        assert answer.headers["etag"] == f'"{published.reference.digest}"'
        assert answer.headers["content-type"] == "application/json"


async def test_a_version_may_be_kept_for_ever_and_says_where_its_news_are(client):
    answer = await client.get(f"/{MEASURE}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["link"] == f'</{MEASURE}/events>; rel="status"'
    assert answer.headers["registry-demonstration"] == "true"
    assert "vary" not in answer.headers
    assert "set-cookie" not in answer.headers


async def test_a_browser_gets_the_same_bytes(client):
    plain = await client.get(f"/{MEASURE}")
    browser = await client.get(f"/{MEASURE}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert browser.content == plain.content
    assert browser.headers["content-type"] == "application/json"


async def test_an_at_sign_may_be_percent_encoded(client):
    assert (await client.get("/" + MEASURE.replace("@", "%40"))).status_code == 200


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"{digest}"', 304),
        ('W/"{digest}"', 304),
        ('"other", "{digest}"', 304),
        ('"a,b" , W/"{digest}","c"', 304),
        ("*", 304),
        ('"other"', 200),
        ("{digest}", 200),
        ('"{digest}', 200),
        ("", 200),
    ],
)
async def test_who_has_the_bytes_is_told_so(client, condition, status):
    known = (await client.get(f"/{MEASURE}")).headers
    digest = known["etag"].strip('"')
    answer = await client.get(f"/{MEASURE}", headers={"If-None-Match": condition.format(digest=digest)})
    assert answer.status_code == status
    for name in ("etag", "cache-control", "link"):
        assert answer.headers[name] == known[name]
    assert bool(answer.content) == (status == 200)


async def test_tags_may_stand_in_several_lines(client):
    tag = (await client.get(f"/{MEASURE}")).headers["etag"]
    lines = [("If-None-Match", '"one"'), ("If-None-Match", tag)]
    assert (await client.get(f"/{MEASURE}", headers=lines)).status_code == 304


@pytest.mark.parametrize(
    ("condition", "status"), [('"{digest}"', 200), ("*", 200), ('W/"{digest}"', 412), ('"x"', 412)]
)
async def test_if_match_is_strong(client, condition, status):
    digest = (await client.get(f"/{MEASURE}")).headers["etag"].strip('"')
    answer = await client.get(f"/{MEASURE}", headers={"If-Match": condition.format(digest=digest)})
    assert answer.status_code == status


async def test_a_condition_does_not_hide_that_there_is_nothing(client):
    answer = await client.get("/measure/tn-quiltss/no-such@1.0.0", headers={"If-None-Match": "*"})
    assert answer.status_code == 404


@pytest.mark.parametrize("suffix", ["", "/events", "/page", "/bundle"])
async def test_head_says_what_get_would(client, suffix):
    got, head = await client.get(f"/{MEASURE}{suffix}"), await client.head(f"/{MEASURE}{suffix}")
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert dict(head.headers) == dict(got.headers)
    assert int(head.headers["content-length"]) == len(got.content)


async def test_the_digest_is_checked(client):
    digest = (await client.get(f"/{MEASURE}")).headers["etag"].strip('"')
    assert (await client.get(f"/{MEASURE}?digest={digest}")).status_code == 200
    for suffix in ("", "/events", "/page", "/bundle"):
        answer = await client.get(f"/{MEASURE}{suffix}?digest={WRONG}")
        assert (answer.status_code, answer.json()["code"]) == (409, "DIGEST_MISMATCH")
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "asked",
    [
        f"{MEASURE}?digest=",
        f"{MEASURE}?digest=sha256:abc",
        f"{MEASURE}?digest={WRONG.upper()}",
        f"{MEASURE}?digest={WRONG}&digest={WRONG}",
        f"{MEASURE}?digest=%ff%fe",
        f"{MEASURE}%23{WRONG}",
        f"{MEASURE.split('@')[0]}?digest={WRONG}",
        "measure/tn-quiltss/cna-hours@1.0",
        "measure/tn-quiltss/cna-hours@01.0.0",
        "measure/tn-quiltss/CNA@1.0.0",
        "priority-set/US-XX/nf@1.0.0",
        "measure/tn-quiltss/%00@1.0.0",
    ],
)
async def test_what_is_no_reference_is_refused(client, asked):
    answer = await client.get(f"/{asked}")
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_REFERENCE")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("measure/tn-quiltss/no-such", "REFERENCE_NOT_FOUND"),
        ("measure/tn-quiltss/no-such@1.0.0", "REFERENCE_NOT_FOUND"),
        ("measure/tn-quiltss/cna-hours@9.0.0/events", "REFERENCE_NOT_FOUND"),
        ("metric/tn-quiltss/cna-hours@1.0.0", "PATH_NOT_FOUND"),
        ("measure/tn-quiltss/cna-hours@1.0.0/history", "PATH_NOT_FOUND"),
    ],
)
async def test_what_is_not_there_is_not_found_and_not_cached(client, asked, code):
    answer = await client.get(f"/{asked}")
    assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("suffix", ["", "/events", "/page", "/bundle"])
async def test_a_name_leads_to_its_newest_version(client, published_sets, suffix):
    answer = await client.get(f"/{SET}{suffix}")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/{SET}@1.1.0{suffix}"
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_version_that_is_suspended_and_withdrawn_still_resolves(client, store, published_sets):
    newest = published_sets[1]
    before = await client.get(f"/{SET}@1.1.0")
    async with store.write(PUBLIC) as tx:
        for kind in (EventKind.SUSPENDED, EventKind.WITHDRAWN):
            await tx.record(DocumentEventRecorded(DocumentEvent(uuid4(), newest.reference, kind, date(2099, 2, 1))))
    after = await client.get(f"/{SET}@1.1.0")
    assert after.content == before.content
    assert after.headers == before.headers
    assert (await client.get(f"/{SET}")).headers["location"] == f"/{SET}@1.1.0"
    said = await client.get(f"/{SET}@1.1.0/events")
    assert said.headers["cache-control"] == "public, max-age=60"
    assert said.json()["reference"] == str(newest.reference)
    kinds = [event["kind"] for event in said.json()["events"]]
    assert kinds == ["suspended", "withdrawn"]
    event = said.json()["events"][0]
    assert set(event) == {"kind", "effective_on", "recorded_at", "note", "successor", "measure", "ends", "leaf"}
    assert event["effective_on"] == "2099-02-01"
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}\.[0-9]{6}Z", event["recorded_at"])


async def test_the_bundle_verifies(client, store):
    answer = await client.get(f"/{MEASURE}/bundle")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="measure_tn-quiltss_cna-hours@1.0.0.zip"'
    assert answer.headers["cache-control"] == "no-cache"
    report = verify_bundle(answer.content, [store.signer.verifier.vkey], Reference.parse(MEASURE))
    assert report.intact
    assert report.trusted


async def test_the_checkpoint_and_the_key_are_plain_text(client, store):
    key, checkpoint = await client.get("/log/key"), await client.get("/log/checkpoint")
    assert key.text == f"{store.signer.verifier.vkey}\n"
    assert checkpoint.text.startswith(f"{store.signer.name}\n")
    for answer in (key, checkpoint):
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
