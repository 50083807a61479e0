"""Lists of measures as they are named on the command line: files of one's own, what is packaged, what is published.

Files and packaged lists are read without a database and without a connection; a registry is opened for the rest only.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from governance.label_decisions import LabelBasis
from governance.priority_sets import PrioritySet, SetItem
from measures.documents import Document
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from measures.references import Kind, Reference
from registry.cli.bundled import read_bundle
from registry.cli.files import UnreadableFileError, read_bytes, read_text
from registry.contracts.alignment import (
    HeldLabel,
    KnownMeasure,
    LabelStanding,
    MeasureBook,
    Portfolio,
    loading,
    packaged,
)
from registry.contracts.contract_files import read_contract
from registry.proof.archive import LARGEST_BUNDLE
from registry.reading import READERS, read_document

ZIP = b"PK\x03\x04"
LONGEST_BEGINNING = 1
STANDINGS = {LabelBasis.VOTE: LabelStanding.ADOPTED, LabelBasis.ACCEPTED: LabelStanding.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A list, and what the file that it came in says of its measures."""

    portfolio: Portfolio
    measures: tuple[KnownMeasure, ...] = ()


def from_files(named: str) -> Gathered | None:
    """A list that needs no registry: a file, a program, a public case, a packaged measure set. None: it needs one.

    Raises:
        InvalidError: a file cannot be read as a bundle, a published document or a contract summary.
        PortfolioNotFoundError: there is no such program or case.
    """
    if Path(named).is_file():
        return _file(Path(named))
    if named.startswith((packaged.PROGRAM, packaged.ARRANGEMENT)):
        return Gathered(packaged.program_or_case(named))
    if named.startswith(f"{Kind.MEASURE_SET}/"):
        found = packaged.measure_set(Reference.parse(named))
        return Gathered(found) if found else None
    if named.startswith((f"{Kind.PRIORITY_SET}/", "contract/")):
        return None
    if named.startswith(tuple(f"{kind}/" for kind in Kind)):
        packaged.names_none(named)
    raise UnreadableFileError(f"{named} is no file that is here, and names no list of measures.")


def contract_file(path: Path) -> Portfolio:
    """A contract summary in a file. It never leaves this machine.

    Raises:
        InvalidError: the file is no contract summary.
    """
    summary = read_contract(read_text(path), str(path))
    return loading.of_contract(summary, str(path), summary.citation.jurisdiction)


def book_of(gathered: Iterable[Gathered], known: MeasureBook) -> MeasureBook:
    """What is known of measures, and where a file came with a measure's own document, what that says."""
    told = {each.name: each for found in gathered for each in found.measures}
    return MeasureBook.of({**known.by_name, **told}.values())


def _file(path: Path) -> Gathered:
    content = read_bytes(path, LARGEST_BUNDLE)
    if content.startswith(ZIP):
        bundle = read_bundle(path)
        return _document(path, bundle.document, bundle.reference, list(bundle.cited.values()))
    if content.lstrip()[:LONGEST_BEGINNING] == b"{" and (document := _published(content)):
        return _document(path, document, document.reference, [])
    return Gathered(contract_file(path))


def _published(content: bytes) -> Document | None:
    """A document in its published bytes, as a mirror holds it; None where the bytes are something else."""
    try:
        schema = json.loads(content).get("schema")
        return read_document(content) if schema in READERS else None
    except ValueError:
        return None


def _document(path: Path, document: Document, reference: Reference, cited: Sequence[Document]) -> Gathered:
    if isinstance(document, MeasureSetDocument):
        found = packaged.measure_set(Reference(reference.kind, reference.name, reference.version))
        if found is None:
            raise UnreadableFileError(
                f"{path} names a measure set whose measures this software does not know; a bundle does not list them."
            )
        return Gathered(found)
    if not isinstance(document, PrioritySet):
        packaged.names_none(str(path))
    labels = {Reference.parse(item.measure).name: _label(item) for item in document.items}
    told = [each for each in cited if isinstance(each, MeasureSpecification)]
    measures = tuple(KnownMeasure.of_specification(each, labels.get(each.name)) for each in told)
    return Gathered(loading.of_priority_set(document, reference), measures)


def _label(item: SetItem) -> HeldLabel:
    return HeldLabel(item.label.label, STANDINGS[item.label.basis])
