"""What was found when a record was checked: each check in a plain sentence, and the answer kept apart from trust."""

from dataclasses import dataclass
from typing import Final

from measures.references import Digest, Reference
from registry.proof.keys import fingerprint
from registry.proof.leaves import Leaf
from registry.proof.notes import Verifier

EXPECTED: Final = "expected"
"""The check that compares the subject with what the reader was told; the others look for changes."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was recomputed or compared."""

    name: str
    """A fixed word, for programs."""
    passed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class SignedBy:
    """The key whose signature was verified. That it signed does not say whose key it is."""

    name: str
    fingerprint: str
    vkey: str

    @classmethod
    def of(cls, verifier: Verifier) -> "SignedBy":
        """The key of a verifier."""
        return cls(verifier.name, fingerprint(verifier.public_key), verifier.vkey)


@dataclass(frozen=True, slots=True)
class Report:
    """The result of checking a bundle or a document. Fields that could not be read are none."""

    checks: tuple[Check, ...]
    reference: Reference | None = None
    """The subject, pinned as the bundle states it."""
    signed_by: SignedBy | None = None
    trusted: bool | None = None
    """Whether a key that the reader trusts signed; none if the reader named no key."""
    demonstration: bool = False
    published_at: str | None = None
    """As stated by the registry."""
    events: tuple[Leaf, ...] = ()
    """What happened to the subject since it was published, up to the checkpoint of the bundle."""

    @property
    def intact(self) -> bool:
        """Whether every check passed: nothing was changed since somebody signed it. Who signed is `trusted`."""
        return all(check.passed for check in self.checks)

    @property
    def digest(self) -> Digest | None:
        """The digest that the subject is cited by."""
        return self.reference.digest if self.reference else None

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)

    @property
    def conclusions(self) -> tuple[str, ...]:
        """The result in sentences, the most important first."""
        return tuple(
            sentence
            for sentence in (
                self._about_demonstration(),
                self._about_intact(),
                self._about_trust(),
                self.published_at and f"Published at {self.published_at}, as stated by the registry.",
                self._about_events(),
            )
            if sentence
        )

    @property
    def _is_only_another(self) -> bool:
        """Whether nothing failed but the comparison with what the reader was told: no edit, another document."""
        return {check.name for check in self.failures} == {EXPECTED}

    def _about_demonstration(self) -> str:
        return "This is a demonstration: no state published it, and nobody should rely on it." * self.demonstration

    def _about_intact(self) -> str:
        if self.intact:
            return "Intact: nothing was changed since it was signed."
        if self._is_only_another:
            return "Nothing was changed since it was signed, but it is not what you asked for."
        return f"Not intact: {len(self.failures)} of {len(self.checks)} checks failed."

    def _about_trust(self) -> str:
        if self.signed_by is None:
            return "Not signed: no signature could be verified, so nobody vouches for it."
        who = f"{self.signed_by.name} with the key {self.signed_by.fingerprint}"
        signed = (
            "Signed by"
            if self.intact or self._is_only_another
            else "What was signed, before it was changed, was signed by"
        )
        match self.trusted:
            case True:
                return f"{signed} {who}, which you trust."
            case False:
                return f"{signed} {who}, which is not a key that you said you trust."
            case None:
                return (
                    f"{signed} {who}. Whether that is the registry's key the file cannot say: compare the "
                    "fingerprint with one that you got in another way, or name the key that you trust."
                )

    def _about_events(self) -> str:
        listed = "; ".join(f"{event.action.replace('_', ' ')} at {event.at}" for event in self.events)
        return f"Since publication: {listed}." if listed else ""
