"""Every text that has to be said in each language, collected from the templates and the code (`make messages`)."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from registry.web.languages import Language
from registry.web.locales import TRANSLATED, catalog, path_of

HEADER: Final = """\
msgid ""
msgstr ""
"Project-Id-Version: value-registry\\n"
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
"""What tools of translators ask for, and no times, so that nothing changes where no message does."""
ROOT: Final = Path(__file__).parents[3]
SOURCES: Final = (
    ("registry/web/templates/vote", "*.html", "jinja2.ext:babel_extract"),
    ("registry", "*.py", "python"),
    ("governance", "*.py", "python"),
)
SPEAKING_OTHERWISE: Final = ("registry/cli/", "registry/demonstration/")
"""Where `say` prints to a terminal, in English."""
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_one_or_many": (1, 2),
    "say": None,
    "_say": None,
    "to_say": None,
}
"""How the code calls what translates a text, or marks it to be translated later."""
OPTIONS: Final = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def collected() -> Catalog:
    """All texts as they stand in the sources now, each with the places where it is said."""
    found = Catalog(domain="vote")
    for path, line, message, comments in _messages():
        found.add(message, None, [(path, line)], auto_comments=comments)
    return found


def update(language: Language) -> Catalog:
    """The catalog of a language with the texts of now: new ones without a translation, old ones left out."""
    updated = catalog(language)
    updated.update(collected(), no_fuzzy_matching=True)
    updated.obsolete.clear()
    return updated


def written(language: Language) -> bytes:
    """The file of a language's catalog, up to date: the same bytes for the same texts and translations."""
    content = update(language)
    body = BytesIO()
    # Without line numbers, so that a change elsewhere in a source changes no catalog.
    write_po(body, content, width=120, sort_output=True, omit_header=True, include_lineno=False)
    return HEADER.format(language=language, plural_forms=content.plural_forms).encode() + body.getvalue()


def write_all() -> None:
    """Bring the catalogs of all languages up to date."""
    for language in TRANSLATED:
        path_of(language).write_bytes(written(language))


def _messages() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str]]]:
    for folder, pattern, method in SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(SPEAKING_OTHERWISE):
                for line, message, comments, _context in extract_from_file(
                    method, path, keywords=KEYWORDS, comment_tags=["For translators:"], options=OPTIONS
                ):
                    yield name, line, message, comments
