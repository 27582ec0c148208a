"""How close two values are: the same, one slip away, a part, or another."""

from datetime import date
from enum import IntEnum
from functools import lru_cache

from tocsin.match.names import GivenNames

SHORTEST_TRUNCATED = 5
SHORTEST_PREFIX = 3
SHORTEST_WITH_TYPO = 4


class Closeness(IntEnum):
    """From worst to best."""

    DIFFERS = 0
    UNSAID = 1
    INITIAL = 2
    NEAR = 3
    PART = 4
    OTHER = 5
    SAME = 6


def one_slip(a: str, b: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes `b` of `a`."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < SHORTEST_WITH_TYPO:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        swapped = rest_a[1:2] + rest_a[:1] + rest_a[2:]
        return rest_a[1:] == rest_b[1:] or swapped == rest_b
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]


def may_be_close(a: str, b: str) -> bool:
    """False where surely no slip, cut or part makes one of the other: a look at their ends.

    One slip leaves the first or the last letter as it is, a cut the first; several words may share
    any of them.
    """
    return a[:1] == b[:1] or a[-1:] == b[-1:] or " " in a or " " in b


@lru_cache(maxsize=50_000)
def compare_surnames(said: str, borne: str) -> Closeness:
    """Two folded surnames."""
    if not said or not borne:
        return Closeness.UNSAID
    if said == borne or said.replace(" ", "") == borne.replace(" ", ""):
        return Closeness.SAME
    if len(said) >= SHORTEST_TRUNCATED and borne.startswith(said):
        return Closeness.PART
    if _is_part(said.split(), borne.split()):
        return Closeness.PART
    return Closeness.NEAR if one_slip(said, borne) else Closeness.DIFFERS


def _is_part(a: list[str], b: list[str]) -> bool:
    """Whether one compound name holds the other, by tokens long enough to mean something."""
    shared = set(a) & set(b)
    return any(len(token) >= SHORTEST_PREFIX for token in shared) and (
        shared == set(a) or shared == set(b)
    )


def compare_given(said: tuple[str, ...], borne: GivenNames) -> Closeness:
    """Given names as said (folded tokens) and as the index has them."""
    tokens = borne.tokens
    if not said or not tokens:
        return Closeness.UNSAID
    length = min(len(said), len(tokens))
    if said[:length] == tokens[:length] and length >= borne.first:
        return Closeness.SAME
    if "".join(said) == borne.joined:
        return Closeness.SAME
    if all(len(token) == 1 for token in said):
        same = said[0] == tokens[0][0]
        return Closeness.INITIAL if same else Closeness.DIFFERS
    if said[0] == tokens[0] or _is_prefix(said[0], tokens[0]):
        return _of_more_words(said, borne)
    if set(said) <= set(tokens):
        return Closeness.OTHER
    near = one_slip(" ".join(said), " ".join(tokens[: len(said)])) or one_slip(said[0], tokens[0])
    return Closeness.NEAR if near else Closeness.DIFFERS


def _of_more_words(said: tuple[str, ...], borne: GivenNames) -> Closeness:
    """Given names that begin alike: `Marie-Paule` is not `Marie-Louise`."""
    if all(any(token.startswith(word) for token in borne.tokens) for word in said[1:]):
        return Closeness.PART
    return Closeness.DIFFERS if borne.first > 1 else Closeness.NEAR


def _is_prefix(said: str, borne: str) -> bool:
    return len(said) >= SHORTEST_PREFIX and borne.startswith(said)


def compare_dates(said: str, borne: date) -> Closeness:
    """A date as said (ISO) and a birth date: one digit off, day and month swapped, or another
    century (years are often written with two figures) is near.
    """
    true = borne.isoformat()
    if said == true:
        return Closeness.SAME
    if len(said) != len(true):
        return Closeness.UNSAID
    if sum(a != b for a, b in zip(said, true, strict=True)) == 1:
        return Closeness.NEAR
    if said[4:] == true[4:] and said[2:4] == true[2:4]:
        return Closeness.NEAR
    swapped = f"{said[:5]}{said[8:]}-{said[5:7]}"
    if swapped == true:
        return Closeness.NEAR
    return Closeness.DIFFERS if _is_day(said) else Closeness.UNSAID


def _is_day(iso: str) -> bool:
    """Whether a calendar has it: another day than the true one, and no slip of the pen."""
    try:
        return bool(date.fromisoformat(iso))
    except ValueError:
        return False
