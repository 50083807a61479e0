"""Publishing a rule set that a state drafted. It is a requirement of the state, so no vote is held on it."""

from governance import policy
from governance.proposals import Proposal, ProposalId, Stage
from governance.publication import RecordsDated
from measures.errors import ConflictError
from measures.references import Kind, Reference
from registry.adopting import publish
from registry.commenting import require_answers
from registry.contracts.rule_set_drafts import RuleSetDraft
from registry.proposing import parse_content, seen
from registry.storage.transaction import Transaction
from registry.use_cases import use_case


class NotARuleSetDraftError(ConflictError):
    """The proposal is not one of a rule set."""

    code = "NOT_A_RULE_SET_DRAFT"


@use_case(read=Reference.parse)
async def publish_rule_set(tx: Transaction, proposal_id: ProposalId, read: str | None = None) -> Reference:
    """Publish a rule set after its comment window. Nobody can rewrite it; contracts are checked against it.

    `read` is the digest of the content that the publisher read; with it, content that changed meanwhile is refused.

    Raises:
        NotARuleSetDraftError: the proposal is of another kind.
        SecondPersonError: the actor wrote some of it.
        WrongStageError: it is a draft still, or has ended.
        CommentWindowOpenError, UnansweredCommentsError: comments are still taken, or one has no answer.
        ChangedSinceReadError: the content is not the one that was read.
        VersionTooLowError, VersionTooSmallError, NothingChangedError: another version asks for a higher number.
    """
    proposal = await seen(tx.actor, proposal_id)
    policy.may_publish(tx.actor, proposal).require()
    draft = _draft(proposal)
    proposal.require_stage(Stage.COMMENT)
    proposal.require_read(read)
    proposal.require_comments_over(tx.now)
    await require_answers(proposal_id)
    document = draft.published_as(proposal.target, demonstration=tx.store.demonstration)
    reference = await publish(tx, proposal.target, document.seal(), proposal_id)
    await tx.record(RecordsDated(reference, draft.dated_records()))
    return reference


def _draft(proposal: Proposal) -> RuleSetDraft:
    if proposal.kind is not Kind.RULE_SET:
        raise NotARuleSetDraftError(f"{proposal.target.versioned} is a {proposal.kind}, not a rule set.")
    draft = parse_content(proposal.target, dict(proposal.content))
    assert isinstance(draft, RuleSetDraft)
    return draft
