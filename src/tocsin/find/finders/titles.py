"""Names that a title, a label, « née » or an age introduces: they need not be in the index."""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from tocsin.find import re2
from tocsin.find.finders.dates import FoundDate
from tocsin.find.finders.staff import is_followed_by_role
from tocsin.find.fold import fold
from tocsin.find.general_names import given_names, surnames
from tocsin.find.page import Page
from tocsin.find.person_words import (
    EVERYDAY,
    MOST_WORDS,
    PARTICLES,
    WEEKDAYS,
    WORD,
    name_run,
    name_run_before,
)
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_TITLE = re2.compile(
    rb"\b(?:(MESDAMES|MADAME|MME|MLLE|MADEMOISELLE|MRS|PATIENTE|ASSUREE|USAGERE)"
    rb"|(MESSIEURS|MONSIEUR|MR|M)|(PATIENTE?|PATIENT\(E\)|ENFANT|BEBE|USAGER|ASSURE|BENEFICIAIRE"
    rb"|TITULAIRE|ADHERENT|RESIDENTE?|NOUVEAU[ -]NE))\b(?:\(E\))?\.?[ \t]{0,3}:?[ \t]{0,3}"
    rb"(?:(?:MADAME|MME|MLLE|MONSIEUR|MR|M|ENFANT)\b\.?[ \t]{1,2})?"
)
_LABEL = re2.compile(
    rb"\b(?:(NOM[ -]?(?:DE[ -]?)?(?:NAISSANCE|JEUNE[ -]?FILLE)|NOM[ -]?PATRONYMIQUE"
    rb"|NOM DE FAMILLE ?\(?DE NAISSANCE\)?|(?:BIRTH|MAIDEN)[ -]?NAME)"
    rb"|(NOMS? (?:ET|&) PRENOMS?|NOM,? ?/?-? ?PRENOMS?|PRENOMS? (?:ET|&)? ?NOMS?|IDENTITE"
    rb"|NOM[ -]?(?:DU ?)?PATIENT|NOM ?(?:DE )?(?:L'?)?ASSURE|NOM DE LA PATIENTE|PATIENTE?"
    rb"|PATIENT\(E\)|(?:PATIENT|FULL)[ -]?NAME"
    rb"|CONCERNE|DOSSIER DE|CAS DE|OBJET|A L'ATTENTION DE|SUIVIE?)"
    rb"|(NOM(?:[ -]?(?:(?:D'?)?(?:USAGE|EPOUSE)|USUEL|MARITAL|(?:DE[ -]?)?FAMILLE))?"
    rb"|SURNAME|(?:PATIENT[ -]?)?(?:LAST|FAMILY)[ -]?NAME)"
    rb"|(1ERS? PRENOMS?|PRENOMS?(?:[ -]?(?:(?:DE[ -]?)?NAISSANCE|USUEL|UTILISE|PATIENT))?(?:\(S\))?"
    rb"|(?:PATIENT[ -]?)?(?:GIVEN|FIRST)[ -]?NAMES?))"
    rb"(?: ?/ ?(?:SURNAMES?|NAME|GIVEN NAMES?|FIRST NAMES?))?(?: ?\([0-9]\))?"
    rb"(?:(?:\\?[\"'])?(?:[ \t]{0,4}(?:[:=|](?:[ \t]?\\?[\"'])?|\n)|[ ]{2,}|\t)|>)"
    rb"|\b(?:(NOM)(?: ?/ ?(?:SURNAME|NAME))? ?\([0-9]\)"
    rb"|(PRENOMS?)(?: ?/ ?(?:GIVEN|FIRST) NAMES?)? ?\([0-9]\)) "
)
_LINE_LABEL = re2.compile(
    rb"(?m)^[ \t]*(?:(NOM DE (?:NAISSANCE|JEUNE FILLE))|(NOMS?(?: ET)? PRENOMS?|PATIENTE?|IDENTITE)"
    rb"|(NOM(?: D'USAGE| USUEL)?)|(PRENOMS?))[ ]"
)
_BORN_AS = re2.compile(
    rb"\b(?:NEE|NE\(E\)|(EP|EPOUSE|VEUVE|VVE|DIVORCEE?|USAGE))\b\.?[ \t]{0,2}:?[ \t]{0,2}"
)
_SAID_AFTER = re2.compile(
    rb",? ?\(?(?:AGEE? DE [0-9]{1,3} ANS|[0-9]{1,3} ANS\b|NEE?(?:\(E\))? LE [0-9]|DDN\b|NEE [A-Z])"
)
_SEXED = re2.compile(
    rb"\b(?:(NEE LE|(?:LA|CETTE) PATIENTE|(?:PATIENTE|FEMME|FILLETTE) DE [0-9]+|HOSPITALISEE"
    rb"|AGEE DE|SEXE ?[:=|]? ?(?:F|FEMININ|FEMME))"
    rb"|NE LE [0-9A-Z]+|(?:PATIENT|HOMME|GARCON) DE [0-9]+|EST HOSPITALISE|AGE DE"
    rb"|SEXE ?[:=|]? ?(?:M|MASCULIN|HOMME))\b"
)
_OF_A_COUPLE = re2.compile(rb"\b(?:M|MR|MME|MONSIEUR|MADAME)[. ]{0,2} (?:ET|OU|&|/) $")
"""`M. et Mme Luc et Anne BAYLE`: the second title says nothing of the name right after it."""

_LONGEST_TAIL = 40
_LONGEST_LABEL = 30
_LABELS = (
    MentionKind.BIRTH_NAME,
    MentionKind.FULL_NAME,
    MentionKind.SURNAME,
    MentionKind.GIVEN_NAMES,
    MentionKind.SURNAME,
    MentionKind.GIVEN_NAMES,
)
_BEFORE_A_NAME = frozenset(("VU", "VUE", "REVU", "REVUE", "POUR", "CHEZ", "AVEC"))
"""Words that are surnames too, and that notes in lower case set before a name."""

_SEPARATORS = b" \t,;|-"
_VAGUE_LABEL = re2.compile(rb"^(?:OBJET|CONCERNE|SUIVIE?)")


class TitleFinder:
    """Finds names by what stands before or after them."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        self._surnames = lexicon.surname_tokens()
        self._given = lexicon.given_name_tokens()
        self._general = given_names() | surnames()

    def find(self, page: Page, found: Sequence[FoundDate]) -> Iterator[Mention]:
        """Every such name; overlapping ones too. `found` are the dates of the page."""
        yield from self._titled(page)
        yield from self._labelled(page)
        yield from self._born_as(page)
        yield from self._said_after(page)
        yield from self._before_a_date(page, found)
        yield from self._sexed(page)

    def _titled(self, page: Page) -> Iterator[Mention]:
        for match in _TITLE.finditer(page.folded):
            lone = match.group(2) == b"M"
            if lone and (not page.text[match.start()].isupper() or b"." not in match.group(0)):
                continue
            start, end = name_run(page, match.end())
            if end == start:
                start, end = self._known_lower(page, match.end())
            else:
                end = self._over_line_break(page, start, self._with_known_lower(page, start, end))
            noun = match.group(3) is not None
            if noun and (match.group(0).endswith(b".") or _is_label(page, start)):
                continue
            if end == start or (noun and self._is_doubtful(page, start, end)):
                continue
            yield from self._role_aware(page, start, end, 0.75 if noun else 0.85, "titled")
            couple = _OF_A_COUPLE.search(page.before(match.start(), 12)) is not None
            if not noun and not couple and not is_followed_by_role(page, end):
                sex, group = ("F", 1) if match.group(1) else ("M", 2)
                yield page.mention(MentionKind.SEX, match.span(group), sex, 0.9, "title")

    def _known_lower(self, page: Page, start: int) -> tuple[int, int]:
        """A name in lower case after a title: only words that the index knows."""
        begin, end = name_run(page, start, lower=True)
        while end > begin and not self._is_known(fold(page.text[begin:end])):
            cut = max(page.text.rfind(" ", begin, end), page.text.rfind("-", begin, end))
            end = cut if cut > begin else begin
        return begin, end

    def _with_known_lower(self, page: Page, start: int, end: int) -> int:
        """The end of a name that goes on in lower case (`Mme Modeste lopez`, `M. Paul Lam tam`)."""
        end = self._end_of_known_surname(page, start, end)
        word = WORD.match(page.text, end + 1) if page.text[end : end + 1] == " " else None
        if word and len(word.group(0)) > 3 and fold(word.group(0)) not in EVERYDAY:
            tokens = fold(word.group(0)).split()
            return word.end() if all(self._is_known(token) for token in tokens) else end
        return end

    def _end_of_known_surname(self, page: Page, start: int, end: int) -> int:
        """The end of a surname of the index that begins in capitals and goes on in lower case."""
        if page.text[end : end + 1] != " " or not page.text[end + 1 : end + 2].isalpha():
            return end
        words = list(islice(WORD.finditer(page.text, start, end + _LONGEST_TAIL), MOST_WORDS + 2))
        stop = next(
            (
                i
                for i, (a, b) in enumerate(pairwise(words))
                if page.text[a.end() : b.start()] != " "
            ),
            len(words) - 1,
        )
        for last in reversed(words[: stop + 1]):
            if last.end() <= end:
                break
            if any(
                word.group(0)[0].isupper()
                and self._lexicon.is_surname(page.fold(word.start(), last.end()))
                for word in words
                if word.start() < last.start()
            ):
                return last.end()
        return end

    def _over_line_break(self, page: Page, start: int, end: int) -> int:
        """The end of a name whose surname begins the next line (`Mme Marie-Louise / MOREAU`)."""
        given = all(token in self._given for token in page.fold(start, end).split())
        if not given or page.text[end : end + 1] != "\n":
            return end
        _, stop = name_run(page, end + 1)
        surname = page.fold(end + 1, stop) if stop > end + 1 else ""
        known = all(t in self._surnames or t in PARTICLES for t in surname.split())
        return stop if surname and known else end

    def _labelled(self, page: Page) -> Iterator[Mention]:
        for match in _LABEL.finditer(page.folded):
            yield from self._after_label(page, match, sure=True)
        for match in _LINE_LABEL.finditer(page.folded):
            yield from self._after_label(page, match, sure=False)

    def _after_label(self, page: Page, match: re2.Match, *, sure: bool) -> Iterator[Mention]:
        """What a label announces; `sure` where a colon, a gap or a line break ends the label."""
        kind = _LABELS[next(i for i in range(len(_LABELS)) if match.group(i + 1))]
        full = kind is MentionKind.FULL_NAME
        start, end = name_run(page, match.end(), lower=sure and not full, line_break=sure)
        if end == start and sure:
            start, end = (
                self._known_lower(page, start) if full else self._particle_name(page, start)
            )
        if end == start or (not sure and _is_label(page, start)):
            return
        given = (
            kind is MentionKind.GIVEN_NAMES
        )  # « Prénom : Marie-Claude » though CLAUDE is a surname
        if full or (not given and self._is_really_full(page.fold(start, end))):
            end = self._end_of_known_surname(page, start, end)
            vague = _VAGUE_LABEL.search(match.group(0)) is not None
            if not self._is_doubtful(page, start, end, vague=vague):
                yield from self._role_aware(page, start, end, 0.85, "labelled")
        else:
            yield page.mention(kind, (start, end), None, 0.95 if given else 0.9, "labelled")

    def _particle_name(self, page: Page, start: int) -> tuple[int, int]:
        """A surname that is a particle elsewhere (`Nom : LE`), if there is one."""
        word = WORD.match(page.text, start)
        if word and word.group(0).isupper() and self._lexicon.is_surname(fold(word.group(0))):
            return word.span()
        return start, start

    def _born_as(self, page: Page) -> Iterator[Mention]:
        for match in _BORN_AS.finditer(page.folded):
            start, end = name_run(page, match.end())
            if end == start:
                continue
            married = match.group(1) is not None
            kind = MentionKind.SURNAME if married else MentionKind.BIRTH_NAME
            rule = "épouse" if married else "née"
            cut = self._end_of_surname(page, start, end)
            yield page.mention(kind, (start, cut), None, 0.95 if cut < end else 0.85, rule)
            if cut < end:
                given = next(WORD.finditer(page.text, cut, end)).start()
                yield page.mention(MentionKind.GIVEN_NAMES, (given, end), None, 0.8, rule)

    def _end_of_surname(self, page: Page, start: int, end: int) -> int:
        """Where the given names begin that follow a surname (`née MARTIN Claire`), or `end`."""
        words = list(WORD.finditer(page.text, start, end))
        for previous, word in pairwise(words):
            changes = previous.group(0).isupper() and not word.group(0).isupper()
            token = fold(word.group(0))
            if changes or (token in self._given and token not in self._surnames):
                return previous.end()
        return end

    def _said_after(self, page: Page) -> Iterator[Mention]:
        for match in _SAID_AFTER.finditer(page.folded):
            start, end = name_run_before(page, match.start())
            if end == start:
                start, end = self._known_lower_before(page, match.start())
            if end > start and len(fold(page.text[start:end]).split()) > 1:
                yield from self._role_aware(page, start, end, 0.7, "before an age")

    def _known_lower_before(self, page: Page, end: int) -> tuple[int, int]:
        """A name in lower case (`thomas du bois né le…`): words the index knows, both halves."""
        line, _ = page.line(end)
        start, tokens = end, list[str]()
        for word in reversed(list(WORD.finditer(page.text, max(line, end - 60), end))[-6:]):
            token = fold(word.group(0))
            if not self._is_known(token) or page.text[word.end() : start].strip(" -"):
                break
            start = word.start()
            tokens += token.split()
        while tokens and (tokens[-1] in PARTICLES or tokens[-1] in _BEFORE_A_NAME):
            start += len(tokens.pop()) + 1
        both = any(t in self._surnames for t in tokens) and any(t in self._given for t in tokens)
        return (start, end) if both and len(tokens) > 1 else (end, end)

    def _sexed(self, page: Page) -> Iterator[Mention]:
        for match in _SEXED.finditer(page.folded):
            if match.group(0) == b"AGE DE" and page.text[match.start() + 2] not in "éÉ":
                continue  # « à l'âge de »
            female = match.group(1) is not None
            sure = 0.9 if match.group(0).startswith(b"SEXE") else 0.7
            yield page.mention(MentionKind.SEX, match.span(), "FM"[not female], sure, "agreement")

    def _before_a_date(self, page: Page, found: Sequence[FoundDate]) -> Iterator[Mention]:
        """`KOWALCZYK Piotr 03/05/1970`: two words or more, one at least in capitals; or a surname
        of the index by itself.
        """
        for date in found:
            gap = page.before(date.start, 4)
            end = date.start - len(gap) + len(gap.rstrip(_SEPARATORS))
            if end == date.start:
                continue
            start, end = name_run_before(page, end)
            if fold(page.text[start:end].rpartition(" ")[2]) in WEEKDAYS:
                continue
            words = WORD.findall(page.text[start:end])
            if len(words) == 1 and words[0][0].isupper() and not date.short:
                yield from self._surname_alone(page, start, end)
            if len(words) < 2 or fold(words[-1]) in PARTICLES:
                continue
            if any(len(word) > 2 and word.isupper() for word in words):
                yield from self._role_aware(page, start, end, 0.5, "beside a date")

    def _surname_alone(self, page: Page, start: int, end: int) -> Iterator[Mention]:
        value = page.fold(start, end)
        if value in self._surnames and value not in EVERYDAY | PARTICLES | WEEKDAYS:
            yield page.mention(MentionKind.SURNAME, (start, end), value, 0.5, "beside a date")

    def _role_aware(
        self, page: Page, start: int, end: int, confidence: float, rule: str
    ) -> Iterator[Mention]:
        value = page.fold(start, end)
        tokens = [token for token in value.split() if token not in PARTICLES]
        if is_followed_by_role(page, end):
            yield page.mention(MentionKind.STAFF, (start, end), value, 0.8, "role after")
        elif (len(tokens) > 1 or self._has_particle_name(value)) and not self._lexicon.is_surname(
            value
        ):
            sure = confidence + 0.1 * self._is_known(value)
            yield page.mention(MentionKind.FULL_NAME, (start, end), value, sure, rule)
        elif tokens:
            given = value in self._given and value not in self._surnames
            kind = MentionKind.GIVEN_NAMES if given else MentionKind.SURNAME
            yield page.mention(kind, (start, end), value, confidence, rule)

    def _is_known(self, folded: str) -> bool:
        return all(
            t in self._surnames or t in self._given or t in self._general or t in PARTICLES
            for t in folded.split()
        )

    def _has_particle_name(self, folded: str) -> bool:
        """`Arlette Le`, `Van Kuntz`: a particle that is somebody's whole surname or given name."""
        tokens = folded.split()
        particles = [t for t in tokens if t in PARTICLES]
        others = [t for t in tokens if t not in PARTICLES]
        return (
            any(self._lexicon.is_surname(t) for t in particles)
            and any(t in self._given for t in others)
        ) or (
            any(self._lexicon.is_given_name(t) for t in particles)
            and self._lexicon.is_surname(" ".join(others))
        )

    def _is_doubtful(self, page: Page, start: int, end: int, *, vague: bool = False) -> bool:
        """Whether the words after a common noun (`patient`, `objet`) may be no name at all."""
        tokens = [t for t in page.fold(start, end).split() if t not in PARTICLES]
        known = any(self._is_known(t) for t in tokens)
        return not known and (vague or len(tokens) < 2)

    def _is_really_full(self, folded: str) -> bool:
        """`Nom : DUPONT Marie` is more than a surname."""
        tokens = folded.split()
        if len(tokens) < 2 or self._lexicon.is_surname(folded):
            return False
        return any(t in self._given for t in tokens) and any(t in self._surnames for t in tokens)


def _is_label(page: Page, start: int) -> bool:
    """Whether what stands here is the name of a field: `patient lastName: DUPONT`."""
    return _LABEL.match(page.folded[start : start + _LONGEST_LABEL]) is not None
