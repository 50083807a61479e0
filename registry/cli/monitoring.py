"""Watching a log from outside, and checking evidence that one was forked. Neither opens a registry."""

from pathlib import Path
from typing import Any, Final

import click

from registry.cli.answering import answering
from registry.cli.files import read_bytes
from registry.cli.printing import Answer, plain
from registry.cli.verifying import trusted_key
from registry.monitoring import Held, Keeper, Observation, held, observe, shown_by, source
from registry.monitoring.keeper import CHECKPOINTS
from registry.monitoring.sources import LogUnreadableError
from registry.proof.encoding import base64_text
from registry.proof.forks import LARGEST, Fork
from registry.proof.keys import fingerprint
from registry.proof.report import Check

MARKS: Final = {True: "ok    ", False: "FAILED"}


@click.command()
@click.argument("where", metavar="ADDRESS_OR_DIRECTORY")
@click.option(
    "--keep",
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The directory where checkpoints are kept; it is made if it is not there.",
)
@click.option("--vkey", metavar="KEY", help="A verifier key or fingerprint of this log that you got another way.")
@click.option(
    "--compare", multiple=True, metavar="OTHER", help="Another keeper's directory, or another address of the same log."
)
@answering
def monitor(where: str, directory: Path, vkey: str | None, compare: tuple[str, ...]) -> Answer:
    """Look at a registry's log from outside, and see whether it continues every checkpoint that you kept.

    Run it from time to time, from another machine than the registry's. It reads the log at an address or in a
    directory that holds an export, checks signatures, entries and proofs, and keeps the checkpoint. Exit code 0: all
    is well. 1: the log was rewound, rewritten or forked, or something in it is wrong. 2: it cannot be read.
    """
    keeper, named = Keeper(directory), None if vkey is None else trusted_key(vkey)
    others = [each for other in compare for each in _of_other(other, keeper)] if compare else None
    with source(where) as opened:
        seen = observe(opened, keeper, named, others)
    return Answer(observation_data(seen), observation_text(seen), passed=seen.is_sound)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", multiple=True, metavar="KEY", help="A verifier key or fingerprint that you got another way.")
@answering
def evidence(file: Path, trust: tuple[str, ...]) -> Answer:
    """Check a file that `monitor` wrote to show that a log was forked, offline.

    Exit code 0: it is evidence, and of a key that you named if --trust is given. 1: it is not.
    """
    checks = Fork.parse(read_bytes(file, LARGEST)).checks(tuple(map(trusted_key, trust)))
    holds = all(check.passed for check in checks)
    said = (
        "The log was forked or rewritten: its key signed two statements that cannot both be true."
        if holds
        else "This file does not show that a log was forked."
    )
    if holds and not trust:
        said += " Whose key it is the file cannot say: name the key that you trust with --trust."
    data = {"holds": holds, "checks": _checks_data(checks), "conclusions": [said]}
    return Answer(data, f"{_checks_text(checks)}\n\n{said}", passed=holds)


def _of_other(text: str, keeper: Keeper) -> tuple[Held, ...]:
    """What another keeper holds, or what another place shows.

    Raises:
        LogUnreadableError: there is nothing to compare with.
    """
    directory = Path(text)
    if "://" not in text and (directory / CHECKPOINTS).is_dir():
        found = held(Keeper(directory), keeper.keys())
        if not found:
            raise LogUnreadableError(f"{text} holds no checkpoints, so there is nothing to compare with.")
        return found
    with source(text) as other:
        return (shown_by(other),)


def observation_data(seen: Observation) -> dict[str, Any]:
    """An observation for programs."""
    now = seen.checkpoint
    return {
        "sound": seen.is_sound,
        "where": seen.where,
        "origin": now and now.origin,
        "size": now and now.size,
        "root": now and base64_text(now.root),
        "fingerprint": seen.signer and fingerprint(seen.signer.public_key),
        "vkey": seen.signer and seen.signer.vkey,
        "last_entry_at": seen.last_entry_at,
        "kept_before": list(seen.kept_before),
        "kept": seen.is_kept,
        "compared_with": seen.compared_with,
        "evidence": [str(path) for path in seen.forks],
        "checks": _checks_data(seen.checks),
        "conclusions": list(seen.conclusions),
    }


def observation_text(seen: Observation) -> str:
    """An observation for people: each check, and then what follows from them."""
    head = plain(seen.where) if seen.checkpoint is None else f"{plain(seen.where)}: the log {seen.checkpoint.origin}"
    return "\n".join([head, _checks_text(seen.checks), "", *map(plain, seen.conclusions)])


def _checks_data(checks: tuple[Check, ...]) -> list[dict[str, Any]]:
    return [{"name": check.name, "passed": check.passed, "sentence": check.sentence} for check in checks]


def _checks_text(checks: tuple[Check, ...]) -> str:
    width = max(len(check.name) for check in checks)
    return "\n".join(f"{MARKS[check.passed]}  {check.name.ljust(width)}  {plain(check.sentence)}" for check in checks)
