"""Citing a version and having its exhibit made, over GraphQL."""

from measures.references import Reference
from registry.exporting import exhibit_of
from registry.storage import audit, log

TERM = "term/registry/clean-claim@1.0.0"
MAKE = """mutation($reference: String!, $checkpoint: Int, $request: String) {
  makeExhibit(reference: $reference, checkpoint: $checkpoint, requestId: $request) {
    __typename ... on Exhibit {reference checkpointSize digest bytes url} ... on Problem {code}}}"""
CITE = """query($reference: String!, $adoption: AdoptionRuleInput) {
  citation(reference: $reference, adoption: $adoption) {
  reference short url title fingerprint publishedAt canonical(base: "https://registry.example.gov/")
  clause {text note isFloating paragraphs {heading text}}}}"""


async def make(client, token=None, **variables):
    return (await client.data(MAKE, {"reference": TERM, **variables}, token))["makeExhibit"]


async def test_an_exhibit_is_made_and_told(client, cast, store):
    made = await make(client, await cast.token("auditor"))
    expected = await exhibit_of(store, Reference.parse(TERM))
    assert made == {
        "__typename": "Exhibit",
        "reference": str(expected.reference),
        "checkpointSize": (await log.latest()).size,
        "digest": expected.digest,
        "bytes": len(expected.content),
        "url": f"/{TERM}/bundle?checkpoint={expected.checkpoint_size}",
    }


async def test_the_same_request_is_answered_with_the_same_exhibit_and_one_row(client, cast):
    token = await cast.token("auditor")
    first = await make(client, token, request="r-1")
    rows, _ = await audit.head()
    assert await make(client, token, request="r-1") == first
    assert (await audit.head())[0] == rows


async def test_the_public_may_read_an_exhibit_and_not_put_its_making_on_record(client):
    assert await make(client) == {"__typename": "NotPermitted", "code": "SIGN_IN"}


async def test_what_cannot_be_made_is_a_problem(client, cast):
    token = await cast.token("auditor")
    assert await make(client, token, checkpoint=1) == {"__typename": "NotFound", "code": "NOT_YET_PUBLISHED"}
    assert await make(client, token, checkpoint=-5) == {"__typename": "NotFound", "code": "CHECKPOINT_NOT_FOUND"}
    bad = await make(client, token, reference=f"{TERM}\u200b")
    assert bad == {"__typename": "Invalid", "code": "BAD_REFERENCE"}


async def test_a_citation_is_pinned_and_static_by_default(client):
    found = (await client.data(CITE, {"reference": TERM}))["citation"]
    assert found["reference"].startswith(f"{TERM}#sha256:")
    assert found["url"] == f"/{found['reference'].replace('#', '?digest=')}"
    assert found["canonical"] == "https://registry.example.gov/term/registry/clean-claim|1.0.0"
    assert found["clause"]["isFloating"] is False
    assert found["reference"] in found["clause"]["text"]
    assert found["fingerprint"] in found["clause"]["text"]


async def test_a_floating_clause_takes_a_rule(client):
    rule = {"moment": "NOTICE", "days": 60, "noticeBy": "the State"}
    clause = (await client.data(CITE, {"reference": TERM, "adoption": rule}))["citation"]["clause"]
    assert clause["isFloating"]
    assert "from the day that is 60 days after the State gave notice of it" in clause["text"]
    assert [each["heading"] for each in clause["paragraphs"]][1] == "Later versions"
    assert await client.errors(CITE, {"reference": TERM, "adoption": rule | {"days": 0}}) == ["ADOPTION_RULE"]
