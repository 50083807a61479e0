"""Alignment and burden over GraphQL: exact, and told to nobody who may not know."""

from uuid import uuid4

import pytest
import pytest_asyncio

from tests.registry.published_sets import a_contract_of, a_published_set

PROGRAMS = ["program/tn-quiltss-nf", "program/tx-qipp-sfy2024", "program/mn-pipp"]
MATRIX = """query($of: [String!]!, $near: ExactNumber! = "1/2") {
  alignmentMatrix(of: $of, nearCounts: $near) {
    portfolios { name title kind standing cautions statesWeights jurisdictions items { measureId role weight version } }
    pairs { here there score { shared named near agreement weighted withNear } }
    common { measureId title namedBy } versions { name before agreement added dropped } overTime { on inForce mean } svg
  }
}"""
PAIR = """query($here: String!, $there: String!) {
  alignment(here: $here, there: $there) {
    here { name } there { name } score { agreement }
    shared { measureId title versions here { role measure { title } } there { role } }
    nearMatches { here there comparable trendable steps { variant parent changes comparable trendable source } }
    candidates { one other signs } onlyHere onlyThere
  }
}"""
BURDEN = """query($of: [ID!]!, $adopt: String, $judge: Boolean! = false) {
  burden(contracts: $of, adopt: $adopt, judgeEffort: $judge) {
    measures reports effortJudgedBy effortOnce undated ofUnknownSource
    contracts { contract { name title } alone labels { unlabeled } }
    duplicates { measureId title contracts } versionSplits { measureId versions { version contracts } }
    variantSplits { match { here there } contractsHere contractsThere } candidates { one other signs }
    clashes { measureId title periods { period { from to } contracts } }
    sources { dataSource measures reports effortOnce effortEachTime }
    labels { counts { label standing measures } unlabeled qualityOfDecided qualityOfProposed }
    years { year measures added dropped changed }
    adoption { adopted { name } saved new measuresBefore measuresAfter reportsBefore reportsAfter specificationsBefore
      specificationsAfter sourcesSaved sourcesNew contracts { contract kept otherVersion saved new near { here } } }
  }
}"""


async def test_the_matrix_is_exact_and_says_what_is_illustrative(client):
    found = (await client.data(MATRIX, {"of": PROGRAMS}))["alignmentMatrix"]
    assert found["pairs"][0] == {
        "here": PROGRAMS[0],
        "there": PROGRAMS[1],
        "score": {
            "shared": 3, "named": 16, "near": 0, "agreement": "3/16", "weighted": "1/9", "withNear": "3/16",
        },
    }  # fmt: skip
    assert [each["standing"] for each in found["portfolios"]] == [None, None, "illustrative"]
    assert found["common"][0]["namedBy"] == PROGRAMS[:2]
    assert found["svg"].startswith("<?xml")


async def test_a_pair_is_told_measure_by_measure(client):
    found = (await client.data(PAIR, {"here": PROGRAMS[0], "there": PROGRAMS[1]}))["alignment"]
    assert {each["measureId"]: each["versions"] for each in found["shared"]} == dict.fromkeys(
        ["nf/rn-hours", "mds/antipsychotic", "mds/uti"], "NOT_PINNED"
    )
    assert found["shared"][0]["here"]["measure"]["title"]
    assert found["nearMatches"] == []


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"of": PROGRAMS[:1]}, "TOO_FEW_PORTFOLIOS"),
        ({"of": [f"program/{number}" for number in range(65)]}, "TOO_MANY_PORTFOLIOS"),
        ({"of": [PROGRAMS[0], "program/none"]}, "PORTFOLIO_NOT_FOUND"),
        ({"of": [PROGRAMS[0], f"contract/{uuid4()}"]}, "CONTRACT_NOT_FOUND"),
        ({"of": PROGRAMS, "near": "3/2"}, "BAD_NEAR_FACTOR"),
        ({"of": PROGRAMS, "near": 0.5}, "BAD_NEAR_FACTOR"),
    ],
)
async def test_what_cannot_be_compared_is_refused(client, variables, code):
    assert await client.errors(MATRIX, variables) == [code]


@pytest_asyncio.fixture(scope="module")
async def contracts(store, cast):
    cited = await a_published_set(store, "US-TN/burden", ["tn-quiltss/cna-hours", "mds/uti"])
    second_half = {"from": "2027-07-01", "to": "2028-06-30"}
    first = await a_contract_of(cast, cited, ["mds/uti", "mds/antipsychotic"])
    return [str(first), str(await a_contract_of(cast, cited, ["mds/uti"], second_half))]


async def test_the_burden_of_ones_own_contracts(client, cast, contracts):
    token = await cast.token("contract_manager")
    variables = {"of": contracts, "adopt": PROGRAMS[0], "judge": True}
    found = (await client.data(BURDEN, variables, token))["burden"]
    assert (found["measures"], found["reports"]) == (["mds/antipsychotic", "mds/uti"], 3)
    assert [each["measureId"] for each in found["clashes"]] == ["mds/uti"]
    assert found["clashes"][0]["periods"][1]["period"] == {"from": "2027-07-01", "to": "2028-06-30"}
    assert found["adoption"]["measuresAfter"] == 15
    assert "without a study" in found["effortJudgedBy"]
    plain = (await client.data(BURDEN, {"of": contracts}, token))["burden"]
    assert (plain["effortOnce"], plain["adoption"]) == (None, None)


async def test_nobody_else_learns_anything_of_a_contract(client, cast, contracts):
    own = f"contract/{contracts[0]}"
    manager, drafter = await cast.token("contract_manager"), await cast.token("drafter")
    assert (await client.data(MATRIX, {"of": [own, PROGRAMS[0]]}, manager))["alignmentMatrix"]["portfolios"]
    for token in (None, drafter):
        asked = [(BURDEN, {"of": contracts}), (MATRIX, {"of": [own, PROGRAMS[0]]})]
        unknown = [(BURDEN, {"of": [str(uuid4())]}), (MATRIX, {"of": [f"contract/{uuid4()}", PROGRAMS[0]]})]
        for (query, variables), (_, nothing) in zip(asked, unknown, strict=True):
            answers = [(await client.post(query, each, token)).json() for each in (variables, nothing)]
            assert [each["errors"][0]["extensions"]["code"] for each in answers] == ["CONTRACT_NOT_FOUND"] * 2
            assert answers[0]["errors"][0]["message"] == answers[1]["errors"][0]["message"]
            assert "Secret" not in str(answers)
