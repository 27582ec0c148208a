"""Names of persons: from the patient index first, then whatever a title or a label introduces."""

import bisect
from collections.abc import Iterator, Sequence

from tocsin.find import re2
from tocsin.find.finders.dates import FoundDate
from tocsin.find.finders.hit import Hit
from tocsin.find.finders.relatives import relatives
from tocsin.find.finders.shortnames import ShortSurnames
from tocsin.find.finders.staff import is_followed_by_role
from tocsin.find.fold import fold
from tocsin.find.page import Page
from tocsin.find.person_words import EVERYDAY, NOT_NAMES, PARTICLES
from tocsin.find.typo import OneTypo
from tocsin.find.vocabulary import Vocabulary
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_INITIAL_BEFORE = re2.compile(rb"\b([A-Z])(?:\.[ -]?([A-Z])\.?|\.)[ ]?$")
_INITIAL_AFTER = re2.compile(rb"^[ ]([A-Z])(?:\.|\b)")
_TIGHT = re2.compile(
    rb"^(?:[ \t]{1,2}|-|'|(?:[ \-'](?:DE|DU|DES|D|LA|LE|L|BEN|EL|AL|AIT|VAN|VON|DER|DEN|DA|DO|DOS"
    rb"|DAS|DI|DEL|SAINTE?|STE?|O|MC|MAC|OULD))+[ \-']"
    rb"|[ ]\((?:DE|D'|DU|DE LA|DES|LE|LA|VAN|VON)\)[ ]|\.)$"
)
_LOOSE = re2.compile(rb"^(?:[ ]?[,;:/(][ ]?|[ ][(]|[ ]-[ ]|[ ]?\n[ ]?|[ ]{3,}|\t+|[ ]?\|[ ]?)$")
_TO_DATE = re2.compile(rb"^[ ]?[,;\t|(][ ]?(?:(?:LUN|MAR|MER|JEU|VEN|SAM|DIM)[A-Z]*[., ]{1,2})?$")
_COMMA = re2.compile(rb"^[ ]?,[ ]?$")
_ROOM = re2.compile(
    rb"(?m)^[ \t\-]*(?:(?:CHAMBRE|CHBRE|CH|LIT|POSTE|BOX)\b[.]?[ ]?)?[0-9]{1,4}[A-Z]?"
    rb"[ \t:./\-]{1,4}"
)
_ENTRY = re2.compile(rb"^[ \t]{0,2}(?:[:\-,(;]|$)")
_AGE_OR_DATE = re2.compile(
    rb"^[ ]?[,:(\-]?[ ]?(?:[0-9]{1,3} ?A(?:NS)?\b"
    rb"|[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-](?:19|20)?[0-9]{2}\b)"
)
"""What stands right after a person in lists and notes, and not after an author of an article."""

_GIVEN_AND = re2.compile(
    rb"\b([A-Z]{2,}(?:-[A-Z]{2,})?) (?:ET|OU|&) (?:(?:M|MR|MME|MLLE|MONSIEUR|MADAME)\b[.]? )?$"
)
_AND_GIVEN = re2.compile(
    rb"^ (?:ET|OU|&) (?:(?:M|MR|MME|MLLE|MONSIEUR|MADAME)\b[.]? )?([A-Z]{2,}(?:-[A-Z]{2,})?)\b"
    rb"(?:[^ ]|$| [^A-Z]| (?:[A-Z]{1,3}|ONT|SONT|VIVENT|AVEC|POUR|DANS)\b)"
)
_WIDEST_COUPLE, _COUPLE = 40, 0.8
_COMPOUND = frozenset(("JEAN", "MARIE", "ANNE", "PIERRE", "PAUL", "LOUIS", "CHARLES", "ROSE"))
"""The first halves of given names that a hyphen makes of two."""

_WIDEST_GAP = 14


class NameFinder:
    """Finds names; values are folded, surname and given names in the order of the text."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        self._surnames = lexicon.surname_tokens()
        self._given = lexicon.given_name_tokens()
        tokens = {t for t in self._surnames | self._given if len(t) > 1 and t.isascii()}
        self._vocabulary = Vocabulary(tokens - PARTICLES)
        self._short = ShortSurnames(lexicon)
        self._typo = OneTypo(t for t in self._surnames if len(t) > 4)

    def find(self, page: Page, found: Sequence[FoundDate]) -> Iterator[Mention]:
        """Every name of the index, with what an unknown or mistyped half allows to guess.

        `found` are the dates of the page: beside one, half a name is worth a mention.
        """
        hits = list(self._hits(page))
        yield from self._from_index(page, hits)
        yield from _beside_dates(page, hits, found)
        yield from _after_rooms(page, hits)
        yield from relatives(page, hits)

    def _hits(self, page: Page) -> Iterator[Hit]:
        for start, end, token in self._vocabulary.scan(page):
            yield Hit(start, end, token, token in self._surnames, token in self._given)

    def _from_index(self, page: Page, hits: list[Hit]) -> Iterator[Mention]:
        runs = _runs(page, hits)
        position = 0
        while position < len(runs):
            run = runs[position]
            following = runs[position + 1] if position + 1 < len(runs) else []
            before = runs[position - 1] if position else []
            if _completes(page, run, following) and not _lists_given_names(page, before, run):
                run = run + following
                position += 1
            yield from self._judge(page, run)
            position += 1

    def _judge(self, page: Page, run: list[Hit]) -> Iterator[Mention]:
        run = _trimmed(page, run)
        if _is_compound_given_name(page, run):
            yield from self._short.beside(page, run[0].start, run[-1].end)
            return
        if not _has_both(run):
            if run and all(hit.given for hit in run):
                yield from self._short.beside(page, run[0].start, run[-1].end)
            for hit in run:
                yield from self._alone(page, hit)
            return
        span = _with_particle(page, run[0].start), run[-1].end
        if is_followed_by_role(page, span[1]):
            yield page.mention(MentionKind.STAFF, span, None, 0.8, "role after")
            return
        sure = _sureness([page.text[hit.start].isupper() for hit in run])
        if "\n" in page.text[span[0] : span[1]]:
            sure -= 0.2
        yield page.mention(MentionKind.FULL_NAME, span, None, sure, "index")
        yield from self._other_of_a_couple(page, run, span)

    def _other_of_a_couple(
        self, page: Page, run: list[Hit], span: tuple[int, int]
    ) -> Iterator[Mention]:
        """Who shares the surname: `Luc et Anne BAYLE`, `BAYLE Luc et Anne`."""
        lead, tail = _led_by_given(run), _led_by_given(run[::-1])
        if lead:
            before = page.before(span[0], _WIDEST_COUPLE)
            match, offset = _GIVEN_AND.search(before), span[0] - len(before)
        else:
            match, offset = _AND_GIVEN.search(page.after(span[1], _WIDEST_COUPLE)), span[1]
        if not match or not (lead or tail):
            return
        other = offset + match.start(1), offset + match.end(1)
        given, surname = page.fold(*other), page.fold(*_surname_of(page, run, span, lead))
        if page.text[other[0]].isupper() and all(t in self._given for t in given.split()):
            full = f"{given} {surname}" if lead else f"{surname} {given}"
            yield page.mention(MentionKind.FULL_NAME, other, full, _COUPLE, "couple")

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
            if is_followed_by_role(page, hit.end):
                return  # « par Y. Petit, pharmacienne »
            yield Mention(
                MentionKind.FULL_NAME,
                start,
                hit.end,
                f"{match.group(1).decode()} {surname}",
                0.6,
                rule="initial",
            )
        elif (match := _INITIAL_AFTER.search(page.after(hit.end, 4))) and (
            page.text[hit.start : hit.end].isupper()
            or _AGE_OR_DATE.match(page.after(hit.end + match.end(), 16))
        ):
            end = hit.end + match.end()
            if page.text[hit.end + match.start(1)].isupper():
                sure = 0.6 if _AGE_OR_DATE.match(page.after(end, 16)) else 0.5
                value = f"{surname} {match.group(1).decode()}"
                yield Mention(
                    MentionKind.FULL_NAME, surname_start, end, value, sure, rule="initial"
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


def _led_by_given(run: list[Hit]) -> int:
    """How many of its first words are given names, the rest surnames; 0 if it is not so."""
    count = next((i for i, hit in enumerate(run) if not hit.given), 0)
    if not count and all(hit.given for hit in run) and run[-1].surname:
        count = len(run) - 1
    return count if count and all(hit.surname for hit in run[count:]) else 0


def _surname_of(page: Page, run: list[Hit], span: tuple[int, int], lead: int) -> tuple[int, int]:
    """Where the surname of a full name stands: after so many given names, else before them."""
    if lead:
        return _with_particle(page, run[lead].start), span[1]
    return span[0], run[-_led_by_given(run[::-1]) - 1].end


def _is_compound_given_name(page: Page, run: list[Hit]) -> bool:
    """`Jean-Martin`: a hyphen joins two given names, though the second is a surname, too."""
    return (
        len(run) == 2
        and all(hit.given and not _is_upper(page, hit) for hit in run)
        and run[0].token in _COMPOUND
        and page.text[run[0].end : run[1].start] in ("-", "‐")
    )


def _sureness(capitals: list[bool]) -> float:
    return 0.9 if all(capitals) else 0.6 if any(capitals) else 0.45


def _runs(page: Page, hits: list[Hit]) -> list[list[Hit]]:
    """Hits that only a space, a hyphen or particles part."""
    runs: list[list[Hit]] = []
    for hit in hits:
        if runs and _gap_fits(_TIGHT, page, runs[-1][-1], hit):
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return runs


def _completes(page: Page, run: list[Hit], following: list[Hit]) -> bool:
    """Whether a comma or a line break parts the two halves of one name (`DUPONT, Marie`)."""
    open_ended = not _has_both(run) or all(hit.given for hit in run)
    return (
        open_ended
        and bool(following)
        and not _has_both(following)
        and _has_both(run + following)
        and _gap_fits(_LOOSE, page, run[-1], following[0])
    )


def _lists_given_names(page: Page, before: list[Hit], run: list[Hit]) -> bool:
    """Whether a name before goes on with more given names (`DURAND Paul, Éric, Hervé`)."""
    if not _has_both(before) or not _gap_fits(_COMMA, page, before[-1], run[0]):
        return False
    return all(hit.given and _is_upper(page, hit) == _is_upper(page, before[-1]) for hit in run)


def _is_upper(page: Page, hit: Hit) -> bool:
    return page.text[hit.start : hit.end].isupper()


def _gap_fits(pattern: re2.Pattern, page: Page, one: Hit, two: Hit) -> bool:
    gap = two.start - one.end
    return gap <= _WIDEST_GAP and pattern.match(page.folded[one.end : two.start]) is not None


def _beside_dates(page: Page, hits: list[Hit], found: Sequence[FoundDate]) -> Iterator[Mention]:
    """A lone word of the index right before a date (`Guillotel, 16 décembre 1968`)."""
    ends = [hit.end for hit in hits]
    for date in found:
        position = bisect.bisect_right(ends, date.start) - 1
        if position < 0 or date.start - ends[position] > _WIDEST_GAP:
            continue
        hit = hits[position]
        gap = page.folded[hit.end : date.start]
        is_said = page.text[hit.start].isupper() and b"(" in gap  # « Brun (18/09/79) »
        if (hit.token in EVERYDAY and not is_said) or not _TO_DATE.match(gap):
            continue
        kind = MentionKind.SURNAME if hit.surname else MentionKind.GIVEN_NAMES
        yield page.mention(kind, (hit.start, hit.end), hit.token, 0.45, "beside a date")


def _after_rooms(page: Page, hits: list[Hit]) -> Iterator[Mention]:
    """A lone surname after the number of a room or bed (`204 PELLETIER : haché`)."""
    beds = {match.end() for match in _ROOM.finditer(page.folded)}
    for hit in hits:
        alone = hit.surname and hit.start in beds and hit.token not in EVERYDAY
        if alone and page.text[hit.start].isupper() and _ENTRY.match(page.after(hit.end, 4)):
            span = hit.start, hit.end
            yield page.mention(MentionKind.SURNAME, span, hit.token, 0.55, "after a room")


def _trimmed(page: Page, run: list[Hit]) -> list[Hit]:
    """Without everyday words in lower case at the ends (`le petit Martin`)."""
    while run and _is_everyday(page, run[0]) and not _is_borne(page, run[0], run[1:2]):
        run = run[1:]
    while run and _is_everyday(page, run[-1]) and not _is_borne(page, run[-1], run[-2:-1]):
        run = run[:-1]
    if any(page.text[hit.start].isupper() for hit in run):
        return run
    return run if _is_name_in_lower_case(run) else []


def _is_name_in_lower_case(run: list[Hit]) -> bool:
    """`martin jean`: two words of the index side by side, neither of them an everyday word."""
    return len(run) in (2, 3) and all(len(hit.token) > 2 for hit in run) and _has_both(run)


def _is_everyday(page: Page, hit: Hit) -> bool:
    lower = not page.text[hit.start].isupper()
    return hit.token in NOT_NAMES or (lower and (hit.token in EVERYDAY or len(hit.token) < 3))


def _is_borne(page: Page, hit: Hit, beside: list[Hit]) -> bool:
    """Whether an everyday word is a surname here: in capitals beside what is only a given name."""
    capitals = page.text[hit.start : hit.end].isupper()
    return hit.surname and capitals and any(n.given and not n.surname for n in beside)


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
