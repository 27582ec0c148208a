"""Two persons stand for what leaves: by the service, and by the database where it is gone round."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from tests.notify.people import HOSPITAL, MEDICAL, add, case_of, crowd
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.notify import approval, ledger, prepare
from tocsin.notify.approval import approve, approve_unattended, pause, resume, stop, submit
from tocsin.notify.batch import UNATTENDED, Batch, BatchState, batches, may_leave
from tocsin.notify.plan import plan_after_refusal
from tocsin.notify.recipient import recipients

TODAY = date(2025, 7, 10)
ANNE, OMAR = "Anne Lefèvre", "Omar Diallo"

HAND_OVER = "UPDATE deliveries SET state = 'handing_over' WHERE notice = 1"


def submitted(case: Case, by: str = ANNE) -> Batch:
    prepare(case, TODAY)
    batch = submit(case, by)
    assert batch is not None
    return batch


def approved(case: Case) -> Batch:
    return approve(case, submitted(case).number, OMAR)


def journal(case: Case, act: str) -> list[str]:
    return [d for (d,) in case.store.execute("SELECT detail FROM journal WHERE act = ?", (act,))]


def test_a_batch_holds_all_that_waits_and_nothing_held(tmp_path: Path) -> None:
    people = [*crowd(3), MEDICAL, *crowd(1, MEDICAL.__class__(guardian_name="UDAF"))]
    with case_of(tmp_path / "c", people) as case:
        batch = submitted(case)
        assert batch.notices == 5
        assert batch.state is BatchState.SUBMITTED
        assert submit(case, ANNE) is None


def test_nothing_may_leave_before_the_approval(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        batch = submitted(case)
        assert may_leave(case.store, [1, 2]) == set()
        approve(case, batch.number, OMAR)
        assert may_leave(case.store, [1, 2]) == {1, 2}
        case.store.execute(HAND_OVER)


@pytest.mark.parametrize("name", [ANNE, "anne  lefevre", "ANNE LEFÈVRE", "Anne-Lefevre"])
def test_nobody_approves_their_own_batch(name: str, tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        batch = submitted(case)
        with pytest.raises(UsageError) as caught:
            approve(case, batch.number, name)
        assert caught.value.code == "batch.same_person"
        assert may_leave(case.store, [1]) == set()


@pytest.mark.parametrize("name", ["", "  ", "unattended", "Unattended", "x" * 81, "a\nb\x00"])
def test_a_name_is_needed(name: str, tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        prepare(case, TODAY)
        with pytest.raises(UsageError):
            submit(case, name)


BY_HAND = [
    ("hand over without a batch", HAND_OVER, False),
    ("write without a batch", "UPDATE deliveries SET state = 'written' WHERE notice = 1", False),
    ("hand over before approval", HAND_OVER, True),
    ("list before approval", "UPDATE deliveries SET state = 'listed' WHERE notice = 1", True),
    ("approve as the same", "UPDATE batches SET approved_by = submitted_by", True),
    ("approve as nobody", "UPDATE batches SET approved_by = ' '", True),
    ("rewrite who submitted", "UPDATE batches SET submitted_by = 'x'", True),
    ("rewrite the list", "UPDATE batches SET list = 'x'", True),
    ("rewrite a member", "UPDATE batch_notices SET digest = x'00'", True),
    ("delete a batch", "DELETE FROM batches", True),
    (
        "insert an approved batch",
        """INSERT INTO batches (list, wording, notices, submitted_by, submitted_at, approved_by)
        SELECT list, wording, 1, 'a', 'now', 'b' FROM batches""",
        True,
    ),
    (
        "begin away from home",
        """INSERT INTO deliveries (notice, state, recipient, reply, updated_at)
        VALUES (99, 'handing_over', '', '', '')""",
        False,
    ),
]


@pytest.mark.parametrize(
    ("statement", "has_batch"), [c[1:] for c in BY_HAND], ids=[c[0] for c in BY_HAND]
)
def test_the_database_refuses_it_too(statement: str, has_batch: bool, tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        prepare(case, TODAY)
        if has_batch:
            submit(case, ANNE)
        with pytest.raises(sqlcipher.IntegrityError):
            case.store.execute(statement)


def test_an_approved_list_does_not_grow_and_is_approved_once(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        approved(case)
        add(case, crowd(1))
        prepare(case, TODAY)
        for statement in (
            "INSERT INTO batch_notices VALUES (2, 1, x'00')",
            "UPDATE batches SET approved_by = 'x'",
        ):
            with pytest.raises(sqlcipher.IntegrityError):
                case.store.execute(statement)
        assert may_leave(case.store, [1, 2]) == {1}


def more_was_taken(case: Case) -> None:
    case.store.execute("UPDATE affected SET categories = 'civil_status;nir' WHERE person = 0")
    prepare(case, TODAY)


def another_address(case: Case) -> None:
    case.store.execute("UPDATE deliveries SET recipient = 'x@exemple.invalid' WHERE notice = 1")


def one_is_gone(case: Case) -> None:
    case.store.execute("DELETE FROM affected WHERE person = 0")
    prepare(case, TODAY)


def other_words(case: Case) -> None:
    path = case.folder / "hospital.toml"
    path.write_text(HOSPITAL.replace("Trois Ponts", "Quatre Ponts"), encoding="utf-8")


CHANGES: list[Callable[[Case], None]] = [more_was_taken, another_address, one_is_gone, other_words]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("before", [submitted, approved], ids=["submitted", "approved"])
def test_a_change_voids_the_approval(
    change: Callable[[Case], None], before: Callable[[Case], Batch], tmp_path: Path
) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        number = before(case).number
        change(case)
        approval.check(case)
        assert approval.find(case, number).state is BatchState.VOID
        assert may_leave(case.store, [1, 2]) == set()
        with pytest.raises(UsageError):
            approve(case, number, OMAR)
        with pytest.raises(sqlcipher.IntegrityError):
            case.store.execute("UPDATE batches SET voided_at = NULL")
        again = submit(case, ANNE)
        assert again is not None
        assert approve(case, again.number, OMAR).state is BatchState.APPROVED


def test_a_tampered_list_is_found_even_where_no_trigger_saw_it(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        batch = approved(case)
        case.store.execute("DROP TRIGGER batches_void_when_an_address_changes")
        another_address(case)
        approval.check(case)
        assert approval.find(case, batch.number).void_reason == "list"


def test_new_persons_are_a_batch_of_their_own(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        first = approved(case)
        add(case, crowd(3))
        prepare(case, TODAY)
        second = submit(case, OMAR)
        assert second is not None
        assert (first.notices, second.notices) == (2, 3)
        assert may_leave(case.store, [1, 2, 3]) == {1, 2}


def test_to_hold_one_back_is_no_change(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        batch = approved(case)
        with case.store.transaction():
            ledger.hold(case.store, [1], "unprintable")
        approval.check(case)
        assert approval.find(case, batch.number).state is BatchState.APPROVED


def test_pause_resume_stop(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        number = approved(case).number
        assert pause(case, number, OMAR).state is BatchState.PAUSED
        with pytest.raises(sqlcipher.IntegrityError):
            case.store.execute(HAND_OVER)
        assert resume(case, number, OMAR).state is BatchState.APPROVED
        assert stop(case, number, OMAR).state is BatchState.STOPPED
        assert may_leave(case.store, [1]) == set()
        with pytest.raises(UsageError):
            resume(case, number, OMAR)
        again = submit(case, ANNE)
        assert again is not None
        assert again.notices == 1


def test_a_pause_from_another_process_is_seen_at_once(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        number = approved(case).number
        with Case.open(tmp_path / "c", exclusive=False) as beside:
            pause(beside, number, OMAR)
        assert may_leave(case.store, [1]) == set()


def test_unattended_is_journaled_and_never_looks_like_a_person(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        batch = approve_unattended(case, submitted(case).number)
        assert batch.is_unattended
        (entry,) = journal(case, "batch.approved")
        assert f'"by":"{UNATTENDED}"' in entry


def test_where_two_persons_are_required_nothing_goes_unattended(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        approval.require_two_persons(case)
        batch = submitted(case)
        with pytest.raises(UsageError):
            approve_unattended(case, batch.number)
        with pytest.raises(sqlcipher.IntegrityError):
            case.store.execute("UPDATE batches SET approved_by = 'unattended'")
        assert may_leave(case.store, [1]) == set()


def test_who_did_what_is_in_the_journal(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        approved(case)
        assert ANNE in journal(case, "batch.submitted")[0]
        (entry,) = journal(case, "batch.approved")
        assert OMAR in entry
        assert batches(case.store)[0].list in entry


def test_the_letter_that_replaces_an_email_goes_with_its_approval(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        approved(case)
        (who, _) = recipients(case.store)
        planned = plan_after_refusal(who, "0000-000")
        with case.store.transaction():
            letter = ledger.insert(case.store, planned, ledger.now())
            other = ledger.insert(
                case.store,
                planned._replace(person=1, categories="nir", reference="0000-001"),
                ledger.now(),
            )
        assert may_leave(case.store, [letter, other]) == {letter}
        again = submit(case, ANNE)
        assert again is not None
        assert again.notices == 1, "the other has no e-mail whose approval it could go with"


def test_where_that_approval_ended_the_letter_is_submitted_anew(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        number = approved(case).number
        (who,) = recipients(case.store)
        with case.store.transaction():
            case.store.execute(HAND_OVER)
            case.store.execute("UPDATE deliveries SET state = 'refused'")
            ledger.insert(case.store, plan_after_refusal(who, "0000-000"), ledger.now())
        assert submit(case, ANNE) is None
        stop(case, number, OMAR)
        again = submit(case, ANNE)
        assert again is not None
        assert again.notices == 1
