"""A full name whose order is unknown, read against one person's names."""

from typing import NamedTuple

from tocsin.match.closeness import Closeness, compare_given, compare_surnames
from tocsin.match.names import GivenNames

SECOND_SURNAME = 1
"""Words that a surname may have beside the one the index knows."""


class NameMatch(NamedTuple):
    """How close surname and given names are, and which of the person's surnames it was."""

    surname: Closeness
    given: Closeness
    borne: str


NO_NAME = NameMatch(Closeness.UNSAID, Closeness.UNSAID, "")


def match_parts(
    surname: str, given: tuple[str, ...], borne: tuple[str, ...], names: GivenNames
) -> NameMatch:
    """A surname and given names said apart, against a person's surnames and given names."""
    best, whose = Closeness.DIFFERS, ""
    for name in borne:
        closeness = compare_surnames(surname, name)
        if closeness > best or (closeness == best and name > whose):
            best, whose = closeness, name
    return NameMatch(best, compare_given(given, names), whose)


def match_full(full: str, borne: tuple[str, ...], names: GivenNames) -> NameMatch:
    """The best reading of a full name: surname first or last, with or without a second one."""
    tokens = tuple(full.split())
    for surname in borne:
        exact = _exact(tokens, tuple(surname.split()), borne, names)
        if exact is not None:
            return exact
    readings = [
        match
        for cut in range(1, len(tokens) + 1)
        for surname, given in ((tokens[:cut], tokens[cut:]), (tokens[-cut:], tokens[:-cut]))
        if (match := _reading(surname, _without(given, borne), borne, names))
    ]
    return max(readings, key=lambda match: (_worth(match), match), default=NO_NAME)


def _reading(
    surname: tuple[str, ...], given: tuple[str, ...], borne: tuple[str, ...], names: GivenNames
) -> NameMatch | None:
    """One way to read a full name; None where another's given name would hide in the surname."""
    match = match_parts(" ".join(surname), given, borne, names)
    if len(surname) == 1 or match.surname in (Closeness.SAME, Closeness.NEAR):
        return match
    more = [word for word in surname if len(word) > 2 and word not in match.borne]
    return match if len(more) <= (SECOND_SURNAME if given else 0) else None


def _exact(
    tokens: tuple[str, ...], surname: tuple[str, ...], borne: tuple[str, ...], names: GivenNames
) -> NameMatch | None:
    """The reading in which both names are right, if there is one: by far the most frequent."""
    length = len(surname)
    for rest in (
        tokens[length:] if tokens[:length] == surname else (),
        tokens[:-length] if tokens[-length:] == surname else (),
    ):
        given = compare_given(_without(rest, borne), names)
        if given == Closeness.SAME:
            return NameMatch(Closeness.SAME, given, " ".join(surname))
    return None


def merge(matches: list[NameMatch]) -> NameMatch:
    """What several mentions of one name say together: the best surname, the best given name."""
    if not matches:
        return NO_NAME
    if len(matches) == 1:
        return matches[0]
    surname = max(matches, key=lambda match: (_SURNAME_WORTH[match.surname], match))
    said = [match.given for match in matches if match.given != Closeness.UNSAID]
    given = max(said, default=Closeness.UNSAID)  # a surname alone takes nothing back
    return NameMatch(surname.surname, given, surname.borne)


def _worth(match: NameMatch) -> int:
    return _SURNAME_WORTH[match.surname] + _GIVEN_WORTH[match.given]


_SURNAME_WORTH = {
    Closeness.DIFFERS: 0,
    Closeness.UNSAID: 1,
    Closeness.INITIAL: 1,
    Closeness.NEAR: 5,
    Closeness.PART: 6,
    Closeness.OTHER: 6,
    Closeness.SAME: 10,
}
_GIVEN_WORTH = {
    Closeness.DIFFERS: 0,
    Closeness.UNSAID: 2,
    Closeness.INITIAL: 3,
    Closeness.NEAR: 4,
    Closeness.PART: 5,
    Closeness.OTHER: 5,
    Closeness.SAME: 7,
}


def _without(given: tuple[str, ...], borne: tuple[str, ...]) -> tuple[str, ...]:
    """Given names without a second surname that stands beside the first (`MARIE DUPONT MARTIN`)."""
    if len(given) < 2:
        return given
    for name in borne:
        parts = tuple(name.split())
        if len(given) > len(parts) and given[-len(parts) :] == parts:
            return given[: -len(parts)]
        if len(given) > len(parts) and given[: len(parts)] == parts:
            return given[len(parts) :]
    return given
