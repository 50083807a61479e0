"""The whole flow over GraphQL: from a draft by way of a vote to a published set that a contract cites."""

import json

import pytest

from registry.storage import audit
from tests.registry.graphql.steps import DRAFT, DRAFT_SET, MEASURES, definition
from tests.support import a_name


async def test_a_definition_is_drafted_commented_on_and_answered(flow):
    draft = await flow.draft()
    assert draft["stage"] == "DRAFT"
    assert draft["demonstration"] is True
    assert draft["definition"] == {"title": "Living well", "gaps": [{"id": "home"}]}
    assert draft["prioritySet"] is None
    assert await flow.step("drafter", "openForComment", proposal=draft["id"]) == "Proposal"
    comment = """mutation($id: ID!, $text: String!) {comment(proposalId: $id, text: $text) {... on
      Comment {id text answer} ... on Problem {code}}}"""
    made = [await flow("voter1", comment, id=draft["id"], text=f"comment {n}") for n in range(3)]
    assert await flow("nobody", comment, id=draft["id"], text="x") == {"code": "SIGN_IN"}
    answer = """mutation($id: ID!) {answerComment(commentId: $id, disposition: ACCEPTED, text: "We did.") {
      ... on Comment {disposition answer} ... on Problem {code}}}"""
    assert await flow("drafter", answer, id=made[0]["id"]) == {"disposition": "ACCEPTED", "answer": "We did."}
    assert await flow("drafter", answer, id=made[0]["id"]) == {"code": "ALREADY_ANSWERED"}
    query = """query($id: ID!, $after: String) {proposal(id: $id) {comments(first: 2, after: $after) {
      edges {node {text disposition}} pageInfo {hasNextPage endCursor}}}}"""
    first = (await flow("nobody", query, id=draft["id"]))["comments"]
    rest = (await flow("nobody", query, id=draft["id"], after=first["pageInfo"]["endCursor"]))["comments"]
    texts = [edge["node"]["text"] for edge in first["edges"] + rest["edges"]]
    assert texts == ["comment 0", "comment 1", "comment 2"]
    assert rest["pageInfo"]["hasNextPage"] is False


async def test_a_refused_mutation_is_a_value_and_stores_nothing(flow):
    before = await audit.head()
    target = "value-definition/US-TN/x@1.0.0"
    cases = [
        ("voter1", {"target": target}, ("NotPermitted", "WRONG_ROLE")),
        ("nobody", {"target": target}, ("NotPermitted", "SIGN_IN")),
        ("drafter", {"target": "nonsense"}, ("Invalid", "BAD_REFERENCE")),
        ("drafter", {"target": "priority-set/US-TN/x@1.0.0"}, ("Invalid", "BAD_REFERENCE")),
        ("drafter", {"target": target, "agency": "no-such-agency"}, ("NotFound", "ORGANISATION_NOT_FOUND")),
        ("drafter", {"target": target, "content": definition(scopes=[])}, ("Invalid", "INVALID_FIELD")),
    ]
    for who, given, expected in cases:
        variables = {"agency": flow.cast.agency, "content": definition(), **given}
        answer = await flow(who, DRAFT, **variables)
        assert (answer["__typename"], answer["code"]) == expected
        assert answer["message"].endswith(".")
    assert await flow.step("drafter", "openForComment", proposal="no-id") == "BAD_ID"
    assert (
        await flow.step("drafter", "openForComment", proposal=flow.cast.people["drafter"].hex) == "PROPOSAL_NOT_FOUND"
    )
    assert await audit.head() == before


async def test_the_same_request_gets_the_first_answer_again(flow):
    given = {"target": f"value-definition/US-TN/{a_name()}@1.0.0", "agency": flow.cast.agency, "content": definition()}
    first = await flow("drafter", DRAFT, **given, request="draft-1")
    assert await flow("drafter", DRAFT, **given, request="draft-1") == first
    changed = await flow("drafter", DRAFT, **{**given, "content": definition(title="Other")}, request="draft-1")
    assert changed["code"] == "REQUEST_ID_REUSED"


@pytest.mark.parametrize(
    ("weight", "code"),
    [
        ("0.5", "INEXACT_NUMBER"),
        ("1", "INEXACT_NUMBER"),
        ('"2/0"', "INVALID_FIELD"),
        ('"7"', "INVALID_FIELD"),
        ("[1]", "INVALID_FIELD"),
        ("{a: 1}", "INVALID_FIELD"),
    ],
)
async def test_a_weight_that_is_not_exact_is_refused_by_the_domain(flow, weight, code):
    query = """mutation($agency: String!) {draftPrioritySet(target: "priority-set/US-TN/w@1.0.0", organisation: $agency,
      content: {title: "T", programme: "P", agency: "A", scope: {populations: IDD, settings: HCBS},
      items: [{measure: "%s", role: REPORTING, weight: %s}]}) {__typename ... on Problem {code}}}"""
    answer = await flow("drafter", query % (MEASURES[0], weight), agency=flow.cast.agency)
    assert answer == {"__typename": "Invalid", "code": code}


async def test_a_weight_in_a_variable_is_refused_by_the_domain_too(flow):
    items = [{"measure": MEASURES[0], "role": "REPORTING", "weight": 0.5}]
    scope = {"populations": ["IDD"], "settings": ["HCBS"]}
    content = {"title": "T", "programme": "P", "agency": "A", "scope": scope, "items": items}
    answer = await flow(
        "drafter", DRAFT_SET, target="priority-set/US-TN/w@1.0.0", agency=flow.cast.agency, content=content
    )
    assert answer["code"] == "INEXACT_NUMBER"


async def test_a_rule_is_a_preset_or_a_text_and_its_appeal_window_is_frozen_into_the_vote(flow):
    draft = await flow.draft()
    await flow.step("drafter", "openForComment", proposal=draft["id"])
    for rule, code in (
        ({}, "BAD_RULE_TEXT"),
        ({"preset": "registry_default", "text": "{}"}, "BAD_RULE_TEXT"),
        ({"text": "{"}, "BAD_RULE_TEXT"),
        ({"text": "[" * 5000}, "BAD_RULE_TEXT"),
        ({"preset": "no_such_rule"}, "RULE_NOT_FOUND"),
        ({"preset": "registry_default", "appealDays": -1}, "INVALID_FIELD"),
        ({"preset": "registry_default", "appealDays": 367}, "INVALID_FIELD"),
        ({"text": json.dumps({"threshold": 0.5})}, "INEXACT_NUMBER"),
    ):
        assert (await flow.open(draft["id"], rule=rule)).get("code") == code, rule
    text = (await flow("nobody", '{votingRule(name: "registry_default") {text}}'))["text"]
    opened = await flow.open(draft["id"], rule={"text": text, "appealDays": 3})
    assert opened["rule"]["appealDays"] == 3
    assert any("3 days to appeal" in sentence for sentence in opened["rule"]["sentences"])
    assert opened["zone"] == "America/Chicago"
    assert opened["closesAtLocal"].endswith(("-06:00", "-05:00"))
    assert await flow.step("officer", "cancelVote", vote=opened["id"], more='reason: "A test."') == "Vote"


async def test_an_adopted_definition_is_published_and_its_result_shows_no_number(flow, adopted):
    target, vote = adopted
    definition_query = """query($r: String!) {definition(reference: $r) {adopted seedStatus demonstration
      outcomes {candidateMeasures isGap}}}"""
    shown = await flow("nobody", definition_query, r=target)
    assert (shown["adopted"], shown["seedStatus"], shown["demonstration"]) == (True, None, True)
    assert "#sha256:" in shown["outcomes"][0]["candidateMeasures"][0]
    query = """query($id: ID!) {vote(id: $id) {stage certifiedAt appealUntil proposal {stage}
      result {round outcome choice quorumMet saltedDigest conditions {constituency met}}}}"""
    seen = await flow("nobody", query, id=vote)
    assert seen["stage"] == "FINAL"
    assert seen["proposal"] == {"stage": "PUBLISHED"}
    assert seen["result"]["outcome"] == "ADOPTED"
    # There is one member and one caregiver: that either agreed would be the choice of a person.
    assert seen["result"]["conditions"] == [
        {"constituency": "MEMBER", "met": None},
        {"constituency": "CAREGIVER", "met": None},
    ]


async def test_a_label_is_accepted_and_is_then_decided_but_only_there(flow):
    measure = "measure/tn-quiltss/person-directed-care@1.0.0"
    measures = (
        await flow("nobody", '{measures(family: "tn-quiltss", first: 100) {edges {node {id proposedLabel {label}}}}}')
    )["edges"]
    measure = f"measure/{measures[-1]['node']['id']}@1.0.0"
    accept = """mutation($m: [String!]!, $why: String!) {
      acceptLabels(jurisdiction: "US-TN", measures: $m, reason: $why) {
      ... on AcceptedLabels {labels {label jurisdiction basis reason reference demonstration}}
      ... on Problem {code}}}"""
    assert await flow("drafter", accept, m=[measure], why="Right.") == {"code": "WRONG_ROLE"}
    accepted = (await flow("publisher", accept, m=[measure], why="Right."))["labels"][0]
    assert accepted["basis"] == "ACCEPTED"
    assert accepted["reason"] == "Right."
    assert accepted["demonstration"] is True
    query = """query($id: ID!, $place: String) {measure(id: $id) {proposedLabel {label}
      decidedLabels(jurisdiction: $place) {label jurisdiction}}}"""
    name = measure.removeprefix("measure/").removesuffix("@1.0.0")
    here = await flow("nobody", query, id=name, place="US-TN")
    assert here["decidedLabels"] == [{"label": accepted["label"], "jurisdiction": "US-TN"}]
    assert (await flow("nobody", query, id=name, place="US-WA"))["decidedLabels"] == []
    found = await flow("nobody", '{measures(decidedIn: "US-TN", first: 100) {edges {node {id}}}}')
    assert name in [edge["node"]["id"] for edge in found["edges"]]
    assert (await flow("nobody", '{measures(decidedIn: "US-WA") {totalCount}}'))["totalCount"] == 0


async def test_a_priority_set_is_published_cited_and_checked(flow, adopted):
    accept = """mutation($m: [String!]!) {
      acceptLabels(jurisdiction: "US-TN", measures: $m, reason: "Seen.") {__typename ... on Problem {code}}}"""
    assert (await flow("publisher", accept, m=MEASURES))["__typename"] == "AcceptedLabels"
    target = f"priority-set/US-TN/{a_name()}@1.0.0"
    content = {
        "title": "Nursing homes", "programme": "NF", "agency": "TennCare",
        "scope": {"populations": ["NF_RESIDENTS"], "settings": ["NURSING_FACILITY"]},
        "period": {"from": "2031-01-01", "to": "2031-12-31"},
        "areas": [{"id": "respect", "statement": "Residents are respected",
                   "outcome": {"definition": adopted[0], "outcome": "respect"}}],
        "definitions": [adopted[0]],
        "items": [
            {"measure": MEASURES[0], "role": "REPORTING", "weight": "1/2", "area": "respect",
             "phasePath": [{"from": "2031-01-01", "role": "REPORTING", "category": "CATEGORY_2B"}]},
            {"measure": MEASURES[1], "role": "REPORTING", "weight": "1/2"},
        ],
    }  # fmt: skip
    draft = await flow("drafter", DRAFT_SET, target=target, agency=flow.cast.agency, content=content)
    assert draft["readiness"] == {"obstacles": [{"code": "STILL_A_DRAFT"}]}
    assert [item["weight"] for item in draft["prioritySet"]["items"]] == ["1/2", "1/2"]
    await flow.step("drafter", "openForComment", proposal=draft["id"])
    assert await flow.step("everyman", "publishPrioritySet", proposal=draft["id"]) in (
        "PrioritySet",
        "SECOND_PERSON_NEEDED",
    )
    query = """query($r: String!) {prioritySet(reference: $r) {reference publishedAt setInAdvance numberOfContracts
      demonstration labelShares {compliance quality qualityShare} period {from to} events {kind note}
      items {reference title weight label {label basis decision} phasePath {from role category} measure {id}}}}"""
    shown = await flow("nobody", query, r=target)
    assert shown["setInAdvance"] is True
    assert shown["numberOfContracts"] == 0
    assert shown["period"] == {"from": "2031-01-01", "to": "2031-12-31"}
    assert sum(shown["labelShares"][label] for label in ("compliance", "quality")) == 2
    assert all(item["label"]["basis"] == "ACCEPTED" and "#sha256:" in item["reference"] for item in shown["items"])
    await cited_and_checked(flow, shown["reference"])
    assert (await flow("nobody", query, r=target))["numberOfContracts"] == 1
    suspend = """mutation($r: String!) {recordEvent(reference: $r, kind: SUSPENDED, effectiveOn: "2031-02-01",
      note: "Court order.") {... on ResolvedReference {events {kind note effectiveOn}} ... on Problem {code}}}"""
    assert (await flow("publisher", suspend, r=shown["reference"]))["events"] == [
        {"kind": "SUSPENDED", "note": "Court order.", "effectiveOn": "2031-02-01"}
    ]
    assert (await flow("publisher", suspend, r=shown["reference"]))["code"] == "EVENT_OUT_OF_ORDER"
    await suppressed_and_asked_about(flow, shown["reference"])


async def suppressed_and_asked_about(flow, reference):
    """Suppress a measure, and ask how the set stands on days and as was known at instants."""
    suppress = """mutation($r: String!, $m: String) {recordEvent(reference: $r, kind: MEASURE_SUPPRESSED,
      effectiveOn: "2031-03-01", measure: $m) {... on ResolvedReference {events {kind measure ends}}
      ... on Problem {code}}}"""
    assert (await flow("publisher", suppress, r=reference, m=None))["code"] == "EVENT_INCOMPLETE"
    events = (await flow("publisher", suppress, r=reference, m=MEASURES[0]))["events"]
    assert events[1] == {"kind": "MEASURE_SUPPRESSED", "measure": MEASURES[0], "ends": None}
    ask = """query($r: String!, $on: Date, $at: DateTime) {resolveReference(text: $r, on: $on, knownAt: $at) {
      events {kind} standing {state since suppressed {measure since} sentences coming {kind}}}}"""
    january = (await flow("nobody", ask, r=reference, on="2031-01-31"))["standing"]
    assert (january["state"], january["suppressed"]) == ("IN_FORCE", [])
    assert [event["kind"] for event in january["coming"]] == ["SUSPENDED", "MEASURE_SUPPRESSED"]
    march = (await flow("nobody", ask, r=reference, on="2031-03-01"))["standing"]
    assert (march["state"], march["since"]) == ("SUSPENDED", "2031-02-01")
    assert march["suppressed"] == [{"measure": MEASURES[0], "since": "2031-03-01"}]
    assert march["sentences"][0] == "On 2031-03-01: suspended since 2031-02-01."
    early = {"r": reference, "at": "2000-01-01T00:00:00Z"}
    assert await flow.client.errors(ask, early) == ["REFERENCE_NOT_FOUND"]
    assert await flow.client.errors(ask, {**early, "at": "2031-01-01T00:00:00"}) == ["UNREADABLE_TIME"]


async def cited_and_checked(flow, reference):
    """Record a contract that cites a set, see who can see it, and check it."""
    record = """mutation($org: String!, $summary: ContractInput!) {
      recordContract(organisation: $org, summary: $summary) {
      ... on Contract {id demonstration summary {title categories items {weight}} prioritySet {title}}
      ... on Problem {code}}}"""
    summary = {
        "title": "A contract", "payer": "A plan", "providers": ["A home"], "cites": reference,
        "categories": ["CATEGORY_2B"], "items": [{"measure": MEASURES[0], "role": "REPORTING", "weight": "1"}],
        "signedOn": "2030-10-01", "measurementPeriod": {"from": "2031-01-01", "to": "2031-12-31"},
    }  # fmt: skip
    assert await flow("drafter", record, org=flow.cast.agency, summary=summary) == {"code": "WRONG_ROLE"}
    floating = {**summary, "cites": reference.split("#")[0]}
    assert await flow("contract_manager", record, org=flow.cast.agency, summary=floating) == {"code": "BAD_REFERENCE"}
    made = await flow("contract_manager", record, org=flow.cast.agency, summary=summary)
    assert made["prioritySet"] == {"title": "Nursing homes"}
    listed = "{contracts {edges {node {id}}}}"
    assert (await flow("contract_manager", listed))["edges"] == [{"node": {"id": made["id"]}}]
    assert (await flow("nobody", listed))["edges"] == (await flow("drafter", listed))["edges"] == []
    one = "query($id: ID!) {contract(id: $id) {summary {payer}}}"
    assert await flow.client.errors(one, {"id": made["id"]}) == ["CONTRACT_NOT_FOUND"]
    check = """query($id: ID!) {checkContract(contractId: $id, ruleSet: "rule-set/registry/default-vbc-rules") {
      verdict counts {verdict rules} demonstration findings {rule verdict sentence source {id}} text digest}}"""
    rule_sets = (await flow("nobody", '{ruleSets(jurisdiction: "registry") {edges {node {reference}}}}'))["edges"]
    check = check.replace("rule-set/registry/default-vbc-rules", rule_sets[0]["node"]["reference"].split("#")[0])
    report = await flow("contract_manager", check, id=made["id"])
    assert report["findings"]
    assert sum(each["rules"] for each in report["counts"]) == len(report["findings"])
    assert "A plan" not in report["text"]
    assert await flow.client.errors(check, {"id": made["id"]}) == ["CONTRACT_NOT_FOUND"]
