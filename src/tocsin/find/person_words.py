"""Which words can stand in a person's name, and where a name that begins here ends."""

import re

from tocsin.find.fold import fold
from tocsin.find.page import Page
from tocsin.find.words import words

PARTICLES = words("particles")
NOT_NAMES = words("not_names")
EVERYDAY = words("everyday")
WEEKDAYS = words("weekdays")
WORD = re.compile(r"[^\W\d_]+(?:['’\-‐][^\W\d_]+)*|[^\W\d_]['’]", re.UNICODE)
_BETWEEN = re.compile(r"(?:[ \u00a0\u202f]{1,2}|,[ ]?|[ ]?-[ ]?|['’])")
_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
MOST_WORDS = 6
_LONGEST_NAME = 60


def name_run(
    page: Page, start: int, *, lower: bool = False, line_break: bool = False
) -> tuple[int, int]:
    """Where the name that begins at `start` ends: capitalised words and particles.

    With `lower`, words in lower case count too; with `line_break`, the value may stand on the next
    line. An empty span where no name begins.
    """
    text = page.text
    begin = _skip_blank(text, start, line_break=line_break)
    end = position = begin
    cut = False  # after a particle in capitals a name may be cut to any word (`DE SOUS[A]`)
    for _ in range(MOST_WORDS):
        match = WORD.match(text, position)
        if not match:
            break
        word = match.group(0)
        if not _belongs(word, lower=lower, inside=end > begin) and not (cut and word.isupper()):
            break
        cut = _is_particle_in_capitals(word)
        if fold(match.group(0)) not in PARTICLES or text[match.end() - 1] not in "'’":
            end = match.end()
        gap = _BETWEEN.match(text, match.end())
        if match.group(0)[-1] in "'’":
            position = match.end()
        elif gap:
            position = gap.end()
        else:
            break
    return begin, _without_trailing_particles(text, begin, end)


def _is_particle_in_capitals(word: str) -> bool:
    return word.isupper() and fold(word) in PARTICLES


def _is_cut(before: str, word: str) -> bool:
    """Whether a word may be what is left of a name after its particle (`DE SOUS`)."""
    return word.isupper() and _is_particle_in_capitals(before)


def _skip_blank(text: str, start: int, *, line_break: bool) -> int:
    position = start
    while position < len(text) and text[position] in " \t:;|.\u00a0\u202f":
        position += 1
    if line_break and (match := _BREAK.match(text, position)):
        position = match.end()
    return position


def _belongs(word: str, *, lower: bool, inside: bool) -> bool:
    folded = fold(word)
    if folded in NOT_NAMES:
        return False
    if folded in PARTICLES:
        return True
    return word[0].isupper() or (lower and len(word) > 1) or (inside and word[1:2] in ("'", "’"))


def _without_trailing_particles(text: str, begin: int, end: int) -> int:
    words = list(WORD.finditer(text, begin, end))
    while words and fold(words[-1].group(0)) in PARTICLES:
        words.pop()
    return words[-1].end() if words else begin


def name_run_before(page: Page, end: int) -> tuple[int, int]:
    """The name that ends at `end`: capitalised words and particles, read backwards."""
    line, _ = page.line(end)
    words = list(WORD.finditer(page.text, max(line, end - _LONGEST_NAME), end))[-MOST_WORDS:]
    taken: list[re.Match[str]] = []
    following = end
    for at, word in reversed(list(enumerate(words))):
        parted = page.text[word.end() : following].strip(" -")
        cut = at > 0 and _is_cut(words[at - 1].group(0), word.group(0))
        if parted or not (cut or _belongs(word.group(0), lower=False, inside=False)):
            break
        taken.append(word)
        following = word.start()
    while taken and fold(taken[-1].group(0)) in PARTICLES and taken[-1].group(0)[0].islower():
        taken.pop()
    return (taken[-1].start(), end) if taken else (end, end)
