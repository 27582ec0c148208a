"""Real bounces with our own headers in them: at least 99 % find their notice."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.notify.bounce.samples import Sample, samples
from tests.notify.people import case_of, crowd
from tocsin.case import Case
from tocsin.notify import prepare
from tocsin.notify.bounce import read_feedback
from tocsin.notify.bounce.report import FeedbackKind, read_report
from tocsin.notify.bounce.text import parse
from tocsin.notify.verp import address_of, return_key

NOW = datetime(2025, 7, 12, tzinfo=UTC)
MARKS: dict[str, Callable[[Case, Sample, int], bytes]] = {
    "return_path": lambda case, sample, notice: sample.to(
        address_of(notice, return_key(case), "retours@trois-ponts.invalid")
    ),
    "message_id": lambda _, sample, notice: sample.returning(message_id(notice)),
    "address": lambda _, sample, notice: sample.about(f"p{notice - 1}@exemple.invalid"),
}


def message_id(notice: int) -> str:
    return f"{notice:032x}@trois-ponts.invalid"


def sent(case: Case) -> None:
    """As if every e-mail had been accepted by the mail server."""
    prepare(case, date(2025, 7, 10))
    case.store.many(
        "UPDATE deliveries SET state = 'accepted', message_id = ? WHERE notice = ?",
        [
            (message_id(notice), notice)
            for (notice,) in case.store.execute("SELECT notice FROM notices")
        ],
    )


@pytest.mark.parametrize("mark", MARKS)
def test_each_finds_its_notice(mark: str, tmp_path: Path) -> None:
    known = [sample for sample in samples() if mark != "address" or sample.names_who_failed]
    assert len(known) >= 100
    with case_of(tmp_path / "c", crowd(len(known))) as case:
        sent(case)
        marked = [MARKS[mark](case, sample, number) for number, sample in enumerate(known, 1)]
        read_feedback(case, marked, now=NOW)
        found = case.store.execute("SELECT notice FROM feedback ORDER BY feedback")
    wrong = [
        sample.name
        for number, (sample, (notice,)) in enumerate(zip(known, found, strict=True), 1)
        if notice != number
    ]
    assert len(wrong) <= len(known) / 100, wrong


def test_the_kind_is_what_a_bounce_library_says() -> None:
    known = [sample for sample in samples() if sample.failing]
    wrong = [
        (sample.name, kind.value)
        for sample in known
        if (kind := read_report(parse(sample.raw)).of(sample.failing[0].lower()).kind)
        is not (FeedbackKind.FAILED if sample.permanent else FeedbackKind.DELAYED)
    ]
    assert len(wrong) <= len(known) * 0.03, wrong


def test_none_is_taken_for_proof_of_arrival() -> None:
    arrived = [s.name for s in samples() if read_report(parse(s.raw)).kind.proves_arrival]
    assert arrived == ["qmail_08.txt"], "an automatic reply among the bounces"
