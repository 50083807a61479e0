"""Evidence that a log was forked or rewritten: two statements that its keys signed and that cannot both be true.

The newer statement is shown to contain, at the size of the older one, another tree than the older one says. Anybody who
trusts one of the keys can check it, without the log and without whoever found it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from measures.canonical import canonical_json
from measures.errors import InvalidError
from registry.proof import tree
from registry.proof.checkpoints import Checkpoint
from registry.proof.encoding import base64_text, from_base64
from registry.proof.findings import Findings
from registry.proof.keys import KeyRecord
from registry.proof.report import Check
from registry.proof.succession import Succession

SCHEMA: Final = "value-registry/fork/1"
LARGEST: Final = 2**20


class BadEvidenceError(InvalidError):
    """The file is no evidence of a fork."""

    code = "BAD_EVIDENCE"


@dataclass(frozen=True, slots=True)
class Statement:
    """A signed checkpoint, and the keys of the log as they were shown beside it."""

    note: str
    keys: tuple[KeyRecord, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """Two statements, and what connects them."""

    older: Statement
    newer: Statement
    root: bytes
    """The root that the newer log has at the size of the older statement."""
    path: tuple[bytes, ...]
    """The proof that the newer log begins with that tree (RFC 9162 §2.1.4)."""

    def content(self) -> bytes:
        """The evidence as a file: JSON that a person can read too."""
        return canonical_json(
            {
                "schema": SCHEMA,
                "older": _written(self.older),
                "newer": _written(self.newer),
                "root": base64_text(self.root),
                "path": [base64_text(hashed) for hashed in self.path],
            }
        )

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read evidence. Whether it holds, `checks` says.

        Raises:
            BadEvidenceError: the bytes are no evidence of a fork.
        """
        try:
            fields = json.loads(content)
            path = [from_base64(text) for text in fields["path"]]
            root = from_base64(fields["root"])
            fork = cls(
                _read(fields["older"]), _read(fields["newer"]), root or b"", tuple(hashed or b"" for hashed in path)
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
            raise BadEvidenceError("This is no evidence of a fork, as `value-registry monitor` writes it.") from None
        if fields["schema"] != SCHEMA or fork.content() != content:
            raise BadEvidenceError("This is no evidence of a fork, or it was changed.")
        return fork

    def checks(self, trust: Sequence[str] = ()) -> tuple[Check, ...]:
        """Everything that makes it evidence, in sentences. It holds if every check passed.

        Args:
            trust: verifier keys or fingerprints that the reader got in another way; without any, the file shows that
                the holder of some key signed both, and not whose key it is.
        """
        findings = Findings()
        keys = findings.attempt("keys", self._successions, "Each of the keys was named by the one before it.")
        if keys is not None:
            signed = findings.attempt(
                "signatures", lambda: self._opened(*keys), "Both statements are signed by the key of their time."
            )
            if signed is not None:
                self._compare(findings, *signed)
            if trust:
                known = all(any(each.trusted(named) for named in trust) for each in keys)
                findings.record(
                    "trust",
                    [] if known else ["Not both statements come from a key that you named."],
                    "Both statements come from a key that you named.",
                )
        return findings.checks

    def _opened(self, of_older: Succession, of_newer: Succession) -> tuple[Checkpoint, Checkpoint]:
        return of_older.open(self.older.note), of_newer.open(self.newer.note)

    def _compare(self, findings: Findings, older: Checkpoint, newer: Checkpoint) -> None:
        contradict = older.origin == newer.origin and older.size <= newer.size and older.root != self.root
        findings.record(
            "difference",
            [] if contradict else ["The two statements do not contradict each other."],
            f"One statement says that the first {older.size} entries have the root {base64_text(older.root)}; "
            f"in the log of the other they have the root {base64_text(self.root)}.",
        )
        proved = tree.verify_consistency(older.size, self.root, newer.size, newer.root, self.path)
        findings.record(
            "connection",
            [] if proved else ["The proof does not lead to what the newer statement says."],
            f"It is proved that the log of {newer.size} entries begins with that other tree.",
        )

    def _successions(self) -> tuple[Succession, Succession]:
        return Succession.of(self.older.keys), Succession.of(self.newer.keys)


def _written(statement: Statement) -> dict[str, Any]:
    steps = [{"leaf": step.leaf, "record": base64_text(step.record)} for step in statement.keys]
    return {"checkpoint": statement.note, "keys": steps}


def _read(fields: dict[str, Any]) -> Statement:
    keys = tuple(KeyRecord(int(step["leaf"]), from_base64(step["record"]) or b"") for step in fields["keys"])
    return Statement(str(fields["checkpoint"]), keys)
