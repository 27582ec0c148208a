"""Calls: a task is closed by an outcome only, and nobody waits unseen."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from tests.notify.people import MEDICAL, case_of, crowd, release, states
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.notify import write_letters
from tocsin.notify.calls import Outcome, note, tasks
from tocsin.notify.calls.attempts import ENOUGH

TODAY = date(2025, 7, 10)


def listed(case: Case) -> str:
    release(case, TODAY)
    write_letters(case, today=TODAY)
    return tasks(case)[0].reference


def state(case: Case) -> str:
    return states(case)[0][1]


def test_told_closes_a_task_and_needs_a_check(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        reference = listed(case)
        with pytest.raises(UsageError) as caught:
            note(case, reference, Outcome.TOLD, "Anne")
        assert caught.value.code == "call.unchecked"
        note(case, reference.lower(), Outcome.TOLD, "Anne", checked=True)
        assert state(case) == "told"
        with pytest.raises(UsageError):
            note(case, reference, Outcome.NO_ANSWER, "Anne")


OPEN = [outcome for outcome in Outcome if outcome.closes is None]


@pytest.mark.parametrize("outcome", OPEN)
def test_an_attempt_leaves_the_task_open(outcome: Outcome, tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        later = datetime(2025, 7, 12, 10, tzinfo=UTC)
        note(case, listed(case), outcome, "Anne", call_back=later)
        (task,) = tasks(case)
        assert (task.is_open, task.attempts, task.last, task.due) == (True, 1, outcome, later)


def test_nobody_is_given_up_before_enough_attempts(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        reference = listed(case)
        for _ in range(ENOUGH):
            with pytest.raises(UsageError):
                note(case, reference, Outcome.GIVEN_UP, "Anne")
            note(case, reference, Outcome.NO_ANSWER, "Anne")
        note(case, reference, Outcome.GIVEN_UP, "Anne")
        assert state(case) == "unreached"


def test_to_call_back_needs_a_time(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case, pytest.raises(UsageError):
        note(case, listed(case), Outcome.CALL_BACK, "Anne")


def test_the_database_closes_no_call_without_an_outcome(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        reference = listed(case)
        note(case, reference, Outcome.NO_ANSWER, "Anne")
        for statement in (
            "UPDATE deliveries SET state = 'told' WHERE state = 'listed'",
            "UPDATE deliveries SET state = 'unreached' WHERE state = 'listed'",
            "DELETE FROM call_attempts",
            "UPDATE call_attempts SET outcome = 'told'",
        ):
            with pytest.raises(sqlcipher.IntegrityError):
                case.store.execute(statement)


def test_what_nobody_touched_is_overdue_and_comes_first(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(3, MEDICAL)) as case:
        listed(case)
        now = datetime.now(UTC)
        first, second, _ = (task.reference for task in tasks(case))
        note(case, first, Outcome.TOLD, "Anne", checked=True)
        note(case, second, Outcome.CALL_BACK, "Anne", call_back=now + timedelta(days=9))
        later = now + timedelta(days=2)
        assert [t.is_overdue(later) for t in tasks(case)] == [True, False, False]
        assert [t.is_open for t in tasks(case)] == [True, True, False]


def test_notes_stay_out_of_the_journal(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        note(case, listed(case), Outcome.NO_ANSWER, "Anne", notes="rappeler sa fille")
        journal = "".join(d for (d,) in case.store.execute("SELECT detail FROM journal"))
        assert "fille" not in journal
        assert case.store.one("SELECT notes FROM call_attempts") == ("rappeler sa fille",)
