"""Conformance reports: one finding for each rule that has a verdict, as a page for people and as bytes to sign.

A report names the contract by digest only. It holds no party and no rate, so it can be shown without them.
"""

from typing import Final

from pydantic import Field

from measures.documents import Day, DigestText, Line, Ordered, Record, Sealed, canonical_json, digest_of
from measures.record_files import SlashedId
from registry.contracts.conformance.verdicts import Verdict
from registry.contracts.rule_words import RuleAuthorityKind, RuleBasis, RuleEffect, RuleLevel

SCHEMA: Final = "conformance-report/1"


class RuleNote(Record):
    """What a report says of a rule beside any verdict: whence it is and how surely it is known."""

    rule: SlashedId
    kind: str
    effect: RuleEffect
    statement: str
    basis: RuleBasis
    cautions: Ordered[str]
    source: str | None
    locator: str | None


class Finding(RuleNote):
    """The verdict on one rule, with a sentence that says what was found and what to do."""

    verdict: Verdict
    sentence: str
    field: str | None = None
    """What would settle it, where the verdict is not evaluable."""
    waived_by: str | None = None
    waived_until: Day | None = None


class Shown(RuleNote):
    """A definition or an information of the rule set. It has no verdict (rule sets, reading 10)."""


class SetEvent(Record):
    """What happened to the pinned set since it was published, up to the day of the check."""

    event: str
    effective_on: Day
    successor: str | None = None


class Report(Record):
    """What one rule set says about one contract on one day. Findings stand in the order of their ids."""

    schema_: str = Field(alias="schema", default=SCHEMA)
    as_of: Day
    verdict: Verdict
    counts: dict[Verdict, int]
    subject: RuleLevel | None = None
    """What was checked, where it was no contract: then there is no summary and no pinned set."""
    contract: DigestText | None = None
    """Digest of the contract summary."""
    priority_set: str | None = None
    """Pinned reference: its digest is that of the published bytes."""
    rule_set: str
    """The same for the rule set."""
    authority: Line
    authority_kind: RuleAuthorityKind
    demonstration: bool
    facts: DigestText | None = None
    """Digest of the facts that were declared beside; none where nothing was."""
    warnings: Ordered[str]
    """Warnings about the whole: a suspension ahead, a pinned set that was withdrawn, a measure that was retired."""
    findings: Ordered[Finding]
    shown: Ordered[Shown]
    set_events: Ordered[SetEvent]

    def seal(self) -> Sealed:
        """The canonical bytes of the report and their digest, for signing."""
        content = canonical_json(self)
        return Sealed(content, digest_of(content))
