"""The hospital's own patient identifiers (IPP): by label, or because the index knows the token."""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_LABELLED = re2.compile(
    rb"\b(?:IPP|NIP|(?:N ?[O.]?|NUM\.?|NUMERO|NO|ID|IDENTIFIANT|REF\.?)[ ]?(?:DE |DU "
    rb"|D')?(?:DOSSIER|PATIENTE?|IPP|PERMANENT(?: DU PATIENT)?)"
    rb"|DOSSIER (?:N ?[O.]?|NO|NUMERO)|PATIENT[ _-]?ID|MRN|DOSSIER N)(?:\b|O)[ \t]*(?:N ?O"
    rb"|NO\.?)?[ \t]*[:=#.\-]{0,2}[ \t]*([A-Z]{0,4}[\-/ ]?[0-9][A-Z0-9\-/]{2,19})\b"
)
_TOKEN = re2.compile(rb"\b[A-Z]{0,4}[\-]?[0-9][A-Z0-9\-]{3,19}\b")
_SHORTEST, _SHORTEST_DIGITS = 5, 6


class PatientIdFinder:
    """Labelled identifiers, and any token that the index holds as one."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon

    def find(self, page: Page) -> Iterator[Mention]:
        """Sure .99 if labelled and known, .95 if known, .8 if labelled, .7 if bare known digits."""
        labelled = set()
        for match in _LABELLED.finditer(page.folded):
            span = match.span(1)
            labelled.add(span[0])
            value, known = self._known(page, *span)
            yield page.mention(
                MentionKind.PATIENT_ID, span, value, 0.99 if known else 0.8, rule="labelled"
            )
        seen: dict[bytes, str] = {}  # tokens repeat, and each look-up costs
        for match in _TOKEN.finditer(page.folded):
            token = match.group(0)
            if token not in seen:
                value, known = self._known(page, *match.span())
                seen[token] = value if known and _is_long_enough(token) else ""
            if seen[token] and match.start() not in labelled:
                confidence = 0.7 if token.isdigit() else 0.95
                yield page.mention(
                    MentionKind.PATIENT_ID, match.span(), seen[token], confidence, "in the index"
                )

    def _known(self, page: Page, start: int, end: int) -> tuple[str, bool]:
        """The identifier as the index writes it, if it does."""
        written = page.text[start:end]
        for value in dict.fromkeys((written, written.upper(), written.lstrip("0"))):
            if self._lexicon.is_patient_id(value):
                return value, True
        return written, False


def _is_long_enough(token: bytes) -> bool:
    return len(token) >= (_SHORTEST_DIGITS if token.isdigit() else _SHORTEST)
