"""Names of persons: from the patient index first, then whatever a title or a label introduces."""

from collections.abc import Iterator
from typing import NamedTuple

import re2

from tocsin.find.finders.staff import is_followed_by_role
from tocsin.find.fold import fold
from tocsin.find.page import Page
from tocsin.find.person_words import NOT_NAMES, PARTICLES, name_run
from tocsin.find.typo import OneTypo
from tocsin.find.vocabulary import Vocabulary
from tocsin.find.words import words
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_TITLE = re2.compile(
    rb"\b(?:(MESDAMES|MADAME|MME|MLLE|MADEMOISELLE|MRS|MS|PATIENTE|ASSUREE|USAGERE)"
    rb"|(MESSIEURS|MONSIEUR|MR|M)|(PATIENTE?|PATIENT\(E\)|ENFANT|BEBE|USAGER|ASSURE|BENEFICIAIRE"
    rb"|TITULAIRE|ADHERENT|RESIDENTE?|NOUVEAU[ -]NE))\b(?:\(E\))?\.?[ \t]{0,3}:?[ \t]{0,3}"
    rb"(?:(?:MADAME|MME|MLLE|MONSIEUR|MR|M|ENFANT)\b\.?[ \t]{1,2})?"
)
_LABEL = re2.compile(
    rb"\b(?:(NOM DE (?:NAISSANCE|JEUNE FILLE)|NOM PATRONYMIQUE|NOM DE FAMILLE ?\(?DE NAISSANCE\)?"
    rb"|BIRTH NAME|MAIDEN NAME)"
    rb"|(NOMS? (?:ET|&) PRENOMS?|NOM,? ?/?-? ?PRENOMS?|PRENOMS? (?:ET|&)? ?NOMS?|IDENTITE"
    rb"|PATIENTE?|PATIENT\(E\)|FULL NAME"
    rb"|CONCERNE|DOSSIER DE|CAS DE|OBJET|A L'ATTENTION DE|SUIVIE?)"
    rb"|(NOM(?: D'USAGE| USUEL| MARITAL| D'EPOUSE| DE FAMILLE)?|SURNAME|LAST NAME|FAMILY NAME)"
    rb"|(1ERS? PRENOMS?|PRENOMS?(?: DE NAISSANCE| USUEL| UTILISE)?(?:\(S\))?|GIVEN NAMES?"
    rb"|FIRST NAMES?))[ \t]{0,4}(?:[:=|]|\n)"
)
_BORN_AS = re2.compile(
    rb"\b(?:NEE|NE\(E\)|(EP|EPOUSE|VEUVE|VVE|DIVORCEE?|USAGE))\b\.?[ \t]{0,2}:?[ \t]{0,2}"
)
_INITIAL_BEFORE = re2.compile(rb"\b([A-Z])(?:\.[ -]?([A-Z])\.?|\.)[ ]?$")
_INITIAL_AFTER = re2.compile(rb"^[ ]([A-Z])(?:\.|\b)")
_GAP = re2.compile(
    rb"^(?:[ \t]{1,2}|[ ]?,[ ]?|[ ]?-[ ]?|[ ]?/[ ]?|'|[ ]?\n[ ]?|(?:[ \-'](?:DE|DU|DES|D|LE|LA"
    rb"|BEN|EL|VAN|VON|DA|DOS|DI)[ \-'])+)$"
)
_WIDEST_GAP = 12
_EVERYDAY = words("everyday")


class Hit(NamedTuple):
    """A token of the index in the text."""

    start: int
    end: int
    token: str
    surname: bool
    given: bool


class NameFinder:
    """Finds names; values are folded, surname and given names in the order of the text."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        self._surnames = lexicon.surname_tokens()
        self._given = lexicon.given_name_tokens()
        tokens = {t for t in self._surnames | self._given if len(t) > 1 and t.isascii()}
        self._vocabulary = Vocabulary(tokens - PARTICLES)
        self._typo = OneTypo(t for t in self._surnames if len(t) > 4)

    def find(self, page: Page) -> Iterator[Mention]:
        """Every name, overlapping ones included: the longer and the surer win later."""
        yield from self._titled(page)
        yield from self._labelled(page)
        yield from self._born_as(page)
        yield from self._from_index(page, list(self._hits(page)))

    def _hits(self, page: Page) -> Iterator[Hit]:
        for start, end, token in self._vocabulary.scan(page):
            yield Hit(start, end, token, token in self._surnames, token in self._given)

    def _titled(self, page: Page) -> Iterator[Mention]:
        for match in _TITLE.finditer(page.folded):
            lone = match.group(2) == b"M"
            if lone and (not page.text[match.start()].isupper() or b"." not in match.group(0)):
                continue
            start, end = name_run(page, match.end())
            if end == start and not lone:
                start, end = self._known_lower(page, match.end())
            if end == start:
                continue
            yield from self._role_aware(page, start, end, 0.85, "titled")
            if match.group(1) or match.group(2):
                sex = "F" if match.group(1) else "M"
                yield page.mention(
                    MentionKind.SEX, match.span(1 if match.group(1) else 2), sex, 0.9, rule="title"
                )

    def _known_lower(self, page: Page, start: int) -> tuple[int, int]:
        """A name in lower case after a title: only words that the index knows."""
        begin, end = name_run(page, start, lower=True)
        while end > begin and not self._is_known(fold(page.text[begin:end])):
            cut = max(page.text.rfind(" ", begin, end), page.text.rfind("-", begin, end))
            end = cut if cut > begin else begin
        return begin, end

    def _is_known(self, folded: str) -> bool:
        return all(
            t in self._surnames or t in self._given or t in PARTICLES for t in folded.split()
        )

    def _labelled(self, page: Page) -> Iterator[Mention]:
        kinds = (
            MentionKind.BIRTH_NAME,
            MentionKind.FULL_NAME,
            MentionKind.SURNAME,
            MentionKind.GIVEN_NAMES,
        )
        for match in _LABEL.finditer(page.folded):
            number = next(i for i in range(1, 5) if match.group(i))
            start, end = name_run(page, match.end(), lower=number in (1, 3, 4), line_break=True)
            if end == start:
                continue
            if kinds[number - 1] is MentionKind.FULL_NAME:
                yield from self._role_aware(page, start, end, 0.85, "labelled")
            else:
                value = page.fold(start, end)
                yield Mention(kinds[number - 1], start, end, value, 0.9, rule="labelled")

    def _born_as(self, page: Page) -> Iterator[Mention]:
        for match in _BORN_AS.finditer(page.folded):
            start, end = name_run(page, match.end())
            if end > start:
                kind = MentionKind.SURNAME if match.group(1) else MentionKind.BIRTH_NAME
                yield Mention(
                    kind,
                    start,
                    end,
                    page.fold(start, end),
                    0.85,
                    rule="née" if not match.group(1) else "épouse",
                )

    def _role_aware(
        self, page: Page, start: int, end: int, confidence: float, rule: str
    ) -> Iterator[Mention]:
        value = page.fold(start, end)
        tokens = [t for t in value.split() if t not in PARTICLES]
        known = self._is_known(value)
        if is_followed_by_role(page, end):
            yield Mention(MentionKind.STAFF, start, end, value, 0.8, rule="role after")
        elif len(tokens) > 1 and not self._lexicon.is_surname(value):
            yield Mention(
                MentionKind.FULL_NAME, start, end, value, confidence + 0.1 * known, rule=rule
            )
        elif tokens:
            lone_given = value in self._given and value not in self._surnames
            kind = MentionKind.GIVEN_NAMES if lone_given else MentionKind.SURNAME
            yield Mention(kind, start, end, value, confidence, rule=rule)

    def _from_index(self, page: Page, hits: list[Hit]) -> Iterator[Mention]:
        position = 0
        while position < len(hits):
            last = position
            while last + 1 < len(hits) and self._adjacent(page, hits[last], hits[last + 1]):
                last += 1
            yield from self._judge(page, hits[position : last + 1])
            position = last + 1

    def _adjacent(self, page: Page, one: Hit, two: Hit) -> bool:
        gap = two.start - one.end
        return gap <= _WIDEST_GAP and _GAP.match(page.folded[one.end : two.start]) is not None

    def _judge(self, page: Page, run: list[Hit]) -> Iterator[Mention]:
        run = _trimmed(page, run)
        if not run:
            return
        if len(run) == 1:
            yield from self._alone(page, run[0])
        elif _has_both(run):
            start, end = run[0].start, run[-1].end
            start = _with_particle(page, start)
            confidence = 0.9 if all(page.text[h.start].isupper() for h in run) else 0.6
            if "\n" in page.text[start:end]:
                confidence -= 0.2
            if is_followed_by_role(page, end):
                yield Mention(
                    MentionKind.STAFF, start, end, page.fold(start, end), 0.8, rule="role after"
                )
            else:
                value = page.fold(start, end)
                yield Mention(MentionKind.FULL_NAME, start, end, value, confidence, rule="index")
        else:
            for hit in run:
                yield from self._alone(page, hit)

    def _alone(self, page: Page, hit: Hit) -> Iterator[Mention]:
        """One known token: an initial beside it, or an unknown word that may be its other half."""
        if not page.text[hit.start].isupper():
            return
        if hit.surname:
            yield from self._with_initial(page, hit)
        yield from self._with_unknown(page, hit)

    def _with_initial(self, page: Page, hit: Hit) -> Iterator[Mention]:
        surname_start = _with_particle(page, hit.start)
        before = page.before(surname_start, 6)
        surname = page.fold(surname_start, hit.end)
        if match := _INITIAL_BEFORE.search(before):
            start = surname_start - len(before) + match.start()
            if match.group(1) == b"M" and not match.group(2):
                return  # « M. Dupont » is a title
            yield Mention(
                MentionKind.FULL_NAME,
                start,
                hit.end,
                f"{match.group(1).decode()} {surname}",
                0.6,
                rule="initial",
            )
        elif (match := _INITIAL_AFTER.search(page.after(hit.end, 4))) and page.text[
            hit.start : hit.end
        ].isupper():
            end = hit.end + match.end()
            if page.text[hit.end + match.start(1)].isupper():
                yield Mention(
                    MentionKind.FULL_NAME,
                    surname_start,
                    end,
                    f"{surname} {match.group(1).decode()}",
                    0.5,
                    rule="initial",
                )

    def _with_unknown(self, page: Page, hit: Hit) -> Iterator[Mention]:
        for start, end in (
            (hit.start, _word_after(page, hit.end)),
            (_word_before(page, hit.start), hit.end),
        ):
            if end <= start or (start, end) == (hit.start, hit.end):
                continue
            other = (
                page.text[hit.end + 1 : end]
                if start == hit.start
                else page.text[start : hit.start - 1]
            )
            folded = fold(other)
            if folded in NOT_NAMES or folded in PARTICLES or len(folded) < 3:
                continue
            value = page.fold(start, end)
            if hit.given and self._typo.matches(folded):
                yield Mention(MentionKind.FULL_NAME, start, end, value, 0.6, rule="one typo")
            elif page.text[hit.start : hit.end].isupper() != other.isupper():
                yield Mention(MentionKind.FULL_NAME, start, end, value, 0.45, rule="half known")


def _trimmed(page: Page, run: list[Hit]) -> list[Hit]:
    """Without everyday words in lower case at the ends (`le petit Martin`)."""
    while run and _is_everyday(page, run[0]):
        run = run[1:]
    while run and _is_everyday(page, run[-1]):
        run = run[:-1]
    return run if any(page.text[hit.start].isupper() for hit in run) else []


def _is_everyday(page: Page, hit: Hit) -> bool:
    lower = not page.text[hit.start].isupper()
    return hit.token in NOT_NAMES or (lower and (hit.token in _EVERYDAY or len(hit.token) < 4))


def _has_both(run: list[Hit]) -> bool:
    """Whether one token is a surname and another one a given name."""
    surnames = [hit.start for hit in run if hit.surname]
    given = [hit.start for hit in run if hit.given]
    return bool(surnames and given and (len(set(surnames) | set(given)) > 1))


def _with_particle(page: Page, start: int) -> int:
    """The start of a surname with the particles before it (`de la Tour`)."""
    while start > 1 and page.folded[start - 1 : start] in (b" ", b"'"):
        begin = (
            max(page.folded.rfind(b" ", 0, start - 1), page.folded.rfind(b"\n", 0, start - 1)) + 1
        )
        word = page.folded[begin : start - 1]
        if word.decode("ascii") not in PARTICLES or not page.text[begin].isupper():
            break
        start = begin
    return start


def _word_after(page: Page, end: int) -> int:
    """The end of the capitalised word one space further, or `end`."""
    if page.folded[end : end + 1] != b" " or not page.text[end + 1 : end + 2].isupper():
        return end
    stop = end + 1
    while stop < len(page.text) and (page.text[stop].isalpha() or page.text[stop] in "-'’"):
        stop += 1
    return stop if stop - end > 3 else end


def _word_before(page: Page, start: int) -> int:
    """The start of the capitalised word one space before, or `start`."""
    if start < 2 or page.folded[start - 1 : start] != b" ":
        return start
    begin = start - 1
    while begin > 0 and (page.text[begin - 1].isalpha() or page.text[begin - 1] in "-'’"):
        begin -= 1
    return begin if start - begin > 3 and page.text[begin].isupper() else start
