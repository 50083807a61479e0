"""Comparing two versions: what changed, in sentences, and how far the number has to rise.

Two files are compared offline: exhibit bundles, or records as they are published. Nothing that is imported here at the
top knows a database.
"""

from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import click

from measures.comparison import Bump, Comparison
from measures.documents import Document, digest_of
from measures.references import BadReferenceError, Reference
from registry.cli.answering import answering
from registry.cli.bundled import read_bundle
from registry.cli.files import UnreadableFileError, read_bytes
from registry.cli.printing import Answer, count, fields, plain, words
from registry.contracts.comparison import compare_documents
from registry.proof.archive import LARGEST_BUNDLE
from registry.reading import read_document

ZIP: Final = b"PK"
MEANS: Final = {
    Bump.MAJOR: "Major: what somebody relied on is gone or is another thing",
    Bump.MINOR: "Minor: there is more, or other guidance",
    Bump.PATCH: "Patch: wording",
}


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@answering
def compare(before: str, after: str) -> Answer:
    """Compare two versions: what changed, and the least version that says so.

    BEFORE and AFTER are references of this registry; or files, which are compared offline: exhibit bundles, or records
    as they are published.
    """
    sides = [_in_file(Path(text)) if Path(text).exists() else _reference(text) for text in (before, after)]
    match sides:
        case [(old, old_reference), (new, new_reference)]:
            found = replace(compare_documents(old, new), before=old_reference, after=new_reference)
        case _:
            from registry.cli.comparing_here import compare_here  # noqa: PLC0415 - it knows the database

            found = compare_here(*sides)
    return comparison_answer(found)


def comparison_answer(found: Comparison) -> Answer:
    """A comparison as text and as data."""
    return Answer(comparison_data(found), comparison_text(found))


def comparison_data(found: Comparison) -> dict[str, Any]:
    """A comparison for programs."""
    return {
        "before": str(found.before),
        "after": str(found.after),
        "before_label": found.before_label,
        "after_label": found.after_label,
        "least": found.least.name.lower(),
        "least_version": found.least_version,
        "comparability": found.comparability,
        "reason": found.reason,
        "changes": [asdict(change) | {"bump": change.bump.name.lower()} for change in found.changes],
    }


def comparison_text(found: Comparison) -> str:
    """A comparison for people: what it comes to, then each difference under the rise that it asks for."""
    about = fields(
        [
            ("before", _labeled(found.before, found.before_label)),
            ("after", _labeled(found.after, found.after_label)),
            ("differences", len(found.changes)),
            ("asks for", _asked(found)),
            ("results", found.comparability and f"{words(found.comparability)}. {found.reason}"),
        ]
    )
    blocks = [
        "\n".join([f"{MEANS[bump]} ({count(len(group), 'difference')}).", *(f"- {plain(c.sentence)}" for c in group)])
        for bump, group in ((bump, list(changes)) for bump, changes in groupby(found.changes, lambda c: c.bump))
    ]
    return "\n\n".join([about, *blocks])


def _labeled(reference: Reference, label: str | None) -> str:
    return f"{reference} ({label})" if label else str(reference)


def _asked(found: Comparison) -> str:
    if found.least is Bump.NONE:
        return "nothing: both say the same"
    if not found.looks_ahead:
        return f"no number, since AFTER is no later version of BEFORE; it is a {found.least.name.lower()} difference"
    enough = "" if found.rises_enough else f"; {found.after.version} is too small a step"
    return f"{found.least_version} or higher ({found.least.name.lower()}){enough}"


def _in_file(path: Path) -> tuple[Document, Reference]:
    """The document of an intact bundle, or of the bytes of a record, with its pinned reference.

    Raises:
        UnreadableFileError: the file is neither.
        BundleNotIntactError: it is a bundle that was changed.
    """
    data = read_bytes(path, LARGEST_BUNDLE)
    if data.startswith(ZIP):
        bundle = read_bundle(path)
        return bundle.document, bundle.reference
    try:
        document = read_document(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFileError(
            f"{path} is neither an exhibit bundle nor a record as this registry publishes it ({type(error).__name__})."
        ) from None
    return document, document.reference.pinned(digest_of(data))


def _reference(text: str) -> Reference:
    try:
        return Reference.parse(text)
    except BadReferenceError:
        if "/" in text and not Path(text).suffix:
            raise
        raise UnreadableFileError(f"{text} is no file that is here, and no reference.") from None
