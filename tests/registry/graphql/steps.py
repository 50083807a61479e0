"""The flow over GraphQL, step by step: what the people of a cast send, and what they get back."""

import asyncio
from datetime import UTC, datetime, timedelta

from governance.members import Constituency
from tests.support import a_name

MEASURES = ["measure/tn-quiltss/respectful-treatment@1.0.0", "measure/tn-quiltss/staff-satisfaction@1.0.0"]
PROBLEM = "... on Problem {code message}"
DRAFT = """mutation($target: String!, $agency: String!, $content: DefinitionInput!, $request: String) {
  draftDefinition(target: $target, organisation: $agency, content: $content, requestId: $request) {
    __typename ... on Proposal {id stage target demonstration definition {title gaps {id}} prioritySet {title}}
    ... on Problem {code message}}}"""
DRAFT_SET = """mutation($target: String!, $agency: String!, $content: PrioritySetInput!) {
  draftPrioritySet(target: $target, organisation: $agency, content: $content) {
    __typename ... on Proposal {id readiness {obstacles {code}} prioritySet {items {reference weight measure {title}}}}
    ... on Problem {code message}}}"""
OPEN = """mutation($proposal: ID!, $roll: ID!, $rule: VotingRuleInput!, $closes: DateTime!) {
  openVote(proposalId: $proposal, rollId: $roll, rule: $rule, closesAt: $closes, zone: "America/Chicago") {
    __typename ... on Problem {code message}
    ... on Vote {id stage zone closesAt closesAtLocal rule {name appealDays verified sentences} result {outcome}}}}"""
CAST = """mutation($vote: ID!, $choice: Choice!, $request: String) {
  castBallot(voteId: $vote, choice: $choice, requestId: $request) {
    __typename ... on BallotReceipt {canBeChangedUntil vote {stage result {outcome}}} ... on Problem {code message}}}"""


def definition(**changes):
    return {
        "title": "Living well",
        "statement": "I am treated with respect.",
        "scopes": [{"populations": ["NF_RESIDENTS"], "settings": ["NURSING_FACILITY"]}],
        "outcomes": [
            {"id": "respect", "statement": "Respect.", "domain": "RIGHTS_DIGNITY", "candidateMeasures": MEASURES[:1]},
            {"id": "home", "statement": "I feel at home.", "domain": "EXPERIENCE"},
        ],
        **changes,
    }


class Flow:
    """Sends mutations as one of the cast, and takes apart what comes back."""

    def __init__(self, client, cast, tokens):
        self.client, self.cast, self.tokens = client, cast, tokens

    async def __call__(self, who, query, **variables):
        data = await self.client.data(query, variables, self.tokens.get(who))
        (answer,) = data.values()
        return answer

    async def step(self, who, name, proposal=None, vote=None):
        """A mutation that takes the id of a proposal or a vote."""
        kind, value = ("proposalId", proposal) if proposal else ("voteId", vote)
        answer = await self(who, f"mutation($id: ID!) {{{name}({kind}: $id) {{__typename {PROBLEM}}}}}", id=value)
        return answer.get("code", answer["__typename"])

    async def draft(self, **content):
        target = f"value-definition/US-TN/{a_name()}@1.0.0"
        return await self("drafter", DRAFT, target=target, agency=self.cast.agency, content=definition(**content))

    async def roll(self):
        voters = [person for name, person in self.cast.people.items() if name.startswith("voter")]
        groups = [each.name for each in Constituency]
        entries = [{"personId": str(p), "constituency": g} for p, g in zip(voters, groups, strict=True)]
        query = """mutation($entries: [RollEntryInput!]!) {makeRoll(jurisdiction: "US-TN", entries: $entries) {
          __typename ... on Roll {id digest} ... on Problem {code}}}"""
        return (await self("roll_keeper", query, entries=entries))["id"]

    async def open(self, proposal, seconds=30, rule=None):
        closes = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
        rule = {"preset": "registry_default", "appealDays": 0} if rule is None else rule
        return await self("officer", OPEN, proposal=proposal, roll=await self.roll(), rule=rule, closes=closes)

    async def vote_on(self, proposal, choice="APPROVE"):
        """A vote from its opening to its certification; hands out its id."""
        vote = await self.tallied(proposal, choice)
        assert await self.step("certifier", "certifyVote", vote=vote) == "Vote"
        return vote

    async def tallied(self, proposal, choice="APPROVE"):
        """A vote from its opening to its tally; hands out its id."""
        opened = await self.open(proposal, seconds=3)
        assert opened["__typename"] == "Vote", opened
        casts = [self(f"voter{n}", CAST, vote=opened["id"], choice=choice) for n in range(7)]
        assert {answer["__typename"] for answer in await asyncio.gather(*casts)} == {"BallotReceipt"}
        closes = datetime.fromisoformat(opened["closesAt"])
        await asyncio.sleep(max(0.0, (closes - datetime.now(UTC)).total_seconds()) + 0.05)
        assert await self.step("officer", "closeVote", vote=opened["id"]) == "Vote"
        assert await self.step("officer", "tallyVote", vote=opened["id"]) == "Vote"
        return opened["id"]
