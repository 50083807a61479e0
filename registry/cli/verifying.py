"""Checking an exhibit bundle offline, or a published version against this registry's log.

A file is checked in a process that opens no database and no connection: nothing that is imported here at the top
knows of one.
"""

import re
from pathlib import Path
from typing import Any, Final

import click

from measures.errors import InvalidError
from measures.references import Reference
from registry.cli.answering import answering
from registry.cli.files import STANDARD_INPUT, UnreadableFileError, read_bytes
from registry.cli.parameters import REFERENCE
from registry.cli.printing import Answer, plain
from registry.proof.archive import LARGEST_BUNDLE
from registry.proof.notes import BadKeyError, Verifier
from registry.proof.report import Report
from registry.proof.verify import verify_bundle

FINGERPRINT: Final = re.compile(r"(?i:sha256):([0-9a-fA-F]{64})")
MEANT_AS_REFERENCE: Final = re.compile(r"(?:measure|value-|priority-|rule-|term/)|[^/.][^/]*/[^/]+/[^/]*@")
"""What begins like a kind, or has three parts and a version: a letter that only looks right has to be told."""
MARKS: Final = {True: "ok    ", False: "FAILED"}


@click.command()
@click.argument("subject", metavar="FILE_OR_REFERENCE")
@click.option("--trust", multiple=True, metavar="KEY", help="A verifier key or fingerprint that you got another way.")
@click.option("--expect", type=REFERENCE, help="What you were told that it is; compared with what it says.")
@answering
def verify(subject: str, trust: tuple[str, ...], expect: Reference | None) -> Answer:
    """Check an exhibit bundle, offline, or a published version against this registry's log.

    Two answers are kept apart: *intact*, nothing was changed since it was signed; and whether a key that you named
    with --trust signed it. Exit code 0: intact, and trusted if --trust is given. 1: a check failed, or the key is not
    trusted. 2: the file cannot be read as a bundle.
    """
    named = tuple(map(trusted_key, trust))
    if subject == STANDARD_INPUT or Path(subject).exists():
        report = verify_bundle(read_bytes(Path(subject), LARGEST_BUNDLE), named, expect)
    else:
        report = _verify_here(_reference(subject), named, expect)
    return Answer(report_data(report), report_text(report), passed=report.intact and report.trusted is not False)


def trusted_key(text: str) -> str:
    """A verifier key or fingerprint in its one form.

    Raises:
        InvalidError: it is neither, so that nobody takes a typing error for a forgery.
    """
    trimmed = text.strip()
    if match := FINGERPRINT.fullmatch(trimmed):
        return f"SHA256:{match[1].lower()}"
    try:
        return Verifier.parse(trimmed).vkey
    except InvalidError:
        raise BadKeyError(
            f"{trimmed[:120]!r} is neither a verifier key (name+key id+key) nor a fingerprint (SHA256: and 64 digits)."
        ) from None


def _verify_here(reference: Reference, trust: tuple[str, ...], expect: Reference | None) -> Report:
    if expect is not None:
        raise click.UsageError("--expect is for a file; a reference says itself what is expected.")
    from registry.cli.verifying_here import verify_published  # noqa: PLC0415 - it knows the database

    return verify_published(reference, trust)


def _reference(text: str) -> Reference:
    try:
        return Reference.parse(text)
    except InvalidError:
        if MEANT_AS_REFERENCE.match(text) and not text.endswith((".zip", ".json")):
            raise
        raise UnreadableFileError(f"{text} is no file that is here, and no reference.") from None


def report_data(report: Report) -> dict[str, Any]:
    """A report for programs."""
    signed = report.signed_by
    return {
        "intact": report.intact,
        "trusted": report.trusted,
        "reference": report.reference and str(report.reference),
        "digest": report.digest,
        "signed_by": signed and {"name": signed.name, "fingerprint": signed.fingerprint, "vkey": signed.vkey},
        "demonstration": report.demonstration,
        "published_at": report.published_at,
        "events": [
            {"event": event.action.value, "at": event.at, "digest": event.digest, "reference": event.reference}
            for event in report.events
        ],
        "checks": [{"name": check.name, "passed": check.passed, "sentence": check.sentence} for check in report.checks],
        "conclusions": list(report.conclusions),
    }


def report_text(report: Report) -> str:
    """A report for people: what it is about, each check, and then what follows from them."""
    about = [str(report.reference), ""] if report.reference else []
    checks = [f"{MARKS[check.passed]}  {check.sentence}" for check in report.checks]
    return plain("\n".join([*about, *checks, "", *report.conclusions]))
