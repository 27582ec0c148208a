"""One reading of one patient's record, as far as the detector needs it."""

import hashlib
from dataclasses import dataclass

import re2

from tocsin.watch.event import READ_ACTIONS, TIME, Record, Values
from tocsin.watch.moment import MICROSECONDS

HOUR = 3_600 * MICROSECONDS
PLACES = ("file.path", "url.original")


@dataclass(frozen=True, slots=True)
class PatientRead:
    """Who (`account`) read whose record (`patient`, as the log writes it), when (µs), and where
    that is said (`log`, `offset`)."""

    account: str
    patient: str
    at: int
    log: str = ""
    offset: int = 0

    @property
    def hour(self) -> int:
        """Hours since 1970."""
        return self.at // HOUR


class PatientIn:
    """Where logs that have no column for it name the patient: a pattern (RE2, in linear time) for
    the path of the file or the address read. Its first group, or all it finds, is the patient.

    Raises `ValueError` if it is no pattern.
    """

    def __init__(self, pattern: str) -> None:
        try:
            self._pattern = re2.compile(pattern)
        except re2.error as error:
            raise ValueError(pattern) from error
        self._group = min(1, self._pattern.groups)
        self.pattern = pattern

    def of(self, values: Values) -> str | None:
        """The patient that an event names in this way."""
        for column in PLACES:
            found = self._pattern.search(values.get(column) or "")
            if found and found[self._group]:
                return str(found[self._group])
        return None


def read_of(record: Record, log: str, patient_in: PatientIn | None = None) -> PatientRead | None:
    """The reading that an event tells of; None if it is another act, or lacks who, whose or when.

    An event that names a patient and no action counts as a reading.
    """
    values = record.values
    account, patient, at = values.get("user.name"), values.get("patient.id"), values.get(TIME)
    if not patient and patient_in:
        patient = patient_in.of(values)
    is_read = (values.get("event.action") or READ_ACTIONS[0]) in READ_ACTIONS
    if not account or not patient or at is None or not is_read:
        return None
    if values.get("event.outcome") == "failure":
        return None
    return PatientRead(account.casefold(), patient.strip(), at, log, record.offset)


def pseudonym(patient: str, key: bytes) -> int:
    """A number for a patient that tells nothing without the case's key (keyed BLAKE2b, 63 bits).

    Two of a million patients share one with a probability of 5 in 10⁸.
    """
    digest = hashlib.blake2b(patient.encode(), digest_size=8, key=key).digest()
    return int.from_bytes(digest, "big") >> 1
