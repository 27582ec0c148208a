"""What was set aside, in strata: where a miss is likelier, the sample looks harder."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tocsin.assess.review.question import CONTENT
from tocsin.assess.text import ABOUT_NOBODY, LEAST_SURE
from tocsin.case import Store
from tocsin.language import Language
from tocsin.model.document import MEMBER, DocumentKind

WORDS = ("ordonnance", "compte rendu", "compte-rendu", "compte_rendu", "crh", "cro", "resultat",
         "anapath", "operatoire", "hospitalisation", "consultation", "medical",
         "biologie", "radio", "scanner", "irm", "courrier", "certificat", "dossier")  # fmt: skip
"""In a path, the promise of a medical paper."""


class Group(StrEnum):
    """Strata that are bounded together. Set before anything is drawn."""

    RISKY = "risky"
    PLAIN = "plain"


class Reason(StrEnum):
    """Why a document is in its stratum: the first that holds."""

    HOMONYMS = "homonyms"  # it names somebody whom too many may be
    STRANGER = "stranger"  # it says something medical of somebody who is not in the index
    UNOWNED = "unowned"  # it says that somebody is ill, and nobody was recognised in it
    FAINT = "faint"  # its medical words were too faint to be given to anybody
    PARTIAL = "partial"  # it was read in part
    PICTURE = "picture"  # its letters were recognised from an image
    PATH = "path"  # its path promises a medical paper
    LIST = "list"  # tables and data, which may speak of many
    MEDICAL = "medical"  # somebody's medical data was found in it: another's may be, too
    ADMINISTRATIVE = "administrative"  # persons were found in it, and nothing medical
    WORDS = "words"  # nobody was found in it, and it has medical words: a protocol, an article
    NOBODY = "nobody"  # nobody was found in it

    @property
    def group(self) -> Group:
        """The group its strata are bounded in."""
        return Group.RISKY if self in _RISKY else Group.PLAIN

    def label(self, language: Language) -> str:
        """The reason for a reader."""
        return _LABELS[self][0 if language == "fr" else 1]


_RISKY = frozenset(
    {
        Reason.HOMONYMS,
        Reason.STRANGER,
        Reason.UNOWNED,
        Reason.FAINT,
        Reason.PARTIAL,
        Reason.PICTURE,
        Reason.PATH,
    }
)
_SPLIT_BY_KIND = frozenset({Reason.MEDICAL, Reason.ADMINISTRATIVE, Reason.WORDS, Reason.NOBODY})
_LISTS = frozenset({DocumentKind.TABLE, DocumentKind.DATABASE, DocumentKind.DATA})


@dataclass(frozen=True, slots=True)
class Unit:
    """A content that was read: identical documents are one unit."""

    content: str
    path: str
    media_type: str
    reason: Reason
    stratum: str

    @property
    def family(self) -> str:
        """What tends to fail together: the same folder or archive, the same media type."""
        return family_of(self.path, self.media_type)


def family_of(path: str, media_type: str) -> str:
    """The family of files that the document at `path` belongs to."""
    folder = path.replace(MEMBER, "/").rpartition("/")[0]
    return f"{folder} · {media_type}"


READABLE = "status IN ('read', 'partial', 'skipped_duplicate') AND kind != 'archive'"
"""SQL: documents that can be judged. An archive's members are documents of their own."""

_SENSITIVE = "category IN ('health', 'other_sensitive')"
UNITS = f"""
    SELECT content, min(path), min(media_type), min(kind), max(status = 'partial'),
        max(exposed), max(medical), max(homonyms), max(stranger), max(hint)
    FROM (
        SELECT {CONTENT} AS content, path, media_type, kind, status, coalesce(score, 0.0) AS hint,
            EXISTS (SELECT 1 FROM exposures e LEFT JOIN rulings r USING (person, document, category)
                WHERE e.document = d.document AND verdict IS NOT 0) AS exposed,
            EXISTS (SELECT 1 FROM exposures e LEFT JOIN rulings r USING (person, document, category)
                WHERE e.document = d.document AND verdict IS NOT 0 AND {_SENSITIVE}) AS medical,
            EXISTS (SELECT 1 FROM unmatched u WHERE u.document = d.document
                AND u.reason = 'homonyms') AS homonyms,
            EXISTS (SELECT 1 FROM unmatched u WHERE u.document = d.document
                AND (categories LIKE '%health%' OR categories LIKE '%other_sensitive%')) AS stranger
        FROM documents d LEFT JOIN hints USING (document) WHERE {READABLE}
    ) GROUP BY content ORDER BY content
"""
UNREAD = f"""
    SELECT path, reason FROM documents
    WHERE NOT ({READABLE}) AND (status != 'read' OR kind != 'archive') AND NOT (
        status = 'skipped_duplicate' AND kind = 'archive')
    ORDER BY path
"""
"""Documents that nobody can judge: unreadable ones, and archives that were read in part."""


def units(store: Store) -> Iterator[Unit]:
    """Every content that was read, by content."""
    for content, path, media_type, kind, *flags, hint in store.stream(UNITS):
        reason = _reason(path, DocumentKind(kind), hint, *map(bool, flags))
        stratum = f"{reason}/{kind}" if reason in _SPLIT_BY_KIND else reason.value
        yield Unit(content, path, media_type, reason, stratum)


def _reason(
    path: str,
    kind: DocumentKind,
    hint: float,
    partial: bool,
    exposed: bool,
    medical: bool,
    homonyms: bool,
    stranger: bool,
) -> Reason:
    holds = {
        Reason.HOMONYMS: homonyms,
        Reason.STRANGER: stranger,
        Reason.UNOWNED: hint >= LEAST_SURE,
        Reason.FAINT: hint > ABOUT_NOBODY and not medical,
        Reason.PARTIAL: partial,
        Reason.PICTURE: kind is DocumentKind.IMAGE,
        Reason.LIST: kind in _LISTS,
        Reason.MEDICAL: medical,
        Reason.PATH: any(word in path.lower() for word in WORDS),
        Reason.ADMINISTRATIVE: exposed,
        Reason.WORDS: hint > 0,
    }
    return next((reason for reason, is_so in holds.items() if is_so), Reason.NOBODY)


def label_of(stratum: str, language: Language) -> str:
    """The name of a stratum for a reader."""
    reason, _, kind = stratum.partition("/")
    return Reason(reason).label(language) + (f" ({kind})" if kind else "")


def group_of(stratum: str) -> Group:
    """The group of a stratum."""
    return Reason(stratum.partition("/")[0]).group


_LABELS = {
    Reason.HOMONYMS: ("homonymes trop nombreux", "too many homonyms"),
    Reason.STRANGER: ("santé d'une personne hors index", "health of somebody not in the index"),
    Reason.UNOWNED: ("santé de quelqu'un que rien ne nomme", "health of somebody unnamed"),
    Reason.FAINT: ("mots de santé trop faibles", "health words too faint"),
    Reason.PARTIAL: ("lus en partie", "read in part"),
    Reason.PICTURE: ("images lues par OCR", "pictures read by OCR"),
    Reason.PATH: ("nom de fichier à consonance médicale", "a file name that sounds medical"),
    Reason.LIST: ("tableaux et données", "tables and data"),
    Reason.MEDICAL: ("santé d'une personne déjà trouvée", "somebody's health already found"),
    Reason.ADMINISTRATIVE: ("administratif", "administrative"),
    Reason.WORDS: ("mots médicaux, personne nommé", "medical words, nobody named"),
    Reason.NOBODY: ("aucune personne trouvée", "nobody found"),
}  # fmt: skip
