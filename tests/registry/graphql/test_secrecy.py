"""What nobody is shown: choices, counts, who voted, drafts of others."""

import json
import logging

import pytest
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


SENT = """mutation($v: ID!, $b: BallotInput!) {
  castBallot(voteId: $v, ballot: $b) {__typename ... on Problem {code message}}}"""
ENTERED = """mutation($v: ID!, $b: BallotInput!, $p: ID!) {
  enterBallot(voteId: $v, personId: $p, ballot: $b, channel: PAPER) {__typename ... on Problem {code message}}}"""
MALFORMED = {
    "an unknown choice": {"choice": "secret77"},
    "a score of a wrong type": {"ratings": [{"candidate": "a", "score": "secret77"}]},
    "a broken number": {"ratings": [{"candidate": "a", "score": 77.5}]},
    "a score too large": {"ratings": [{"candidate": "a", "score": 77_777_777_777}]},
    "two things": {"choice": "REJECT", "approves": ["secret77"]},
    "nothing": {},
    "an unknown field": {"secret77": 1},
    "a candidate of a wrong type": {"order": [{"secret77": 1}]},
    "another kind": {"points": [{"candidate": "secret77", "points": 77_777}]},
    "no object": "secret77",
}
LITERALS = (
    "{choice: secret77}",
    '{ratings: [{candidate: "a", score: "secret77"}]}',
    "{secret77: 1}",
    '{choice: REJECT, approves: ["secret77"]}',
    '{points: [{candidate: "secret77", points: 77.5}]}',
)


@pytest_asyncio.fixture(scope="module")
async def open_vote(flow):
    return (await flow.open(await flow.proposed(), seconds=300))["id"]


def codes_in(answer):
    """The codes of the errors of an answer, and of the problems in it."""
    found = answer.json()
    problems = [each for each in (found.get("data") or {}).values() if each]
    return {error["extensions"]["code"] for error in found.get("errors", ())} | {each.get("code") for each in problems}


def quotes_nothing(answer, caplog):
    said = f"{answer.text} {' '.join(record.getMessage() for record in caplog.records)}".lower()
    return not [word for word in ("secret77", "77777", "77.5", "reject") if word in said]


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("query", [SENT, ENTERED], ids=["cast", "entered"])
async def test_a_ballot_that_is_not_well_formed_is_not_quoted(flow, open_vote, caplog, query, name):
    variables = {"v": open_vote, "b": MALFORMED[name], "p": str(flow.cast.people["voter1"])}
    sent = {key: value for key, value in variables.items() if f"${key}:" in query}
    with caplog.at_level(logging.DEBUG):
        answer = await flow.client.post(query, sent, flow.tokens["everyman" if query is ENTERED else "voter1"])
    assert {"GRAPHQL_BAD_VARIABLES", "WRONG_CHOICE"} & codes_in(answer), answer.text
    assert quotes_nothing(answer, caplog)


@pytest.mark.parametrize("literal", LITERALS)
async def test_a_ballot_that_stands_in_the_document_is_not_quoted(flow, open_vote, caplog, literal):
    query = f'mutation {{b: castBallot(voteId: "{open_vote}", ballot: {literal}) {{__typename}}}}'
    with caplog.at_level(logging.DEBUG):
        answers = [await flow.client.post(text, token=flow.tokens["voter1"]) for text in (query, query[:-16])]
    for answer in answers:
        assert answer.json()["errors"]
        assert quotes_nothing(answer, caplog)


async def test_a_choice_in_a_default_value_or_a_fragment_is_not_quoted(flow, open_vote, caplog):
    in_default = f'mutation($c: Choice = secret77) {{castBallot(voteId: "{open_vote}", choice: $c) {{__typename}}}}'
    in_fragment = f"""mutation($c: Choice) {{...F}}
      fragment F on Mutation {{castBallot(voteId: "{open_vote}", choice: $c) {{__typename}}}}"""
    with caplog.at_level(logging.DEBUG):
        for query, variables in ((in_default, None), (in_fragment, {"c": "secret77"})):
            answer = await flow.client.post(query, variables, flow.tokens["voter1"])
            assert answer.json()["errors"]
            assert quotes_nothing(answer, caplog)


async def test_what_is_wrong_elsewhere_in_the_document_is_still_said(flow, open_vote):
    query = f'mutation {{castBallot(voteId: "{open_vote}", choice: APPROVE) {{nosuch}}}}'
    (error,) = (await flow.client.post(query)).json()["errors"]
    assert "nosuch" in error["message"]


async def test_an_argument_that_breaks_before_the_ballot_is_taken_is_logged_without_its_text(
    flow, open_vote, monkeypatch, caplog
):
    def broken(_choice, _ballot):
        raise TypeError("cannot read secret77")

    monkeypatch.setattr("registry.graphql.ballots.given_answer", broken)
    answer = await flow.client.post(SENT, {"v": open_vote, "b": {"choice": "REJECT"}}, flow.tokens["voter1"])
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "TypeError at " in caplog.text
    assert quotes_nothing(answer, caplog)


async def test_a_ballot_that_breaks_passes_on_no_text(flow, monkeypatch, caplog):
    async def broken(_caller, _vote, choice, _reason):
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
    await flow.certify(vote)
    assert (await flow("nobody", queries[0], id=vote))["result"]["outcome"] == "ADOPTED"


async def test_a_result_that_was_never_certified_stays_with_those_who_serve_the_vote(flow):
    draft = await flow.draft()
    await flow.step("drafter", "openForComment", proposal=draft["id"])
    vote = await flow.tallied(draft["id"], "REJECT")
    assert await flow.step("officer", "cancelVote", vote=vote, more='reason: "Not this."') == "WRONG_VOTE_STAGE"
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
