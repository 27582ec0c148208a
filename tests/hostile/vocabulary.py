"""The reasons a record may give: those written in the source, so nobody's data hides in one."""

import ast
import re
from functools import cache
from pathlib import Path

import tocsin.read

_MADE = re.compile(r"corrupt: \w+|not openable: \w+|unsupported: [\w.+-]+/[\w.+-]+")
"""Reasons put together: the class of an error, a media type."""

_OF_THE_ENGINE = frozenset(("timeout", "crash"))


def holds(reason: str) -> bool:
    """Whether a reason is of the list."""
    return reason in _written() or reason in _OF_THE_ENGINE or bool(_MADE.fullmatch(reason))


@cache
def _written() -> frozenset[str]:
    """Every string constant of the readers."""
    folder = Path(next(iter(tocsin.read.__path__)))
    trees = (ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(
        node.value for node in nodes if isinstance(node, ast.Constant) and type(node.value) is str
    )
