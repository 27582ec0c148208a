"""What the house's tests look at: files, modules, documents."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "tocsin"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is meant for the repository, read from the folder: a copy may lack git."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return tuple(sorted(_files(ROOT, ["/.git", *(line.rstrip("/") for line in lines)])))


def _files(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        names = (path.name, f"/{name_of(path)}")
        if any(fnmatch(name, pattern) for pattern in ignored for name in names):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path, ignored)
        elif path.is_file():
            yield path


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> tuple[Path, ...]:
    """Every module of Tocsin and of its benchmarks."""
    return tuple(sorted([*SOURCE.rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


def documents() -> Iterator[Path]:
    """The pages people read."""
    return (path for path in tracked() if path.suffix == ".md" and "tests" not in path.parts)


def text_of(path: Path) -> str | None:
    """The text of a tracked file, or None if it is not text."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
