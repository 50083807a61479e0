"""What one look at a log came to: each check in a sentence, and what it shows and cannot show."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import fingerprint
from registry.proof.notes import Verifier
from registry.proof.report import Check

ALONE: Final = (
    "It cannot show whether others are shown another log. Two who keep checkpoints and compare them (--compare) can."
)
TIMES: Final = (
    "It cannot show that the times in the log are true: they are the registry's. That you hold a checkpoint shows "
    "that what it covers existed when you got it."
)
CONTENT: Final = "It cannot show that what was published is right, or that everything that happened was put on record."


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at a log, by somebody who keeps checkpoints."""

    where: str
    checks: tuple[Check, ...]
    checkpoint: Checkpoint | None = None
    """What the log says of itself now; none if no statement of it could be verified."""
    signer: Verifier | None = None
    kept_before: tuple[int, ...] = ()
    """The sizes of the checkpoints that were kept before."""
    is_kept: bool = False
    """Whether the checkpoint is kept now, from this look or an earlier one."""
    took_key_as_it_came: bool = False
    last_entry_at: str | None = None
    compared_with: int | None = None
    """How many checkpoints of others were compared; none if nobody's were asked for."""
    forks: tuple[Path, ...] = ()
    """Where the evidence lies, if the log was forked or rewritten."""

    @property
    def is_sound(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def conclusions(self) -> tuple[str, ...]:
        """What follows from the checks, and what does not."""
        return tuple(self._sound() if self.is_sound else self._unsound())

    def _sound(self) -> Iterator[str]:
        assert self.checkpoint is not None
        assert self.signer is not None
        if self.took_key_as_it_came:
            yield (
                f"You named no key, so {fingerprint(self.signer.public_key)} was taken as it came. Compare it with a "
                "fingerprint that you got in another way: somebody else's log would look as sound."
            )
        if self.kept_before:
            yield (
                f"This shows: nothing in the log was changed or taken out since you kept the checkpoint of "
                f"{entries(self.kept_before[0])}. It has {entries(self.checkpoint.size)} now."
            )
        else:
            yield (
                f"This shows: the log of {entries(self.checkpoint.size)} fits together under one signature today. "
                "From now on you will see if it is rewound or rewritten."
            )
        if self.compared_with:
            yield "You and the other keeper were shown the same log, as far as both checkpoints reach."
        else:
            yield ALONE
        yield TIMES
        yield CONTENT

    def _unsound(self) -> Iterator[str]:
        if self.forks:
            yield (
                "The log was forked or rewritten: its key signed two statements that cannot both be true. The evidence "
                f"is in {', '.join(map(str, self.forks))}; anybody can check it with `value-registry evidence FILE`."
            )
        elif self.checkpoint is None:
            yield "This is not the log that you trusted, or not a sound one. Nothing was kept."
        else:
            yield (
                "Something is wrong with this log. No two signed statements contradict each other, so what you kept "
                "is the evidence: keep it, ask the operator, and compare with others who keep checkpoints."
            )
        yield "What you kept before was not changed."


def entries(number: int) -> str:
    """A number of entries of a log, in words."""
    return "1 entry" if number == 1 else f"{number} entries"
