"""The rest of a vote's life over GraphQL: rounds, recusals, paper ballots, receipts, appeals, advice, translations."""

import asyncio
import json
from uuid import uuid4

import pytest

from governance.members import Constituency
from registry.proof.sealing import salted_digest
from tests.registry.graphql.steps import CAST, PROBLEM, ahead, definition

APPEAL = """mutation($vote: ID!, $text: String!) {appeal(voteId: $vote, grounds: ACCESS, text: $text) {
  __typename ... on Appeal {id grounds text upheld} ... on Problem {code}}}"""
DECIDE = """mutation($appeal: ID!, $upheld: Boolean!) {
  decideAppeal(appealId: $appeal, upheld: $upheld, reason: "We looked.") {
  __typename ... on Appeal {upheld reason} ... on Problem {code}}}"""
ADVICE = """mutation($vote: ID!, $adopts: Boolean!) {
  decideOnAdvice(voteId: $vote, adopts: $adopts, reason: "The budget.") {
  __typename ... on Vote {agencyDecision {adopts reason departsFromAdvice}} ... on Problem {code}}}"""
NEXT = """mutation($vote: ID!, $closes: DateTime!) {openNextRound(voteId: $vote, closesAt: $closes, zone: "UTC") {
  __typename ... on Vote {round stage zone} ... on Problem {code}}}"""
ENTER = """mutation($vote: ID!, $person: ID!, $ballot: BallotInput!) {
  enterBallot(voteId: $vote, personId: $person, ballot: $ballot, channel: PAPER) {
    __typename ... on BallotEntry {state} ... on Problem {code}}}"""
RECUSE = """mutation($vote: ID!, $person: ID) {recuse(voteId: $vote, personId: $person, reason: "A conflict.") {
  __typename ... on Problem {code}}}"""
LONG = {"preset": "registry_default", "appealDays": 30}


async def between_rounds(flow):
    """A vote that reached no consensus and is discussed."""
    vote = (await flow.open(await flow.proposed(), seconds=3))["id"]
    await flow.all_cast(vote, ["REJECT"] * 3 + ["APPROVE"] * 4)
    await flow.count(vote)
    assert await flow.step("certifier", "certifyVote", vote=vote) == "ROUNDS_LEFT"
    assert await flow.step("voter1", "openDiscussion", vote=vote) == "WRONG_ROLE"
    until = ahead(0.5)
    assert await flow.step("officer", "openDiscussion", vote=vote, more=f'until: "{until}"') == "Vote"
    assert (await flow("officer", NEXT, vote=vote, closes=ahead(60)))["code"] == "DISCUSSION_OPEN"
    await asyncio.sleep(0.6)
    return vote


async def test_without_consensus_it_is_discussed_and_voted_on_again(flow):
    vote = await between_rounds(flow)
    assert (await flow("voter1", NEXT, vote=vote, closes=ahead(60)))["code"] == "WRONG_ROLE"
    opened = await flow("officer", NEXT, vote=vote, closes=ahead(3))
    assert opened == {"__typename": "Vote", "round": 2, "stage": "OPEN", "zone": "UTC"}
    own = "query($id: ID!) {vote(id: $id) {myBallot {voted channel receipt earlier {choice}}}}"
    assert (await flow("voter1", own, id=vote))["myBallot"] == {
        "voted": False, "channel": None, "receipt": None, "earlier": {"choice": "REJECT"},
    }  # fmt: skip
    assert (await flow("nobody", own, id=vote))["myBallot"] is None
    assert (await flow("officer", own, id=vote))["myBallot"] is None
    await flow.all_cast(vote, ["APPROVE"] * 7)
    assert (await flow("voter1", own, id=vote))["myBallot"]["channel"] == "WEB"
    await flow.count(vote)
    await flow.certify(vote)
    sealed = (
        "query($id: ID!, $round: Int) {vote(id: $id) {sealedTally(round: $round) {record salt} rounds {saltedDigest}}}"
    )
    approvals = {1: 4, 2: 7, None: 7}
    for number, approve in approvals.items():
        shown = await flow("auditor", sealed, id=vote, round=number)
        tally = shown["sealedTally"]
        groups = json.loads(tally["record"])["input"]["groups"]
        assert sum(group["approve"] for group in groups.values()) == approve
        logged = shown["rounds"][(number or 2) - 1]["saltedDigest"]
        assert salted_digest(bytes.fromhex(tally["salt"]), tally["record"].encode()) == logged
    assert (await flow("auditor", sealed, id=vote, round=2_000_000_000))["sealedTally"] is None
    query = "query($id: ID!) {vote(id: $id) {result {round outcome} rounds {round outcome} steps {round stage}}}"
    seen = await flow("nobody", query, id=vote)
    assert seen["result"] == {"round": 2, "outcome": "ADOPTED"}
    assert seen["rounds"] == [{"round": 1, "outcome": "CONSENSUS_NOT_REACHED"}, seen["result"]]
    steps = [(step["round"], step["stage"]) for step in seen["steps"]]
    assert steps[:7] == [
        (1, "OPEN"), (1, "CLOSED"), (1, "TALLIED"), (1, "DISCUSSION"), (2, "OPEN"), (2, "CLOSED"), (2, "TALLIED"),
    ]  # fmt: skip
    assert set(steps[7:]) == {(2, "CERTIFIED"), (2, "FINAL")}, "both at the same instant, since there is no appeal"


async def test_two_people_certify_and_neither_opened_the_vote(flow):
    vote = await flow.tallied(await flow.proposed())
    query = "query($id: ID!) {vote(id: $id) {stage certifications}}"
    assert await flow("nobody", query, id=vote) == {"stage": "TALLIED", "certifications": 0}
    assert await flow.step("officer", "certifyVote", vote=vote) == "WRONG_ROLE"
    assert await flow.step("certifier", "certifyVote", vote=vote) == "Vote"
    assert await flow("nobody", query, id=vote) == {"stage": "TALLIED", "certifications": 1}
    assert await flow.step("certifier", "certifyVote", vote=vote) == "CERTIFIED_ALREADY"
    assert await flow.step("second_certifier", "certifyVote", vote=vote) == "Vote"
    assert await flow("nobody", query, id=vote) == {"stage": "FINAL", "certifications": 2}


async def test_a_vote_that_opens_later_takes_no_ballot_before(flow):
    opened = await flow.open(await flow.proposed(), opens=ahead(20))
    assert (await flow("voter1", CAST, vote=opened["id"], choice="APPROVE"))["code"] == "PROPOSAL_CLOSED"


async def test_a_cancelled_vote_says_why(flow):
    vote = (await flow.open(await flow.proposed()))["id"]
    assert await flow.step("officer", "cancelVote", vote=vote, more='reason: " "') == "BAD_TEXT"
    assert await flow.step("certifier", "cancelVote", vote=vote, more='reason: "No."') == "WRONG_ROLE"
    assert await flow.step("officer", "cancelVote", vote=vote, more='reason: "The roll was wrong."') == "Vote"
    steps = (await flow("nobody", "query($id: ID!) {vote(id: $id) {steps {stage reason byTime}}}", id=vote))["steps"]
    assert steps[-1] == {"stage": "CANCELLED", "reason": "The roll was wrong.", "byTime": False}


async def test_people_step_aside_and_the_roll_keeper_takes_others_off(flow):
    vote = (await flow.open(await flow.proposed()))["id"]
    await flow.all_cast(vote, ["APPROVE"] * 3)
    assert (await flow("nobody", RECUSE, vote=vote))["code"] == "SIGN_IN"
    assert (await flow("voter1", RECUSE, vote=vote))["__typename"] == "Vote"
    assert (await flow("voter1", RECUSE, vote=vote))["code"] == "ALREADY_RECUSED"
    assert (await flow("voter1", CAST, vote=vote, choice="APPROVE"))["code"] == "RECUSED"
    other = str(flow.cast.people["voter2"])
    assert (await flow("voter0", RECUSE, vote=vote, person=other))["code"] == "WRONG_ROLE"
    assert (await flow("roll_keeper", RECUSE, vote=vote, person=other))["__typename"] == "Vote"
    turnout = "query($id: ID!) {vote(id: $id) {turnout {whole {voters voted}}}}"
    assert (await flow("roll_keeper", turnout, id=vote))["turnout"]["whole"] == {"voters": 5, "voted": 1}


async def test_two_people_enter_a_paper_ballot(flow):
    vote, voter = (await flow.open(await flow.proposed()))["id"], str(flow.cast.people["voter4"])
    given = {"vote": vote, "person": voter}
    assert (await flow("voter1", ENTER, **given, ballot={"choice": "APPROVE"}))["code"] == "WRONG_ROLE"
    assert (await flow("roll_keeper", ENTER, **given, ballot={"choice": "REJECT"}))["state"] == "FIRST"
    assert (await flow("roll_keeper", ENTER, **given, ballot={"choice": "REJECT"}))["code"] == "SECOND_PERSON_NEEDED"
    assert (await flow("officer", ENTER, **given, ballot={"choice": "APPROVE"}))["state"] == "DIFFERENT"
    assert (await flow("officer", ENTER, **given, ballot={"choice": "REJECT"}))["state"] == "FIRST"
    waiting = "query($id: ID!) {vote(id: $id) {turnout {waiting}}}"
    assert (await flow("roll_keeper", waiting, id=vote))["turnout"] == {"waiting": 1}
    assert (await flow("everyman", ENTER, **given, ballot={"choice": "REJECT"}))["state"] == "COUNTED"
    own = "query($id: ID!) {vote(id: $id) {myBallot {voted channel}}}"
    assert (await flow("voter4", own, id=vote))["myBallot"] == {"voted": True, "channel": "PAPER"}


async def test_a_receipt_is_found_after_the_close_and_not_before(flow):
    vote = (await flow.open(await flow.proposed(), seconds=3))["id"]
    receipt = (await flow("voter4", CAST, vote=vote, choice="APPROVE"))["receipt"]
    query = "query($id: ID!, $code: String!) {receiptIsCounted(voteId: $id, receipt: $code) {isCounted rounds}}"
    assert await flow("nobody", query, id=vote, code=receipt) == {"isCounted": False, "rounds": []}
    await flow.count(vote)
    assert await flow("nobody", query, id=vote, code=receipt.lower().replace("-", "")) == {
        "isCounted": True, "rounds": [1],
    }  # fmt: skip
    assert (await flow("nobody", query, id=vote, code="AAAA-BBBB-CCCC-DDDD"))["isCounted"] is False
    assert await flow.client.errors(query, {"id": str(uuid4()), "code": receipt}) == ["VOTE_NOT_FOUND"]


async def certified_vote(flow, **more):
    vote = (await flow.open(await flow.proposed(), seconds=3, rule=LONG, **more))["id"]
    await flow.all_cast(vote, ["APPROVE"] * 7)
    await flow.count(vote)
    await flow.certify(vote)
    return vote


async def test_an_appeal_is_made_and_upheld_by_somebody_else(flow):
    vote = await certified_vote(flow)
    assert (await flow("drafter", APPEAL, vote=vote, text="I object."))["code"] == "NOT_ON_ROLL"
    assert (await flow("nobody", APPEAL, vote=vote, text="I object."))["code"] == "SIGN_IN"
    made = await flow("voter4", APPEAL, vote=vote, text="The page did not work with my reader.")
    assert (made["grounds"], made["upheld"]) == ("ACCESS", None)
    assert await flow.step("officer", "finaliseVote", vote=vote) == "APPEAL_WINDOW"
    assert (await flow("officer", DECIDE, appeal=made["id"], upheld=False))["code"] == "WRONG_ROLE"
    assert (await flow("publisher", DECIDE, appeal=str(uuid4()), upheld=False))["code"] == "APPEAL_NOT_FOUND"
    decided = await flow("publisher", DECIDE, appeal=made["id"], upheld=True)
    assert decided == {"__typename": "Appeal", "upheld": True, "reason": "We looked."}
    query = "query($id: ID!) {vote(id: $id) {stage appeals {grounds text upheld reason}}}"
    seen = await flow("nobody", query, id=vote)
    assert seen["stage"] == "SET_ASIDE"
    assert seen["appeals"] == [
        {"grounds": "ACCESS", "text": "The page did not work with my reader.", "upheld": True, "reason": "We looked."}
    ]


@pytest.mark.parametrize("adopts", [True, False])
async def test_the_agency_decides_after_advice_and_its_reason_stands_beside_it(flow, adopts):
    vote = (await flow.open(await flow.proposed(), seconds=3, advisory=True))["id"]
    await flow.all_cast(vote, ["APPROVE"] * 7)
    await flow.count(vote)
    await flow.certify(vote)
    query = "query($id: ID!) {vote(id: $id) {advisory stage agencyDecision {adopts}}}"
    assert await flow("nobody", query, id=vote) == {"advisory": True, "stage": "FINAL", "agencyDecision": None}
    assert (await flow("officer", ADVICE, vote=vote, adopts=adopts))["code"] == "WRONG_ROLE"
    decided = (await flow("publisher", ADVICE, vote=vote, adopts=adopts))["agencyDecision"]
    assert decided == {"adopts": adopts, "reason": "The budget.", "departsFromAdvice": not adopts}
    assert (await flow("publisher", ADVICE, vote=vote, adopts=adopts))["code"] == "ALREADY_DECIDED"


OUTCOMES = """mutation($definition: String!, $roll: ID!, $rule: VotingRuleInput!, $closes: DateTime!) {
  openOutcomeVote(definition: $definition, jurisdiction: "US-TN", rollId: $roll, rule: $rule, closesAt: $closes,
      zone: "UTC") {__typename ... on Vote {id candidates {id text}} ... on Problem {code message}}}"""
BALLOT = """mutation($vote: ID!, $ballot: BallotInput!) {castBallot(voteId: $vote, ballot: $ballot) {
  __typename ... on Problem {code message}}}"""
KINDS = {
    "registry_priorities": ({"approves": ["respect"]}, {"approves": ["food"]}, "Choose the ones"),
    "registry_points": (
        {"points": [{"candidate": "respect", "points": 70}, {"candidate": "home", "points": 30}]},
        {"points": [{"candidate": "respect", "points": 97}]},
        "Give out exactly 100 points.",
    ),
    "registry_ranking": ({"order": ["respect", "home"]}, {"order": ["home", "home"]}, "Put them in order"),
    "comet_pooled": (
        {"ratings": [{"candidate": "respect", "score": 9}, {"candidate": "home", "score": 8}]},
        {"ratings": [{"candidate": "respect", "score": 12}, {"candidate": "home", "score": None}]},
        "Rate each one from 1 to 9",
    ),
}


@pytest.mark.parametrize("name", KINDS)
async def test_outcomes_are_voted_on_by_every_kind_of_ballot(flow, adopted, name):
    fits, wrong, asks = KINDS[name]
    rule = {"preset": name, "appealDays": 0} | ({"seats": 1} if name == "registry_priorities" else {})
    given = {"definition": adopted[0], "roll": await flow.roll(), "rule": rule, "closes": ahead(4)}
    assert (await flow("voter1", OUTCOMES, **given))["code"] == "WRONG_ROLE"
    opened = await flow("officer", OUTCOMES, **given)
    assert [each["id"] for each in opened["candidates"]] == ["respect", "home"], opened
    refused = await flow("voter1", BALLOT, vote=opened["id"], ballot=wrong)
    assert refused["code"] == "WRONG_CHOICE"
    assert asks in refused["message"]
    assert not [each for each in ("97", "12", "food") if each in refused["message"]]
    casts = [flow(f"voter{n}", BALLOT, vote=opened["id"], ballot=fits) for n in range(7)]
    assert {answer["__typename"] for answer in await asyncio.gather(*casts)} == {"BallotReceipt"}
    await flow.count(opened["id"])
    await flow.certify(opened["id"])
    query = """query($id: ID!) {vote(id: $id) {rule {kind oneSentence choices} result {outcome quorumMet
      findings {chosen tied winners order candidates {candidate consensus classification units}}
      publication {turnout {number hidden} questions {question answers {people}}}}}}"""
    result = (await flow("nobody", query, id=opened["id"]))["result"]
    assert result["quorumMet"] is True
    # Seven ballots: only who was chosen or won is told, and no number.
    assert ("respect" in str(result["findings"])) is (name != "registry_points")
    assert result["publication"]["turnout"] == {"number": None, "hidden": "FEWER"}
    assert [question["answers"] for question in result["publication"]["questions"]] == [None] * len(
        result["publication"]["questions"]
    )


async def test_a_translation_is_added_before_the_vote_and_read_with_the_proposal(flow):
    proposal = await flow.proposed()
    add = f"""mutation($id: ID!, $content: TranslationInput!) {{addTranslation(proposalId: $id, content: $content) {{
      __typename {PROBLEM}
      ... on Translation {{language title outcomes {{id statement}} reviewedBy machineDrafted of}}}}}}"""
    of = (await flow("nobody", "query($id: ID!) {proposal(id: $id) {contentDigest}}", id=proposal))["contentDigest"]
    content = {
        "of": of, "language": "es", "title": "Vivir bien", "statement": "Me tratan con respeto.",
        "outcomes": [{"id": "respect", "statement": "Respeto."}, {"id": "home", "statement": "Me siento en casa."}],
        "reviewedBy": "Certified translator", "machineDrafted": False,
    }  # fmt: skip
    assert (await flow("officer", add, id=proposal, content=content))["code"] == "WRONG_ROLE"
    stale = {**content, "of": f"sha256:{'0' * 64}"}
    assert (await flow("drafter", add, id=proposal, content=stale))["code"] == "TRANSLATION_OUTDATED"
    short = {**content, "outcomes": content["outcomes"][:1]}
    assert (await flow("drafter", add, id=proposal, content=short))["code"] == "TRANSLATION_MISMATCH"
    added = await flow("drafter", add, id=proposal, content=content)
    assert (added["title"], added["of"], added["outcomes"]) == ("Vivir bien", of, content["outcomes"])
    query = "query($id: ID!) {proposal(id: $id) {translations {language title digest}}}"
    shown = (await flow("nobody", query, id=proposal))["translations"]
    assert [each["title"] for each in shown] == ["Vivir bien"]
    revise = """mutation($id: ID!, $content: DefinitionInput!) {reviseDefinition(proposalId: $id, content: $content) {
      __typename}}"""
    await flow("drafter", revise, id=proposal, content=definition(title="Other"))
    assert (await flow("nobody", query, id=proposal))["translations"] == [], "it translates other content"


async def test_a_comment_window_is_announced_and_kept(flow):
    draft = await flow.draft()
    query = f"""mutation($id: ID!, $until: DateTime) {{openForComment(proposalId: $id, until: $until) {{
      __typename ... on Proposal {{commentUntil}} {PROBLEM}}}}}"""
    assert (await flow("drafter", query, id=draft["id"], until=ahead(-5)))["code"] == "BAD_COMMENT_WINDOW"
    assert (await flow("drafter", query, id=draft["id"], until=ahead(60)))["commentUntil"] is not None
    assert (await flow.open(draft["id"]))["code"] == "COMMENT_WINDOW_OPEN"


WARNED = """query($roll: ID!, $rule: VotingRuleInput!) {openingWarnings(rollId: $roll, rule: $rule) {code sentence}}"""


async def test_an_officer_is_warned_about_a_preset_and_the_roll_keeper_about_any_rule(flow):
    roll = await flow.roll((Constituency.PLAN, Constituency.PLAN, Constituency.MEMBER))
    preset = {"roll": roll, "rule": {"preset": "registry_default"}}
    warnings = await flow("officer", WARNED, **preset)
    assert {each["code"] for each in warnings} >= {"FEW_VOTERS", "FEW_IN_GROUP", "LARGE_CONSTITUENCY"}
    assert await flow("roll_keeper", WARNED, **preset) == warnings
    text = (await flow("nobody", '{votingRule(name: "registry_default") {text}}'))["text"]
    own = {"roll": roll, "rule": {"text": text}}
    assert await flow("roll_keeper", WARNED, **own) == warnings
    # With rules of their own making somebody could ask how many are on the roll, one number at a time.
    assert await flow.client.errors(WARNED, own, flow.tokens["officer"]) == ["WRONG_ROLE"]
    assert await flow.client.errors(WARNED, preset) == ["SIGN_IN"]
    opened = await flow.open(await flow.proposed(), roll=roll)
    shown = "query($id: ID!) {vote(id: $id) {warnings {code sentence}}}"
    assert (await flow("officer", shown, id=opened["id"]))["warnings"] == warnings
