from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.report.duty import ClockState, Duty, load_duties, parse_moment
from tocsin.report.material import gather

PARIS = ZoneInfo("Europe/Paris")
DUTIES = {duty.id: duty for duty in load_duties()}
CNIL = DUTIES["gdpr-33"]


@pytest.mark.parametrize("duty", DUTIES.values(), ids=str)
def test_every_duty_has_its_legal_source_in_both_languages(duty: Duty) -> None:
    assert duty.source
    assert duty.link.startswith("https://")
    assert all((duty.fr, duty.en, duty.trigger_fr, duty.trigger_en, duty.clock_fr, duty.clock_en))
    assert all((duty.addressee_fr, duty.addressee_en, duty.channel_fr, duty.channel_en))


def test_the_two_72_hour_clocks_start_from_two_events() -> None:
    insurance = DUTIES["lopmi-l12-10-1"]

    assert (CNIL.hours, insurance.hours) == (72, 72)
    assert CNIL.start != insurance.start


@pytest.mark.parametrize(
    ("started", "deadline"),
    [
        (datetime(2025, 7, 1, 8, 30, tzinfo=PARIS), "2025-07-04T08:30:00+02:00"),
        (datetime(2025, 10, 24, 12, tzinfo=PARIS), "2025-10-27T11:00:00+01:00"),
        (datetime(2026, 3, 27, 12, tzinfo=PARIS), "2026-03-30T13:00:00+02:00"),
        (datetime(2028, 2, 27, 9, tzinfo=PARIS), "2028-03-01T09:00:00+01:00"),
        (datetime(2027, 2, 27, 9, tzinfo=PARIS), "2027-03-02T09:00:00+01:00"),
    ],
)
def test_72_hours_are_hours_that_pass(started: datetime, deadline: str) -> None:
    found = CNIL.deadline(started)

    assert found is not None
    assert found.isoformat() == deadline


@pytest.mark.parametrize(
    ("duty", "started", "done", "state"),
    [
        ("gdpr-33", datetime(2025, 7, 1, 9, 31, tzinfo=PARIS), False, ClockState.RUNNING),
        ("gdpr-33", datetime(2025, 6, 30, 9, 29, tzinfo=PARIS), False, ClockState.LATE),
        ("gdpr-33", datetime(2025, 6, 1, tzinfo=PARIS), True, ClockState.DONE),
        ("gdpr-33", None, False, ClockState.NO_START),
        ("gdpr-34", datetime(2025, 6, 1, tzinfo=PARIS), False, ClockState.NO_HOURS),
        ("nis2-23", datetime(2025, 6, 1, tzinfo=PARIS), False, ClockState.NOT_IN_FORCE),
    ],
)
def test_where_a_duty_stands(
    duty: str, started: datetime | None, done: bool, state: ClockState
) -> None:
    assert DUTIES[duty].state(started, done, AT) is state


def test_the_clock_runs_from_what_the_hospital_said(case: Case) -> None:
    clock = next(clock for clock in gather(case, AT).clocks if clock.duty is CNIL or clock.hours)

    assert clock.deadline == datetime(2025, 7, 4, 6, 30, tzinfo=UTC)
    assert "4\u00a0juillet 2025" in "".join(span.text for span in clock.sentence("fr"))
    assert [span.figure for span in clock.sentence("en") if span.figure] == ["clock/gdpr-33"]


def test_no_clock_runs_before_the_hospital_has_said_when(empty_case: Case) -> None:
    clocks = {clock.duty.id: clock for clock in gather(empty_case, AT).clocks}

    assert clocks["gdpr-33"].state is ClockState.NO_START
    assert clocks["gdpr-33"].sentence("fr")[0].missing
    assert not any(clock.hours for clock in clocks.values())


@pytest.mark.parametrize("text", [None, "", "hier", "2025-13-01"])
def test_what_is_no_moment_is_unknown(text: str | None) -> None:
    assert parse_moment(text) is None


def test_a_date_alone_counts_from_its_first_minute() -> None:
    moment = parse_moment("2025-07-01")

    assert moment is not None
    assert (moment.hour, moment.minute) == (0, 0)
    assert moment.tzinfo is not None
