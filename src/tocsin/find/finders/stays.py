"""The numbers of stays (NDA, IEP, venue): by their label, by the hospital's forms, or known.

A number of digits alone that nothing announces is none, unless the hospital's own list has it:
too many other things look so.
"""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.forms import alternatives, parse_form
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_LABELLED = re2.compile(
    rb"\b(?:(?:N ?[O.]?|NUM\.?|NUMERO|ID|IDENTIFIANT|REF\.?|CODE)[ ]?(?:DE |DU |D'|DE LA )?"
    rb"(?:SEJOURS?|VENUES?|EPISODES?|HOSPITALISATION|DOSSIER ADMINISTRATIF|PASSAGE|ADMISSION)"
    rb"|(?:SEJOUR|VENUE|EPISODE|DOSSIER ADMINISTRATIF) (?:N ?[O.]|NO|NUMERO)|NDA|IEP|NDS)\b[ \t]*"
    rb"(?:N ?[O.])?[ \t]*[:=#.\-]{0,2}[ \t]*([A-Z]{0,4}[\-/ ]?[0-9](?:[\-/. ]?[0-9])+)\b"
)
_BARE = re2.compile(rb"\b[A-Z]{0,4}[0-9]+\b")
_SHORTEST, _LONGEST = 5, 15
LABELLED, SHAPED, KNOWN = 0.95, 0.9, 0.9


class StayFinder:
    """Finds numbers of stays. The value is the number as it is written."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        forms = [parse_form(form) for form in lexicon.number_forms(MentionKind.STAY_ID)]
        self._shaped = alternatives([form for form in forms if not form.is_plain])
        self._has_stays = lexicon.has_stays

    def find(self, page: Page) -> Iterator[Mention]:
        """Labelled ones, those of a form, those that are known; each once."""
        taken: set[int] = set()
        for (start, end), confidence, rule in self._spans(page):
            if start not in taken and not _is_date(page.text[start:end]):
                taken.add(start)
                value = page.text[start:end]
                yield page.mention(MentionKind.STAY_ID, (start, end), value, confidence, rule)

    def _spans(self, page: Page) -> Iterator[tuple[tuple[int, int], float, str]]:
        for match in _LABELLED.finditer(page.folded):
            if _SHORTEST <= sum(map(str.isdigit, page.text[slice(*match.span(1))])) <= _LONGEST:
                yield match.span(1), LABELLED, "labelled stay"
        if self._shaped:
            for match in self._shaped.finditer(page.folded):
                yield match.taken, SHAPED, "form of a stay"
        if self._has_stays:
            for match in _BARE.finditer(page.folded):
                if self._lexicon.is_stay(page.text[match.start() : match.end()]):
                    yield match.span(), KNOWN, "known stay"


def _is_date(written: str) -> bool:
    """`séjour n° 02/06/2025` gives a day."""
    parts = written.replace(".", "/").replace("-", "/").split("/")
    return len(parts) == 3 and len(parts[0]) <= 2 and len(parts[1]) == 2
