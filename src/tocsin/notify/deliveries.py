"""deliveries: for each person, was she told, by which way, when, and did it arrive?"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from tocsin.case import Case
from tocsin.language import Language
from tocsin.model.notice import DeliveryState

PERSONS, NOTICES = "deliveries.csv", "notices.csv"
_OF_ONE = """
    WHERE patient_id = ?1 OR notices.person IN (
        SELECT person FROM merged WHERE into_person = (
            SELECT into_person FROM merged JOIN persons USING (person) WHERE patient_id = ?1))
"""
_TOLD_AS = """
    SELECT one.patient_id, kept.patient_id FROM merged
    JOIN persons one USING (person) JOIN persons kept ON kept.person = into_person
"""


class Told(StrEnum):
    """How far a person is told, the strongest first."""

    ARRIVED = "arrived"
    """By voice, or something came back that proves it."""

    SENT = "sent"
    """Handed over to the mail server or written for the post, and nothing came back."""

    IN_DOUBT = "in_doubt"
    NOT_YET = "not_yet"
    HELD = "held"
    NOT_REACHED = "not_reached"
    """All that was tried came back or failed."""

    def label(self, language: Language) -> str:
        """The word for a reader."""
        return _TOLD[self][0 if language == "fr" else 1]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice and what became of it. `at` is when it came into its state (UTC, ISO 8601)."""

    patient_id: str
    reference: str
    channel: str
    state: str
    reason: str
    categories: str
    template: str
    message_id: str
    reply: str
    attempts: int
    at: str
    batch: int | None
    approved_by: str
    last_word: str = ""
    """What came back last, or what the server's log said (`FeedbackKind`)."""

    @property
    def told(self) -> Told:
        """What this one notice makes of the person."""
        return _BY_STATE[DeliveryState(self.state)]


@dataclass(frozen=True, slots=True)
class PersonTold:
    """A person: the strongest of what their notices say."""

    patient_id: str
    reference: str
    told: Told
    at: str
    channels: str
    categories: str


def deliveries(case: Case, patient_id: str | None = None) -> Iterator[Delivery]:
    """Every notice of everyone, or of one person (merged rows together), in the order of rows."""
    where, values = (_OF_ONE, (patient_id,)) if patient_id else ("", ())
    rows = case.store.stream(
        "SELECT patient_id, reference, channel, state, reason, notices.categories,"
        " notices.template, coalesce(message_id, ''), reply, attempts, updated_at,"
        " (SELECT max(batch) FROM batch_notices WHERE notice = notices.notice) AS last,"
        " coalesce((SELECT approved_by FROM batches WHERE batch ="
        "  (SELECT max(batch) FROM batch_notices WHERE notice = notices.notice)), ''),"
        " coalesce((SELECT kind FROM feedback WHERE feedback.notice = notices.notice"
        "  ORDER BY at DESC, feedback DESC LIMIT 1), '')"
        " FROM notices JOIN deliveries USING (notice) JOIN persons USING (person)"
        f" {where} ORDER BY notices.person, notices.notice",
        values,
    )
    return (Delivery(*row) for row in rows)


def persons_told(case: Case) -> Iterator[PersonTold]:
    """Everyone who has a notice; who was merged comes last, under the row that is kept."""
    told_as: dict[str, str] = dict(case.store.execute(_TOLD_AS))
    together: dict[str, list[Delivery]] = defaultdict(list)
    for patient_id, group in groupby(deliveries(case), lambda delivery: delivery.patient_id):
        if patient_id in told_as:
            together[told_as[patient_id]] += group
        else:
            yield _person(patient_id, list(group))
    for patient_id, notices in together.items():
        yield _person(patient_id, notices)


def totals(case: Case) -> dict[str, int]:
    """How many persons stand where; all of them add up to those who have a notice."""
    counted = {told.value: 0 for told in Told}
    for person in persons_told(case):
        counted[person.told.value] += 1
    return counted


def write_deliveries(case: Case, folder: Path) -> dict[str, int]:
    """Write `deliveries.csv` (a row a person) and `notices.csv` (a row a notice); their rows."""
    folder.mkdir(parents=True, exist_ok=True)
    with case.store.snapshot():
        return {
            PERSONS: _write(folder / PERSONS, (asdict(p) for p in persons_told(case)), PersonTold),
            NOTICES: _write(folder / NOTICES, (asdict(d) for d in deliveries(case)), Delivery),
        }


def _person(patient_id: str, notices: list[Delivery]) -> PersonTold:
    order = list(Told)
    best = min(notices, key=lambda one: order.index(one.told))
    return PersonTold(
        patient_id,
        best.reference,
        best.told,
        best.at,
        ";".join(f"{one.channel}/{one.state}" for one in notices),
        best.categories,
    )


def _write(path: Path, rows: Iterator[dict[str, object]], kind: type) -> int:
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kind.__slots__))  # type: ignore[attr-defined]
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            written += 1
    return written


_BY_STATE: dict[DeliveryState, Told] = {
    DeliveryState.READY: Told.NOT_YET,
    DeliveryState.HANDING_OVER: Told.IN_DOUBT,
    DeliveryState.ACCEPTED: Told.SENT,
    DeliveryState.REFUSED: Told.NOT_REACHED,
    DeliveryState.DEFERRED: Told.NOT_YET,
    DeliveryState.IN_DOUBT: Told.IN_DOUBT,
    DeliveryState.DELIVERED: Told.ARRIVED,
    DeliveryState.BOUNCED: Told.NOT_REACHED,
    DeliveryState.DUE: Told.NOT_YET,
    DeliveryState.WRITTEN: Told.SENT,
    DeliveryState.RETURNED: Told.NOT_REACHED,
    DeliveryState.TO_CALL: Told.NOT_YET,
    DeliveryState.LISTED: Told.NOT_YET,
    DeliveryState.TOLD: Told.ARRIVED,
    DeliveryState.UNREACHED: Told.NOT_REACHED,
    DeliveryState.HELD: Told.HELD,
}
_TOLD: dict[Told, tuple[str, str]] = {
    Told.ARRIVED: ("prévenue, arrivée prouvée", "told, arrival proven"),
    Told.SENT: ("envoyé, rien n'est revenu", "sent, nothing came back"),
    Told.IN_DOUBT: ("en doute", "in doubt"),
    Told.NOT_YET: ("pas encore", "not yet"),
    Told.HELD: ("en attente d'une décision", "held for a decision"),
    Told.NOT_REACHED: ("non jointe", "not reached"),
}
