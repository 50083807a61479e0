"""Translations of what is proposed: which content each was made from, and who reviewed it."""

from dataclasses import dataclass

import strawberry

from governance.proposals import Proposal, ProposalId
from governance.translations import LANGUAGES, TranslatedOutcome, Translation, TranslationId
from measures.references import Digest
from registry.graphql.content_inputs import allows, asks
from registry.graphql.nouns import said, shows
from registry.storage import translations
from registry.storage.translations import Kept


@dataclass(frozen=True, slots=True)
class KeptTranslation:
    """A translation as it is kept: frozen, under an id."""

    id: TranslationId
    digest: Digest
    translation: Translation


@strawberry.input(description="One outcome in another language.")
class TranslatedOutcomeInput:
    """A translated outcome."""

    id: str = asks("The id of the outcome in what is translated.")
    statement: str = asks("The outcome in the other language.")


@strawberry.input(description="A translation of the whole content of a proposal.")
class TranslationInput:
    """A translation."""

    of: str = asks("The contentDigest of the proposal that was translated.")
    language: str = asks(f"The language; one of {', '.join(LANGUAGES)}.")
    title: str = asks("The title.")
    statement: str = asks("What good means, in plain language.")
    outcomes: list[TranslatedOutcomeInput] | None = allows("Every outcome, in order; none for a priority set.")
    reviewed_by: str = asks("Who reviewed it, by office or qualification and not by name.")
    machine_drafted: bool = asks("Whether a machine drafted it. Readers are told.")


@shows(TranslatedOutcome, name="TranslatedOutcome")
class TranslatedOutcomeType:
    """A translated outcome."""

    id: strawberry.ID = said("The id of the outcome in what was translated.")
    statement: str = said("The outcome in the other language.")


@shows(KeptTranslation, name="Translation", description="A translation of what is proposed, frozen when it was added.")
class TranslationType:
    """A translation."""

    id: strawberry.ID = said("The id of the translation, under which the log names it.")
    digest: str = said("SHA-256 of its bytes, as the log holds it.")

    @strawberry.field(description="The digest of the content that was translated.")
    def of(self, parent: strawberry.Parent[KeptTranslation]) -> str:
        return parent.translation.of

    @strawberry.field(description="The language.")
    def language(self, parent: strawberry.Parent[KeptTranslation]) -> str:
        return parent.translation.language

    @strawberry.field(description="The title.")
    def title(self, parent: strawberry.Parent[KeptTranslation]) -> str:
        return parent.translation.title

    @strawberry.field(description="What good means, in plain language.")
    def statement(self, parent: strawberry.Parent[KeptTranslation]) -> str:
        return parent.translation.statement

    @strawberry.field(description="Every outcome, in order.", graphql_type=list[TranslatedOutcomeType])
    def outcomes(self, parent: strawberry.Parent[KeptTranslation]) -> list[TranslatedOutcome]:
        return list(parent.translation.outcomes)

    @strawberry.field(description="Who reviewed it, by office or qualification.")
    def reviewed_by(self, parent: strawberry.Parent[KeptTranslation]) -> str:
        return parent.translation.reviewed_by

    @strawberry.field(description="Whether a machine drafted it.")
    def machine_drafted(self, parent: strawberry.Parent[KeptTranslation]) -> bool:
        return parent.translation.machine_drafted


async def newest_translations(proposal: Proposal) -> list[KeptTranslation]:
    """The newest translation of a proposal's content as it stands, into each language that there is one for."""
    found = [await translations.newest(proposal.id, proposal.content_digest, language) for language in LANGUAGES]
    return [_kept(each) for each in found if each is not None]


async def kept_translation(proposal_id: ProposalId, of: Digest, language: str) -> KeptTranslation:
    """The newest translation of some content into a language, which was just added."""
    found = await translations.newest(proposal_id, of, language)
    assert found is not None
    return _kept(found)


def _kept(kept: Kept) -> KeptTranslation:
    translation_id, translation, digest = kept
    return KeptTranslation(translation_id, digest, translation)
