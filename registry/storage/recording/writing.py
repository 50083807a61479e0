"""Documents, what is said about them, proposals, comments, translations and contracts."""

import os
from typing import assert_never

from governance.exhibits import ExhibitMade
from governance.label_decisions import LabelDecided
from governance.proposals import CommentAnswered, CommentMade, ProposalDrafted, ProposalMoved, ProposalRevised, Stage
from governance.publication import DocumentEventRecorded, DocumentPublished, RecordsDated
from governance.translations import TranslationAdded
from measures.documents import digest_of
from registry.contracts.plans import PlanRecorded
from registry.contracts.summary import ContractRecorded, named_by
from registry.events import WrittenEvent
from registry.proof.leaves import Action
from registry.proof.sealing import SALT_SIZE, salted_digest
from registry.storage import citations, contracts, documents, labels, plans, proposals, translations
from registry.storage.recording.door import Door


async def store(door: Door, event: WrittenEvent) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one case per event
    """Store what was written."""
    now = door.now
    match event:
        case DocumentPublished():
            leaf = door.log(Action.DOCUMENT_PUBLISHED, event.subject, event.sealed.digest)
            await documents.insert(event, now, leaf)
            await citations.insert(event.reference, event.sealed.content)
            if event.proposal_id is not None:
                await proposals.move(event.proposal_id, Stage.PUBLISHED, now)
            return event.sealed.digest
        case RecordsDated():
            digest = event.reference.digest
            assert digest is not None
            await documents.insert_records(event.reference, digest, event.records, now)
            return digest
        case DocumentEventRecorded():
            note = await door.keep(event.note)
            digest = digest_of(event.event.content())
            leaf = door.log(Action(event.event.kind), event.subject, digest)
            await documents.insert_event(event.event, note, now, leaf)
            return digest
        case ProposalDrafted():
            await proposals.insert(event.proposal)
        case ProposalRevised():
            await proposals.revise(event.proposal, now)
        case ProposalMoved():
            await proposals.move(event.proposal_id, event.stage, now, event.comment_until)
        case CommentMade():
            await door.keep(event.text)
            await proposals.insert_comment(event, door.person, now)
            return event.text.digest
        case CommentAnswered():
            await door.keep(event.answer)
            await proposals.insert_disposition(event, door.person, now)
            return event.answer.digest
        case TranslationAdded():
            leaf = door.log(Action.TRANSLATION_PUBLISHED, event.subject, event.sealed.digest)
            await translations.insert(event, leaf)
            return event.sealed.digest
        case LabelDecided():
            await door.keep(event.reason)
            leaf = door.log(Action.LABEL_DECIDED, event.subject, event.sealed.digest)
            await labels.insert(event, now, leaf)
            return event.sealed.digest
        case ExhibitMade():
            return event.reference.digest
        case ContractRecorded():
            await contracts.insert(event, door.person, now)
            await citations.insert_of_contract(event.id, named_by(event.summary))
            # Low-entropy parts of a private contract could be guessed from a bare digest.
            return salted_digest(os.urandom(SALT_SIZE), event.summary.digest().encode())
        case PlanRecorded():
            await plans.insert(event, door.person, now)
            return salted_digest(os.urandom(SALT_SIZE), event.plan.digest().encode())
        case _:
            assert_never(event)
    return None
