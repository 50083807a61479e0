"""The templates of the voting pages: a jinja2 environment for each language; everything is escaped."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from governance.rules.wording import people, sentence
from registry.web.languages import Language
from registry.web.locales import TRANSLATIONS
from registry.web.voting.chart import bar_chart
from registry.web.voting.wording import Wording


def _environment(language: Language) -> Environment:
    pages = Environment(
        loader=PackageLoader("registry.web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    pages.policies["ext.i18n.trimmed"] = True
    # The methods come with the extension, which jinja2 types as a plain Environment.
    install = pages.install_gettext_translations  # type: ignore[attr-defined]
    install(TRANSLATIONS[language], newstyle=True)
    wording = Wording(language)
    pages.filters.update(
        day=wording.day,
        moment=wording.moment,
        deadline=wording.deadline,
        number=wording.number,
        group_name=lambda group: sentence(people(group, TRANSLATIONS[language].gettext)[1]),
    )
    pages.globals.update(bar_chart=bar_chart)
    return pages


ENVIRONMENTS: Final = {language: _environment(language) for language in Language}
