"""How the code is kept: short modules, documented names, rooms that say what they are for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.repository import SOURCE, modules, name_of, tree_of

LONGEST_MODULE = 400

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", [p for p in modules() if SOURCE in p.parents], ids=name_of)
def test_every_public_name_has_a_docstring(path: Path) -> None:
    silent = [name for name, node in public_names(tree_of(path)) if not ast.get_docstring(node)]
    assert silent == []


def test_every_room_says_what_it_is_for() -> None:
    rooms = [SOURCE, *(path for path in SOURCE.iterdir() if any(path.glob("*.py")))]
    silent = [name_of(room) for room in rooms if not _says(room / "__init__.py")]
    assert silent == []


def test_modules_and_names_are_found_at_all() -> None:
    case = SOURCE / "case" / "case.py"
    assert case in modules()
    assert {"Case", "Case.open"} <= {name for name, _ in public_names(tree_of(case))}


def public_names(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Documented]]:
    """Public classes and functions, and the public methods of public classes."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if child.name.startswith("_") or _is_overload(child):
            continue
        yield prefix + child.name, child
        if isinstance(child, ast.ClassDef):
            yield from public_names(child, f"{prefix}{child.name}.")


def _is_overload(node: Documented) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any(isinstance(name, ast.Name) and name.id == "overload" for name in decorators)


def _says(path: Path) -> bool:
    return path.exists() and bool(ast.get_docstring(tree_of(path)))
