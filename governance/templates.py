"""Every template that the pure code says to people, read from its own source: what a catalog must translate."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def templates() -> tuple[str, ...]:
    """The literal texts of all `say("...")` calls in this package, in alphabetical order."""
    trees = (ast.parse(source.read_text(encoding="utf-8")) for source in _sources(files(__package__)))
    return tuple(sorted({text for tree in trees for text in _said(tree)}))


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry


def _said(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(text))]):
                yield text
