"""The calendar of a theft as a clinic of Saint-Étienne lived it: 26 June to 10 July 2025.

Known: the theft ran from 26 June to 1 July, the e-mail left on 10 July, a complaint was filed. The
hours, and the days of the other acts, were not published: those here are invented.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.report.conftest import HOSPITAL
from tocsin.case import Case
from tocsin.report.acts import ActKind, record
from tocsin.report.agenda import due_first
from tocsin.report.block import plain
from tocsin.report.clock import Clock, ClockState
from tocsin.report.material import gather

PARIS = ZoneInfo("Europe/Paris")
BY = "Direction"
CALENDAR = (
    (ActKind.EVENT, "attack_known", "2025-07-01T07:40+02:00", ""),
    (ActKind.MET, "csp-l1111-8-2", "2025-07-01T11:00+02:00", ""),
    (ActKind.EVENT, "breach_known", "2025-07-01T18:00+02:00", ""),
    (ActKind.MET, "gdpr-33-5", "2025-07-01T19:00+02:00", ""),
    (ActKind.MET, "complaint", "2025-07-04T09:00+02:00", ""),
    (ActKind.MET, "lopmi-l12-10-1", "2025-07-04T09:00+02:00", ""),
    (ActKind.MET, "gdpr-33", "2025-07-04T16:30+02:00", ""),
    (ActKind.MET, "gdpr-34", "2025-07-10T18:00+02:00", "dépouillement des fichiers volés"),
)


@pytest.fixture
def clinic(case: Case) -> Case:
    lines = [line for line in HOSPITAL.splitlines() if not line.startswith("discovered_at")]
    (case.folder / "hospital.toml").write_text("\n".join(lines), encoding="utf-8")
    (case.folder / "breach.toml").write_text("cyber_insurance = true\n", encoding="utf-8")
    return case


def replayed(case: Case, until: datetime) -> dict[str, Clock]:
    """The clocks at `until`, once all that happened before was recorded."""
    for kind, subject, moment, reason in CALENDAR:
        if datetime.fromisoformat(moment) <= until:
            record(case, kind, subject, person=BY, moment=moment, reason=reason)
    return {clock.duty.id: clock for clock in gather(case, until).clocks}


def told(clocks: dict[str, Clock]) -> list[str]:
    """Which duty fell when, and whether it was met."""
    return [
        f"{clock.deadline:%d/%m %H:%M}  {clock.state:<10}  {clock.duty.fr}"
        if clock.deadline
        else f"{'':11}  {clock.state:<10}  {clock.duty.fr} : {plain(clock.sentence('fr'))}"
        for clock in due_first(clocks.values())
        if clock.state is not ClockState.DOES_NOT_APPLY
    ]


def test_every_duty_fell_and_was_met_or_missed(clinic: Case) -> None:
    clocks = replayed(clinic, datetime(2025, 7, 10, 20, tzinfo=PARIS))

    print("\n".join(told(clocks)))
    states = {name: clock.state for name, clock in clocks.items()}
    assert states["gdpr-33"] is ClockState.DONE
    assert states["lopmi-l12-10-1"] is ClockState.DONE_LATE  # by 80 minutes: 72 h from the attack
    assert states["csp-l1111-8-2"] is states["gdpr-34"] is ClockState.DONE
    assert states["nis2-23"] is ClockState.NOT_IN_FORCE
    assert told(clocks)[0].startswith("02/07 07:40  not_in_force")
    assert [line[:11] for line in told(clocks)].count("04/07 18:00") == 1


def test_on_the_morning_of_the_fourth_one_clock_has_run_out_and_one_still_runs(
    clinic: Case,
) -> None:
    clocks = replayed(clinic, datetime(2025, 7, 4, 8, tzinfo=PARIS))

    assert clocks["lopmi-l12-10-1"].state is ClockState.LATE
    assert clocks["gdpr-33"].state is ClockState.RUNNING
    assert clocks["gdpr-33"].hours is not None
    assert clocks["gdpr-33"].hours.value == 10


def test_before_anything_was_known_no_clock_runs(clinic: Case) -> None:
    clocks = replayed(clinic, datetime(2025, 6, 30, 12, tzinfo=PARIS))

    assert {clocks[name].state for name in ("gdpr-33", "lopmi-l12-10-1")} == {ClockState.NO_START}
