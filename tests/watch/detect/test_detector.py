"""The core: a theft rings once, ordinary work does not, care and approvals are no theft."""

from tocsin.watch.detect.alert import HOSPITAL, Episode
from tocsin.watch.detect.detector import PROVISIONAL, Detector
from tocsin.watch.detect.limits import Limits, Usual
from tocsin.watch.detect.links import CareLinks, Visit
from tocsin.watch.detect.patient_read import HOUR, PatientRead
from tocsin.watch.detect.register import Approval, Register

KEY = bytes(32)
START = 480_000
LIMITS = Limits(5.0, {}, {"": Usual(1.0, 0.5)}, [200.0] * 168)
"""Thirty-two patients an account, two hundred for all."""


def detector(**known) -> Detector:
    found = Detector(KEY, **known)
    found.limits = LIMITS
    return found


def read(account: str, patient: object, hour: float = 0) -> PatientRead:
    return PatientRead(account, str(patient), int((START + hour) * HOUR), "log", 7)


def rung(core: Detector, reads) -> list[Episode]:
    return [episode for one in reads if (episode := core.take(one))]


def test_a_theft_rings_once_with_its_evidence() -> None:
    core = detector()
    found = rung(core, (read("thief", n, n / 100) for n in range(150)))
    assert [(e.subject, e.count, e.first_log) for e in found] == [
        ("thief", found[0].limit + 1, "log")
    ]
    assert core.episodes["thief"].at_risk == 150


def test_the_same_patient_again_and_again_is_one() -> None:
    assert rung(detector(), (read("nurse", 1, n / 100) for n in range(500))) == []


def test_ordinary_days_do_not_ring() -> None:
    reads = (read("nurse", (day, n), 24 * day + n) for day in range(20) for n in range(12))
    assert rung(detector(), reads) == []


def test_a_second_theft_days_later_is_a_second_alarm() -> None:
    core = detector()
    reads = [read("thief", (day, n), 24 * day + n / 100) for day in (0, 5) for n in range(60)]
    assert [e.number for e in rung(core, reads)] == [1, 2]


def test_a_theft_by_many_rings_for_the_hospital_and_names_accounts() -> None:
    core = detector()
    reads = [read(f"a{n % 50}", n, n / 300) for n in range(260)]
    (found,) = rung(core, reads)
    assert found.subject == HOSPITAL
    assert found.count == 201
    assert found.accounts[0][0].startswith("a")


def test_one_theft_does_not_ring_for_the_hospital_too() -> None:
    assert len(rung(detector(), (read("thief", n, n / 300) for n in range(900)))) == 1


def test_those_cared_for_do_not_count() -> None:
    stays = [Visit(str(n), str(n), START * HOUR, None) for n in range(90)]
    core = detector(links=CareLinks(stays))
    assert rung(core, (read("nurse", n) for n in range(90))) == []
    assert core.counts["linked"] == 90


def test_an_approved_extraction_does_not_count_up_to_its_number() -> None:
    approval = Approval("coder", START * HOUR, (START + 9) * HOUR, 100, "chief")
    core = detector(register=Register([approval]))
    assert rung(core, (read("coder", n, 1) for n in range(100))) == []
    (found,) = rung(core, (read("coder", n, 2) for n in range(100, 180)))
    assert found.subject == "coder"
    assert core.counts["approved"] == 100


def test_a_broken_clock_neither_rings_nor_empties_the_windows() -> None:
    core = detector()
    reads = [read("thief", n) for n in range(20)]
    rung(core, reads)
    latest = (START + 1) * HOUR
    assert core.take(read("thief", 99, 9_000), latest=latest) is None
    assert core.counts["future"] == 1
    assert len(core.windows["thief"]) == 20


def test_a_record_that_comes_a_day_late_is_counted_and_no_more() -> None:
    core = detector()
    rung(core, [read("nurse", 1, 48), read("nurse", 2, 3)])
    assert core.counts["late"] == 1


def test_while_limits_are_learned_only_a_great_many_ring() -> None:
    core = Detector(KEY)
    (found,) = rung(core, (read("thief", n) for n in range(PROVISIONAL + 5)))
    assert found.limit == PROVISIONAL


def test_limits_are_learned_and_then_frozen() -> None:
    core = Detector(KEY, learning_days=14)
    reads = (
        read(f"a{a}", (day, a, n), 24 * day + n)
        for day in range(15)
        for n in range(9)
        for a in range(9)
    )
    assert rung(core, reads) == []
    assert core.limits
    frozen = core.limits
    rung(core, (read("a1", (99, n), 24 * 16) for n in range(400)))
    assert core.limits is frozen
    assert "a1" in core.episodes


def test_memory_does_not_grow_with_time() -> None:
    core = detector()
    rung(core, (read(f"a{day}-{n}", n, 24 * day) for day in range(40) for n in range(20)))
    assert len(core.windows) <= 2 * 20 + 1


def test_a_service_account_that_reads_at_another_hour_rings_before_its_day_is_full() -> None:
    core = detector()
    at_night = [10.0] * 24
    at_night[START % 24] = 1_000.0
    usual = Usual(6.0, 0.4)
    core.limits = Limits(3.0, {"job": usual}, {"": usual}, [9e9] * 168, {"job": at_night})
    assert rung(core, (read("job", n, n / 700) for n in range(700))) == []
    (found,) = rung(core, (read("job", n, 9 + n / 700) for n in range(1_000, 1_400)))
    assert found.hours == 2
    assert found.count < 400
    assert found.at_risk == 1_100


def test_the_pace_learned_is_that_of_two_hours_at_their_hour_of_the_day() -> None:
    core = Detector(KEY)
    rung(core, (read("job", n, n / 100) for n in range(300)))
    assert core.paces["job", (START + 1) % 24] == 200
    assert core.paces["job", (START + 2) % 24] == 200
