"""Words for states and reasons that the tables keep as short English terms."""

from tocsin.language import tr
from tocsin.model.document import DocumentKind, ReadStatus

STATES = (
    ReadStatus.READ,
    ReadStatus.SKIPPED_DUPLICATE,
    ReadStatus.PARTIAL,
    ReadStatus.UNREADABLE,
)
_STATES: dict[ReadStatus, tuple[str, str]] = {
    ReadStatus.READ: ("lus", "read"),
    ReadStatus.SKIPPED_DUPLICATE: ("doublons, lus une fois", "duplicates, read once"),
    ReadStatus.PARTIAL: ("lus en partie", "read in part"),
    ReadStatus.UNREADABLE: ("illisibles", "unreadable"),
}
_KINDS: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.TEXT: ("textes", "texts"),
    DocumentKind.TABLE: ("tableaux", "tables"),
    DocumentKind.OFFICE: ("bureautique", "office"),
    DocumentKind.PDF: ("PDF", "PDF"),
    DocumentKind.MAIL: ("courriels", "mail"),
    DocumentKind.ARCHIVE: ("archives", "archives"),
    DocumentKind.WEB: ("pages web", "web pages"),
    DocumentKind.DATA: ("données", "data"),
    DocumentKind.DATABASE: ("bases", "databases"),
    DocumentKind.IMAGE: ("images", "pictures"),
    DocumentKind.OTHER: ("autres", "other"),
}


def state_words(state: ReadStatus) -> str:
    """What became of a document."""
    return tr(*_STATES[state])


def kind_words(kind: str) -> str:
    """What kind of document it is."""
    return tr(*_KINDS[DocumentKind(kind)])


_BASES: dict[str, tuple[str, str]] = {
    "nir": ("n° de sécurité sociale", "social-security no."),
    "insured_nir": ("n° de l'assuré", "insured's no."),
    "patient_id": ("n° de patient", "patient no."),
    "parent_nir": ("n° de sécurité sociale d'un parent", "a parent's social security no."),
    "stay": ("n° de séjour", "stay no."),
    "same_stay": ("même séjour ailleurs", "same stay elsewhere"),
    "name": ("nom", "name"),
    "surname": ("nom de famille", "surname"),
    "given_names": ("prénoms", "given names"),
    "initial": ("initiale", "initial"),
    "birth_date": ("naissance", "birth date"),
    "close_birth_date": ("naissance proche", "close birth date"),
    "age": ("âge", "age"),
    "about_age": ("âge approché", "about the age"),
    "sex": ("sexe", "sex"),
    "email": ("courriel", "e-mail"),
    "email_names": ("nom du courriel", "name in the e-mail"),
    "phone": ("téléphone", "telephone"),
    "address": ("adresse", "address"),
    "postal_code": ("code postal", "postal code"),
    "city": ("ville", "town"),
    "path": ("chemin", "path"),
    "review": ("décision", "decision"),
    "merged": ("fiche réunie", "merged row"),
    "conflict": ("contradiction", "conflict"),
}


def basis_words(word: str) -> str:
    """A field by which a person was known; one we have no words for stands as it is."""
    return tr(*_BASES[word]) if word in _BASES else word
