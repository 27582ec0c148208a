"""Readings: who, whose, when; and patients that only a path names."""

import pytest

from tocsin.watch.detect.patient_read import PatientIn, read_of
from tocsin.watch.event import TIME, Record


def record(**values: object) -> Record:
    names = {name.replace("__", "."): value for name, value in values.items()}
    return Record(7, {TIME: 3_600_000_000, "user.name": "Nurse", **names})


def test_a_reading_needs_who_and_whose() -> None:
    assert read_of(record(), "log") is None
    read = read_of(record(patient__id=" 12 "), "log")
    assert read
    assert (read.account, read.patient, read.hour) == ("nurse", "12", 1)


def test_a_failure_or_another_act_is_no_reading() -> None:
    assert read_of(record(patient__id="1", event__outcome="failure"), "log") is None
    assert read_of(record(patient__id="1", event__action="record-written"), "log") is None


@pytest.mark.parametrize(
    ("pattern", "patient"),
    [(r"dossiers[\\/](\d+)", "4711"), (r"\d{4}", "4711"), ("(.+)", r"D:\dossiers\4711\cr.pdf")],
)
def test_a_pattern_finds_the_patient_in_a_path(pattern: str, patient: str) -> None:
    act = record(file__path=r"D:\dossiers\4711\cr.pdf", event__action="file-read")
    read = read_of(act, "log", PatientIn(pattern))
    assert read
    assert read.patient == patient


def test_what_the_log_says_goes_before_the_pattern() -> None:
    act = record(patient__id="1", url__original="/records/2")
    read = read_of(act, "log", PatientIn(r"/records/(\d+)"))
    assert read
    assert read.patient == "1"


def test_a_path_without_a_patient_is_another_act() -> None:
    assert read_of(record(url__original="/menu"), "log", PatientIn(r"/records/(\d+)")) is None


def test_what_is_no_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\("):
        PatientIn("(")
