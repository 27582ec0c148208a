"""Hospitals, schools, laboratories that bear a person's name: `hôpital Robert Debré` is nobody."""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.finders.towns import is_town
from tocsin.find.page import Page
from tocsin.find.person_words import WORD
from tocsin.model.mention import Mention, MentionKind

_CUE = re2.compile(
    rb"\b(?:HOPITAL|HOPITAUX|CLINIQUE|POLYCLINIQUE|CHR?U|GHU|CENTRE HOSPITALIER(?: UNIVERSITAIRE"
    rb"| REGIONAL| INTERCOMMUNAL)?|CENTRE (?:MEDICAL|DE SANTE|DE REEDUCATION|DE SOINS)|CDS|EHPAD"
    rb"|INSTITUT|FONDATION|MATERNITE|MAISON (?:DE RETRAITE|DE SANTE)|LABORATOIRE|PHARMACIE|LYCEE"
    rb"|COLLEGE|ECOLE|UNIVERSITE|GYMNASE|STADE|AMPHITHEATRE|RESIDENCE|ESPACE|PAVILLON"
    rb"|BATIMENT|SALLE(?: D'ATTENTE| DE (?:REUNION|CONFERENCES?|STAFF|SOINS))?|AMPHI|UNITE|BLOC"
    rb"|HALL|PARKING|ARRET|ASSOCIATION|PRIX|BOURSE|ENTREPRISE|ETS|ETABLISSEMENTS?|SOCIETE|SARL)S?"
    rb" (?:PRIVEE? |PUBLIQUE? |UNIVERSITAIRE )?"
    rb"(?:(?:DE LA|DE L'|DES|DE|DU|D'|LA|LE|L')[ ]?)?"
)
_PERSON_AFTER = re2.compile(
    rb"^[ ,(]{0,3}(?:NEE?\b|DDN\b|[0-9]{1,3} ANS|[0-9]{1,2}[/.\-]|[12] ?[0-9]{2} ?[0-9]{2} )"
)
_MOST_WORDS = 3


class EstablishmentFinder:
    """Finds the names of establishments, which take their words from the finders of persons."""

    def find(self, page: Page) -> Iterator[Mention]:
        """The words in capitals right after such a noun, unless a person's data follows them."""
        for match in _CUE.finditer(page.folded):
            end = _end_of_capitals(page, match.end())
            if end == match.end() or is_town(page.fold(match.end(), end)):
                continue
            if not _PERSON_AFTER.search(page.after(end, 12)):
                span = match.start(), end
                yield page.mention(MentionKind.NAMESAKE, span, None, 0.8, "establishment")


def _end_of_capitals(page: Page, start: int) -> int:
    """Where the words end that begin with a capital; nothing of the next line counts."""
    end = start
    for _ in range(_MOST_WORDS):
        at = end if end == start else end + 1
        word = WORD.match(page.text, at)
        if not word or not word.group(0)[0].isupper():
            break
        end = word.end()
        if page.text[end : end + 1] not in (" ", "-"):
            break
    return end
