"""GraphiQL for developers, from files of our own: the page asks no other server for anything."""

from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

PATH: Final = "/graphql/console"
FILES: Final = MappingProxyType(
    {
        "graphiql.min.css": "text/css",
        "graphiql.min.js": "text/javascript",
        "react.production.min.js": "text/javascript",
        "react-dom.production.min.js": "text/javascript",
        "start.js": "text/javascript",
        "NOTICE": "text/plain",
    }
)
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    # The editor writes `style` elements and attributes as it runs; it takes no style from elsewhere.
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FIRST_QUERY: Final = """\
# Type here; Ctrl-Space completes, Ctrl-Enter runs. A token goes into the Headers tab: {"Authorization": "Bearer vr_…"}
{
  registry {
    demonstration
    origin
  }
  measures(search: "nursing home", first: 5) {
    totalCount
    edges {
      node {
        reference
        title
        proposedLabel {
          label
          contestable
        }
        verificationMeans
      }
    }
  }
}
"""
PAGE: Final = f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphQL console of the value registry</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{PATH}/graphiql.min.css">
<style>html, body, #graphiql {{ height: 100%; margin: 0 }}</style>
</head>
<body>
<div id="graphiql" data-endpoint="/graphql" data-query="{escape(FIRST_QUERY)}">
<p>The console needs JavaScript. Without it, send the same queries to /graphql by POST.</p>
</div>
<script src="{PATH}/react.production.min.js"></script>
<script src="{PATH}/react-dom.production.min.js"></script>
<script src="{PATH}/graphiql.min.js"></script>
<script src="{PATH}/start.js"></script>
</body>
</html>
"""
HEADERS: Final = MappingProxyType(
    {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
)


def page() -> Response[str]:
    """The console itself."""
    return Response(PAGE, media_type="text/html", headers={**HEADERS, "Cache-Control": "no-cache", "Vary": "Accept"})


@cache
def _content(name: str) -> bytes:
    return files("registry.graphql").joinpath("static", "graphiql", name).read_bytes()


@get(f"{PATH}/{{name:str}}", include_in_schema=False, sync_to_thread=False)
def console_file(name: FromPath[str]) -> Response[bytes]:
    """One of the console's own files; there are no others."""
    if name not in FILES:
        raise NotFoundException
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=86400"}
    return Response(_content(name), media_type=FILES[name], headers=headers)
