"""Who is cared for, where, and when: from admissions and appointments."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tocsin.watch.moment import MICROSECONDS

DAY = 86_400 * MICROSECONDS
BEFORE, AFTER = 7 * DAY, 14 * DAY
"""A record is prepared before the visit, and coded and answered after it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay or an appointment: `identifier` is its number in the source, `end` None while the
    stay lasts, `unit` '' if unknown. `is_cancelled`: it did not take place after all."""

    identifier: str
    patient: str
    begin: int
    end: int | None
    unit: str = ""
    is_cancelled: bool = False


class CareLinks:
    """Visits by patient; of a visit told again the last word counts."""

    def __init__(self, visits: Iterable[Visit] = ()) -> None:
        self._by_patient: defaultdict[str, dict[str, Visit]] = defaultdict(dict)
        self.add(visits)

    def add(self, visits: Iterable[Visit]) -> None:
        """Take in visits, in the order in which they were told."""
        for visit in visits:
            kept = self._by_patient[visit.patient]
            before = kept.pop(visit.identifier, None)
            if visit.is_cancelled:
                continue
            # A transfer or a discharge need not repeat when the stay began.
            begin = min(visit.begin, before.begin) if before else visit.begin
            kept[visit.identifier] = replace(visit, begin=begin)

    def __len__(self) -> int:
        return sum(map(len, self._by_patient.values()))

    def holds(self, patient: str, at: int, unit: str = "") -> bool:
        """Whether the patient is cared for at that moment; in that unit, where both units are
        known."""
        visits = self._by_patient.get(patient, {}).values()
        return any(_is_current(visit, at) and _is_of(visit, unit) for visit in visits)


def _is_current(visit: Visit, at: int) -> bool:
    return visit.begin - BEFORE <= at and (visit.end is None or at <= visit.end + AFTER)


def _is_of(visit: Visit, unit: str) -> bool:
    return not unit or not visit.unit or unit.casefold() == visit.unit.casefold()
