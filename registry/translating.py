"""Adding translations of what is proposed, so that people can read in their language what they vote on."""

from uuid import uuid4

from governance import policy
from governance.proposals import ProposalId, Stage
from governance.translations import Translation, TranslationAdded, TranslationId, require_same_outcomes
from measures.errors import ConflictError
from measures.validation import parse
from registry.proposing import seen
from registry.storage.transaction import Transaction
from registry.use_cases import an_id, use_case


class TranslationOutdatedError(ConflictError):
    """The translation was made from other content than the proposal holds."""

    code = "TRANSLATION_OUTDATED"


@use_case(read=an_id(TranslationId))
async def add_translation(tx: Transaction, proposal_id: ProposalId, content: object) -> TranslationId:
    """Add a translation of a proposal's content before a vote is opened on it. It is frozen and logged.

    Raises:
        InvalidError: a field is missing or wrong, or an outcome is missing.
        TranslationOutdatedError: it names other content than the proposal holds.
        WrongStageError: the vote was opened; what people read is frozen.
        NotPermittedError: the actor drafts nothing for that jurisdiction.
    """
    proposal = await seen(tx.actor, proposal_id)
    policy.may_translate(tx.actor, proposal.jurisdiction).require()
    proposal.require_stage(Stage.DRAFT, Stage.COMMENT)
    translation = parse(Translation, content, "translation")
    if translation.of != proposal.content_digest:
        raise TranslationOutdatedError(
            f"This translation was made from {translation.of}, and the proposal holds {proposal.content_digest}; "
            "translate the content as it stands."
        )
    require_same_outcomes(translation, proposal.content)
    event = TranslationAdded(
        id=TranslationId(uuid4()),
        proposal_id=proposal_id,
        of=proposal.content_digest,
        language=translation.language,
        sealed=translation.seal(),
        added_at=tx.now,
    )
    await tx.record(event)
    return event.id
