"""Sample configurations with which a web server answers an export at the service's addresses, with its headers.

The samples themselves lie in samples/. A server cannot see two things, so each export writes them anew: the digest of a
document, which is its entity tag, and which version of a document is the newest.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Final

from measures.references import Reference

SAMPLES: Final = ("README.txt", "nginx.conf", "apache.conf", "Caddyfile")


def sample_configurations(versions: Iterable[Reference], newest: Iterable[Reference]) -> dict[str, bytes]:
    """The samples by their names. Both lists of references are pinned."""
    tags = {f"/{each.versioned}": str(each.digest) for each in versions}
    moves = {f"/{each.kind}/{each.name}": f"/{each.versioned}" for each in newest}
    here = files("registry.exchange.mirrors") / "samples"
    return {name: (here / name).read_bytes() for name in SAMPLES} | {
        "nginx-documents.conf": _lines("{} '\"{}\"';", tags),
        "nginx-newest.conf": _lines("{} {};", moves),
        "apache-documents.txt": _lines("{} {}", tags),
        "apache-newest.txt": _lines("{} {}", moves),
        "caddy-documents.conf": _lines('{} `"{}"`', tags),
        "caddy-newest.conf": _lines("{} {}", moves),
    }


def _lines(form: str, pairs: Mapping[str, str]) -> bytes:
    return "".join(f"{form.format(key, pairs[key])}\n" for key in sorted(pairs)).encode()
