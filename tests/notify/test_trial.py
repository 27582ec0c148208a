"""A test e-mail in the very words of a batch: offered, and demanded where the hospital says so."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.notify.people import HOSPITAL, Invented, case_of, crowd
from tocsin.case import Case
from tocsin.cli import main
from tocsin.clinic.mailserver import MailServer
from tocsin.errors import UsageError
from tocsin.notify import approval, prepare
from tocsin.notify.batch import Batch
from tocsin.notify.trial import send_tests

TODAY = date(2025, 7, 10)
DEMANDED = f"{HOSPITAL}\ntest_first = true\n"


def submitted(case: Case) -> Batch:
    prepare(case, TODAY)
    batch = approval.submit(case, "Anne Lefèvre")
    assert batch
    return batch


def receive_test(case: Case) -> None:
    with MailServer() as server:
        assert send_tests(case, server.url, ["moi@exemple.invalid"]) == 2


def test_only_a_test_in_the_same_words_counts(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        assert not approval.is_tested(case, submitted(case))
        receive_test(case)
        assert approval.is_tested(case, approval.find(case, 1))
        text = HOSPITAL.replace("42000 SAINT", "42100 SAINT")
        (case.folder / "hospital.toml").write_text(text, encoding="utf-8")
        batch = submitted(case)
        assert not approval.is_tested(case, batch)


def test_a_batch_without_email_needs_none(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [Invented(email="")], DEMANDED) as case:
        batch = submitted(case)
        assert approval.is_tested(case, batch)
        approval.approve(case, batch.number, "Omar Diallo")


@pytest.mark.parametrize("is_unattended", [False, True])
def test_where_it_is_demanded_nothing_is_approved_without(
    tmp_path: Path, is_unattended: bool
) -> None:
    with case_of(tmp_path / "c", crowd(1), DEMANDED) as case:
        batch = submitted(case)

        def approve() -> Batch:
            if is_unattended:
                return approval.approve_unattended(case, batch.number)
            return approval.approve(case, batch.number, "Omar Diallo")

        with pytest.raises(UsageError) as caught:
            approve()
        assert caught.value.code == "batch.untested"
        receive_test(case)
        assert approve().approved_by
        (detail,) = case.store.one("SELECT detail FROM journal WHERE act = 'batch.approved'")
        assert json.loads(detail)["tested"] is True


def test_what_the_hospital_demands_is_no_word_of_a_notice(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        receive_test(case)
        (case.folder / "hospital.toml").write_text(DEMANDED, encoding="utf-8")
        assert approval.is_tested(case, submitted(case))


def run(folder: Path, *rest: str) -> Result:
    return CliRunner().invoke(main, ["notify", *rest, "--case", str(folder)])


def test_the_commands_say_so_and_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    with case_of(folder, crowd(1)) as case:
        submitted(case)
    answer = run(folder, "approve", "1", "--as", "Omar Diallo")
    assert answer.exit_code == 0
    assert "notify test" in answer.output


def test_after_a_test_they_say_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    with case_of(folder, crowd(1)) as case:
        submitted(case)
        receive_test(case)
    answer = run(folder, "approve", "1", "--as", "Omar Diallo")
    assert answer.exit_code == 0
    assert "notify test" not in answer.output
