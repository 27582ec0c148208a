"""How a person is told, and what became of it."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from tocsin.language import Language
from tocsin.model.category import Category


class Channel(StrEnum):
    """The way a notice takes. `held`: it takes none until a person has decided."""

    EMAIL = "email"
    CALL = "call"
    REGISTERED_LETTER = "registered_letter"
    LETTER = "letter"
    HELD = "held"

    def label(self, language: Language) -> str:
        """The channel's name for a reader."""
        return _CHANNELS[self][0 if language == "fr" else 1]


class HoldReason(StrEnum):
    """Why a notice waits for a person."""

    DECEASED = "deceased"
    MINOR = "minor"
    GUARDIANSHIP = "guardianship"
    IN_REVIEW = "in_review"
    NO_CONTACT = "no_contact"
    UNPRINTABLE = "unprintable"
    SHARED_EMAIL = "shared_email"
    DECIDED = "decided"

    def label(self, language: Language) -> str:
        """The reason for a reader."""
        return _REASONS[self][0 if language == "fr" else 1]


class DeliveryState(StrEnum):
    """How far a notice has come.

    E-mail: ready → handing_over → accepted, refused (for good: a letter follows) or deferred
    (tried again on the next run); handing_over after a crash → in_doubt, never sent blindly again;
    accepted → delivered (something that came back proves it) or bounced (a letter follows).
    Letters: due → written → returned. Calls: to_call → listed → told or unreached. Held notices
    stay held.
    """

    READY = "ready"
    HANDING_OVER = "handing_over"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    IN_DOUBT = "in_doubt"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    DUE = "due"
    WRITTEN = "written"
    RETURNED = "returned"
    TO_CALL = "to_call"
    LISTED = "listed"
    TOLD = "told"
    UNREACHED = "unreached"
    HELD = "held"

    def label(self, language: Language) -> str:
        """The state's name for a reader."""
        return _STATES[self][0 if language == "fr" else 1]

    @property
    def is_released(self) -> bool:
        """Whether the notice has left our hands, or may have."""
        return self not in _UNRELEASED

    @property
    def has_failed(self) -> bool:
        """Whether the notice left our hands and reached nobody."""
        return self in FAILED


FIRST_STATE: dict[Channel, DeliveryState] = {
    Channel.EMAIL: DeliveryState.READY,
    Channel.CALL: DeliveryState.TO_CALL,
    Channel.REGISTERED_LETTER: DeliveryState.DUE,
    Channel.LETTER: DeliveryState.DUE,
    Channel.HELD: DeliveryState.HELD,
}
"""Where a notice of each channel begins."""

FAILED = frozenset(
    {
        DeliveryState.REFUSED,
        DeliveryState.BOUNCED,
        DeliveryState.RETURNED,
        DeliveryState.UNREACHED,
    }
)
"""What tells nobody: refused, bounced, returned by the post, not reached."""

_UNRELEASED = frozenset({*FIRST_STATE.values(), DeliveryState.DEFERRED})


@cache
def parse_categories(joined: str) -> tuple[Category, ...]:
    """The categories of a `;`-joined list, in the order in which a notice lists them."""
    names = set(joined.split(";"))
    return tuple(category for category in Category if category.value in names)


def join_categories(categories: Iterable[Category]) -> str:
    """The `;`-joined list of `categories`, in the order in which a notice lists them."""
    return _join(frozenset(categories))


@cache
def _join(categories: frozenset[Category]) -> str:
    return ";".join(category.value for category in Category if category in categories)


_CHANNELS: dict[Channel, tuple[str, str]] = {
    Channel.EMAIL: ("courriel", "e-mail"),
    Channel.CALL: ("appel", "call"),
    Channel.REGISTERED_LETTER: ("lettre recommandée", "registered letter"),
    Channel.LETTER: ("lettre", "letter"),
    Channel.HELD: ("en attente d'une décision", "held for a decision"),
}
_REASONS: dict[HoldReason, tuple[str, str]] = {
    HoldReason.DECEASED: ("personne décédée", "deceased"),
    HoldReason.MINOR: ("personne mineure", "minor"),
    HoldReason.GUARDIANSHIP: ("personne protégée", "under guardianship"),
    HoldReason.IN_REVIEW: ("à vérifier", "in review"),
    HoldReason.NO_CONTACT: (
        "ni courriel ni adresse postale utilisable",
        "no usable e-mail or postal address",
    ),
    HoldReason.SHARED_EMAIL: ("courriel partagé par deux adultes", "e-mail shared by two adults"),
    HoldReason.DECIDED: ("décidé : ne pas prévenir", "decided: not to be told"),
    HoldReason.UNPRINTABLE: ("nom ou adresse non imprimable", "name or address cannot be printed"),
}
_STATES: dict[DeliveryState, tuple[str, str]] = {
    DeliveryState.READY: ("prêt", "ready"),
    DeliveryState.HANDING_OVER: ("en cours de remise", "being handed over"),
    DeliveryState.ACCEPTED: ("accepté", "accepted"),
    DeliveryState.REFUSED: ("refusé", "refused"),
    DeliveryState.DEFERRED: ("reporté", "deferred"),
    DeliveryState.IN_DOUBT: ("en doute", "in doubt"),
    DeliveryState.DELIVERED: ("arrivé", "arrived"),
    DeliveryState.BOUNCED: ("revenu : une lettre suit", "bounced: a letter follows"),
    DeliveryState.DUE: ("à écrire", "to be written"),
    DeliveryState.WRITTEN: ("écrite", "written"),
    DeliveryState.RETURNED: ("revenue par la poste", "returned by the post"),
    DeliveryState.TO_CALL: ("à appeler", "to call"),
    DeliveryState.LISTED: ("remis aux appelants", "given to the callers"),
    DeliveryState.TOLD: ("prévenue de vive voix", "told by voice"),
    DeliveryState.UNREACHED: ("non jointe", "not reached"),
    DeliveryState.HELD: ("en attente", "held"),
}
