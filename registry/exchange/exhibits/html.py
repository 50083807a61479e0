"""An exhibit as one HTML page that fetches nothing: it looks the same in ten years, without a network."""

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from registry.exchange.exhibits.content import Exhibit
from registry.exchange.exhibits.printable import printable

TEMPLATE: Final = "exhibit.html"


def html(whole: Exhibit) -> bytes:
    """The exhibit as HTML in UTF-8, everything escaped."""
    return _template().render(exhibit=printable(whole)).encode()


@cache
def _template() -> Template:
    pages = Environment(
        loader=PackageLoader("registry.exchange.exhibits", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return pages.get_template(TEMPLATE)
