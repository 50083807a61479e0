"""How a GraphQL type is tied to the domain class whose values it shows."""

import inspect
from collections.abc import Callable
from typing import Any, Final, TypeVar

import strawberry

Cls = TypeVar("Cls", bound=type)

DOMAIN_OF: Final[dict[type, type]] = {}
"""The domain class of each GraphQL type. A test holds every field without a resolver against it."""


def shows(domain: type, *, name: str, description: str | None = None) -> Callable[[Cls], Cls]:
    """Make a GraphQL type of a class, whose fields are the attributes of a domain class.

    Without a description, the first sentences of the domain class say what it is.
    """

    def decorate(cls: Cls) -> Cls:
        def is_type_of(value: Any, _info: Any) -> bool:
            return isinstance(value, domain)

        cls.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]
        said = description or (inspect.getdoc(domain) or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")
        made: Cls = strawberry.type(cls, name=name, description=said)
        DOMAIN_OF[made] = domain
        return made

    return decorate


def said(description: str, **more: Any) -> Any:
    """A field that is read from the attribute of its name."""
    return strawberry.field(description=description, **more)
