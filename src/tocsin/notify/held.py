"""Notices held for a person, and what people decide about them.

Deceased, minors, under guardianship, a shared e-mail address: a machine must not write to them by
itself. Somebody decides, by name and with a reason; persons to review are decided in review.
"""

from dataclasses import dataclass
from datetime import date

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.model.notice import Channel, HoldReason
from tocsin.notify import ledger
from tocsin.notify.approval import person
from tocsin.notify.postal import PostalAddress
from tocsin.notify.prepare import prepare
from tocsin.notify.recipient import Recipient, recipients
from tocsin.notify.rules import is_medical

CHANNELS = (Channel.EMAIL, Channel.CALL, Channel.REGISTERED_LETTER, Channel.LETTER, Channel.HELD)
"""What may be decided; `held`: they are not told, and the reason says why."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who receives the letter in a person's place: a guardian, a relative who is the heir."""

    name: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody who is held, and why."""

    patient_id: str
    name: str
    reason: HoldReason


def held(case: Case, reason: HoldReason | None = None) -> list[Held]:
    """Everyone who waits for a decision, as prepared last."""
    rows = case.store.execute(
        "SELECT person, reason FROM notices WHERE channel = 'held'"
        " AND (? IS NULL OR reason = ?) ORDER BY reason, person",
        (reason, reason),
    )
    reasons = {number: HoldReason(why) for number, why in rows}
    return [
        Held(who.person.patient_id, who.name, reasons[who.number])
        for who in recipients(case.store)
        if who.number in reasons
    ]


def decide(
    case: Case,
    patients: list[str],
    channel: Channel,
    by: str,
    why: str,
    to: Addressee | None = None,
    today: date | None = None,
) -> int:
    """Decide how the held of `patients` are told, and prepare again; how many that concerns.

    Raises `UsageError`, and decides nothing, if one of them is not held, is still to review, or
    cannot be told so.
    """
    who, addressee = person(by), to or Addressee()
    waiting = {one.patient_id: one for one in held(case)}
    day = today or date.today()  # noqa: DTZ011 - the hospital's own day
    people = {p.person.patient_id: p for p in recipients(case.store)}
    for patient in patients:
        if patient not in waiting or waiting[patient].reason is HoldReason.IN_REVIEW:
            raise _not_held()
        _require_way(people[patient], channel, addressee)
    at = ledger.now()
    with case.store.transaction():
        case.store.many(
            "INSERT INTO hold_decisions (at, decided_by, patient_id, channel, name, address,"
            " postal_code, city, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    at,
                    who,
                    patient,
                    channel.value,
                    addressee.name,
                    addressee.address,
                    addressee.postal_code,
                    addressee.city,
                    why,
                )
                for patient in patients
            ],
        )
        case.journal("held.decided", persons=len(patients), channel=channel.value, by=who)
    prepare(case, day)
    return len(patients)


def _require_way(who: Recipient, channel: Channel, to: Addressee) -> None:
    address = PostalAddress(to.name, to.address, to.postal_code, to.city) if to.name else who.postal
    by_post = channel in (Channel.LETTER, Channel.REGISTERED_LETTER)
    if (
        (by_post and not address.is_usable)
        or (channel is Channel.EMAIL and (not who.mailbox or is_medical(who)))
        or (channel is Channel.CALL and not (who.person.mobile or who.person.phone))
    ):
        raise UsageError(
            "held.way",
            "L'une de ces personnes ne peut être prévenue par cette voie.",
            "One of these persons cannot be told in this way.",
            way_out_fr="Choisissez une autre voie, ou donnez l'adresse : --to, --address, --city.",
            way_out_en="Choose another way, or give the address: --to, --address, --city.",
        )


def _not_held() -> UsageError:
    return UsageError(
        "held.unknown",
        "L'une de ces personnes n'attend pas de décision ici.",
        "One of these persons does not wait for a decision here.",
        way_out_fr="tocsin notify held --case DIR les montre ; les doutes : tocsin review.",
        way_out_en="tocsin notify held --case DIR shows them; doubts: tocsin review.",
    )
