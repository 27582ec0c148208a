"""The small part of SQL a dump is made of: literals, tuples, column lists, COPY lines."""

import re
from collections.abc import Iterator

_IDENTIFIER = re.compile(r'"((?:[^"]|"")+)"|`((?:[^`]|``)+)`|\[([^\]]+)\]|([\w$]+)')
_CONSTRAINTS = "primary key unique index constraint foreign check fulltext spatial exclude like"
_NOT_COLUMNS = frozenset(_CONSTRAINTS.split())
_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "0": "\0",
    "b": "\b",
    "Z": "\x1a",
    "f": "\f",
    "v": "\v",
}
_ESCAPED = re.compile(r"\\(.)|''", re.S)
_COPY_ESCAPED = re.compile(r"\\(.)", re.S)


class Grammar:
    """How strings are written: standard SQL (`''`), or MySQL, where backslashes escape too.

    `group` matches a balanced parenthesis (strings and three levels within it are understood),
    `row` the next `(…)` after a possible comma, with what stands in it as its group 1.
    """

    def __init__(self, string: str, *, escapes: bool) -> None:
        one = rf"\((?>(?:[^()']++|{string})*)\)"
        two = rf"\((?>(?:[^()']++|{string}|{one})*)\)"
        inside = rf"(?>(?:[^()']++|{string}|{two})*)"
        prefix = r"(?:[A-Za-z_][A-Za-z0-9_]*\s*)?"  # N'…', E'…', _binary '…', DATE '…'
        self.group = re.compile(rf"\({inside}\)")
        self.row = re.compile(rf"\s*,?\s*\(({inside})\)")
        bare = rf"(?>(?:[^,()']++|{string}|{two})*)"
        self._value = re.compile(rf"\s*(?:{prefix}({string})\s*|({bare})),")
        self._argument = re.compile(rf"\w+\s*\(\s*{prefix}({string})\s*[,)A]", re.I)
        self._escapes = escapes

    def values(self, body: str) -> list[str]:
        """The values of a row; NULL is ""."""
        found = self._value.findall(body + ",")
        return [self._text(quoted, bare) for quoted, bare in found]

    def _text(self, quoted: str, bare: str) -> str:
        if not quoted:
            bare = bare.strip()
            called = self._argument.match(bare)
            if called:  # TO_DATE('…', '…'), CAST(N'…' AS …): what is stored is the first literal
                return self._text(called[1], "")
            return "" if bare.upper() == "NULL" else bare
        inner = quoted[1:-1]
        if self._escapes:
            return _ESCAPED.sub(_unescaped, inner) if "\\" in inner or "''" in inner else inner
        return inner.replace("''", "'")


def _unescaped(found: re.Match[str]) -> str:
    letter = found[1]
    return "'" if letter is None else _ESCAPES.get(letter, letter)


ROW_MAY_FOLLOW = re.compile(r"\s*(?:,\s*)?(?:\(|\Z)")
"""What stands after a row if the statement goes on, or may go on once more is read."""

# Atomic groups and not possessive ones: before Python 3.11.5 these match wrongly (gh-106052).
STANDARD = Grammar(r"'(?>(?:[^']++|'')*)'", escapes=False)
BACKSLASH = Grammar(r"'(?>(?:[^'\\]++|\\.|'')*)'", escapes=True)


def names_of(listed: str) -> list[str]:
    """The identifiers of a list or of a dotted name, without their quotes."""
    return [_identifier(found) for found in _IDENTIFIER.finditer(listed)] or [listed.strip()]


def _identifier(found: re.Match[str]) -> str:
    double, back, square, plain = found.groups()
    if double:
        return str(double).replace('""', '"')
    return str(back).replace("``", "`") if back else str(square or plain)


def columns_of(body: str) -> tuple[str, ...]:
    """The columns that the body of a CREATE TABLE defines, keys and constraints left out."""
    names = []
    for definition in _definitions(body):
        found = _IDENTIFIER.match(definition.strip())
        if found and not (found[4] and found[4].lower() in _NOT_COLUMNS):
            names.append(_identifier(found))
    return tuple(names)


def _definitions(body: str) -> Iterator[str]:
    """The parts of a body between commas at its own level."""
    body = re.sub(r"--[^\n]*", "", body)
    start = depth = 0
    for found in re.finditer(r"'(?:[^']|'')*'|[(),]", body):
        mark = found[0]
        depth += (mark == "(") - (mark == ")")
        if mark == "," and not depth:
            yield body[start : found.start()]
            start = found.end()
    yield body[start:]


def copy_row(line: str) -> list[str]:
    """The values of a COPY line (text format); NULL is ""."""
    cells = line.split("\t")
    if "\\" not in line:
        return cells
    return ["" if cell == "\\N" else _COPY_ESCAPED.sub(_copy_unescaped, cell) for cell in cells]


def _copy_unescaped(found: re.Match[str]) -> str:
    letter = found[1]
    return {"0": "0", "Z": "Z"}.get(letter, _ESCAPES.get(letter, letter))
