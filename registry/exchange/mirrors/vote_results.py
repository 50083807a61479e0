"""What everybody may know of the result of a vote: what was voted on, how it came out, the counts that may be shown.

No ballot, no roll, no name of a person, and no number that the small-cell rule holds back.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from governance.results import Result
from governance.votes import Vote
from measures.canonical import canonical_json, instant
from registry.exchange.mirrors.members import BadExportError

SCHEMA: Final = "vote-result/1"


def result_content(vote: Vote, result: Result) -> bytes:
    """The public result of a vote that was certified, as canonical JSON."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "vote": str(vote.id),
            "round": result.round,
            "stage": vote.stage.value,
            "subject_kind": vote.subject_kind.value,
            "subject": vote.subject,
            "subject_digest": vote.subject_digest,
            "jurisdiction": vote.jurisdiction,
            "candidates": [{"id": each.id, "text": each.text} for each in vote.candidates],
            "rule": vote.rule,
            "advisory": vote.advisory,
            "opened_at": instant(vote.opens_at),
            "closed_at": instant(vote.closes_at),
            "zone": vote.zone,
            "certified_at": instant(vote.certified_at) if vote.certified_at else None,
            "demonstration": vote.demonstration,
            "roll_digest": vote.roll_digest,
            "outcome": result.outcome.value,
            "choice": result.choice.value if result.choice else None,
            "quorum_met": result.quorum_met,
            "conditions": _told(result.conditions),
            "findings": _as_text(result.findings),
            "publication": _as_text(result.publication),
            "salted_digest": result.salted_digest,
        }
    )


def require_result(content: bytes, vote: str, salted_digest: str) -> None:
    """See that a result is of this vote, and of the tally whose salted digest the log holds.

    Raises:
        BadExportError: it is not.
    """
    try:
        said = json.loads(content)
        found = (said["schema"], said["vote"], said["salted_digest"])
    except (ValueError, TypeError, KeyError, RecursionError):
        found = ("", "", "")
    if found != (SCHEMA, vote, salted_digest):
        raise BadExportError(f"The result of the vote {vote} is not the one that the log names.")


def _told(conditions: Mapping[str, bool | None]) -> dict[str, str]:
    """Met or not met; where it is not told, that is said as well."""
    words = {True: "met", False: "not met", None: "not told"}
    return {group: words[met] for group, met in conditions.items()}


def _as_text(found: Mapping[str, Any]) -> str:
    """Findings and counts as JSON of their own: they hold nulls, which mean something and have no canonical form."""
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
