"""The proof for one person: was she told, what exactly, when, and did it arrive?"""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.case import Case, Store
from tocsin.errors import UsageError
from tocsin.language import Language, tr
from tocsin.model.notice import Channel, DeliveryState, HoldReason, parse_categories
from tocsin.notify.batch import Batch, batch_of
from tocsin.notify.bounce.attribute import Proof
from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.calls.attempts import Outcome
from tocsin.notify.deliveries import Delivery, Told, deliveries
from tocsin.notify.facts import clean
from tocsin.notify.notice import Notice, Reader, word_call, word_notice
from tocsin.notify.recipient import Recipient, person_named
from tocsin.notify.snapshot import kept


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a notice: when (UTC, ISO 8601), and what."""

    at: str
    what: str


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """One notice of the person: what became of it, and the very words."""

    delivery: Delivery
    batch: Batch | None
    events: tuple[Event, ...]
    words: Notice | None


@dataclass(frozen=True, slots=True)
class Testimony:
    """All that the case knows of how one person was told."""

    name: str
    patient_id: str
    told: Told
    notices: tuple[NoticeTold, ...]


def proof_of(case: Case, patient_id: str, language: Language | None = None) -> Testimony:
    """The proof for the patient of that number. Raises `UsageError` if they have no notice.

    The words are worded again from the templates and facts kept with the approved batch.
    """
    with case.store.snapshot():
        found = list(deliveries(case, patient_id))
        if not found:
            raise no_notice()
        who = person_named(case.store, patient_id)
        notices = tuple(_notice(case.store, delivery, language) for delivery in found)
    order = list(Told)
    best = min((delivery.told for delivery in found), key=order.index)
    return Testimony(who.name, patient_id, best, notices)


def _notice(store: Store, delivery: Delivery, language: Language | None) -> NoticeTold:
    who = person_named(store, delivery.patient_id)
    (number,) = store.one(
        "SELECT notice FROM notices WHERE reference = ? AND channel = ?",
        (delivery.reference, delivery.channel),
    )
    batch = batch_of(store, number) or _batch_of_email(store, number)
    events = sorted(_events(store, number, batch, language), key=lambda event: event.at)
    return NoticeTold(delivery, batch, tuple(events), _words(store, who, delivery, batch))


def _batch_of_email(store: Store, letter: int) -> Batch | None:
    """The approval that a letter in the place of an e-mail went with."""
    mails = store.execute("SELECT mail FROM stand_ins WHERE letter = ?", (letter,))
    return next((found for (mail,) in mails if (found := batch_of(store, mail))), None)


def _words(store: Store, who: Recipient, delivery: Delivery, batch: Batch | None) -> Notice | None:
    """The text as it left, or as it would leave; None where there is none."""
    channel = Channel(delivery.channel)
    if batch is None or channel is Channel.HELD:
        return None
    snapshot = kept(store, batch.wording)
    (language,) = store.one(
        "SELECT language FROM notices WHERE reference = ? AND channel = ?",
        (delivery.reference, delivery.channel),
    )
    if channel is Channel.CALL:
        title = tr("Ce que l'appelant lit", "What the caller reads", language)
        return Notice(title, word_call(language, snapshot.facts, snapshot.library.load))
    kinds = parse_categories(delivery.categories)
    reader = Reader.of(delivery.template)
    notice = word_notice(channel, language, kinds, snapshot.facts, snapshot.library.load, reader)
    return notice.personal(who.name, delivery.reference)


def _events(
    store: Store, notice: int, batch: Batch | None, language: Language | None
) -> Iterator[Event]:
    (made_at,) = store.one("SELECT made_at FROM notices WHERE notice = ?", (notice,))
    yield Event(made_at, tr("avis préparé", "notice prepared", language))
    if batch is not None:
        yield from _approval(batch, language)
    for state, reply, at in store.execute(
        "SELECT state, reply, at FROM delivery_history WHERE notice = ? ORDER BY rowid", (notice,)
    ):
        label = DeliveryState(state).label(language or "fr")
        yield Event(at, f"{label} — {clean(reply)}" if reply else label)
    for kind, status, proof, at in store.execute(
        "SELECT kind, status, proof, at FROM feedback WHERE notice = ?", (notice,)
    ):
        came = (
            tr("journal du serveur", "the server's log", language)
            if proof == Proof.LOG
            else tr("message revenu", "message came back", language)
        )
        label = FeedbackKind(kind).label(language or "fr")
        yield Event(at, f"{came} : {label} {status}".strip())
    for outcome, caller, at in store.execute(
        "SELECT outcome, caller, at FROM call_attempts WHERE notice = ?", (notice,)
    ):
        label = Outcome(outcome).label(language or "fr")
        yield Event(at, tr(f"appel de {caller} : {label}", f"call by {caller}: {label}", language))


def _approval(batch: Batch, language: Language | None) -> Iterator[Event]:
    name = tr(f"lot {batch.number}", f"batch {batch.number}", language)
    by = batch.submitted_by
    yield Event(
        batch.submitted_at, tr(f"{name} soumis par {by}", f"{name} submitted by {by}", language)
    )
    if batch.approved_by and batch.approved_at:
        second = (
            tr("personne (sans seconde personne)", "nobody (no second person)", language)
            if batch.is_unattended
            else batch.approved_by
        )
        words = tr(f"{name} approuvé par {second}", f"{name} approved by {second}", language)
        yield Event(batch.approved_at, words)


def reason_of(delivery: Delivery, language: Language) -> str:
    """Why a notice is held, in words; "" if it is not."""
    if delivery.channel != Channel.HELD:
        return ""
    return HoldReason(delivery.reason).label(language)


def no_notice() -> UsageError:
    """There is nothing to show of that patient."""
    return UsageError(
        "deliveries.person",
        "Aucun avis ne concerne un patient de ce numéro.",
        "No notice is about a patient of that number.",
        way_out_fr="Donnez le numéro de l'index (patient_id), après tocsin notify.",
        way_out_en="Give the number of the index (patient_id), after tocsin notify.",
    )
