"""What the voting pages say, in every language: catalogs of gettext, read when the program starts. No build step.

The English texts are the keys. `python -m registry.web.locales` collects them and brings the catalogs up to date.
"""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from registry.web.languages import Language

HERE: Final = Path(__file__).parent
SOURCE: Final = Language.ENGLISH
"""The language of the keys, which needs no catalog."""
TRANSLATED: Final = tuple(language for language in Language if language is not SOURCE)


def path_of(language: Language) -> Path:
    """Where the catalog of a language lies."""
    return HERE / language / "LC_MESSAGES" / "vote.po"


def catalog(language: Language) -> Catalog:
    """The catalog of a language, as it is written."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def _compiled(language: Language) -> NullTranslations:
    if language is SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalog(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


TRANSLATIONS: Final = {language: _compiled(language) for language in Language}
"""What a message is in each language."""
