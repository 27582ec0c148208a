"""What one record of a followed log tells, as far as the detector needs it."""

from dataclasses import dataclass

from tocsin.watch.detect.patient_read import PatientRead


@dataclass(frozen=True, slots=True)
class Said:
    """Where it stands, when it was (µs), the reading that it tells of, if it does; `reason`: why it
    was not understood; `killed`: the reader died of it."""

    offset: int
    at: int | None = None
    read: PatientRead | None = None
    reason: str = ""
    killed: bool = False
