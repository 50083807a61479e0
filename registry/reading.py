"""Reading published bytes back into values. A reader for every schema there ever was stays here for ever."""

import json
from collections.abc import Mapping
from typing import Final

from governance.definitions import DefinitionOfValue
from governance.priority_sets import PrioritySet
from measures.documents import Document
from measures.measure import MeasureSpecification
from measures.measure_sets import MeasureSetDocument
from registry.contracts.rule_sets import RuleSetDocument
from registry.contracts.terms import TermDocument

READERS: Final[Mapping[str, type[Document]]] = {
    schema: model
    for model in (
        MeasureSpecification,
        MeasureSetDocument,
        DefinitionOfValue,
        PrioritySet,
        RuleSetDocument,
        TermDocument,
    )
    for schema in (model.SCHEMA, *model.LATER)
}


def read_document(content: bytes) -> Document:
    """The value of published bytes. The bytes are the document; the value is for showing and checking it."""
    fields = json.loads(content)
    return READERS[fields["schema"]].from_content(fields)
