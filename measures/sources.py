"""Sources: what a record rests on, where it was read, and how strong it is."""

from typing import Annotated

from pydantic import StringConstraints

from measures.documents import Day, Line, Record, Text
from measures.record_files import Slug
from measures.vocabularies import Evidence

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)]


class Source(Record):
    """A document or page that records cite, with the day it was read and what of it was read."""

    id: Slug
    url: WebAddress
    document: Line
    accessed: Day
    evidence: Evidence
    note: Text | None
