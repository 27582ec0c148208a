"""Duties as data: sources, conditions, and the clock of each, tested."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.report.acts import ActKind, record
from tocsin.report.clock import Clock, ClockState, state_of
from tocsin.report.condition import condition_names
from tocsin.report.duty import EVENTS, JURISDICTIONS, Duty, load_duties, parse_moment
from tocsin.report.facts import Done
from tocsin.report.material import gather

PARIS, LONDON = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/London")
BOSTON, LOS_ANGELES = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
DUTIES = {duty.id: duty for duty in load_duties()}
CNIL = DUTIES["gdpr-33"]

CLOCKS = {
    "gdpr-33": (datetime(2028, 2, 27, 9, tzinfo=PARIS), "2028-03-01T09:00:00+01:00"),
    "gdpr-56": (datetime(2026, 3, 27, 12, tzinfo=PARIS), "2026-03-30T13:00:00+02:00"),
    "lopmi-l12-10-1": (datetime(2025, 10, 24, 12, tzinfo=PARIS), "2025-10-27T11:00:00+01:00"),
    "nis2-23": (datetime(2027, 3, 27, 12, tzinfo=PARIS), "2027-03-28T13:00:00+02:00"),
    "nis2-23-notification": (datetime(2028, 2, 28, 0, tzinfo=PARIS), "2028-03-02T00:00:00+01:00"),
    "nis2-23-final": (datetime(2025, 1, 31, 15, tzinfo=PARIS), "2025-03-01T00:00:00+01:00"),
    "hipaa-404": (datetime(2028, 1, 15, 10, tzinfo=BOSTON), "2028-03-16T00:00:00-04:00"),
    "hipaa-406": (datetime(2027, 1, 15, 10, tzinfo=BOSTON), "2027-03-17T00:00:00-04:00"),
    "hipaa-408-large": (datetime(2025, 9, 20, 10, tzinfo=BOSTON), "2025-11-20T00:00:00-05:00"),
    "hipaa-408-small": (datetime(2027, 5, 4, 10, tzinfo=BOSTON), "2028-03-01T00:00:00-05:00"),
    "california-1280-15-state": (
        datetime(2025, 11, 10, 9, tzinfo=LOS_ANGELES),
        "2025-12-05T00:00:00-08:00",
    ),
    "california-1280-15-patients": (
        datetime(2026, 7, 2, 20, tzinfo=PARIS),
        "2026-07-24T00:00:00-07:00",
    ),
    "uk-gdpr-33": (datetime(2025, 10, 24, 12, tzinfo=LONDON), "2025-10-27T11:00:00+00:00"),
}
"""When each duty that has a length ends: across summer time, 29 February, weekends, holidays."""

NO_LENGTH = {
    *("gdpr-33-5", "gdpr-34", "gdpr-33-2", "csp-l1111-8-2", "complaint", "csp-r1111-11"),
    *("cnam-courtesy", "banks-courtesy", "france-titres-courtesy", "uk-gdpr-34"),
    *("quebec-3-5-cai", "quebec-3-5-persons", "quebec-3-8", "swiss-24-1", "swiss-24-4"),
}


@pytest.mark.parametrize("duty", DUTIES.values(), ids=lambda duty: duty.id)
def test_every_duty_has_its_legal_source_in_both_languages(duty: Duty) -> None:
    assert duty.source
    assert duty.checked_on
    assert duty.link.startswith("https://")
    assert all((duty.fr, duty.en, duty.trigger_fr, duty.trigger_en, duty.clock_fr, duty.clock_en))
    assert all((duty.addressee_fr, duty.addressee_en, duty.channel_fr, duty.channel_en))
    assert all((duty.contents_fr, duty.contents_en, duty.exemption_fr, duty.exemption_en))


@pytest.mark.parametrize("duty", DUTIES.values(), ids=lambda duty: duty.id)
def test_every_duty_starts_and_applies_by_what_is_known(duty: Duty) -> None:
    assert duty.start in {*EVENTS, *DUTIES}
    assert set(duty.when) <= set(condition_names())


def test_ids_are_unique_and_no_condition_is_idle() -> None:
    assert len(DUTIES) == len(load_duties())
    assert {name for duty in DUTIES.values() for name in duty.when} == set(condition_names())
    assert {duty.jurisdiction for duty in DUTIES.values()} == set(JURISDICTIONS)


def test_every_duty_has_a_test_of_its_clock() -> None:
    assert {name for name, duty in DUTIES.items() if duty.length} == set(CLOCKS)
    assert {name for name, duty in DUTIES.items() if not duty.length} == NO_LENGTH


@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock_ends_when_its_law_says(name: str) -> None:
    started, deadline = CLOCKS[name]

    found = DUTIES[name].deadline(started)

    assert found is not None
    assert found.isoformat() == deadline


def test_the_two_72_hour_clocks_start_from_two_events() -> None:
    insurance = DUTIES["lopmi-l12-10-1"]

    assert CNIL.length == CNIL.length
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
    ("started", "outer"),
    [
        (datetime(2025, 7, 1, 8, 30, tzinfo=PARIS), "2025-07-04T09:00:00+02:00"),
        (datetime(2025, 7, 2, 8, 0, tzinfo=PARIS), "2025-07-08T00:00:00+02:00"),  # ends Saturday
        (datetime(2025, 7, 11, 20, 0, tzinfo=PARIS), "2025-07-16T00:00:00+02:00"),  # 14 July
        (datetime(2025, 4, 30, 8, 0, tzinfo=PARIS), "2025-05-06T00:00:00+02:00"),  # 1 May, weekend
    ],
)
def test_regulation_1182_71_only_ever_stretches_the_hours(started: datetime, outer: str) -> None:
    found, strict = CNIL.outer_deadline(started), CNIL.deadline(started)

    assert found is not None
    assert strict is not None
    assert found.isoformat() == outer
    assert found >= strict
    assert DUTIES["lopmi-l12-10-1"].outer_deadline(started) is None


@pytest.mark.parametrize(
    ("duty", "started", "done", "state"),
    [
        ("gdpr-33", datetime(2025, 7, 1, 9, 31, tzinfo=PARIS), "", ClockState.RUNNING),
        ("gdpr-33", datetime(2025, 6, 30, 9, 29, tzinfo=PARIS), "", ClockState.LATE),
        ("gdpr-33", datetime(2025, 6, 30, 9, 29, tzinfo=PARIS), "2025-07-03", ClockState.DONE),
        ("gdpr-33", datetime(2025, 6, 29, 9, 29, tzinfo=PARIS), "2025-07-03", ClockState.DONE_LATE),
        (
            "gdpr-33",
            datetime(2025, 6, 30, 9, 29, tzinfo=PARIS),
            "2025-07-03T09:28:00+02:00",
            ClockState.DONE,
        ),
        (
            "gdpr-33",
            datetime(2025, 6, 30, 9, 29, tzinfo=PARIS),
            "2025-07-03T07:30:00+00:00",
            ClockState.DONE_LATE,
        ),
        ("gdpr-33", None, "", ClockState.NO_START),
        ("gdpr-34", datetime(2025, 6, 1, tzinfo=PARIS), "", ClockState.NO_HOURS),
        ("nis2-23", datetime(2025, 6, 1, tzinfo=PARIS), "", ClockState.NOT_IN_FORCE),
    ],
)
def test_where_a_duty_stands(
    duty: str, started: datetime | None, done: str, state: ClockState
) -> None:
    ended = Done(done) if done else None

    assert state_of(DUTIES[duty], True, False, started, ended, AT) is state


def clocks_of(case: Case) -> dict[str, Clock]:
    return {clock.duty.id: clock for clock in gather(case, AT).clocks}


def test_the_clock_runs_from_what_the_hospital_said(case: Case) -> None:
    clock = clocks_of(case)["gdpr-33"]

    assert clock.deadline == datetime(2025, 7, 4, 6, 30, tzinfo=UTC)
    assert "4\u00a0juillet 2025" in "".join(span.text for span in clock.sentence("fr"))
    assert [span.figure for span in clock.sentence("en") if span.figure] == ["clock/gdpr-33"]


def test_no_clock_runs_before_the_hospital_has_said_when(empty_case: Case) -> None:
    clocks = clocks_of(empty_case)

    assert clocks["gdpr-33"].state is ClockState.NO_START
    assert clocks["gdpr-33"].sentence("fr")[0].missing
    assert not any(clock.hours for clock in clocks.values())


def test_a_recorded_event_starts_its_own_clock_only(empty_case: Case) -> None:
    record(
        empty_case,
        ActKind.EVENT,
        "attack_known",
        person="A. Direction",
        moment="2025-07-01T08:00+02:00",
    )

    clocks = clocks_of(empty_case)

    assert clocks["lopmi-l12-10-1"].state is ClockState.RUNNING
    assert clocks["gdpr-33"].state is ClockState.NO_START


def test_what_was_recorded_counts_before_what_the_file_says(case: Case) -> None:
    moment = "2025-06-28T08:00+02:00"
    record(case, ActKind.EVENT, "breach_known", person="A. Direction", moment=moment)

    assert clocks_of(case)["gdpr-33"].state is ClockState.LATE


def test_a_late_notification_owes_its_reason_until_it_is_given(case: Case) -> None:
    moment = "2025-07-09T08:00+02:00"
    record(case, ActKind.MET, "gdpr-33", person="A. Direction", moment=moment)
    late = clocks_of(case)["gdpr-33"]

    record(case, ActKind.MET, "gdpr-33", person="A. Direction", moment=moment, reason="panne")
    explained = clocks_of(case)["gdpr-33"]

    assert (late.state, late.lacks_reason) == (ClockState.DONE_LATE, True)
    assert "motifs à donner" in late.sentence("fr")[0].text
    assert (explained.state, explained.lacks_reason) == (ClockState.DONE_LATE, False)
    assert "panne" in explained.sentence("fr")[0].text


def test_the_final_report_of_nis2_runs_from_the_notification(case: Case) -> None:
    moment = "2025-07-03T08:00+02:00"
    record(case, ActKind.MET, "nis2-23-notification", person="A. Direction", moment=moment)

    deadline = clocks_of(case)["nis2-23-final"].deadline

    assert deadline == datetime(2025, 8, 4, 0, 0, tzinfo=PARIS)


def test_one_complaint_meets_both_duties_to_file_one(case: Case) -> None:
    record(case, ActKind.MET, "complaint", person="A. Direction", moment="2025-07-02")

    states = {name: clock.state for name, clock in clocks_of(case).items()}

    assert states["complaint"] is states["lopmi-l12-10-1"] is ClockState.DONE
    assert states["gdpr-33"] is ClockState.RUNNING


def test_a_duty_set_aside_says_why(case: Case) -> None:
    record(case, ActKind.WAIVED, "gdpr-34", person="A. Direction", reason="données chiffrées")

    clock = clocks_of(case)["gdpr-34"]

    assert clock.state is ClockState.WAIVED
    assert "données chiffrées" in clock.sentence("fr")[0].text


def test_a_duty_applies_by_the_facts_of_the_case(case: Case) -> None:
    (case.folder / "breach.toml").write_text(
        'countries = ["CH", "US-CA"]\ncyber_insurance = false\n', encoding="utf-8"
    )

    clocks = clocks_of(case)

    assert clocks["swiss-24-1"].applies.verdict is True
    assert clocks["hipaa-404"].applies.verdict is True
    assert clocks["hipaa-408-small"].applies.verdict is True
    assert clocks["hipaa-406"].applies.verdict is False
    assert clocks["uk-gdpr-33"].state is ClockState.DOES_NOT_APPLY
    assert clocks["lopmi-l12-10-1"].state is ClockState.DOES_NOT_APPLY
    assert "non" in clocks["lopmi-l12-10-1"].applies.why("fr")
    assert "countries" not in clocks["swiss-24-1"].applies.why("fr")


def test_a_law_that_came_into_force_is_switched_on(case: Case) -> None:
    declared = 'now_in_force = ["nis2-23"]\nessential_entity = true\n'
    (case.folder / "breach.toml").write_text(declared, encoding="utf-8")
    record(case, ActKind.EVENT, "attack_known", person="A.", moment="2025-07-03T00:00+02:00")

    clocks = clocks_of(case)

    assert clocks["nis2-23"].state is ClockState.RUNNING
    assert clocks["nis2-23-notification"].state is ClockState.NOT_IN_FORCE


def test_every_event_starts_a_clock() -> None:
    assert {duty.start for duty in DUTIES.values()} >= set(EVENTS)


def test_what_is_not_known_yet_is_said_to_be_open(empty_case: Case) -> None:
    clocks = clocks_of(empty_case)

    assert clocks["gdpr-33"].applies.verdict is None
    assert "à dire" in clocks["gdpr-33"].applies.why("fr")
    assert clocks["lopmi-l12-10-1"].applies.verdict is None
    assert "breach.toml" in clocks["lopmi-l12-10-1"].applies.why("en")


@pytest.mark.parametrize("text", [None, "", "hier", "2025-13-01"])
def test_what_is_no_moment_is_unknown(text: str | None) -> None:
    assert parse_moment(text) is None


def test_a_date_alone_counts_from_its_first_minute() -> None:
    moment = parse_moment("2025-07-01")

    assert moment is not None
    assert (moment.hour, moment.minute) == (0, 0)
    assert moment.tzinfo is not None
