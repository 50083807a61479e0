"""Comparing versions of the registry that is here, with each other or with what lies in a file."""

from dataclasses import replace

from measures.comparison import Comparison
from measures.documents import Document
from measures.references import Reference
from registry.cli.session import settings, wait_for
from registry.contracts.comparison import compare_documents
from registry.founding import open_registry
from registry.reading import read_document
from registry.storage import documents

Side = Reference | tuple[Document, Reference]


def compare_here(before: Side, after: Side) -> Comparison:
    """What differs between two sides, of which at least one is to be looked up here."""
    return wait_for(_compare(before, after))


async def _compare(before: Side, after: Side) -> Comparison:
    async with open_registry(settings()):
        old, old_reference = await _found(before)
        new, new_reference = await _found(after)
    return replace(compare_documents(old, new), before=old_reference, after=new_reference)


async def _found(side: Side) -> tuple[Document, Reference]:
    if isinstance(side, tuple):
        return side
    published = await documents.get(side)
    return read_document(published.content), published.reference
