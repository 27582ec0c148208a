"""Calls are given to accounts; pages of tasks go by key, overdue ones first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from tests.notify.people import MEDICAL, Invented, case_of, crowd, release
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.notify import write_letters
from tocsin.notify.calls import (
    FIRST,
    NOBODY,
    Outcome,
    assign,
    assign_next,
    note,
    task_counts,
    task_page,
    task_with,
    tasks,
)

TODAY = date(2025, 7, 10)
SOON = datetime(2025, 7, 12, 10, tzinfo=UTC)


def listed(case: Case) -> list[str]:
    release(case, TODAY)
    write_letters(case, today=TODAY)
    return [task.reference for task in tasks(case)]


def people(count: int) -> list[Invented]:
    return crowd(count, replace(MEDICAL, email=""))


def test_pages_follow_each_other_and_miss_nobody(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", people(7)) as case:
        references = listed(case)
        note(case, references[3], Outcome.CALL_BACK, "Anne", call_back=SOON)
        note(case, references[0], Outcome.REFUSED, "Anne")
        seen, after = [], FIRST
        while page := task_page(case, after=after, size=2):
            seen += [task.reference for task in page]
            after = page[-1].key
        assert seen == [task.reference for task in tasks(case)]
        assert (seen[0], seen[-1]) == (references[3], references[0])
        assert len(set(seen)) == 7


def test_a_task_is_given_given_on_and_taken_back(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", people(2)) as case:
        one, other = listed(case)
        assert assign(case, [one.lower(), one], "l.faure", "Roux") == 1
        assert [task.reference for task in task_page(case, caller="l.faure", size=9)] == [one]
        assert [task.reference for task in task_page(case, caller=NOBODY, size=9)] == [other]
        assert task_with(case, one, caller="m.blanc") is None
        assign(case, [one], "m.blanc", "Roux")
        assert task_with(case, one, caller="m.blanc") is not None
        assign(case, [one], NOBODY, "Roux")
        assert task_page(case, caller="m.blanc", size=9) == []


def test_the_next_ones_are_those_to_be_made_first(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", people(3)) as case:
        references = listed(case)
        note(case, references[2], Outcome.CALL_BACK, "Anne", call_back=SOON)
        assert assign_next(case, 1, "l.faure", "Roux") == 1
        (task,) = task_page(case, caller="l.faure", size=9)
        assert task.reference == references[2]
        assert assign_next(case, 9, "m.blanc", "Roux") == 2


def test_counts_are_of_one_or_of_all(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", people(3)) as case:
        one, two, _ = listed(case)
        assign(case, [one], "l.faure", "Roux")
        note(case, two, Outcome.REFUSED, "Anne")
        later = datetime.now(UTC) + timedelta(days=2)
        assert task_counts(case, later) == (3, 2, 2, 1)
        assert task_counts(case, datetime.now(UTC), caller="l.faure") == (1, 1, 0, 0)


def test_what_is_no_open_call_changes_nothing(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", people(2)) as case:
        one, _ = listed(case)
        for chosen in ([one, "9999-999"], []):
            with pytest.raises(UsageError):
                assign(case, chosen, "l.faure", "Roux")
        with pytest.raises(UsageError):
            assign_next(case, 0, "l.faure", "Roux")
        assert case.store.count("SELECT count(*) FROM call_assignments") == 0


@pytest.mark.parametrize("sql", ["DELETE FROM", "UPDATE"])
def test_assignments_are_append_only(sql: str, tmp_path: Path) -> None:
    rest = "" if sql.startswith("DELETE") else " SET assigned_to = ''"
    with case_of(tmp_path / "c", people(1)) as case:
        assign(case, listed(case), "l.faure", "Roux")
        with pytest.raises(sqlcipher.IntegrityError):
            case.store.execute(f"{sql} call_assignments{rest}")
