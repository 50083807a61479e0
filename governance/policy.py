"""Who may do what: a page of questions. Each answer carries its reason; this is the only module that answers.

A role counts in the jurisdiction of the organisation that gave it. Two-person rules compare persons, not credentials.
"""

from collections.abc import Collection
from dataclasses import dataclass

from governance.members import Actor, Grant, PersonId, Role
from governance.proposals import Proposal, Stage
from governance.rolls import NotOnRollError, RecusedError, Roll, RollEntry
from governance.sign_in import NotOnlyAMemberError, require_only_a_member
from governance.votes import Vote, VoteStage
from measures.errors import NotPermittedError
from measures.jurisdictions import REGISTRY


class WrongRoleError(NotPermittedError):
    """The actor's credential does not carry the role that this asks for."""

    code = "WRONG_ROLE"


class SignInError(NotPermittedError):
    """The request names no person."""

    code = "SIGN_IN"


class SecondPersonError(NotPermittedError):
    """A second person must do this."""

    code = "SECOND_PERSON_NEEDED"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer of the policy; a refusal carries what to say."""

    refusal: NotPermittedError | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether the answer is yes."""
        return self.refusal is None

    def require(self) -> None:
        """Raise the refusal, if the answer is no."""
        if self.refusal is not None:
            raise self.refusal


ALLOWED = Verdict()


def _holds(actor: Actor, role: Role, jurisdiction: str | None, to: str) -> Verdict:
    if actor.person_id is None:
        return Verdict(SignInError(f"Sign in to {to}: send a token that names you."))
    if not actor.has(role, jurisdiction):
        where = f" for {jurisdiction}" if jurisdiction else ""
        return Verdict(WrongRoleError(f"Only a person with the role {role}{where} may {to}."))
    return ALLOWED


def _another(actor: Actor, earlier: PersonId | None, to: str, did: str) -> Verdict:
    if actor.person_id == earlier:
        return Verdict(SecondPersonError(f"You {did}; a second person must {to}."))
    return ALLOWED


def may_draft(actor: Actor, jurisdiction: str) -> Verdict:
    """Drafters write definitions of value and priority sets for their own jurisdiction."""
    return _holds(actor, Role.STATE_DRAFTER, jurisdiction, "draft")


def may_see_proposal(actor: Actor, proposal: Proposal) -> bool:
    """A draft is for its organisation and those who decide there; from the comment window on it is for everybody."""
    if proposal.stage not in (Stage.DRAFT, Stage.CANCELLED):
        return True
    if actor.person_id is None:
        return False
    return proposal.organisation in actor.organisations() or any(
        actor.has(role, proposal.jurisdiction)
        for role in (Role.STATE_DRAFTER, Role.STATE_PUBLISHER, Role.VOTE_OFFICER, Role.AUDITOR)
    )


def may_comment(actor: Actor) -> Verdict:
    """Anybody who is signed in may say what they think of a proposal in its comment window."""
    return ALLOWED if actor.person_id else Verdict(SignInError("Sign in to comment: send a token that names you."))


def may_make_exhibit(actor: Actor) -> Verdict:
    """Anybody who is signed in may have the exhibit of a published version made, on record; it is public anyway."""
    return (
        ALLOWED
        if actor.person_id
        else Verdict(SignInError("Sign in to have it recorded: send a token that names you."))
    )


def may_answer_comment(actor: Actor, jurisdiction: str) -> Verdict:
    """The drafters answer every comment in writing."""
    return _holds(actor, Role.STATE_DRAFTER, jurisdiction, "answer comments")


def may_keep_roll(actor: Actor, jurisdiction: str) -> Verdict:
    """The roll keeper makes the roll, and is not the vote officer (GOVERNANCE §6)."""
    return _holds(actor, Role.ROLL_KEEPER, jurisdiction, "make a roll")


def may_open_vote(actor: Actor, jurisdiction: str, roll: Roll) -> Verdict:
    """A vote officer opens the vote, on a roll that somebody else made."""
    held = _holds(actor, Role.VOTE_OFFICER, jurisdiction, "open a vote")
    return held if not held.is_allowed else _another(actor, roll.keeper, "open the vote", "made the roll")


def may_cast_ballot(actor: Actor, entry: RollEntry | None) -> Verdict:
    """People on the frozen roll vote, unless they stepped aside."""
    if actor.person_id is None:
        return Verdict(SignInError("Sign in to vote: send a token that names you."))
    if entry is None or entry.person_id != actor.person_id:
        return Verdict(NotOnRollError("You are not on the roll of this vote."))
    if entry.recused:
        return Verdict(RecusedError("You stepped aside from this vote, so you cannot cast a ballot in it."))
    return _holds(actor, Role.MEMBER, None, "vote")


def may_run_vote(actor: Actor, vote: Vote) -> Verdict:
    """A vote officer closes and tallies."""
    return _holds(actor, Role.VOTE_OFFICER, vote.jurisdiction, "run this vote")


def may_certify(actor: Actor, vote: Vote, involved: frozenset[PersonId] = frozenset()) -> Verdict:
    """A certifier who neither opened nor tallied the vote certifies it (two-person rule, GOVERNANCE §3.7).

    Nor does somebody who was involved otherwise: who made the roll or took others off it, or wrote what was voted on.
    """
    held = _holds(actor, Role.CERTIFIER, vote.jurisdiction, "certify")
    if not held.is_allowed:
        return held
    opened = _another(actor, vote.opened_by, "certify it", "opened this vote")
    if opened.is_allowed and actor.person_id in involved:
        return Verdict(
            SecondPersonError(
                "You made or changed the roll, opened a round or wrote what was voted on; another must certify it."
            )
        )
    return opened if not opened.is_allowed else _another(actor, vote.tallied_by, "certify it", "tallied this vote")


def may_recuse(actor: Actor, vote: Vote, person_id: PersonId) -> Verdict:
    """Anybody may step aside; the roll keeper takes somebody off after a challenge, and never after the tally."""
    if actor.person_id is not None and actor.person_id == person_id:
        return ALLOWED
    return _holds(actor, Role.ROLL_KEEPER, vote.jurisdiction, "take somebody off this roll")


def may_appeal(actor: Actor, entry: RollEntry | None) -> Verdict:
    """Whoever stands on the roll may appeal, also if they stepped aside."""
    if actor.person_id is None:
        return Verdict(SignInError("Sign in to appeal: send a token that names you."))
    if entry is None or entry.person_id != actor.person_id:
        return Verdict(NotOnRollError("You are not on the roll of this vote."))
    return ALLOWED


def may_decide_appeal(actor: Actor, vote: Vote, involved: frozenset[PersonId]) -> Verdict:
    """A publisher who had no part in the vote decides on appeals about it."""
    held = _holds(actor, Role.STATE_PUBLISHER, vote.jurisdiction, "decide on an appeal")
    if held.is_allowed and actor.person_id in involved:
        return Verdict(SecondPersonError("You had a part in this vote; another must decide on the appeal."))
    return held


def may_decide_on_advice(actor: Actor, vote: Vote, writers: frozenset[PersonId]) -> Verdict:
    """After advice the agency decides, through a publisher who wrote none of what was voted on."""
    held = _holds(actor, Role.STATE_PUBLISHER, vote.jurisdiction, "decide on this advice")
    if held.is_allowed and actor.person_id in writers:
        return Verdict(SecondPersonError("You wrote some of this proposal; a second person must decide on it."))
    return held


def may_enter_ballots(actor: Actor, vote: Vote) -> Verdict:
    """Roll keepers and vote officers enter paper and phone ballots, always two of them."""
    for role in (Role.ROLL_KEEPER, Role.VOTE_OFFICER):
        if _holds(actor, role, vote.jurisdiction, "enter ballots").is_allowed:
            return ALLOWED
    return _holds(actor, Role.ROLL_KEEPER, vote.jurisdiction, "enter ballots")


def may_watch_turnout(actor: Actor, vote: Vote) -> Verdict:
    """Those who run a vote see how many took part, never how; small numbers only the roll keeper sees."""
    run = may_run_vote(actor, vote)
    return run if run.is_allowed else may_keep_roll(actor, vote.jurisdiction)


def may_remind(actor: Actor, vote: Vote) -> Verdict:
    """Only the roll keeper learns who has not voted, to remind them and nobody else."""
    return _holds(actor, Role.ROLL_KEEPER, vote.jurisdiction, "remind people")


def may_enrol(actor: Actor, jurisdiction: str) -> Verdict:
    """The roll keeper adds people as members of a council and gives them codes to sign in with."""
    return _holds(actor, Role.ROLL_KEEPER, jurisdiction, "add people")


def may_change_address(actor: Actor, grants: Collection[Grant]) -> Verdict:
    """Whoever changes an address gets the codes that are sent to it: only of people to whom they may give a code."""
    for jurisdiction in sorted({grant.jurisdiction for grant in grants}):
        if not (held := may_enrol(actor, jurisdiction)).is_allowed:
            return held
    try:
        require_only_a_member(grants)
    except NotOnlyAMemberError as refusal:
        return Verdict(refusal)
    return ALLOWED


def may_read_reasons(actor: Actor, vote: Vote) -> Verdict:
    """The reasons on ballots are part of what is sealed: auditors read them."""
    return _holds(actor, Role.AUDITOR, vote.jurisdiction, "read the reasons on ballots")


def may_translate(actor: Actor, jurisdiction: str) -> Verdict:
    """Drafters add translations of what they drafted."""
    return _holds(actor, Role.STATE_DRAFTER, jurisdiction, "add a translation")


def may_read_sealed_tally(actor: Actor, vote: Vote) -> Verdict:
    """Only auditors read the whole tally; everybody else sees conditions met or not met."""
    return _holds(actor, Role.AUDITOR, vote.jurisdiction, "read the sealed tally")


def may_see_result(actor: Actor, vote: Vote) -> bool:
    """A result is for everybody once a second person certified it; before that for those who run, certify or audit."""
    if vote.stage in (VoteStage.CERTIFIED, VoteStage.FINAL, VoteStage.SET_ASIDE):
        return True
    return any(ask(actor, vote).is_allowed for ask in (may_run_vote, may_certify, may_read_sealed_tally))


def may_read_audit(actor: Actor) -> Verdict:
    """The audit trail covers every jurisdiction, so only an auditor of the registry itself reads it."""
    return _holds(actor, Role.AUDITOR, REGISTRY, "read the audit trail")


def may_accept_label(actor: Actor, jurisdiction: str) -> Verdict:
    """Accepting the catalog's proposal is an officer's decision, with a reason that is kept."""
    return _holds(actor, Role.STATE_PUBLISHER, jurisdiction, "accept a label")


def may_publish(actor: Actor, proposal: Proposal) -> Verdict:
    """Whoever wrote any of it cannot publish it: two different people propose and publish."""
    held = _holds(actor, Role.STATE_PUBLISHER, proposal.jurisdiction, "publish")
    if held.is_allowed and actor.person_id in proposal.writers | {proposal.proposer}:
        return Verdict(SecondPersonError("You wrote some of this proposal; a second person must publish it."))
    return held


def may_record_event(actor: Actor, jurisdiction: str) -> Verdict:
    """The publisher answers for what happens to a published version."""
    return _holds(actor, Role.STATE_PUBLISHER, jurisdiction, "record an event")


def may_record_contract(actor: Actor, organisation: str) -> Verdict:
    """A contract manager records contracts of their own organisation."""
    return _manages(actor, organisation, "record a contract")


def _manages(actor: Actor, organisation: str, to: str) -> Verdict:
    held = _holds(actor, Role.CONTRACT_MANAGER, None, to)
    if held.is_allowed and organisation not in actor.organisations(Role.CONTRACT_MANAGER):
        return Verdict(WrongRoleError(f"You are no contract manager of {organisation}."))
    return held


def may_record_plan(actor: Actor, organisation: str) -> Verdict:
    """Whoever records the contracts of an organisation records their implementation plans."""
    return _manages(actor, organisation, "record an implementation plan")


def may_grant_waiver(actor: Actor, jurisdiction: str, organisation: str) -> Verdict:
    """A publisher of the state whose rules they are lets a contract off a rule, and never one of their own.

    Who grants is told the contract's id, its digest and the set that it pins; the parties stay private.
    """
    held = _holds(actor, Role.STATE_PUBLISHER, jurisdiction, "grant a waiver")
    if held.is_allowed and organisation in actor.organisations():
        return Verdict(SecondPersonError("The contract is of your own organization; another must grant the waiver."))
    return held


def may_see_waiver(actor: Actor, jurisdiction: str, organisation: str) -> bool:
    """A waiver is seen by the organisation whose contract it is for, and by the publishers of the state."""
    return may_see_contract(actor, organisation) or actor.has(Role.STATE_PUBLISHER, jurisdiction)


def may_see_contract(actor: Actor, organisation: str) -> bool:
    """Contracts are seen by their own organisation and by nobody else; the number that cite a set is public."""
    return organisation in actor.organisations(Role.CONTRACT_MANAGER) | actor.organisations(Role.AUDITOR)


def may_answer_notices(actor: Actor, organisation: str) -> Verdict:
    """A contract manager decides where their organisation is told, and says for it that a notice was read."""
    return _manages(actor, organisation, "answer for its notices")


def organisations_told(actor: Actor) -> frozenset[str]:
    """The organisations whose notices the actor sees."""
    return actor.organisations(Role.CONTRACT_MANAGER) | actor.organisations(Role.AUDITOR)


def may_see_notice(actor: Actor, organisation: str) -> bool:
    """Notices name contracts, so they are seen by those who see the contracts."""
    return organisation in organisations_told(actor)


def may_count_acknowledgements(actor: Actor, jurisdiction: str) -> Verdict:
    """A publisher learns how many of those who were told have acknowledged it, and never who."""
    return _holds(actor, Role.STATE_PUBLISHER, jurisdiction, "count acknowledgements")
