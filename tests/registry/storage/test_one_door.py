"""One door for writes: only the storage package changes rows, and only what the door records calls what does."""

import ast
from pathlib import Path

import pytest

import registry
from registry.storage import transaction

ROOT = Path(registry.__file__).parent
WRITES = {"insert", "update", "delete"}
# Founding makes the row and leaf 0 before there is a registry whose door could be used.
FOUNDING = {"registries.py", "founding.py"}
# A mirror copies what another registry's door recorded, after verifying it. It has no actor, no key and no events of
# its own; `Store.write` of a mirror refuses.
COPYING = {"mirrored.py", "mirroring.py"}


def modules(folder):
    return sorted(path for path in folder.rglob("*.py") if "piccolo_migrations" not in path.parts)


def calls_on_rows(path):
    """Calls such as PersonRow.insert(…), and raw statements that write."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value
            if isinstance(on, ast.Name) and on.id.endswith("Row"):
                first = node.args[0] if node.args else None
                text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
                wrote = node.func.attr in WRITES or (
                    node.func.attr == "raw" and text.split(" ")[0] in {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}
                )
                if wrote:
                    yield node


def writing_functions():
    """The functions of the storage package that change rows, as (module, function)."""
    found = set()
    for path in modules(ROOT / "storage"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.AsyncFunctionDef) and any(
                isinstance(node, ast.Call) for node in ast.walk(function)
            ):
                source = ast.unparse(function)
                if any(ast.unparse(call) in source for call in calls_on_rows(path)):
                    found.add((path.stem, function.name))
    return found


@pytest.mark.parametrize("path", [p for p in modules(ROOT) if "storage" not in p.relative_to(ROOT).parts], ids=str)
def test_no_module_outside_storage_changes_a_row(path):
    assert list(calls_on_rows(path)) == []


def test_nothing_but_the_door_records():
    for path in modules(ROOT):
        if path == Path(transaction.__file__):
            continue
        assert "recording.store(" not in path.read_text(), path.name


def test_what_changes_rows_is_called_by_the_door_alone():
    writing = writing_functions()
    assert {"insert", "put", "take_out", "shuffle", "move"} <= {name for _, name in writing}
    nouns = {module for module, _ in writing}
    for path in modules(ROOT):
        if path == Path(transaction.__file__) or path.name in FOUNDING | COPYING or path.parent.name == "recording":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                on = node.func.value
                called = isinstance(on, ast.Name) and on.id in nouns and (on.id, node.func.attr) in writing
                assert not called, f"{path.name}: {ast.unparse(node)[:80]}"
