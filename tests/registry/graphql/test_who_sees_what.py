"""Each field of a vote held against everybody who could ask for it, at each stage of the vote."""

import asyncio

import pytest_asyncio

from governance.members import Constituency
from tests.registry.graphql.steps import CAST, Flow, ahead
from tests.support import a_cast

EVERYBODY = (
    "nobody", "voter0", "voter1", "drafter", "publisher", "officer", "roll_keeper", "certifier", "auditor",
    "contract_manager", "everyman", "stranger",
)  # fmt: skip
RUNS = {"officer", "everyman"}
KEEPS = {"roll_keeper", "everyman"}
SERVES = {"officer", "everyman", "certifier", "auditor"}
"""Those who run, certify or audit the vote."""
VOTES = {"voter0", "voter1"}
FIELDS = {
    "turnout": "turnout {__typename}",
    "groups": "turnout {groups {voted}}",
    "onRoll": "onRoll {edges {node {personId voted}}}",
    "warnings": "warnings {code}",
    "sealedTally": "sealedTally {record reasons}",
    "result": "result {outcome publication {turnout {number}}}",
    "rounds": "rounds {outcome}",
    "myBallot": "myBallot {voted}",
    "person": "steps {personId}",
}
"""What is not for everybody, and how it is asked for."""
OPEN = {"turnout": RUNS | KEEPS, "groups": KEEPS, "onRoll": KEEPS, "warnings": RUNS | KEEPS, "myBallot": VOTES,
        "person": {"auditor"}}  # fmt: skip
TALLIED = OPEN | {"result": SERVES, "rounds": SERVES, "sealedTally": {"auditor"}}
DISCUSSED = OPEN | {"result": SERVES, "rounds": SERVES | VOTES, "sealedTally": {"auditor"}}
SECOND_ROUND = OPEN | {"rounds": SERVES | VOTES}
FINAL = TALLIED | {"result": set(EVERYBODY), "rounds": set(EVERYBODY)}


@pytest_asyncio.fixture(scope="module")
async def other(client, store):
    """Somebody with every role in another state."""
    elsewhere = await a_cast(store, "US-WA")
    return await elsewhere.token("everyman")


@pytest_asyncio.fixture(scope="module")
async def everybody(flow, other):
    flow.tokens["stranger"] = other
    return flow


def told(answer):
    """Whether an answer shows anything at all."""
    match answer:
        case dict():
            return any(told(each) for each in answer.values())
        case list():
            return any(told(each) for each in answer)
        case _:
            return answer is not None


async def shown_to(flow, vote):
    """To whom each field shows something."""
    found = {}
    for name, field in FIELDS.items():
        query = f"query($id: ID!) {{vote(id: $id) {{{field}}}}}"
        answers = [(await flow.client.post(query, {"id": vote}, flow.tokens.get(who))).json() for who in EVERYBODY]
        found[name] = {who for who, answer in zip(EVERYBODY, answers, strict=True) if told(answer["data"]["vote"])}
        codes = {error["extensions"]["code"] for answer in answers for error in answer.get("errors", ())}
        assert codes <= {"SIGN_IN", "WRONG_ROLE"}
        listed = f"query($id: ID!) {{votes(first: 100) {{edges {{node {{id {field}}}}}}} vote(id: $id) {{id}}}}"
        for who in EVERYBODY:
            answer = (await flow.client.post(listed, {"id": vote}, flow.tokens.get(who))).json()
            (node,) = [edge["node"] for edge in answer["data"]["votes"]["edges"] if edge["node"].pop("id") == vote]
            assert told(node) is (who in found[name]), (name, who)
    return {name: who for name, who in found.items() if who}


async def test_who_sees_what_at_each_stage_of_a_vote(everybody):
    flow = everybody
    vote = (await flow.open(await flow.proposed(), seconds=4))["id"]
    await flow.all_cast(vote, ["REJECT"] * 3 + ["APPROVE"] * 4)
    assert await shown_to(flow, vote) == OPEN
    await flow.count(vote)
    assert await shown_to(flow, vote) == TALLIED
    assert await flow.step("officer", "openDiscussion", vote=vote) == "Vote"
    assert await shown_to(flow, vote) == DISCUSSED
    again = f'closesAt: "{ahead(4)}" zone: "UTC"'
    assert await flow.step("officer", "openNextRound", vote=vote, more=again) == "Vote"
    await flow.all_cast(vote, ["APPROVE"] * 7)
    assert await shown_to(flow, vote) == SECOND_ROUND
    await flow.count(vote)
    await flow.certify(vote)
    assert await shown_to(flow, vote) == FINAL


async def test_an_officer_learns_no_small_number_and_the_keeper_no_choice(everybody):
    flow = everybody
    vote = (await flow.open(await flow.proposed()))["id"]
    await flow.all_cast(vote, ["APPROVE"] * 3)
    query = """query($id: ID!) {vote(id: $id) {turnout {whole {voters voted} groups {constituency voters voted} waiting}
      }}"""
    seen = (await flow("officer", query, id=vote))["turnout"]
    assert seen == {"whole": {"voters": None, "voted": None}, "groups": [], "waiting": None}
    seen = (await flow("roll_keeper", query, id=vote))["turnout"]
    assert seen["whole"] == {"voters": 7, "voted": 3}
    assert {"constituency": "STATE", "voters": 1, "voted": 1} in seen["groups"]
    on_roll = """query($id: ID!, $after: String) {vote(id: $id) {onRoll(first: 4, after: $after) {
      edges {node {name constituency voted recused}} pageInfo {hasNextPage endCursor}}}}"""
    first = (await flow("roll_keeper", on_roll, id=vote))["onRoll"]
    rest = (await flow("roll_keeper", on_roll, id=vote, after=first["pageInfo"]["endCursor"]))["onRoll"]
    people = [edge["node"] for page in (first, rest) for edge in page["edges"]]
    assert (len(people), first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (7, True, False)
    assert sum(person["voted"] for person in people) == 3
    assert set(people[0]) == {"name", "constituency", "voted", "recused"}


@pytest_asyncio.fixture(scope="module")
async def large(client, store):
    """A state of which sixty people vote, members and plans in turn."""
    cast = await a_cast(store, voters=60)
    return Flow(client, cast, {name: await cast.token(name) for name in cast.people})


PUBLISHED = """query($id: ID!, $first: Int = 20, $after: String) {vote(id: $id) {stage rounds {round} result {
  conditions {constituency met}
  publication {size {number} turnout {number hidden}
    constituencies {constituency size {number} turnout {number}}
    questions {question answers {answer people share} constituencies {constituency answers {answer people}}}}
  receipts(first: $first, after: $after) {edges {node {code}} pageInfo {endCursor hasNextPage}}}}}"""


async def test_numbers_are_published_where_none_is_small_and_receipts_with_them(large):
    flow = large
    roll = await flow.roll((Constituency.MEMBER, Constituency.PLAN))
    opened = await flow.open(await flow.proposed(), seconds=12, roll=roll)
    choices = ["APPROVE" if n % 3 else "REJECT" for n in range(60)]
    casts = [flow(f"voter{n}", CAST, vote=opened["id"], choice=choice) for n, choice in enumerate(choices)]
    receipts = [answer["receipt"] for answer in await asyncio.gather(*casts)]
    officer = "query($id: ID!) {vote(id: $id) {turnout {whole {voters voted}}}}"
    assert (await flow("officer", officer, id=opened["id"]))["turnout"]["whole"] == {"voters": 60, "voted": 60}
    await flow.count(opened["id"])
    assert (await flow("nobody", PUBLISHED, id=opened["id"]))["result"] is None
    await flow.certify(opened["id"])
    result = (await flow("nobody", PUBLISHED, id=opened["id"], first=100))["result"]
    page = result["publication"]
    assert (page["size"], page["turnout"]) == ({"number": 60}, {"number": 60, "hidden": None})
    # Ten members and ten plans are against it: too few to be shown apart, and together they may be.
    (question,) = page["questions"]
    assert question["question"] == "vote"
    assert all(group["answers"] is None for group in question["constituencies"])
    shares = {each["answer"]: each["share"] for each in question["answers"]}
    assert shares == {"approve": "2/3", "reject": "1/3", "abstain": "0"}
    codes = [edge["node"]["code"] for edge in result["receipts"]["edges"]]
    assert codes == sorted(receipts)
    some = (await flow("nobody", PUBLISHED, id=opened["id"], first=50))["result"]["receipts"]
    after = some["pageInfo"]["endCursor"]
    rest = (await flow("nobody", PUBLISHED, id=opened["id"], first=50, after=after))["result"]["receipts"]
    assert [edge["node"]["code"] for edge in some["edges"] + rest["edges"]] == codes


async def test_where_the_turnout_is_a_small_number_the_receipts_are_not_listed(flow, adopted):
    result = (await flow("nobody", PUBLISHED, id=adopted[1]))["result"]
    assert result["publication"]["turnout"] == {"number": None, "hidden": "FEWER"}
    assert result["receipts"] is None


async def test_nothing_changes_for_the_public_while_ballots_come_in(flow):
    """Every field of a vote that the public may ask for, before and after ballots, is the same but for the time."""
    vote = (await flow.open(await flow.proposed()))["id"]
    kind = 'query {__type(name: "Vote") {fields {name args {name} type {kind ofType {kind}}}}}'
    leaves = [
        field["name"]
        for field in (await flow("nobody", kind))["fields"]
        if {"SCALAR", "ENUM"} & {field["type"]["kind"], (field["type"]["ofType"] or {}).get("kind")}
    ]
    query = f"query($id: ID!) {{vote(id: $id) {{{' '.join(leaves)} steps {{stage at}} rounds {{round}} result {{round}}"
    query += " appeals {id} agencyDecision {adopts} myBallot {voted}}}"
    before = await flow("nobody", query, id=vote)
    await flow.all_cast(vote, ["APPROVE"] * 7)
    assert await flow("nobody", query, id=vote) == before
    assert before["certifications"] == 0
