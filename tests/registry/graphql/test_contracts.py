"""Contracts, plans, steps, checklists and public cases over GraphQL."""

import json

import pytest_asyncio

from measures.references import Reference
from registry.storage import documents
from tests.registry.web.conftest import a_set, publish

MEASURE = "measure/tn-quiltss/cna-hours@1.0.0"
RECORD = """mutation($org: String!, $summary: ContractInput!, $follows: ID) {
  recordContract(organisation: $org, summary: $summary, follows: $follows) {
    ... on Contract {
      id follows followedBy
      summary {
        title phase attribution attributionRule {timing overlap {treatment models}} pathWarnings
        path {label categories starts} streams {id kind dependsOn downside} points {state where} services terms
      }
    }
    ... on Problem {code message}
  }
}"""
PLAN = """mutation($id: ID!, $plan: PlanInput!) {
  recordPlan(contractId: $id, plan: $plan) {... on RecordedPlan {id digest plan {title}} ... on Problem {code}}
}"""
SHOWN = """query($id: ID!) {contract(id: $id) {
  followedBy plan {plan {title roles {id party title}}} plans {plan {title}}
  steps {step {id name} isCurrent isPast lacks {sentence shownBy} inputs {standing} openPoints {side points {termId}}}
  checklist(side: PROVIDER) {termId term state because kind}
}}"""


@pytest_asyncio.fixture(scope="module")
async def cited(store):
    measures = list((await documents.many([MEASURE])).values())
    await publish(store, a_set(measures))
    return str((await documents.get(Reference.parse("priority-set/US-TN/nf@1.0.0"))).reference)


@pytest_asyncio.fixture(scope="module")
async def manager(cast):
    return await cast.token("contract_manager")


def a_contract(cited, **changes):
    return {
        "title": "A contract", "payer": "A plan", "providers": ["A home"], "cites": cited,
        "categories": ["CATEGORY_2C"], "items": [{"measure": MEASURE, "role": "PERFORMANCE", "weight": "1/2"}],
        **changes,
    }  # fmt: skip


async def record(client, cast, token, summary, follows=None):
    variables = {"org": cast.agency, "summary": summary, "follows": follows}
    return (await client.data(RECORD, variables, token))["recordContract"]


async def test_every_part_of_a_contract_is_written_and_read_back(client, cast, manager, cited):
    summary = a_contract(
        cited,
        step="STEP_2",
        services=["Nursing"],
        path=[
            {"label": "First", "categories": ["CATEGORY_2A"], "starts": "2027-01-01"},
            {"label": "Then", "categories": ["CATEGORY_4A"], "starts": "2028-01-01"},
        ],
        streams=[{"id": "pay", "kind": "INCENTIVE", "dependsOn": ["tn-quiltss/cna-hours"], "downside": False}],
        attributionRule={
            "timing": "PROSPECTIVE", "method": "By stay", "overlap": {"treatment": "EXCLUDED", "models": ["An ACO"]},
        },
        points=[{"term": "term/registry/claim-appeals@1.0.0", "state": "SETTLED", "where": "section 9"}],
    )  # fmt: skip
    made = await record(client, cast, manager, summary)
    assert made["summary"] == {
        "title": "A contract",
        "phase": "JOINT_PLANNING",
        "attribution": "By stay",
        "attributionRule": {"timing": "PROSPECTIVE", "overlap": {"treatment": "EXCLUDED", "models": ["An ACO"]}},
        "pathWarnings": ["Then jumps from category 2A to 4A."],
        "path": [
            {"label": "First", "categories": ["CATEGORY_2A"], "starts": "2027-01-01"},
            {"label": "Then", "categories": ["CATEGORY_4A"], "starts": "2028-01-01"},
        ],
        "streams": [{"id": "pay", "kind": "INCENTIVE", "dependsOn": ["tn-quiltss/cna-hours"], "downside": False}],
        "points": [{"state": "SETTLED", "where": "section 9"}],
        "services": ["Nursing"],
        "terms": None,
    }
    listed = "query($p: StepPhase) {contracts(phase: $p) {edges {node {id}}}}"
    found = (await client.data(listed, {"p": "JOINT_PLANNING"}, manager))["contracts"]["edges"]
    assert found == [{"node": {"id": made["id"]}}]
    assert (await client.data(listed, {"p": "DISCOVERY"}, manager))["contracts"]["edges"] == []


async def test_refusals_keep_their_codes(client, cast, manager, cited):
    twice = a_contract(cited, attribution="By stay", attributionRule={"timing": "PROSPECTIVE", "method": "By stay"})
    assert (await record(client, cast, manager, twice))["code"] == "ATTRIBUTION_GIVEN_TWICE"
    elsewhere = a_contract(cited, jurisdictions=["US-NY"])
    assert (await record(client, cast, manager, elsewhere))["code"] == "OTHER_STATES_SET"
    hangs = a_contract(cited, streams=[{"id": "pay", "kind": "INCENTIVE", "dependsOn": ["mds/uti"]}])
    assert (await record(client, cast, manager, hangs))["code"] == "INVALID_FIELD"


async def test_a_plan_and_a_renewal_show_in_the_steps_and_checklists(client, cast, manager, cited):
    first = await record(client, cast, manager, a_contract(cited, step="STEP_5"))
    roles = [{"id": "lead", "party": "PLAN", "title": "Contract manager"}]
    named = {"title": "Ask anna@plan.example", "roles": roles}
    refused = await client.data(PLAN, {"id": first["id"], "plan": named}, manager)
    assert refused["recordPlan"] == {"code": "PERSONAL_DATA"}
    made = await client.data(PLAN, {"id": first["id"], "plan": {"title": "Setting up", "roles": roles}}, manager)
    assert made["recordPlan"]["plan"]["title"] == "Setting up"
    second = await record(client, cast, manager, a_contract(cited), first["id"])
    assert second["follows"] == first["id"]
    shown = (await client.data(SHOWN, {"id": first["id"]}, manager))["contract"]
    assert shown["followedBy"] == second["id"]
    assert shown["plan"]["plan"]["roles"] == roles
    assert [each["step"]["id"] for each in shown["steps"] if each["isCurrent"]] == ["STEP_5"]
    points = {each["termId"]: each["state"] for each in shown["checklist"]}
    assert points["term/implementation-plan-apart"] == "SETTLED"
    assert points["term/legal-review"] == "OPEN"
    sides = {opened["side"] for each in shown["steps"] for opened in each["openPoints"]}
    assert sides == {"PLAN", "PROVIDER", "STATE"}
    assert await client.errors(SHOWN, {"id": first["id"]}) == ["CONTRACT_NOT_FOUND"]


async def test_public_cases_are_shown_to_everybody_with_their_basis(client):
    query = """{publicCase(id: "phw-cm2") {
      jurisdictions plannedStages wording {path {categories basis} items {role roleWord}} notTold
      streams {id stage basis stream {kind downside}} results {says figure measures} bases {field basis} sources {id}
    }}"""
    case = (await client.data(query))["publicCase"]
    assert case["jurisdictions"] == ["US-PA"]
    assert case["plannedStages"] == [2]
    assert case["streams"][1] == {
        "id": "shared-risk", "stage": 2, "basis": "STATED", "stream": {"kind": "SHARED_RISK", "downside": True},
    }  # fmt: skip
    assert {"field": "populations", "basis": "INFERRED"} in case["bases"]
    of_state = await client.nodes('{publicCases(jurisdiction: "US-PA") {edges {node {id}}}}')
    assert len(of_state) == 3


async def test_a_state_gets_a_draft_of_rules_from_requirements(client):
    query = """query($t: [String!]) {
      rulesFromTerms(state: "US-TN", programme: "CHOICES", authority: "TennCare", terms: $t)
    }"""
    drafted = json.loads((await client.data(query, {"t": ["equal-footing"]}))["rulesFromTerms"])
    assert [rule["id"] for rule in drafted["rules"]] == ["plan-governance/equal-footing"]
    assert len(json.loads((await client.data(query))["rulesFromTerms"])["rules"]) == 7
    assert await client.errors(query, {"t": ["clean-claim"]}) == ["NOT_A_REQUIREMENT"]
