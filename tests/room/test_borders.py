"""The room reaches into no verb: only what a verb offers by name, and nobody else knows Django."""

import ast
import importlib
from collections.abc import Iterator

import pytest

from tests.house.repository import SOURCE, name_of, tree_of

VERBS = ("watch", "seal", "read", "find", "match", "assess", "notify", "report", "scope", "explain")
ROOM = sorted((SOURCE / "room").rglob("*.py"))


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every `from module import name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@pytest.mark.parametrize("path", ROOM, ids=name_of)
def test_the_room_takes_what_verbs_offer(path: object) -> None:
    for module, name in imports(tree_of(path)):  # type: ignore[arg-type]
        parts = module.split(".")
        if parts[0] != "tocsin" or len(parts) < 2 or parts[1] not in VERBS:
            continue
        assert parts[2:] in ([], ["public"]), module
        assert name in importlib.import_module(module).__all__, f"{module}.{name}"


def test_nobody_else_knows_django() -> None:
    strangers = [path for path in SOURCE.rglob("*.py") if "room" not in path.parts]
    knowing = [
        name_of(path)
        for path in strangers
        for module, _ in imports(tree_of(path))
        if module.split(".")[0] in ("django", "allauth", "gunicorn")
    ]
    assert knowing == []
