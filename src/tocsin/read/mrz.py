"""Machine-readable zones as OCR gives them, put right by their layout and their check digits.

ICAO Doc 9303 parts 3 (§ 4.9, check digits), 4 (TD3) and 5 (TD1); the French identity card of 1988
to 2021 has a layout of its own of 2 × 36 characters.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

FILLER = "<"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"

_FIGURE_FOR = str.maketrans("OQDILZASGTB", "00011245678")
_LETTER_FOR = str.maketrans("0124568", "OIZASGB")
_TWINS = dict(zip("O0I1B8S5Z2G6", "0O1I8B5S2Z6G", strict=True))
_LOOKS_LIKE_FILLER = frozenset("<KLECRSXGFI4")
_FALSE_NAMES = re.compile(r"((?<!<)<[KLECRSX]{1,2})+$")
_WEIGHTS = (7, 3, 1)
_PASSPORT_NUMBER = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{6}FRA")
_MOST_TWINS = 2
_MOST_FALSE_LETTERS = 2

Place = tuple[int, int]
"""Line and column."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a line is made: by column a figure (N), a letter (A) or either (X).

    `head` and `tail` characters stand fast at both ends; between them are names (of which `parts`
    are told apart by a double filler; 0 for any number) or, if `parts` is None, other data.
    """

    kinds: str
    head: int
    tail: int
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit: where it stands, and the spans (line, start, end) that it covers."""

    place: Place
    spans: tuple[tuple[int, int, int], ...]

    def is_right(self, lines: tuple[str, ...]) -> bool:
        """Whether the digit in these lines fits what it covers."""
        covered = "".join(lines[row][start:end] for row, start, end in self.spans)
        row, column = self.place
        return check_digit(covered) == lines[row][column]


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of zone: its lines and its check digits, the one over everything last."""

    name: str
    starts: str
    shapes: tuple[Shape, ...]
    checks: tuple[Check, ...]


TD1 = Layout(
    "TD1",
    "[ACI]",
    (
        Shape("AAAAA" + "X" * 9 + "N" + "X" * 15, 15, 0),
        Shape("NNNNNNNANNNNNNNAAA" + "X" * 11 + "N", 18, 1),
        Shape("A" * 30, 0, 0, 2),
    ),
    (
        Check((0, 14), ((0, 5, 14),)),
        Check((1, 6), ((1, 0, 6),)),
        Check((1, 14), ((1, 8, 14),)),
        Check((1, 29), ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29))),
    ),
)
TD3 = Layout(
    "TD3",
    "P",
    (
        Shape("A" * 44, 5, 0, 2),
        Shape("X" * 9 + "NAAANNNNNNNANNNNNNN" + "X" * 14 + "XN", 28, 2),
    ),
    (
        Check((1, 9), ((1, 0, 9),)),
        Check((1, 19), ((1, 13, 19),)),
        Check((1, 27), ((1, 21, 27),)),
        Check((1, 43), ((1, 0, 10), (1, 13, 20), (1, 21, 43))),
    ),
)
FRENCH_CARD = Layout(
    "IDFRA",
    "I",
    (
        Shape("A" * 30 + "XXXNNN", 5, 6, 1),
        Shape("NNNNXXXNNNNNN" + "A" * 14 + "NNNNNNNAN", 13, 9, 0),
    ),
    (
        Check((1, 12), ((1, 0, 12),)),
        Check((1, 33), ((1, 27, 33),)),
        Check((1, 35), ((0, 0, 36), (1, 0, 35))),
    ),
)
LAYOUTS = (TD1, TD3, FRENCH_CARD)


@dataclass(frozen=True, slots=True)
class Zone:
    """The lines of a zone, each of its nominal length.

    `guessed` counts the letters of names that were not read so: no digit checks most names.
    """

    layout: Layout
    lines: tuple[str, ...]
    guessed: int = 0

    @property
    def right(self) -> int:
        """How many of its check digits are right."""
        return sum(check.is_right(self.lines) for check in self.layout.checks)

    @property
    def is_verified(self) -> bool:
        """Whether all of them are."""
        return self.right == len(self.layout.checks)

    @property
    def is_settled(self) -> bool:
        """Whether another reading could not make it better."""
        return self.is_verified and not self.guessed

    @property
    def is_plausible(self) -> bool:
        """Whether enough of them are for it to be a zone at all."""
        return 2 * self.right >= len(self.layout.checks)


def check_digit(field: str) -> str:
    """The check digit of a field: digits as they are, A–Z 10–35, `<` 0; weights 7, 3, 1."""
    values = (0 if c == FILLER else int(c, 36) for c in field)
    return str(sum(value * _WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


def names_in(layout: Layout) -> tuple[int, int, int]:
    """Where the names are, the surname first: line, start, end."""
    row = next(row for row, shape in enumerate(layout.shapes) if shape.parts)
    shape = layout.shapes[row]
    return row, shape.head, len(shape.kinds) - shape.tail


def number_of(zone: Zone) -> str:
    """The number of the document: what the first check digit covers."""
    ((row, start, end),) = zone.layout.checks[0].spans
    return zone.lines[row][start:end].rstrip(FILLER)


def looks_like_line(text: str) -> bool:
    """Whether a line that OCR read may belong to a zone."""
    return 24 <= len(tidy(text)) <= 52 and text.count(FILLER) + 2 * text.count("«") >= 2


def tidy(text: str) -> str:
    """A line as OCR read it, in the letters of a zone; anything else is taken for a filler."""
    tight = re.sub(r"\s", "", text).upper().replace("«", "<<")
    return re.sub(rf"[^{ALPHABET}]", FILLER, tight)


def zone_of(texts: Iterable[str]) -> Zone | None:
    """The zone that these lines of OCR make up, put right as far as they tell; None if none."""
    raw = [tidy(text) for text in texts]
    found = [zone for layout in LAYOUTS for zone in _tried(layout, raw)]
    plausible = [zone for zone in found if zone.is_plausible]
    return max(plausible, key=_quality, default=None)


def merged(zones: list[Zone]) -> Zone | None:
    """The best of several readings of one zone: each checked field from one where it is right."""
    best = max(zones, key=_quality, default=None)
    if best is None or best.is_settled:
        return best
    same = [zone for zone in zones if zone.layout is best.layout]
    mixed = [replace(base, lines=_with_right_fields(base, same)) for base in same]
    return max([best, *mixed], key=_quality)


def _quality(zone: Zone) -> tuple[int, int]:
    return zone.right, -zone.guessed


def _with_right_fields(base: Zone, zones: list[Zone]) -> tuple[str, ...]:
    lines = list(base.lines)
    for check in base.layout.checks[:-1]:
        giver = next((zone for zone in zones if check.is_right(zone.lines)), base)
        for row, start, end in (*check.spans, (*check.place, check.place[1] + 1)):
            lines[row] = lines[row][:start] + giver.lines[row][start:end] + lines[row][end:]
    return tuple(lines)


def _tried(layout: Layout, raw: list[str]) -> Iterator[Zone]:
    """Each run of lines that has the layout's first letter and about its length."""
    size = len(layout.shapes)
    width = len(layout.shapes[0].kinds)
    for start in range(len(raw) - size + 1):
        run = raw[start : start + size]
        if any(abs(len(line) - width) > width // 6 for line in run):
            continue
        fitted = tuple(map(_fitted, run, layout.shapes))
        if re.match(layout.starts, fitted[0]):
            guessed = sum(map(_guessed, run, fitted, layout.shapes))
            yield _repaired(Zone(layout, fitted, guessed))


def _guessed(raw: str, line: str, shape: Shape) -> int:
    """How many letters of a line of names were changed or left out, fillers lost apart."""
    if shape.parts is None or shape.parts == 0:
        return 0
    return sum(a != b for a, b in zip(raw.rstrip(FILLER), line, strict=False))


def _with_department(zone: Zone) -> Zone:
    """The French card gives the department of issue twice: the checked one is taken."""
    if zone.layout is not FRENCH_CARD or not zone.layout.checks[0].is_right(zone.lines):
        return zone
    first, second = zone.lines
    return replace(zone, lines=(first[:30] + second[4:7] + first[33:], second))


def _fitted(raw: str, shape: Shape) -> str:
    """A line at its nominal length, with letters and figures where they belong."""
    width, end = len(shape.kinds), len(raw) - shape.tail
    room = width - shape.head - shape.tail
    head, middle, tail = raw[: shape.head], raw[shape.head : end], raw[end:]
    if shape.parts is not None:
        middle = _names(middle, shape.parts)
    elif len(middle) != room or set(middle) <= _LOOKS_LIKE_FILLER:
        middle = middle if set(middle) - _LOOKS_LIKE_FILLER else ""
    line = (head + middle[:room].ljust(room, FILLER) + tail).ljust(width, FILLER)
    return "".join(map(_of_kind, line, shape.kinds))


def _names(middle: str, parts: int) -> str:
    """Names without the letters that fillers after them were taken for."""
    first, *others = re.split(r"<<+", middle)
    kept = others[: parts - 1] if parts else others
    named = [other for other in kept if parts or set(other) - _LOOKS_LIKE_FILLER]
    joined = "<<".join([first, *named])
    return _FALSE_NAMES.sub("", joined) if middle.endswith(FILLER) else joined


def _of_kind(character: str, kind: str) -> str:
    if kind == "N":
        return character.translate(_FIGURE_FOR)
    return character.translate(_LETTER_FOR) if kind == "A" else character


def _repaired(zone: Zone) -> Zone:
    """With letters that look like figures, and figures like letters, swapped where a check asks."""
    if zone.is_verified:
        return zone
    for check in zone.layout.checks[:-1]:
        if not check.is_right(zone.lines):
            zone = _with_twins(zone, check)
    zone = _with_department(zone)
    return zone if zone.is_verified else _without_false_letters(zone)


def _with_twins(zone: Zone, check: Check) -> Zone:
    """The zone with one or two swaps that make the check right, if they are the only ones."""
    places = [place for place in _places(check) if _may_swap(zone, place)]
    for count in range(1, _MOST_TWINS + 1):
        tried = (_swapped(zone, chosen) for chosen in combinations(places, count))
        right = [other for other in tried if check.is_right(other.lines)]
        if right:
            return right[0] if len(right) == 1 else _best(right, zone)
    return zone


def _best(zones: list[Zone], otherwise: Zone) -> Zone:
    """Of several swaps that fit, the one that gives a number as French passports have them."""
    known = [zone for zone in zones if _PASSPORT_NUMBER.match(zone.lines[1])]
    return known[0] if len(known) == 1 and otherwise.layout is TD3 else otherwise


def _places(check: Check) -> Iterator[Place]:
    for row, start, end in check.spans:
        yield from ((row, column) for column in range(start, end))


def _may_swap(zone: Zone, place: Place) -> bool:
    row, column = place
    kind, character = zone.layout.shapes[row].kinds[column], zone.lines[row][column]
    return kind == "X" and character in _TWINS


def _swapped(zone: Zone, places: Iterable[Place]) -> Zone:
    lines = [list(line) for line in zone.lines]
    for row, column in places:
        lines[row][column] = _TWINS[lines[row][column]]
    return replace(zone, lines=tuple(map("".join, lines)))


def _without_false_letters(zone: Zone) -> Zone:
    """The French card's last check covers the surname: a filler read as its last letter shows."""
    if zone.layout is not FRENCH_CARD:
        return zone
    first, second = zone.lines
    surname = first[5:30].rstrip(FILLER)
    for _ in range(_MOST_FALSE_LETTERS):
        if surname[-1:] not in _LOOKS_LIKE_FILLER:
            break
        surname = surname[:-1]
        other = Zone(zone.layout, (first[:5] + surname.ljust(25, FILLER) + first[30:], second))
        if other.is_verified:
            return other
    return zone
