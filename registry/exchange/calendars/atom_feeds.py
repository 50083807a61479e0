"""Atom (RFC 4287): what was recorded lately and takes effect on a day, the newest first."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from measures.documents import instant
from registry.exchange.calendars.entries import CalendarEntry

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
MOST_ENTRIES: Final = 200
NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even as references."""


def atom_feed(entries: Sequence[CalendarEntry], name: str, origin: str, address: str, updated: datetime) -> bytes:
    """A feed of entries. `address` is where the feed itself is read; `updated` counts where there are no entries."""
    base_url = address.split("/changes", maxsplit=1)[0]
    newest = sorted(entries, key=lambda each: (each.stated_at, each.on, each.id), reverse=True)[:MOST_ENTRIES]
    feed = Element(_name("feed"))
    _text(feed, "id", uuid5(NAMESPACE_URL, f"{origin}/{address}").urn)
    _text(feed, "title", name)
    _text(feed, "updated", instant(newest[0].stated_at if newest else updated))
    _text(SubElement(feed, _name("author")), "name", origin)
    SubElement(feed, _name("link"), rel="self", type="application/atom+xml", href=address)
    SubElement(feed, _name("link"), rel="alternate", type="text/html", href=address.replace(".atom", ""))
    for each in newest:
        _entry(feed, each, base_url)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Element, each: CalendarEntry, base_url: str) -> None:
    entry = SubElement(feed, _name("entry"))
    _text(entry, "id", each.id.urn)
    _text(entry, "title", f"{each.on.isoformat()}: {each.title}")
    _text(entry, "updated", instant(each.stated_at))
    SubElement(entry, _name("link"), rel="alternate", type="text/html", href=f"{base_url}{each.path}")
    SubElement(entry, _name("category"), term=each.kind.value)
    said = f"On {each.on.isoformat()}. {each.title}."
    _text(entry, "summary", "\n".join(part for part in (said, each.detail, each.reference) if part))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _name(name)).text = NOT_IN_XML.sub("\ufffd", text)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


register_namespace("", NAMESPACE)
