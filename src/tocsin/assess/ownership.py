"""Whose the words of a text are, where it speaks of several."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property

from tocsin.assess.page import Page
from tocsin.assess.subject import Subject
from tocsin.model.mention import Mention

SAME_LINE = 0.97
ONLY_MAIN = 0.95
AMONG_SEVERAL = 0.7
REACH_OF_ROLE = 48
_RELATIVE = re.compile(
    r"\b(?:m[èe]re|p[èe]re|maman|papa|conjointe?|[ée]poux|mari|femme|fils|fille|s[œo]e?ur|fr[èe]re"
    r"|tuteur|tutrice|curateur|curatrice|repr[ée]sentante? l[ée]gale?|personne [àa] pr[ée]venir"
    r"|personne de confiance|accompagnante?|aidante?|proche|responsable l[ée]gal|next of kin"
    r"|mise? en cause|auteur(?: pr[ée]sum[ée])?|c/)"
    r"\s*(?:\([^)]{0,20}\))?\s*:?\s*(?:(?:M|Mr|Mme|Mlle|Monsieur|Madame)\b\.?\s*)?\Z",
    re.IGNORECASE,
)
_KIN = (
    r"(?:m[èe]re|p[èe]re|maman|papa|conjointe?|compagne|compagnon|[ée]pou(?:x|se)|mari|femme|fils"
    r"|fille|s[œo]e?ur|fr[èe]re|grand[- ](?:m[èe]re|p[èe]re)|tante|oncle|neveu|ni[èe]ce|amie?)"
)
_MINE = re.compile(
    rf"\b(?:mon|ma|notre)\s+(?:ch[èe]re?\s+|petite?\s+|d[ée]funte?\s+)?{_KIN}\s*,?\s*"
    r"(?:(?:M|Mr|Mme|Mlle|Monsieur|Madame)\b\.?\s*)?\Z",
    re.IGNORECASE,
)
"""« Mon mari X »: a letter about X by somebody else."""

_PRONOUN = re.compile(
    rf"\b(?:(son|sa|ses|lui|il|elle|leur|(?:mon|ma)\s+{_KIN})"
    r"|(mon|ma|mes|je|j['’]|me|m['’]|moi))(?!\w)",
    re.IGNORECASE,
)
REACH_OF_PRONOUN = 80
REACH_OF_THEIR_ROLE = 200
_RELATIVE_OF = re.compile(
    r"\b(?:m[èe]re|p[èe]re|maman|papa|conjointe?|[ée]poux|mari|femme|fils|fille|s[œo]e?ur|fr[èe]re"
    r"|tuteur|tutrice|personne [àa] pr[ée]venir|personne de confiance|accompagnante?|aidante?"
    r"|proche|accompagn[ée]e? par)\s+(?:du|de|d['’])[^:\n]{3,140}:"
    r"\s*(?:(?:M|Mr|Mme|Mlle|Monsieur|Madame)\b\.?\s*)?\Z",
    re.IGNORECASE,
)
"""« Accompagnant de la patiente Mme X (…) : M. Y »: the role is Y's."""

_BEGINNING = re.compile(
    r"[\s\-–—*•\d.:)/h]*(?:(?:chambre|chbre|ch|lit|box|poste|salle)\b\.?\s*\d*[A-Z]?[\s:.\-]*)?"
    r"(?:(?:M|Mr|Mme|Mlle|Monsieur|Madame)\b\.?\s*)?",
    re.IGNORECASE,
)
"""What may stand before the name that begins an entry of a list."""


_FIELD = re.compile(
    r"[\t ]*([\w.\-]*(?:nom|name|patiente?|client|assuré)[\w ]*?)[ \t]*[:=][ \t]*", re.I
)
"""A field that begins a record of somebody: `CLIENT.NOM=`, `patient : `."""


class Ownership:
    """Whose a mention is, in a text with these subjects."""

    def __init__(self, subjects: list[Subject], page: Page) -> None:
        self._subjects = subjects
        self._page = page
        self._persons = _distinct(subjects)

    @cached_property
    def _main(self) -> list[int]:
        """Those whom the text is most likely about."""
        weights = [_beside_the_patient(subject, self._page) for subject in self._subjects]
        most = max(weights, default=0)
        return [i for i, weight in enumerate(weights) if weight == most]

    @cached_property
    def _one_main(self) -> bool:
        return len(_distinct([self._subjects[i] for i in self._main])) == 1

    @cached_property
    def _by_line(self) -> dict[int, list[int]]:
        """The subjects that each line names."""
        found: dict[int, list[int]] = {}
        for i, subject in enumerate(self._subjects):
            for line in {self._page.line_at(a.start) for a in subject.somebody.anchors}:
                found.setdefault(line, []).append(i)
        return found

    @cached_property
    def _entries(self) -> dict[int, int]:
        """Lines of a list: each begins with the name of the one it is about, or goes on."""
        entries = {line: i for i, line in _entries(self._subjects, self._page)}
        if len(set(entries.values())) < 2:
            return {}
        return _with_what_follows(entries, self._page.is_indented)

    @cached_property
    def _records(self) -> dict[int, int]:
        """Lines of records of fields, one after another: each begins with the same field of a name.

        `CLIENT.NOM=D'ANGELO …`, a blank line, `CLIENT.NOM=ROUX …`.
        """
        begins = list(_records(self._subjects, self._page))
        several = Counter(field for field, _, _ in begins)
        records = {line: i for field, line, i in begins if several[field] > 1}
        if len(set(records.values())) < 2:
            return {}
        return _with_what_follows(records, lambda line: bool(self._page.line(line).strip()))

    def owners(self, mention: Mention) -> list[tuple[int, float]]:
        """The subject a mention is about, and how sure that is; none where nobody is named."""
        if not self._subjects:
            return []
        if len(self._persons) == 1:
            return [(self._persons[0], 1.0)]
        if self._loved is not None:
            spoken = self._of_whom_one_writes(mention, self._loved)
            if spoken is not None:
                return [(spoken, AMONG_SEVERAL)]
        line = self._page.line_at(mention.start)
        if line in self._entries:
            return [(self._entries[line], SAME_LINE)]
        if line in self._records:
            return [(self._records[line], SAME_LINE)]
        beside = self._by_line.get(line, [])
        main_beside = [i for i in beside if i in self._main]
        if main_beside or (beside and not self._one_main):
            return [(self._nearest(main_beside or beside, mention), SAME_LINE)]
        if self._one_main:
            return [(self._main[0], ONLY_MAIN)]
        return [(self._before(mention), AMONG_SEVERAL)]

    @cached_property
    def _loved(self) -> int | None:
        """The relative a letter is about (`mon mari X`), where it names its writer and no other."""
        if len(self._persons) != 2:
            return None
        return next((i for i in self._persons if _is_mine(self._subjects[i], self._page)), None)

    def _of_whom_one_writes(self, mention: Mention, loved: int) -> int | None:
        """The relative or the writer, by the last pronoun before the mention in its sentence."""
        begin = max(0, mention.start - REACH_OF_PRONOUN)
        before = re.split(r"[.!?]\s|\n\s*\n", self._page.text[begin : mention.start])[-1]
        said = [match.lastindex for match in _PRONOUN.finditer(before)]
        writer = next(i for i in self._persons if i != loved)
        if said:
            return loved if said[-1] == 1 else writer
        named = min(anchor.start for anchor in self._subjects[loved].somebody.anchors)
        return loved if named < mention.start else None

    def _nearest(self, among: list[int], mention: Mention) -> int:
        return min(among, key=lambda i: self._subjects[i].distance(mention))

    def _before(self, mention: Mention) -> int:
        """The main subject named last before the mention, else the first of them."""
        position = bisect_left(self._namings, (mention.start + 1, -1))
        return self._namings[position - 1][1] if position else self._main[0]

    @cached_property
    def _namings(self) -> list[tuple[int, int]]:
        """Where each of the main subjects is named, in order."""
        return sorted(
            (anchor.start, i) for i in self._main for anchor in self._subjects[i].somebody.anchors
        )


def _beside_the_patient(subject: Subject, page: Page) -> int:
    """The weight of a subject; of a mother or a person to warn, named as such, hardly any."""
    start = min(anchor.start for anchor in subject.somebody.anchors)
    is_relative = _RELATIVE.search(page.text, max(0, start - REACH_OF_ROLE), start)
    is_relative = is_relative or _RELATIVE_OF.search(
        page.text, max(0, start - REACH_OF_THEIR_ROLE), start
    )
    return min(subject.weight, 1) if is_relative else subject.weight


def _is_mine(subject: Subject, page: Page) -> bool:
    """Whether the writer names somebody as a relative of their own."""
    starts = (anchor.start for anchor in subject.somebody.anchors)
    return any(_MINE.search(page.text, max(0, at - REACH_OF_ROLE), at) for at in starts)


def _records(subjects: list[Subject], page: Page) -> Iterator[tuple[str, int, int]]:
    """The field, the line and the subject of each name that begins a record."""
    for position, subject in enumerate(subjects):
        for anchor in subject.somebody.anchors:
            begin = page.text.rfind("\n", 0, anchor.start) + 1
            line = page.line_at(anchor.start)
            field = _FIELD.fullmatch(page.text, begin, anchor.start)
            if field and not all(page.line(line - back).strip() for back in (1, 2)):
                yield field.group(1).casefold(), line, position


def _with_what_follows(first: dict[int, int], goes_on: Callable[[int], bool]) -> dict[int, int]:
    """Each line with those below it that go on."""
    lines = dict(first)
    for line, position in first.items():
        below = line + 1
        while below not in first and goes_on(below):
            lines[below] = position
            below += 1
    return lines


def _entries(subjects: list[Subject], page: Page) -> Iterator[tuple[int, int]]:
    """The subjects whom the index knows, with the lines that their name alone begins."""
    for position, subject in enumerate(subjects):
        if not subject.resolution.candidates:
            continue
        for anchor in subject.somebody.anchors:
            begin = page.text.rfind("\n", 0, anchor.start) + 1
            alone = _BEGINNING.fullmatch(page.text, begin, anchor.start)
            if alone and not page.is_path(anchor.start):
                yield position, page.line_at(anchor.start)


def _distinct(subjects: list[Subject]) -> list[int]:
    """Positions of subjects that are not the same confirmed person as an earlier one."""
    seen: set[int] = set()
    kept = []
    for position, subject in enumerate(subjects):
        person = subject.resolution.candidates[0].person if subject.resolution.is_confirmed else -1
        if person not in seen:
            kept.append(position)
            seen |= {person} - {-1}
    return kept
