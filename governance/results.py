"""What a tally comes to: the outcome and the conditions are public, the counts are sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.rules import Choice, Outcome
from governance.votes import VoteId
from measures.documents import Sealed
from measures.references import Digest


@dataclass(frozen=True, slots=True)
class Result:
    """What a tally came to. The counts are sealed; the outcome, the conditions and the findings are public."""

    vote_id: VoteId
    round: int
    outcome: Outcome
    choice: Choice | None
    quorum_met: bool
    conditions: Mapping[str, bool | None]
    """Constituency → condition met, not met, or not said (none: skipped, or too few voters). Never a count."""
    sealed: Sealed = field(repr=False)
    """The whole record, for auditors. Its digest is that of the recount; a small vote could be guessed from it."""
    salted_digest: Digest
    findings: Mapping[str, Any] = field(default_factory=dict)
    """What is public about the candidates of a rating, a choice, a ranking or points, without any count."""
    publication: Mapping[str, Any] = field(default_factory=dict)
    """The counts that the small-cell rule lets out (disclosure), worked out once, at the tally."""
