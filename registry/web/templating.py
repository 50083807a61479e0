"""Pages: jinja2 with everything escaped, and what stands on each of them."""

from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request

from registry.storage.transaction import Store
from registry.web.assets import STYLE_VERSION
from registry.web.words import FILTERS

HTML: Final = "text/html"
STATIC: Final = "static_copy"
"""The name of the state that says that pages are written into files, for a web server without this program."""

_pages: Final = Environment(
    loader=PackageLoader("registry.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_pages.filters.update(FILTERS)


def render(request: Request[Any, Any, Any], name: str, **values: object) -> bytes:
    """A page, with the banner of a demonstration where the registry is one."""
    store: Store | None = request.app.state.get("store")
    shared = {
        "demonstration": store is not None and store.demonstration,
        "origin": store.signer.name if store is not None else None,
        "style_version": STYLE_VERSION,
        "mirror": store.mirror if store is not None else None,
        "is_static": request.app.state.get(STATIC, False),
        "path": request.scope["path"],
    }
    return _pages.get_template(name).render(shared | values).encode()
