"""Translations of what is voted on: documents of their own, which name the content that they were made from.

A vote freezes the digests of both. Whoever reviewed a translation is named by their office and not by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, NewType
from uuid import UUID

from pydantic import Field, StringConstraints

from governance.proposals import ProposalId
from measures.documents import Line, Ordered, Record, Sealed, Text, canonical_json, digest_of
from measures.errors import InvalidError
from measures.references import DIGEST, Digest

TranslationId = NewType("TranslationId", UUID)
LANGUAGES: Final = ("es",)
"""Into which a proposal can be translated; English is what is translated."""


class TranslationMismatchError(InvalidError):
    """A translation leaves an outcome out, or adds one."""

    code = "TRANSLATION_MISMATCH"


class TranslatedOutcome(Record):
    """An outcome in another language."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    statement: Text


class Translation(Record):
    """What somebody translated, from which bytes, who reviewed it, and whether a machine drafted it."""

    schema_: Annotated[str, Field(alias="schema", pattern="^translation/1$")] = "translation/1"
    of: Annotated[str, StringConstraints(pattern=DIGEST)]
    """The digest of the content that was translated."""
    language: Annotated[str, StringConstraints(pattern="^(es)$")]
    title: Line
    statement: Text
    outcomes: Ordered[TranslatedOutcome] = ()
    reviewed_by: Line
    """Who reviewed it, by office or qualification: "certified translator, state agency"."""
    machine_drafted: Annotated[bool, Field(strict=True)]

    def seal(self) -> Sealed:
        """Its bytes and their digest."""
        content = canonical_json(self)
        return Sealed(content, digest_of(content))


def require_same_outcomes(translation: Translation, content: Mapping[str, Any]) -> None:
    """A translation says each outcome of what it translates, and no other.

    Raises:
        TranslationMismatchError: with the outcomes that are missing or too many.
    """
    said = {outcome.id for outcome in translation.outcomes}
    wanted = {str(outcome["id"]) for outcome in content.get("outcomes", ())}
    if odd := sorted(said ^ wanted):
        raise TranslationMismatchError(f"The translation and the proposal differ in these outcomes: {', '.join(odd)}.")


@dataclass(frozen=True, slots=True)
class TranslationAdded:
    """A translation of a proposal's content was added."""

    action: ClassVar[str] = "translation_added"
    id: TranslationId
    proposal_id: ProposalId
    of: Digest
    language: str
    sealed: Sealed
    added_at: datetime

    @property
    def subject(self) -> str:
        """What the audit trail files this under, and the log as well."""
        return f"translation/{self.id}"
