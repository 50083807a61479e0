"""Conditional requests on a document, whose one entity tag is its digest (RFC 9110 §8.8.3, §13.1)."""

import re
from typing import Final

_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_LIST: Final = re.compile(rf"[\s,]*(?:{_TAG.pattern}[ \t]*(?:,[\s,]*|$))+")


def entity_tag(digest: str) -> str:
    """The strong entity tag of some bytes."""
    return f'"{digest}"'


def is_named(header: str | None, tag: str, *, weakly: bool) -> bool:
    """Whether a list of entity tags, or `*`, names this one. Weak tags count only where they may (§8.8.3.2).

    A list that breaks the grammar names nothing: the client then gets the document, which is never wrong.
    """
    if header is None:
        return False
    if header.strip() == "*":
        return True
    if _LIST.fullmatch(header) is None:
        return False
    return any(f'"{opaque}"' == tag and (weakly or not weak) for weak, opaque in _TAG.findall(header))
