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
OPEN = """mutation($proposal: ID!, $roll: ID!, $rule: VotingRuleInput!, $closes: DateTime!, $opens: DateTime,
    $advisory: Boolean! = false) {
  openVote(proposalId: $proposal, rollId: $roll, rule: $rule, closesAt: $closes, opensAt: $opens,
      zone: "America/Chicago", advisory: $advisory) {
    __typename ... on Problem {code message}
    ... on Vote {id stage zone closesAt closesAtLocal rule {name appealDays verified sentences} result {outcome}}}}"""
CAST = """mutation($vote: ID!, $choice: Choice!, $request: String) {
  castBallot(voteId: $vote, choice: $choice, requestId: $request) {
    __typename ... on BallotReceipt {canBeChangedUntil receipt vote {stage result {outcome}}}
    ... on Problem {code message}}}"""


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


def ahead(seconds):
    """An instant so many seconds from now."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


class Flow:
    """Sends mutations as one of the cast, and takes apart what comes back."""

    def __init__(self, client, cast, tokens):
        self.client, self.cast, self.tokens = client, cast, tokens

    async def __call__(self, who, query, **variables):
        data = await self.client.data(query, variables, self.tokens.get(who))
        (answer,) = data.values()
        return answer

    async def step(self, who, name, proposal=None, vote=None, more=""):
        """A mutation that takes the id of a proposal or a vote: its code, or the type that it answers with."""
        kind, value = ("proposalId", proposal) if proposal else ("voteId", vote)
        query = f"mutation($id: ID!) {{{name}({kind}: $id {more}) {{__typename {PROBLEM}}}}}"
        answer = await self(who, query, id=value)
        return answer.get("code", answer["__typename"])

    async def draft(self, **content):
        target = f"value-definition/US-TN/{a_name()}@1.0.0"
        return await self("drafter", DRAFT, target=target, agency=self.cast.agency, content=definition(**content))

    async def roll(self, groups=tuple(Constituency)):
        """A roll of all voters of the cast, for these constituencies in turn."""
        voters = [person for name, person in self.cast.people.items() if name.startswith("voter")]
        entries = [
            {"personId": str(person), "constituency": groups[n % len(groups)].name} for n, person in enumerate(voters)
        ]
        query = """mutation($entries: [RollEntryInput!]!) {makeRoll(jurisdiction: "US-TN", entries: $entries) {
          __typename ... on Roll {id digest} ... on Problem {code}}}"""
        return (await self("roll_keeper", query, entries=entries))["id"]

    async def open(self, proposal, seconds=30, rule=None, roll=None, **more):
        rule = {"preset": "registry_default", "appealDays": 0} if rule is None else rule
        roll = roll or await self.roll()
        return await self("officer", OPEN, proposal=proposal, roll=roll, rule=rule, closes=ahead(seconds), **more)

    async def vote_on(self, proposal, choice="APPROVE"):
        """A vote from its opening to its certification; hands out its id."""
        vote = await self.tallied(proposal, choice)
        await self.certify(vote)
        return vote

    async def certify(self, vote):
        """The two people who certify do so."""
        for who in ("certifier", "second_certifier"):
            assert await self.step(who, "certifyVote", vote=vote) == "Vote"

    async def tallied(self, proposal, choice="APPROVE"):
        """A vote from its opening to its tally; hands out its id."""
        opened = await self.open(proposal, seconds=3)
        assert opened["__typename"] == "Vote", opened
        await self.all_cast(opened["id"], [choice] * 7)
        await self.count(opened["id"])
        return opened["id"]

    async def all_cast(self, vote, choices):
        """The voters cast a choice each, in turn."""
        casts = [self(f"voter{n}", CAST, vote=vote, choice=choice) for n, choice in enumerate(choices)]
        assert {answer["__typename"] for answer in await asyncio.gather(*casts)} == {"BallotReceipt"}

    async def count(self, vote):
        """Wait for the deadline of a vote, close it and tally it."""
        closes = (await self("nobody", "query($id: ID!) {vote(id: $id) {closesAt}}", id=vote))["closesAt"]
        left = (datetime.fromisoformat(closes) - datetime.now(UTC)).total_seconds()
        await asyncio.sleep(max(0.0, left) + 0.05)
        assert await self.step("officer", "closeVote", vote=vote) == "Vote"
        assert await self.step("officer", "tallyVote", vote=vote) == "Vote"

    async def proposed(self):
        """A proposal in its comment window."""
        draft = await self.draft()
        assert await self.step("drafter", "openForComment", proposal=draft["id"]) == "Proposal"
        return draft["id"]
