"""What nobody is shown: choices, counts, who voted, drafts of others."""

import json
import logging

import pytest_asyncio

from governance.members import OrganisationKind, Role
from measures.jurisdictions import REGISTRY
from registry import admitting
from tests.registry.graphql.steps import CAST


async def test_a_ballot_shows_its_choice_nowhere(flow, caplog):
    draft = await flow.draft()
    await flow.step("drafter", "openForComment", proposal=draft["id"])
    vote = (await flow.open(draft["id"]))["id"]
    with caplog.at_level(logging.DEBUG):
        cast = await flow.client.post(CAST, {"vote": vote, "choice": "REJECT", "request": "r"}, flow.tokens["voter1"])
        again = await flow.client.post(CAST, {"vote": vote, "choice": "APPROVE", "request": "r"}, flow.tokens["voter1"])
        wrong = await flow.client.post(CAST, {"vote": vote, "choice": "QUALITY"}, flow.tokens["voter1"])
        unknown = await flow.client.post(CAST, {"vote": vote, "choice": "REJEKT"}, flow.tokens["voter1"])
        literal = await flow.client.post(f'mutation {{castBallot(voteId: "{vote}", choice: REJEKT) {{__typename}}}}')
    assert cast.json()["data"]["castBallot"]["vote"] == {"stage": "OPEN", "result": None}
    assert again.json()["data"]["castBallot"]["code"] == "REQUEST_ID_REUSED"
    assert wrong.json()["data"]["castBallot"]["code"] == "WRONG_CHOICE"
    assert unknown.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_BAD_VARIABLES"
    assert literal.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    for answer in (cast, again, wrong, unknown, literal):
        assert not {"approve", "reject", "rejekt", "quality"} & set(
            answer.text.lower().replace('"', " ").replace("'", " ").split()
        )
    said = " ".join(record.getMessage() for record in caplog.records).lower()
    assert "reject" not in said
    assert "rejekt" not in said
    withdrawn = await flow(
        "voter1",
        """mutation($id: ID!) {withdrawBallot(voteId: $id) {
          ... on BallotTakenBack {canBeCastUntil} ... on Problem {code}}}""",
        id=vote,
    )
    assert set(withdrawn) == {"canBeCastUntil"}
    assert (await flow("officer", CAST, vote=vote, choice="APPROVE"))["code"] == "NOT_ON_ROLL"
    assert await flow.step("officer", "closeVote", vote=vote) == "VOTE_STILL_OPEN"


async def test_a_ballot_that_breaks_passes_on_no_text(flow, monkeypatch, caplog):
    async def broken(_caller, _vote, choice):
        raise ValueError(f"Failing row contains ({choice})")

    monkeypatch.setattr("registry.voting.cast_ballot", broken)
    vote = str(flow.cast.people["officer"])
    answer = await flow.client.post(CAST, {"vote": vote, "choice": "REJECT"}, flow.tokens["voter1"])
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "BallotFailedError: ValueError" in caplog.text
    assert "Failing row" not in caplog.text
    assert "reject" not in " ".join(record.getMessage() for record in caplog.records).lower()


async def test_the_sealed_tally_is_for_auditors(flow, adopted):
    query = "query($id: ID!) {vote(id: $id) {stage sealedTally {record digest salt}}}"
    variables = {"id": adopted[1]}
    for who, code in (("nobody", "SIGN_IN"), ("officer", "WRONG_ROLE"), ("voter1", "WRONG_ROLE")):
        answer = (await flow.client.post(query, variables, flow.tokens.get(who))).json()
        assert answer["data"]["vote"] == {"stage": "FINAL", "sealedTally": None}
        assert [error["extensions"]["code"] for error in answer["errors"]] == [code]
    tally = (await flow("auditor", query, **variables))["sealedTally"]
    assert json.loads(tally["record"])["input"]["groups"]["member"]["roll"] == 1


async def test_a_result_is_for_those_who_serve_the_vote_until_it_is_certified(flow):
    draft = await flow.draft()
    await flow.step("drafter", "openForComment", proposal=draft["id"])
    vote = await flow.tallied(draft["id"])
    queries = (
        "query($id: ID!) {vote(id: $id) {stage result {outcome choice quorumMet conditions {met}}}}",
        "query($id: ID!) {votes(stage: TALLIED, first: 1) {edges {node {stage result {outcome}}}} vote(id: $id) {id}}",
    )
    served = {"officer": True, "certifier": True, "auditor": True, "everyman": True}
    for who in (*served, "nobody", "voter1", "drafter", "publisher", "roll_keeper"):
        shown = (await flow(who, queries[0], id=vote))["result"]
        assert (shown is not None) is served.get(who, False), who
        listed = (await flow.client.data(queries[1], {"id": vote}, flow.tokens.get(who)))["votes"]["edges"]
        assert [edge["node"]["result"] is not None for edge in listed] == [served.get(who, False)]
    closing = """mutation($id: ID!) {closeVote(voteId: $id) {... on Vote {result {outcome}} ... on Problem {code}}}"""
    assert await flow("nobody", closing, id=vote) == {"code": "SIGN_IN"}
    assert await flow.step("certifier", "certifyVote", vote=vote) == "Vote"
    assert (await flow("nobody", queries[0], id=vote))["result"]["outcome"] == "ADOPTED"


async def test_a_result_that_was_never_certified_stays_with_those_who_serve_the_vote(flow):
    draft = await flow.draft()
    await flow.step("drafter", "openForComment", proposal=draft["id"])
    vote = await flow.tallied(draft["id"], "REJECT")
    assert await flow.step("officer", "cancelVote", vote=vote) == "WRONG_VOTE_STAGE"
    query = "query($id: ID!) {vote(id: $id) {stage result {outcome}}}"
    assert await flow("nobody", query, id=vote) == {"stage": "TALLIED", "result": None}
    assert (await flow("auditor", query, id=vote))["result"] is not None


@pytest_asyncio.fixture(scope="module")
async def auditor(store):
    """A token of an auditor of the registry itself."""
    office, person = "the-registry", await admitting.add_person(store, "the auditor")
    await admitting.add_organisation(store, office, "The registry", OrganisationKind.OPERATOR, REGISTRY)
    await admitting.grant_role(store, person, Role.AUDITOR, office)
    return (await admitting.issue_token(store, person, (), 1)).secret


async def test_the_audit_trail_is_for_auditors_of_the_registry_and_lists_no_ballots(flow, adopted, auditor):
    query = """query($after: String) {auditEntries(first: 100, after: $after) {edges {node {action person
      subject at}} pageInfo {endCursor hasNextPage}}}"""
    assert await flow.client.errors(query) == ["SIGN_IN"]
    assert await flow.client.errors(query, token=flow.tokens["officer"]) == ["WRONG_ROLE"]
    # A state's auditor reads the tallies of that state; the trail covers every state.
    refused = (await flow.client.post(query, token=flow.tokens["auditor"])).json()
    assert refused["data"] == {"auditEntries": None}
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["WRONG_ROLE"]
    assert "auditor for registry" in refused["errors"][0]["message"]
    actions, after, more = set(), None, True
    while more:
        page = (await flow.client.data(query, {"after": after}, auditor))["auditEntries"]
        actions |= {edge["node"]["action"] for edge in page["edges"]}
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert "vote_certified" in actions
    assert not {action for action in actions if action.startswith("ballot")}


async def test_drafts_are_for_their_organisation_wherever_proposals_are_listed(flow):
    draft = await flow.draft()
    for who, expected in (("drafter", True), ("voter1", True), ("nobody", False)):
        found, after, more = [], None, True
        while more:
            query = """query($after: String) {proposals(first: 3, after: $after) {edges {node {id stage}}
              pageInfo {endCursor hasNextPage}}}"""
            page = await flow(who, query, after=after)
            found += [edge["node"] for edge in page["edges"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert (draft["id"] in [node["id"] for node in found]) is expected
        assert len(found) == len({node["id"] for node in found})
    assert (await flow("nobody", "{proposals(stage: DRAFT) {edges {node {id}}}}"))["edges"] == []
