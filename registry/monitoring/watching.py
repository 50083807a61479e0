"""Looking at a log: whether it continues every checkpoint that was kept, and agrees with those that others keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measures.errors import InvalidError
from registry.monitoring.entries import Entries
from registry.monitoring.keeper import Keeper
from registry.monitoring.kept import Held, held
from registry.monitoring.observation import Observation, entries
from registry.monitoring.sources import LogUnreadableError, Source
from registry.monitoring.tiled_log import TiledLog, checkpoint_of, keys_of
from registry.proof import tree
from registry.proof.checkpoints import BadCheckpointError, Checkpoint
from registry.proof.findings import Findings
from registry.proof.forks import Fork, Statement
from registry.proof.keys import KeyRecord, fingerprint
from registry.proof.notes import BadKeyError
from registry.proof.succession import Succession


@dataclass(slots=True)
class Look:
    """One look in progress."""

    keeper: Keeper
    log: TiledLog
    shown: Held
    findings: Findings
    forks: list[Path] = field(default_factory=list)

    def compare(self, name: str, whose: str, others: Sequence[Held]) -> None:
        """Check that this log continues each of these checkpoints, and keep evidence of each that it contradicts."""
        problems = [problem for each in others if (problem := self._problem(each)) is not None]
        self.findings.record(name, problems, f"The log continues {_counted(len(others), whose)}.")

    def _problem(self, other: Held) -> str | None:
        if other.succession.steps[0] != self.shown.succession.steps[0]:
            return f"The checkpoint of {entries(other.checkpoint.size)} is of another log, whose first key is another."
        size, now = other.checkpoint.size, self.shown.checkpoint
        if size > now.size:
            return (
                f"A checkpoint of {entries(size)} was signed, and {self.log.name} shows {entries(now.size)}: "
                "it was rewound, or it is an old copy."
            )
        root = now.root if size == now.size else self.log.root(size)
        path = self.log.consistency(size)
        if not tree.verify_consistency(size, root, now.size, now.root, path):
            return f"The tiles do not lead from {entries(size)} to what is signed now."
        if root == other.checkpoint.root:
            return None
        fork = Fork(other.statement, self.shown.statement, root, path)
        name = f"{size:010d}-{now.size:010d}-{now.root.hex()[:8]}"
        self.forks.append(self.keeper.keep_fork(name, fork.content()))
        return f"The first {entries(size)} are others than those that were signed before: the log was forked."

    def read_on(self, reached: int) -> str | None:
        """Read the entries after those that were reached before, and hand out the time that the last one states.

        The last one that was reached is read again, so that the times on both sides of it are compared.
        """
        start = max(reached - 1, 0)
        passing = Entries(self.shown.succession, start)
        checkpoint = self.shown.checkpoint
        leads = self.log.leads_from(start, passing.watched(self.log.leaves(start)))
        number = self.log.verify_tiles(reached)
        self.findings.record(
            "tree",
            [] if leads else ["The entries that are shown do not make the tree that was signed."],
            f"{entries(checkpoint.size - reached)} and {number} tile{'s' * (number != 1)} are new; they make the tree "
            "that was signed.",
        )
        self.findings.record(
            "entries",
            [*passing.problems, *passing.missing_keys(checkpoint.size)],
            "Every entry that was read is one, no time goes back, and each key is named where the registry says.",
        )
        return passing.last_at


def observe(
    source: Source, keeper: Keeper, named: str | None = None, others: Sequence[Held] | None = None
) -> Observation:
    """Look at a log once, and keep its checkpoint if everything holds.

    Args:
        source: where the log is read from.
        keeper: the directory of the one who looks.
        named: a verifier key or fingerprint that they got in another way.
        others: checkpoints that somebody else kept, or that another place shows.

    Raises:
        LogUnreadableError: the place does not answer, or does not show what it must.
        KeptDamagedError: what was kept was changed since.
        KeeperUnwritableError: what was found cannot be kept.
    """
    findings, kept = Findings(), held(keeper)
    shown = _shown(findings, source, keeper, named)
    sizes = tuple(each.checkpoint.size for each in kept)
    if shown is None:
        return Observation(source.name, findings.checks, kept_before=sizes)
    look = Look(keeper, TiledLog(source, shown.checkpoint), shown, findings)
    last_at = _looked(look, kept, others)
    first_trust = keeper.trusted() is None
    sound = all(check.passed for check in findings.checks)
    if sound:
        _keep(keeper, shown, named)
    return Observation(
        where=source.name,
        checks=findings.checks,
        checkpoint=shown.checkpoint,
        signer=shown.succession.last,
        kept_before=sizes,
        is_kept=sound,
        took_key_as_it_came=first_trust and named is None,
        last_entry_at=last_at,
        compared_with=None if others is None else len(others),
        forks=tuple(look.forks),
    )


def shown_by(source: Source) -> Held:
    """What another place shows of a log, to be compared; verified with the keys that it shows.

    Raises:
        LogUnreadableError: the place does not answer, or shows no checkpoint that its keys signed.
    """
    note = checkpoint_of(source)
    try:
        records = keys_of(source)
        succession = Succession.of(records)
        return Held(succession.open(note), Statement(note.decode(), records), succession)
    except LogUnreadableError:
        raise
    except InvalidError as refusal:
        raise LogUnreadableError(f"What {source.name} shows is not a signed log: {refusal.message}") from None


def _shown(findings: Findings, source: Source, keeper: Keeper, named: str | None) -> Held | None:
    note = checkpoint_of(source)
    try:
        records = keys_of(source)
        succession = Succession.of(records)
    except LogUnreadableError:
        raise
    except InvalidError as refusal:
        findings.record("keys", [refusal.message], "")
        return None
    trusted = named is not None or keeper.trusted() is not None
    sentence = "Each key was named by the one before it" + (
        ", and the one that you trust is among them." if trusted else "."
    )
    if not findings.record("keys", _key_problems(keeper, succession, named), sentence):
        return None
    checkpoint = findings.attempt(
        "signature",
        lambda: _opened(succession, note),
        f"The state of the log is signed by the key of its time, {fingerprint(succession.last.public_key)}.",
    )
    return None if checkpoint is None else Held(checkpoint, Statement(note.decode(), records), succession)


def _opened(succession: Succession, note: bytes) -> Checkpoint:
    checkpoint = succession.open(note)
    if checkpoint.size == 0:
        raise BadCheckpointError("A registry's log has an entry from its founding on, and this one has none.")
    return checkpoint


def _key_problems(keeper: Keeper, succession: Succession, named: str | None) -> list[str]:
    problems, trusted, kept = [], keeper.trusted(), keeper.keys()
    if trusted is not None and succession.trusted(trusted.vkey) is None:
        problems.append(f"The key that you trusted, {fingerprint(trusted.public_key)}, is not one of this log's.")
    elif kept and not succession.continues(_kept_succession(kept)):
        problems.append("The keys that signed before are others now than those that you kept.")
    if named is not None and succession.trusted(named) is None:
        problems.append(f"The key that you named, {named}, is not one of this log's.")
    return problems


def _kept_succession(records: tuple[KeyRecord, ...]) -> Succession:
    try:
        return Succession.of(records)
    except InvalidError as refusal:
        raise BadKeyError(f"The keys that you kept were changed: {refusal.message}") from None


def _looked(look: Look, kept: Sequence[Held], others: Sequence[Held] | None) -> str | None:
    """Make every check on what is shown; the time of the last entry if it could be read."""
    try:
        if kept:
            look.compare("continues", "checkpoint that you kept", kept)
        if others is not None:
            look.compare("agrees", "checkpoint of the other keeper", others)
        reached = [each.checkpoint.size for each in kept if each.checkpoint.size <= look.shown.checkpoint.size]
        return look.read_on(max(reached, default=0))
    except LogUnreadableError:
        raise
    except InvalidError as refusal:  # a tile that is none
        look.findings.record("tree", [refusal.message], "")
        return None


def _keep(keeper: Keeper, shown: Held, named: str | None) -> None:
    trusted = shown.succession.trusted(named) if named is not None else None
    keeper.keep_trust(trusted.verifier if trusted else shown.succession.last)
    keeper.keep_keys(shown.statement.keys)
    keeper.keep_checkpoint(shown.checkpoint.size, shown.statement.note.encode())


def _counted(number: int, one: str) -> str:
    return f"the {one}" if number == 1 else f"all {number} {one.replace('checkpoint', 'checkpoints', 1)}"
