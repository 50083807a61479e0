"""Builders and the cast of the tests: a state with its people, and what they do, through the real use cases."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from governance.members import Actor, Constituency, OrganisationKind, PersonId, Role
from governance.rolls import RollEntry
from governance.rules import Basis, preset
from measures.references import Reference
from registry import admitting, proposing, voting
from registry.storage import people, results, votes
from registry.use_cases import Caller

JURISDICTION = "US-TN"


@dataclass
class Cast:
    """The people of one state's registry, each with the roles of their name."""

    store: object
    agency: str
    jurisdiction: str
    people: dict[str, PersonId]

    async def caller(self, name, request_id=None):
        """A caller as one of the cast, with all the roles they hold."""
        person_id = self.people[name]
        return Caller(self.store, Actor(person_id, await people.grants_of(person_id)), request_id)

    async def token(self, name):
        """A fresh token of one of the cast."""
        return (await admitting.issue_token(self.store, self.people[name], (), 1)).secret


STAFF = {
    "drafter": (Role.STATE_DRAFTER,),
    "publisher": (Role.STATE_PUBLISHER,),
    "roll_keeper": (Role.ROLL_KEEPER,),
    "officer": (Role.VOTE_OFFICER,),
    "certifier": (Role.CERTIFIER,),
    "second_certifier": (Role.CERTIFIER,),
    "auditor": (Role.AUDITOR,),
    "contract_manager": (Role.CONTRACT_MANAGER,),
    # Holds every role, so that only the two-person rules can stop them.
    "everyman": (Role.STATE_DRAFTER, Role.STATE_PUBLISHER, Role.VOTE_OFFICER, Role.CERTIFIER, Role.ROLL_KEEPER),
}


async def a_cast(store, jurisdiction=JURISDICTION, voters=7):
    """An agency with its staff, and one voter for each constituency (and more, in turn)."""
    agency = f"agency-{uuid4().hex[:8]}"
    await admitting.add_organisation(store, agency, "The agency", OrganisationKind.STATE, jurisdiction)
    found = {}
    for name, roles in STAFF.items():
        found[name] = await admitting.add_person(store, name)
        for role in roles:
            await admitting.grant_role(store, found[name], role, agency)
    for number in range(voters):
        found[f"voter{number}"] = await admitting.add_person(store, f"voter {number}")
        await admitting.grant_role(store, found[f"voter{number}"], Role.MEMBER, agency)
    return Cast(store, agency, jurisdiction, found)


def constituencies(count):
    """Constituencies in turn, for so many people."""
    order = list(Constituency)
    return [order[n % len(order)] for n in range(count)]


def roll_entries(cast, recused=()):
    """Every voter of the cast, one constituency after another."""
    voters = [name for name in cast.people if name.startswith("voter")]
    return tuple(
        RollEntry(cast.people[name], constituency, None, name in recused)
        for name, constituency in zip(voters, constituencies(len(voters)), strict=True)
    )


def rule(name="registry_default", **changes):
    """A preset without an appeal window, so that a certified outcome takes effect at once; with changes, one's own."""
    own = {"name": "own_rule", "basis": Basis.OWN_DESIGN, "verified": False} if set(changes) - {"appeal_days"} else {}
    return preset(name).model_copy(update={"appeal_days": 0, **own, **changes})


def definition_content(**changes):
    """A definition of value for residents of nursing homes."""
    return {
        "title": "Living well in a nursing home",
        "statement": "I am treated with respect and choose my day.",
        "scopes": [{"populations": ["nf_residents"], "settings": ["nursing_facility"]}],
        "outcomes": [
            {
                "id": "respect",
                "statement": "Residents are treated with respect.",
                "domain": "rights_dignity",
                "candidate_measures": ["measure/tn-quiltss/respectful-treatment@1.0.0"],
            },
            {"id": "belonging", "statement": "Residents feel at home.", "domain": "experience"},
        ],
        **changes,
    }


def a_name():
    """A fresh slug."""
    return f"d-{uuid4().hex[:10]}"


async def a_proposal(cast, target=None, content=None, stage="comment"):
    """A proposal of the cast's drafter, in its comment window unless told otherwise."""
    caller = await cast.caller("drafter")
    target = target or Reference.parse(f"value-definition/{cast.jurisdiction}/{a_name()}@1.0.0")
    proposal_id = await proposing.draft(caller, target, content or definition_content(), cast.agency)
    if stage == "comment":
        await proposing.open_for_comment(caller, proposal_id)
    return proposal_id


async def an_open_vote(cast, proposal_id=None, seconds=30.0, voting_rule=None, recused=()):
    """A vote of the cast's officer on a proposal, open for so many seconds."""
    proposal_id = proposal_id or await a_proposal(cast)
    roll_id = await voting.make_roll(await cast.caller("roll_keeper"), cast.jurisdiction, roll_entries(cast, recused))
    closes = datetime.now(UTC) + timedelta(seconds=seconds)
    officer = await cast.caller("officer")
    return await voting.open_vote(officer, proposal_id, roll_id, voting_rule or rule(), closes, "America/Chicago")


async def certified(cast, vote_id):
    """The two people who certify do so."""
    for name in ("certifier", "second_certifier"):
        await voting.certify_vote(await cast.caller(name), vote_id)


async def concluded(cast, vote_id):
    """Wait for the deadline, then close, tally and certify. Hands out the result."""
    await until_closed(await votes.get(vote_id))
    officer = await cast.caller("officer")
    await voting.close_vote(officer, vote_id)
    await voting.tally_vote(officer, vote_id)
    await certified(cast, vote_id)
    return await results.get(vote_id)


async def until_closed(vote):
    """Wait for a deadline to pass on the real clock."""
    await asyncio.sleep(max(0.0, (vote.closes_at - datetime.now(UTC)).total_seconds()) + 0.05)
