"""What somebody sent with a form: texts under the names of its fields. It stands in no address and in no log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import parse_qsl
from uuid import uuid4

from registry.web.voting.frame import Asked

MOST_FIELDS: Final = 1000
"""More than any form of ours has, with a hundred candidates on it."""
REQUEST: Final = "request"
"""The field with the id of a request, so that pressing a button twice has one effect."""
GO: Final = "go"
"""The field that says which button was pressed."""
STAY: Final = "stay"
"""The button that shows the same page in another language or size, with all that was filled in (`held_form`)."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form. What they hold may be somebody's ballot, so it is never printed."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The fields of a form as browsers send it. A body that is no form holds none."""
        try:
            pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            pairs = []
        found: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            found[name] = (*found.get(name, ()), value)
        return cls(found)

    def text(self, name: str) -> str:
        """The text of a field, trimmed; empty where it was not sent."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """All that was sent under one name: the boxes that were checked."""
        return self.fields.get(name, ())

    def kept(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Fields with their values, as they travel on in hidden fields of the next form."""
        return [(name, value) for name in names for value in self.texts(name)]


async def sent(request: Asked) -> Form:
    """The form that came with a request."""
    return Form.read(await request.body())


def new_request() -> str:
    """The id of a request that is made for a form when it is shown."""
    return str(uuid4())


def request_id_of(form: Form) -> str | None:
    """The id that a form came with; none where it has none."""
    return form.text(REQUEST) or None
