"""From typed inputs to the plain values that use cases validate: fields that were not set are left out."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any

import strawberry

RequestId = Annotated[
    str | None,
    strawberry.argument(
        description="An id of your own. The same request under the same id gets the first answer again and has no "
        "second effect; other content under it is refused as REQUEST_ID_REUSED."
    ),
]


def plain(value: object) -> Any:
    """The plain form of an input: mappings, lists and values, without what is null or was not set."""
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plain(item) for name, item in held.items() if item is not None and item is not strawberry.UNSET}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value
