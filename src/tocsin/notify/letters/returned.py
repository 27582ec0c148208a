"""Letters that the post brought back, recorded by the reference printed on them."""

from enum import StrEnum

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.language import Language
from tocsin.model.notice import DeliveryState
from tocsin.notify import ledger
from tocsin.notify.approval import person
from tocsin.notify.reference import is_reference


class ReturnReason(StrEnum):
    """Why a letter came back, as the post marks it."""

    UNKNOWN = "unknown"
    """Destinataire inconnu à l'adresse (the former NPAI)."""

    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"

    def label(self, language: Language) -> str:
        """The reason for a reader."""
        return _REASONS[self][0 if language == "fr" else 1]


def record_returned(case: Case, references: list[str], reason: ReturnReason, by: str) -> int:
    """Record that letters came back; how many were not known as such before.

    A letter scanned twice counts once. Raises `UsageError`, and records nothing, if a reference is
    mistyped or none of a letter that was written.
    """
    who = person(by)
    wanted = {_tidy(reference) for reference in references}
    notices = {reference: _letters(case, reference) for reference in wanted}
    unknown = sum(not found for found in notices.values())
    if unknown:
        raise _no_letter(unknown)
    new = [
        notice
        for found in notices.values()
        for notice, state in found
        if state == DeliveryState.WRITTEN.value
    ]
    with case.store.transaction():
        ledger.settle(case.store, [(n, DeliveryState.RETURNED, reason.value) for n in new])
        case.journal("letters.returned", letters=len(new), reason=reason.value, by=who)
    return len(new)


def _letters(case: Case, reference: str) -> list[tuple[int, str]]:
    return [
        (notice, state)
        for notice, state in case.store.execute(
            "SELECT notice, state FROM notices JOIN deliveries USING (notice)"
            " WHERE channel IN ('letter', 'registered_letter')"
            " AND state IN ('written', 'returned', 'accepted') AND reference = ?",
            (reference,),
        )
    ]


def _tidy(untrusted: str) -> str:
    """A reference as we print it, however it was typed or scanned."""
    if not is_reference(untrusted):
        raise _no_letter(1)
    text = "".join(c for c in untrusted.upper() if c.isalnum())
    text = text.translate(str.maketrans("ILO", "110"))
    return f"{text[:4]}-{text[4:]}"


def _no_letter(count: int) -> UsageError:
    return UsageError(
        "letters.reference",
        f"{count} référence(s) mal lue(s), ou d'aucune lettre écrite : rien n'est noté.",
        f"{count} reference(s) misread, or of no letter that was written: nothing is recorded.",
        way_out_fr="Relisez-les au bas de la lettre : quatre signes, un tiret, trois signes.",
        way_out_en="Read them again at the foot of the letter: four signs, a hyphen, three signs.",
    )


_REASONS: dict[ReturnReason, tuple[str, str]] = {
    ReturnReason.UNKNOWN: ("inconnu à l'adresse", "unknown at the address"),
    ReturnReason.INCOMPLETE: ("adresse incomplète", "incomplete address"),
    ReturnReason.REFUSED: ("refusé", "refused"),
    ReturnReason.UNCLAIMED: ("non réclamé", "unclaimed"),
}
