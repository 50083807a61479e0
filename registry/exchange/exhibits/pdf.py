"""An exhibit as a PDF: tagged for screen readers (PDF/UA-1) and made to last (PDF/A-2a), the same bytes every time.

The words go into the typesetter as data, so nothing in them can be a command. Its own fonts are used and no others;
what they have no letter for is written by its number in Unicode, such as [U+4E2D], because a box would say nothing.
"""

import json
import re
import unicodedata
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Final

import typst

from registry.exchange.exhibits.content import Exhibit
from registry.exchange.exhibits.printable import printable

STANDARDS: "Final[list[typst.PDFStandard]]" = ["a-2a", "ua-1"]
LONGEST_WORD: Final = 40
BREAK: Final = "\u200b"
"""Where a line may end inside a word that is longer than a column."""
MOST_TRIES: Final = 20
"""How often the typesetter may name letters that it cannot show, before only Latin ones are left to it: it names one at
a time, and a document can hold thousands."""
ALPHABETS: Final = frozenset({"LATIN", "GREEK", "CYRILLIC", "COMBINING", "MODIFIER"})
"""Of these our fonts have most letters, so that one they lack says nothing about the others."""
PICTURES: Final = 0x1F000
"""Where in Unicode emoji begin."""
_ONE_AT_A_TIME: Final = Lock()
_UNSHOWN = re.compile(r"(?:the text|contains the codepoint) `(?P<text>\"(?:[^\"\\]|\\.)*\")`")
_NUMBER = re.compile(r"\\u\{(?P<number>[0-9a-f]+)\}")
_LATIN = re.compile(r"[\u00a1-\u017f\u2010-\u2027\u200b]")


def pdf(whole: Exhibit, author: str, made: datetime) -> bytes:
    """The exhibit as PDF, dated at `made`: the same content gives the same bytes for one release of the typesetter."""
    text = json.dumps({**printable(whole, _soft), "author": author}, ensure_ascii=False)
    stamp = int(made.timestamp())
    for _ in range(MOST_TRIES):
        try:
            return _compiled(text, stamp)
        except typst.TypstError as error:
            spelled = _spelled_out(text, _unshown(text, error.message))
            if spelled == text:  # it is about something else
                raise
            text = spelled
    return _compiled(_spelled_out(text, {each for each in text if _LATIN.match(each) is None}), stamp)


def _compiled(text: str, stamp: int) -> bytes:
    with _ONE_AT_A_TIME:
        found = _typesetter().compile(
            _template(), None, "pdf", sys_inputs={"exhibit": text}, pdf_standards=STANDARDS, timestamp=stamp
        )
    assert isinstance(found, bytes)
    return found


@cache
def _typesetter() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return files("registry.exchange.exhibits").joinpath("exhibit.typ").read_bytes()


def _unshown(text: str, complaint: str) -> AbstractSet[str]:
    """The letters of a text that the typesetter complains of, with all of their kind; none if it is about others."""
    found = _UNSHOWN.search(complaint)
    if found is None:
        return set()
    named = json.loads(_NUMBER.sub(lambda match: json.dumps(chr(int(match["number"], 16)))[1:-1], found["text"]))
    kinds = {_kind(letter) for letter in named if not letter.isascii()}
    if not kinds:  # an ASCII letter with a mark that joins it, which alone is what cannot be shown
        return {letter for letter in text if _joins(letter)}
    return {letter for letter in set(text) if not letter.isascii() and _kind(letter) in kinds}


def _kind(letter: str) -> str:
    """Letters of a kind are shown or not shown together: those of one script, and all pictures."""
    name = unicodedata.name(letter, None)
    if name is None:  # of private use, or not assigned: each group of them is a kind
        return unicodedata.category(letter)
    script = name.split()[0]
    return letter if script in ALPHABETS else "" if ord(letter) >= PICTURES else script


def _joins(letter: str) -> bool:
    """Whether a letter makes one sign with the letter before it: a mark, a joiner, a shade of skin."""
    return not letter.isascii() and letter != BREAK and unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf", "Sk")


def _spelled_out(text: str, letters: AbstractSet[str]) -> str:
    """The text (JSON) with some letters, and what joins them, written by their numbers. ASCII stays as it is."""
    written, is_spelled = [], False
    for letter in text:
        is_spelled = not letter.isascii() and (letter in letters or (is_spelled and _joins(letter)))
        written.append(f"[U+{ord(letter):04X}]" if is_spelled else letter)
    return "".join(written)


def _soft(text: str) -> str:
    """The text with places to end a line inside very long words, which would run off the page."""
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", lambda match: match[0] + BREAK, text)
