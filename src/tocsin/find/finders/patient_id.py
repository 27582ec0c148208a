"""The hospital's own patient identifiers (IPP): by label, or because the index knows the number.

Its index teaches how they look (`patient_id_shapes`): `HC-0145658` is found as `HC 0145658` too,
and after a label without its letters or zeros. Without a label digits alone count only in full,
and hardly where a good part of all numbers of that length is some patient's.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from tocsin.find import re2
from tocsin.find.forms import alternatives, parse_form
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_LABELLED = re2.compile(
    rb"\b(?:IPP|NIP|(?:N ?[O.]?|NUM\.?|NUMERO|NO|ID|IDENTIFIANT|REF\.?)[ ]?(?:DE |DU "
    rb"|D')?(?:DOSSIER|PATIENTE?|IPP|PERMANENT(?: DU PATIENT)?)"
    rb"|(?:DOSSIER|PATIENTE?) (?:N ?[O.]?|NO|NUMERO)|PATIENT[ _-]?ID|MRN)(?:\b|O)[ \t]*(?:N ?O"
    rb"|NO\.?)?[ \t]*[:=#.\-]{0,2}[ \t]*"
    rb"([A-Z]{0,4}[\-/. ]?[0-9](?:[A-Z0-9\-/]|[ .][0-9]){2,19})\b"
)
_NUMBERED = re2.compile(
    rb"\b(?:(?:N ?O|NUM(?:ERO)?)\b[.]?[ ]?[:=]?[ ]?([0-9]{1,8}(?:[ .][0-9]{2,6}){1,4})"
    rb"|(?:DOSSIER|PATIENTE?)\b[ ]?[:=]?[ ]?([0-9]{1,8}(?:[ .][0-9]{2,6}){0,4}))\b"
)
_TOKEN = re2.compile(rb"\b[A-Z]{0,4}[\-]?[0-9][A-Z0-9\-]{3,19}\b")
_GLUED_LABEL = re.compile(r"(?:IPP|NIP|PAT|DOS|ID)(?=\d)", re.IGNORECASE)
_FIRST_PART = re.compile(r"[^\W\d_]{0,4}[\-/. ]?\d[^\s.]*")
_CUTS = re.compile(r"[ .\-/]")
_MISREAD = str.maketrans("OoIl", "0011")
_SHORTEST, _SHORTEST_DIGITS = 5, 6
_LENGTH_OF_MANY_THINGS = 6
"""Digits that alone are a date, a sum, a code as well as a number of somebody."""

_DENSE = 0.0058
"""Of all numbers of a length so many are patients': then a bare one is so with 95 %, if one bare
number in ten is meant as a patient's (`tocsin.match.compare`)."""


class PatientIdFinder:
    """Labelled identifiers, and any token that the index holds as one."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        self._shapes = lexicon.patient_id_shapes()
        learned = [spelt for shape in self._shapes if (spelt := _spelt(shape))]
        forms = [parse_form(form) for form in lexicon.number_forms(MentionKind.PATIENT_ID)]
        self._forms = alternatives([form for form in forms if not form.is_plain])
        self._learned = re2.compile(rb"\b(?:" + b"|".join(learned) + rb")\b") if learned else None

    def find(self, page: Page) -> Iterator[Mention]:
        """Sure .99 if labelled and known, .95 if known, .8 if labelled, .7 if bare known digits.

        Bare digits as many things have: .5.
        """
        labelled = [
            self._labelled(page, *match.span(1)) for match in _LABELLED.finditer(page.folded)
        ]
        yield from labelled
        taken = {mention.start for mention in labelled}
        for mention in (*self._of_a_form(page), *self._parted(page), *self._tokens(page)):
            if mention.start not in taken:
                taken.add(mention.start)
                yield mention

    def _labelled(self, page: Page, start: int, end: int) -> Mention:
        """The longest stretch after the label that the index knows, else the first part of it."""
        written = page.text[start:end]
        ends = [end, *(start + cut.start() for cut in reversed(list(_CUTS.finditer(written))))]
        for stop in ends:
            if value := self._spelt_after_a_label(page.text[start:stop]):
                return page.mention(
                    MentionKind.PATIENT_ID, (start, stop), value, 0.99, rule="labelled"
                )
        first = _FIRST_PART.match(written)
        stop = start + first.end() if first else end
        value = page.text[start:stop]
        return page.mention(MentionKind.PATIENT_ID, (start, stop), value, 0.8, rule="labelled")

    def _spelt_after_a_label(self, written: str) -> str:
        """The identifier: without its zeros or its letters, or with a letter read for a digit."""
        misread = written.translate(_MISREAD)
        digits = written if written.isdigit() else ""
        whole = (_filled(shape, digits) for shape in self._shapes if digits)
        spellings = (written, misread, *whole)
        found = (self._lexicon.patient_id_of(s, zeros_lost=True) for s in spellings if len(s) > 2)
        return next((value for value in found if value), "")

    def _of_a_form(self, page: Page) -> Iterator[Mention]:
        """Numbers written as the hospital's configuration says, that the index knows."""
        for match in self._forms.finditer(page.folded) if self._forms else ():
            start, end = match.taken
            if value := self._lexicon.patient_id_of(page.text[start:end], zeros_lost=True):
                yield page.mention(
                    MentionKind.PATIENT_ID, (start, end), value, 0.95, "form of the hospital"
                )

    def _parted(self, page: Page) -> Iterator[Mention]:
        """`HC 0145658`, `n° 00.145.658`, `patient 145658`."""
        numbered = list(_NUMBERED.finditer(page.folded))
        spans = [(*match.span(2), 0.8) for match in numbered if match.group(2)]
        spans += [(*match.span(1), 0.0) for match in numbered if match.group(1)]
        if self._learned:
            spans += [(*match.span(), 0.0) for match in self._learned.finditer(page.folded)]
        for start, end, least in spans:
            value = self._lexicon.patient_id_of(page.text[start:end])
            if value and _is_long_enough(value):
                sureness = max(least, self._sureness(value))
                yield page.mention(
                    MentionKind.PATIENT_ID, (start, end), value, sureness, "in the index"
                )

    def _tokens(self, page: Page) -> Iterator[Mention]:
        seen: dict[bytes, tuple[str, int, int]] = {}  # tokens repeat, and each look-up costs
        for match in _TOKEN.finditer(page.folded):
            token = match.group(0)
            if token not in seen:
                seen[token] = self._known(page.text[match.start() : match.end()])
            value, start, end = seen[token]
            if value:
                span = match.start() + start, match.start() + end
                sureness = self._sureness(value)
                yield page.mention(MentionKind.PATIENT_ID, span, value, sureness, "in the index")

    def _known(self, token: str) -> tuple[str, int, int]:
        """The identifier in a token and where: all of it, after a label, or a part between `-`."""
        spans = [(0, len(token))]
        if glued := _GLUED_LABEL.match(token):
            spans.append((glued.end(), len(token)))
        if "-" in token:
            spans += _parts(token)
        for start, end in spans:
            written = token[start:end]
            if _is_long_enough(written) and (value := self._lexicon.patient_id_of(written)):
                return value, start, end
        return "", 0, 0

    def _sureness(self, value: str) -> float:
        """Of an identifier without a label."""
        if any(sign.isalpha() for sign in value):
            return 0.95
        few = sum(map(str.isdigit, value)) <= _LENGTH_OF_MANY_THINGS
        return 0.5 if few or self._lexicon.patient_id_chance(value) > _DENSE else 0.7


def _parts(token: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in token.split("-"):
        yield start, start + len(part)
        start += len(part) + 1


def _is_long_enough(written: str) -> bool:
    return len(written) >= (_SHORTEST_DIGITS if written.isdigit() else _SHORTEST)


def _filled(shape: str, digits: str) -> str:
    """The shape with these digits, or "" if it has another number of them."""
    if shape.count("9") != len(digits):
        return ""
    rest = iter(digits)
    return "".join(next(rest) if sign == "9" else sign for sign in shape)


def _spelt(shape: str) -> bytes:
    """A pattern of a shape with letters or signs, however its parts are parted; else b""."""
    if shape.isdigit() or "9" not in shape or not shape.isascii():
        return b""
    parts = ["".join(run) for _, run in groupby(shape, _class_of)]
    spelt = [_pattern(part) for part in parts if part[0].isalnum()]
    return r"[ ./\-]?".join(spelt).encode("ascii")


def _class_of(sign: str) -> int:
    return 2 if sign == "9" else 1 if sign.isalpha() else 0


def _pattern(part: str) -> str:
    return f"[0-9]{{{len(part)}}}" if part[0] == "9" else re.escape(part)
