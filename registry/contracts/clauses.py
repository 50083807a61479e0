"""The words with which a contract cites a published version.

A static clause fixes the version for the life of the agreement. A floating one lets a later version in, and is written
only with an adoption rule that both parties can read: when, after how many days, and who gives notice. Either way a
version that was cited stays as it is, and an event that the registry records changes the agreement only by amendment.

The text is a starting point in the style of US contracts. It is no legal advice; counsel for each party decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from measures.errors import InvalidError
from measures.references import Kind, Reference

MOST_DAYS: Final = 730
LONGEST_PARTY: Final = 100


class AdoptionRuleError(InvalidError):
    """A floating clause needs a rule that both parties can read."""

    code = "ADOPTION_RULE"


class UnpinnedCitationError(InvalidError):
    """A clause is written for exact bytes only."""

    code = "UNPINNED_CITATION"


class AdoptionMoment(StrEnum):
    """From when a later version counts."""

    RENEWAL = "renewal"
    PERIOD = "period"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class AdoptionRule:
    """When a later version takes the place of the one that was signed for, and who tells whom."""

    moment: AdoptionMoment
    days: int
    """How long before that moment, or how long until it, notice is given."""
    notice_by: str
    """The party that gives notice, as the agreement calls it: "the Plan"."""
    same_major: bool = True
    """Whether only versions with the same first number come in: wording and additions, no changed duties."""

    def __post_init__(self) -> None:
        if not 1 <= self.days <= MOST_DAYS:
            raise AdoptionRuleError(f"Notice is given 1 to {MOST_DAYS} days ahead; {self.days} is neither.")
        name = self.notice_by
        if not name.strip() or len(name) > LONGEST_PARTY or not name.isprintable():
            raise AdoptionRuleError("Say who gives notice, as the agreement calls them, for example 'the Plan'.")


@dataclass(frozen=True, slots=True)
class CitedVersion:
    """What a clause says of the version that it cites."""

    reference: Reference
    """Pinned."""
    title: str
    published_at: datetime
    origin: str
    fingerprint: str
    """Of the key that signs for the registry."""
    demonstration: bool


@dataclass(frozen=True, slots=True)
class ClauseParagraph:
    """A paragraph of a clause, under its heading."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause to paste, and what to keep in mind before it is."""

    paragraphs: tuple[ClauseParagraph, ...]
    rule: AdoptionRule | None
    """How later versions come in; none for a static clause."""
    demonstration: bool

    @property
    def is_floating(self) -> bool:
        """Whether a later version can come in without an amendment."""
        return self.rule is not None

    @property
    def text(self) -> str:
        """The whole clause, one paragraph after the other."""
        return "\n\n".join(f"{each.heading}. {each.text}" for each in self.paragraphs)

    @property
    def note(self) -> str:
        """What does not belong into the contract, and should be read before it is signed."""
        marked = (
            "This version belongs to a demonstration registry. No state published it; do not cite it in a contract. "
        )
        return (
            marked
            * self.demonstration
            + "A starting point and no legal advice: counsel for each party decides. Words in brackets are yours to "
            "fill in. Get the fingerprint of the signing key in another way as well, and compare it."
        )


NOUNS: Final[Mapping[Kind, str]] = {
    Kind.MEASURE: "measure specification",
    Kind.MEASURE_SET: "measure set",
    Kind.VALUE_DEFINITION: "definition of value",
    Kind.PRIORITY_SET: "priority set of quality measures",
    Kind.RULE_SET: "rule set",
    Kind.TERM: "contract term",
}


def clause_for(cited: CitedVersion, rule: AdoptionRule | None = None) -> Clause:
    """The clause that cites a version: static without a rule, floating with one.

    Raises:
        UnpinnedCitationError: the reference does not carry the digest of the bytes.
    """
    if not cited.reference.is_pinned:
        raise UnpinnedCitationError(f"{cited.reference} has no digest. A clause cites exact bytes.")
    return Clause(tuple(_paragraphs(cited, rule)), rule, cited.demonstration)


def _paragraphs(cited: CitedVersion, rule: AdoptionRule | None) -> Iterator[ClauseParagraph]:
    yield ClauseParagraph("Cited Record", _record(cited))
    yield (
        ClauseParagraph("Fixed version", FIXED) if rule is None else ClauseParagraph("Later versions", _floating(rule))
    )
    yield ClauseParagraph("Events", EVENTS)
    yield ClauseParagraph("Verification", _verification(cited))


def _record(cited: CitedVersion) -> str:
    reference = cited.reference
    demonstration = "[DEMONSTRATION: NOT FOR USE IN A CONTRACT] " * cited.demonstration
    return (
        f"{demonstration}“Cited Record” means the {NOUNS[reference.kind]} “{cited.title}”, version "
        f"{reference.version}, published on {cited.published_at:%Y-%m-%d} (UTC) in the registry {cited.origin} under "
        f"the reference {reference}. The Cited Record is the document whose SHA-256 digest is {reference.digest}. If a "
        "page, a translation, a summary, or another copy differs from that document, that document controls."
    )


FIXED: Final = (
    "The Cited Record applies to this Agreement as it was published and as it stood on the Effective Date. No later "
    "version of it applies to this Agreement unless the parties amend this Agreement in writing."
)
EVENTS: Final = (
    "An event that the registry records on the Cited Record after the Effective Date, such as a suspension, a "
    "withdrawal, an erratum, or the suppression of a measure, does not by itself change this Agreement. A party that "
    "learns of an event shall promptly give notice of it to the other, and the parties shall confer in good faith on "
    "whether to amend this Agreement."
)


def _verification(cited: CitedVersion) -> str:
    return (
        "The exhibit bundle of the Cited Record is attached as Exhibit [__]. Either party may verify it at any time, "
        "without the registry, by the instructions that it contains and against the registry's signing key with the "
        f"fingerprint {cited.fingerprint}, or a key that the log in the bundle shows to have succeeded it."
    )


def _floating(rule: AdoptionRule) -> str:
    limit = (
        " A later version whose first version number differs from that of the Cited Record applies only if the parties "
        "amend this Agreement in writing."
        if rule.same_major
        else ""
    )
    return (
        "A later version of the Cited Record, published under the same name in the same registry, applies "
        f"{_when(rule)}. The notice states the full reference of the later version with its SHA-256 digest and has its "
        f"exhibit bundle attached.{limit} A version that is suspended or withdrawn in the registry on that day is not "
        "adopted. Until then, and for every measurement period that has begun by then, the version that applied before "
        "continues to apply. From its adoption the later version is the Cited Record."
    )


def _when(rule: AdoptionRule) -> str:
    days = f"{rule.days} day{'s' if rule.days > 1 else ''}"
    party = rule.notice_by.strip()
    match rule.moment:
        case AdoptionMoment.RENEWAL:
            return (
                f"from the first day of the next renewal term, if {party} gave notice of it at least {days} before "
                "that day"
            )
        case AdoptionMoment.PERIOD:
            return (
                "from the first day of the next measurement period, if it was published, and "
                f"{party} gave notice of it, at least {days} before that day"
            )
        case AdoptionMoment.NOTICE:
            return f"from the day that is {days} after {party} gave notice of it"
