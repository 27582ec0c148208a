"""docs/errors.md, drawn from the code: `uv run python -m tests.house.error_page` rewrites it."""

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.repository import ROOT, SOURCE, name_of, tree_of
from tocsin import errors

PAGE = ROOT / "docs" / "errors.md"
CLASSES = {kind.__name__: kind for kind in errors.TocsinError.__subclasses__()}
HEAD = """\
# Erreurs et comment en sortir · Errors and their way out

Chaque erreur a un code stable, une phrase et la façon d'en sortir. Les parties variables sont
notées ‹…› ; aucune ne contient de donnée d'un patient. Cette page est tirée du code.

Every error has a stable code, a sentence and its way out. Parts that vary are written ‹…›; none
holds a patient's data. This page is drawn from the code: `uv run python -m tests.house.error_page`.
"""
FAMILIES = {
    "UsageError": "usage",
    "InputError": "entrée · input",
    "CaseError": "affaire · case",
    "MachineError": "machine",
    "MailError": "messagerie · mail",
    "Interrupted": "interrompu · interrupted",
}


@dataclass(frozen=True, slots=True, order=True)
class Raised:
    """One place in the code that makes an error for people."""

    code: str
    kind: str
    fr: str
    en: str
    way_out_fr: str
    way_out_en: str
    place: str


def raised_in(path: Path) -> Iterator[Raised]:
    """Every error that `path` makes; `?` stands for a part that cannot be known from the code.

    Where a function makes an error from its arguments, each of its callers counts.
    """
    tree = tree_of(path)
    constants = dict(_constants(tree))
    for function in (None, *_functions(tree)):
        for call in _calls_of(CLASSES, function or tree, own=function is None):
            for words in _arguments(function, tree, constants):
                yield _raised(call, {**constants, **words}, f"{name_of(path)}:{call.lineno}")


def all_raised() -> list[Raised]:
    """Every error of Tocsin, by code."""
    return sorted(
        raised
        for path in SOURCE.rglob("*.py")
        if path != SOURCE / "errors.py"
        for raised in raised_in(path)
    )


def page() -> str:
    """The text of docs/errors.md."""
    sections = [HEAD]
    for kind, family in FAMILIES.items():
        sections.append(f"## {family} ({CLASSES[kind].exit_code})\n")
        sections.extend(_entries([raised for raised in all_raised() if raised.kind == kind]))
    return "\n".join(sections)


def _entries(found: list[Raised]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for raised in found:
        if (raised.code, raised.fr) in seen:
            continue
        seen.add((raised.code, raised.fr))
        yield (
            f"**`{raised.code}`** {raised.fr}<br>→ {raised.way_out_fr}\n\n"
            f"{raised.en}<br>→ {raised.way_out_en}\n"
        )


Words = dict[str, str]
Function = ast.FunctionDef


def _functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _calls_of(names: Container[str], within: ast.AST, *, own: bool = False) -> Iterator[ast.Call]:
    """The calls `name(…)` of one of `names`; with `own`, not those inside functions."""
    for node in ast.iter_child_nodes(within):
        if own and isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node
        yield from _calls_of(names, node, own=own)


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, _written(node.value, {})


def _arguments(function: Function | None, tree: ast.Module, constants: Words) -> Iterator[Words]:
    """What the parameters of `function` stand for, once for each of its callers."""
    calls = list(_calls_of({function.name}, tree)) if function else []
    if function is None or not calls:
        yield {}
        return
    names = [argument.arg for argument in function.args.args]
    for call in calls:
        given = [*zip(names, call.args, strict=False)]
        given += [(keyword.arg or "", keyword.value) for keyword in call.keywords]
        yield {name: _written(value, constants) for name, value in given}


def _raised(call: ast.Call, words: Words, place: str) -> Raised:
    code, fr, en = (_written(argument, words) for argument in call.args[:3])
    named = {keyword.arg: _written(keyword.value, words) for keyword in call.keywords}
    kind = call.func.id  # type: ignore[attr-defined]
    return Raised(code, kind, fr, en, named["way_out_fr"], named["way_out_en"], place)


def _written(node: ast.expr, words: Words) -> str:
    """The text that `node` is, as far as the code tells."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return words.get(node.id, "?")
    if isinstance(node, ast.JoinedStr):
        return "".join(_written(part, words) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        known = _written(node.value, words)
        return "‹…›" if known == "?" else known
    return "?"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
