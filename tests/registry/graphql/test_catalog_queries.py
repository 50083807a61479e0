"""What the catalog shows: measures and everything beside them, page by page."""

import pytest

from measures import catalog
from measures.references import Kind, Reference
from registry.storage import documents
from registry.storage.engine import Engine

MEASURE = "tn-quiltss/respectful-treatment"


async def walk(client, query, size):
    """Every node of a connection, page by page."""
    found, after = [], None
    while True:
        (page,) = (await client.data(query, {"first": size, "after": after})).values()
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        found += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def paged(field, node):
    arguments = "$first: Int!, $after: String"
    info = "pageInfo {hasNextPage hasPreviousPage endCursor}"
    return f"query({arguments}) {{{field}(first: $first, after: $after) {{edges {{node {{{node}}}}} {info}}}}}"


@pytest.mark.parametrize("size", [7, 100])
async def test_walking_the_measures_meets_each_once(client, size):
    found = [node["id"] for node in await walk(client, paged("measures", "id"), size)]
    assert found == sorted(catalog.load().measures)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("measureSets", Kind.MEASURE_SET),
        ("definitions", Kind.VALUE_DEFINITION),
        ("ruleSets", Kind.RULE_SET),
        ("terms", Kind.TERM),
    ],
)
async def test_walking_published_documents_meets_each_once(client, field, kind):
    found = [node["reference"] for node in await walk(client, paged(field, "reference demonstration"), 6)]
    there = await documents.page(kind, "", 10_000)
    assert sorted(found) == sorted(str(each.reference) for each in there)
    assert len(found) == len(set(found)) > 6


@pytest.mark.parametrize("field", ["sources", "programs", "arrangements", "votingRules"])
async def test_walking_what_is_held_in_memory_meets_each_once(client, field):
    key = "name" if field == "votingRules" else "id"
    found = [node[key] for node in await walk(client, paged(field, key), 3)]
    assert len(found) == len(set(found)) > 3


async def test_searching_pages_in_the_order_of_the_ranking(client):
    query = 'query($first: Int!, $after: String) {measures(search: "staff", first: $first, after: $after) '
    query += "{edges {node {id}} pageInfo {hasNextPage hasPreviousPage endCursor}}}"
    assert await walk(client, query, 2) == await walk(client, query, 50)


@pytest.mark.parametrize(
    "cursor", ["zzz", "", "ä", "W10", "eyJhIjoxfQ", "WyJtZWFzdXJlcyIsIDFd", "WyJ2b3RlcyIsICJ4Il0", "x" * 5_000]
)
async def test_a_cursor_that_was_not_handed_out_is_refused(client, cursor):
    for field in ("measures", "votes", "proposals", "terms", "contracts"):
        query = f"query($after: String) {{{field}(after: $after) {{edges {{cursor}}}}}}"
        assert await client.errors(query, {"after": cursor}) == ["BAD_CURSOR"]


async def test_a_cursor_of_another_list_is_refused(client):
    data = await client.data("{terms(first: 1) {pageInfo {endCursor}}}")
    query = "query($after: String) {ruleSets(after: $after) {edges {cursor}}}"
    assert await client.errors(query, {"after": data["terms"]["pageInfo"]["endCursor"]}) == ["BAD_CURSOR"]


@pytest.mark.parametrize("first", [-1, 101, 2**31 - 1])
async def test_a_page_that_is_too_large_is_refused(client, first):
    for field in ("measures", "votes", "terms"):
        query = f"query($first: Int!) {{{field}(first: $first) {{edges {{cursor}}}}}}"
        assert await client.errors(query, {"first": first}) == ["PAGE_TOO_LARGE"]


async def test_an_empty_page_is_a_page(client):
    data = await client.data("{measures(first: 0) {edges {cursor} pageInfo {hasNextPage endCursor}}}")
    assert data["measures"] == {"edges": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}


async def test_a_measure_is_shown_with_everything_that_is_said_about_it(client):
    query = """query($id: ID!) {measure(id: $id) {id reference digest version demonstration verificationMeans
      proposedLabel {label rationale contestable} decidedLabels {label} apmFit {categories rationale}
      sources {id url} memberships {setId measureSet {title status}} identifiers {cmit} licenseNote}}"""
    shown = (await client.data(query, {"id": MEASURE}))["measure"]
    entry = catalog.load().measures[MEASURE]
    assert shown["reference"] == f"measure/{MEASURE}@1.0.0#{shown['digest']}"
    assert shown["demonstration"] is True
    assert shown["proposedLabel"]["label"] == entry.classification.label.name
    assert shown["decidedLabels"] == []
    assert shown["apmFit"]["categories"] == [category.name for category in entry.hcplan.categories]
    assert [source["id"] for source in shown["sources"]] == list(entry.sources)
    assert [member["setId"] for member in shown["memberships"]] == sorted(item.set for item in entry.measure_sets)
    stored = await documents.get(Reference.parse(f"measure/{MEASURE}@1.0.0"))
    assert shown["reference"] == str(stored.reference)


async def test_a_measure_is_found_by_every_form_of_its_name(client):
    query = "query($id: ID!) {measure(id: $id) {id}}"
    for name in (MEASURE, f"measure/{MEASURE}", f"measure/{MEASURE}@1.0.0"):
        assert (await client.data(query, {"id": name}))["measure"] == {"id": MEASURE}
    assert await client.errors(query, {"id": f"{MEASURE}@9.0.0"}) == ["MEASURE_NOT_FOUND"]
    assert await client.errors(query, {"id": "tn-quiltss/nothing"}) == ["MEASURE_NOT_FOUND"]
    assert await client.errors(query, {"id": "'; DROP TABLE document; --"}) == ["BAD_REFERENCE"]


@pytest.mark.parametrize(
    ("only", "holds"),
    [
        ("label: QUALITY", lambda m: m.classification.label.name == "QUALITY"),
        ("apmFit: [CATEGORY_3A, CATEGORY_3B]", lambda m: {"3A", "3B"} & set(m.hcplan.categories)),
        ("setting: NURSING_FACILITY", lambda m: "nursing_facility" in m.settings),
        ("population: [IDD]", lambda m: "idd" in m.populations),
        ("domain: WORKFORCE", lambda m: m.domain == "workforce"),
        ("status: RETIRED", lambda m: m.status == "retired"),
        ("verification: [SEED_PAPER, BACKGROUND]", lambda m: m.verification in ("seed_paper", "background")),
        ('family: "nci-ad"', lambda m: m.family == "nci-ad"),
        ("dataSource: CLAIMS", lambda m: "claims" in m.data_source),
        ("label: COMPLIANCE, setting: HCBS", lambda m: m.classification.label == "compliance" and "hcbs" in m.settings),
    ],
)
async def test_filters_find_what_the_catalog_holds(client, only, holds):
    data = await client.data(f"{{measures({only}, first: 100) {{totalCount edges {{node {{id}}}}}}}}")
    expected = sorted(m.id for m in catalog.load().measures.values() if holds(m))
    assert data["measures"]["totalCount"] == len(expected) > 0
    assert [edge["node"]["id"] for edge in data["measures"]["edges"]] == expected[:100]


async def test_a_proposed_measure_set_is_shown_as_proposed(client):
    statuses = {
        node["reference"]: node["status"]
        for node in await client.nodes("{measureSets(first: 100) {edges {node {reference status}}}}")
    }
    proposed = {
        f"measure-set/{each.jurisdiction}/{each.id}"
        for each in catalog.load().sets.values()
        if each.status == "proposed"
    }
    assert proposed
    assert {reference.split("@")[0] for reference, status in statuses.items() if status == "PROPOSED"} == proposed


async def test_a_seed_definition_is_shown_as_adopted_by_nobody(client):
    nodes = await client.nodes(
        '{definitions(jurisdiction: "registry", first: 100) {edges {node {adopted seedStatus}}}}'
    )
    assert nodes
    assert all(node == {"adopted": False, "seedStatus": "draft"} for node in nodes)


async def test_resolving_gives_the_stored_bytes_with_their_proof(client):
    query = """query($text: String!) {resolveReference(text: $text) {reference digest bytes text demonstration
      events {kind} leaf {index content proof} checkpoint {size root note}}}"""
    shown = (await client.data(query, {"text": "term/registry/clean-claim"}))["resolveReference"]
    stored = await documents.get(Reference.parse("term/registry/clean-claim"))
    assert shown["text"].encode() == stored.content
    assert shown["leaf"]["index"] == stored.leaf
    assert stored.reference.digest in shown["leaf"]["content"]
    wrong = f"{stored.reference.versioned}#sha256:{'0' * 64}"
    assert await client.errors(query, {"text": wrong}) == ["DIGEST_MISMATCH"]
    assert await client.errors(query, {"text": "term/registry/no-such@1.0.0"}) == ["REFERENCE_NOT_FOUND"]
    assert await client.errors(query, {"text": "nonsense"}) == ["BAD_REFERENCE"]


async def test_the_registry_says_what_it_is(client, store):
    shown = (await client.data("{registry {demonstration origin vkey fingerprint latestCheckpoint {size note}}}"))[
        "registry"
    ]
    assert shown["demonstration"] is True
    assert shown["vkey"] == store.signer.verifier.vkey
    assert shown["fingerprint"].startswith("SHA256:")
    assert shown["latestCheckpoint"]["note"].startswith(f"{shown['origin']}\n")


async def test_an_unknown_jurisdiction_is_refused_and_never_reaches_a_pattern(client):
    for field in ("terms", "proposals", "votes", "programs"):
        for place in ("%", "US-XX", "US-T_"):
            query = f"query($place: String) {{{field}(jurisdiction: $place) {{edges {{cursor}}}}}}"
            assert await client.errors(query, {"place": place}) == ["UNKNOWN_JURISDICTION"]


async def test_a_program_says_whether_its_set_is_illustrative(client):
    nodes = await client.nodes(
        "{programs(first: 100) {edges {node {id illustrative measures {measureId measure {title}}}}}}"
    )
    assert {node["illustrative"] for node in nodes} == {True, False}
    assert all(use["measure"] for node in nodes for use in node["measures"])


async def test_a_page_takes_a_handful_of_queries_whatever_its_size(client, monkeypatch):
    sent = []
    plain = Engine.run_querystring

    async def counted(self, querystring, *args, **kwargs):
        sent.append(str(querystring))
        return await plain(self, querystring, *args, **kwargs)

    monkeypatch.setattr(Engine, "run_querystring", counted)
    node = "reference publishedAt demonstration events {kind} decidedLabels {label}"
    numbers = []
    for size in (2, 100):
        sent.clear()
        await client.data(f"{{measures(first: {size}) {{edges {{node {{{node}}}}}}} ruleSets(first: {size}) "
                          "{edges {node {reference status: standing {status} events {kind} notes}}}}")  # fmt: skip
        numbers.append(len(sent))
    assert max(numbers) <= 10  # a batch may be sent in two parts, never once for each node
