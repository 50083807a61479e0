"""Texts that people write into a form: comments, reasons, appeals."""

from registry.proposing import LONGEST_TEXT
from registry.web.languages import Say
from registry.web.voting.frame import FieldError


def text_mistake(field: str, text: str, where_empty: str, say: Say) -> FieldError | None:
    """What is wrong with a text that somebody has to write; none if it can be taken. `where_empty` asks for it."""
    if not text:
        return FieldError(field, where_empty)
    if len(text) > LONGEST_TEXT:
        words = say("This is too long. Take out {number} letters or more.")
        return FieldError(field, words.format(number=len(text) - LONGEST_TEXT))
    if "\x00" in text:
        return FieldError(field, say("Write this in letters and numbers."))
    return None
