"""Rows that are one person: told once by whichever row, and told otherwise if that fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notify.people import MEDICAL, Invented, case_of, crowd, release, states
from tocsin.case import Case
from tocsin.model.notice import Channel, DeliveryState
from tocsin.notify import approval, prepare
from tocsin.notify.bounce.record import fail
from tocsin.notify.calls import tasks
from tocsin.notify.deliveries import Told, totals
from tocsin.notify.held import Addressee, decide
from tocsin.notify.ledger import Kept, kept_by_person
from tocsin.notify.outbox import Outbox
from tocsin.notify.testimony import proof_of
from tocsin.report.figures import measure

TODAY = date(2025, 7, 10)
NOW = datetime(2025, 7, 11, tzinfo=UTC)


class Rows:
    """Some rows of the index that a test merges and splits, as the tables of assess have them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.into: dict[int, int] = {}
        self._affected = case.store.execute("SELECT * FROM affected ORDER BY person")

    def merge(self, kept: int, other: int) -> None:
        """Every row that is one with `other` is told as `kept` is."""
        first, second = self.of(kept), self.of(other)
        if first != second:
            together = {row for row in self.rows if self.of(row) in (first, second)}
            self.into.update(dict.fromkeys(together, first))
            self._draw()

    def split(self) -> None:
        """All are as before."""
        self.into = {}
        self._draw()

    def of(self, row: int) -> int:
        """The row under which it is told."""
        return self.into.get(row, row)

    @property
    def rows(self) -> range:
        """All of them."""
        return range(len(self._affected))

    def persons(self) -> dict[int, list[Kept]]:
        """Everybody's notices, by the row under which they are told."""
        found: dict[int, list[Kept]] = {self.of(row): [] for row in self.rows}
        for row, notices in kept_by_person(self.case.store).items():
            found[self.of(row)] += notices
        return found

    def mail(self, row: int) -> Kept | None:
        """The e-mail to a row."""
        notices = kept_by_person(self.case.store).get(row, [])
        return next((one for one in notices if one.planned.channel is Channel.EMAIL), None)

    def send(self, row: int) -> None:
        """The mail server takes the e-mail, if it waits."""
        mail = self.mail(row)
        if mail and mail.state is DeliveryState.READY:
            self._set(mail, DeliveryState.ACCEPTED)

    def refuse(self, row: int) -> None:
        """The mail server refuses the e-mail for good, if it waits."""
        mail = self.mail(row)
        if mail and mail.state is DeliveryState.READY:
            with self.case.store.transaction():
                Outbox(self.case).settle([(mail, DeliveryState.REFUSED, "550")])

    def bounce(self, row: int) -> int:
        """The e-mail comes back, if it left; how many letters follow at once."""
        mail = self.mail(row)
        if mail is None:
            return 0
        with self.case.store.transaction():
            return fail(self.case, mail.notice, "5.1.1", NOW)

    def write(self, row: int) -> None:
        """The letters of a row that are due are written."""
        for one in kept_by_person(self.case.store).get(row, []):
            if one.state is DeliveryState.DUE:
                self._set(one, DeliveryState.WRITTEN)

    def _set(self, notice: Kept, state: DeliveryState) -> None:
        self.case.store.execute(
            "DROP TRIGGER IF EXISTS deliveries_leave_approved"  # who approves is not the point
        )
        self.case.store.execute(
            "UPDATE deliveries SET state = ? WHERE notice = ?", (state, notice.notice)
        )

    def _draw(self) -> None:
        store = self.case.store
        store.execute("DELETE FROM merged")
        store.many("INSERT INTO merged VALUES (?, ?)", self.into.items())
        store.execute("DELETE FROM affected")
        mine = [row for row in self._affected if self.of(row[0]) == row[0]]
        store.many("INSERT INTO affected VALUES (?, ?, ?, ?, ?)", mine)


@contextmanager
def rows_of(folder: Path, people: list[Invented]) -> Iterator[Rows]:
    with case_of(folder, people) as case:
        prepare(case, TODAY)
        yield Rows(case)


def ways(notices: list[Kept]) -> list[tuple[Channel, DeliveryState]]:
    return sorted((one.planned.channel, one.state) for one in notices)


MAIL_BACK = (Channel.EMAIL, DeliveryState.BOUNCED)
LETTER_DUE = (Channel.LETTER, DeliveryState.DUE)
KEPT_AND_OTHER = pytest.mark.parametrize(("kept", "other"), list(permutations(range(2))))


@KEPT_AND_OTHER
def test_the_e_mail_of_either_row_comes_back_after_the_merge(
    tmp_path: Path, kept: int, other: int
) -> None:
    with rows_of(tmp_path / "c", crowd(2)) as rows:
        rows.send(1)
        rows.merge(kept, other)
        prepare(rows.case, TODAY)
        assert rows.bounce(1) == 1
        for _ in range(2):
            assert ways(rows.persons()[kept]) == [MAIL_BACK, LETTER_DUE]
            assert rows.bounce(1) == 0
            prepare(rows.case, TODAY)


@KEPT_AND_OTHER
def test_the_e_mail_of_either_row_comes_back_before_the_merge(
    tmp_path: Path, kept: int, other: int
) -> None:
    with rows_of(tmp_path / "c", crowd(2)) as rows:
        rows.send(1)
        assert rows.bounce(1) == 1
        rows.merge(kept, other)
        for _ in range(2):
            prepare(rows.case, TODAY)
            assert ways(rows.persons()[kept]) == [MAIL_BACK, LETTER_DUE]
            assert [one.planned.person for one in rows.persons()[kept][-1:]] == [kept]


@KEPT_AND_OTHER
def test_both_e_mails_must_come_back_before_a_letter_goes(
    tmp_path: Path, kept: int, other: int
) -> None:
    with rows_of(tmp_path / "c", crowd(2)) as rows:
        rows.send(0)
        rows.send(1)
        rows.merge(kept, other)
        prepare(rows.case, TODAY)
        assert [rows.bounce(0), rows.bounce(1)] == [0, 1]
        prepare(rows.case, TODAY)
        assert ways(rows.persons()[kept]) == [MAIL_BACK, MAIL_BACK, LETTER_DUE]


@KEPT_AND_OTHER
def test_both_came_back_before_the_merge_and_one_letter_goes(
    tmp_path: Path, kept: int, other: int
) -> None:
    with rows_of(tmp_path / "c", crowd(2)) as rows:
        for row in rows.rows:
            rows.send(row)
            assert rows.bounce(row) == 1
        rows.merge(kept, other)
        prepare(rows.case, TODAY)
        assert ways(rows.persons()[kept]) == [MAIL_BACK, MAIL_BACK, LETTER_DUE]


def test_a_letter_due_is_taken_back_where_the_other_row_was_told_and_due_again_once_split(
    tmp_path: Path,
) -> None:
    with rows_of(tmp_path / "c", crowd(2)) as rows:
        rows.send(0)
        rows.send(1)
        rows.bounce(0)
        rows.merge(0, 1)
        prepare(rows.case, TODAY)
        assert ways(rows.persons()[0]) == [(Channel.EMAIL, DeliveryState.ACCEPTED), MAIL_BACK]
        rows.split()
        prepare(rows.case, TODAY)
        assert ways(rows.persons()[0]) == [MAIL_BACK, LETTER_DUE]


def test_an_e_mail_refused_at_the_door_makes_one_letter_too(tmp_path: Path) -> None:
    with rows_of(tmp_path / "c", crowd(2)) as rows:
        rows.refuse(1)
        rows.merge(0, 1)
        prepare(rows.case, TODAY)
        assert ways(rows.persons()[0]) == [(Channel.EMAIL, DeliveryState.REFUSED), LETTER_DUE]
        assert totals(rows.case)[Told.NOT_YET] == 1


acts = st.one_of(
    st.tuples(st.sampled_from(["send", "refuse", "bounce", "write"]), st.integers(0, 2)),
    st.tuples(st.just("merge"), st.sampled_from(list(permutations(range(3), 2)))),
    st.just(("split", None)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(acts, max_size=12))
def test_whatever_happens_nobody_is_left_out_or_told_by_two_ways(
    doings: list[tuple[str, int | tuple[int, int] | None]],
) -> None:
    with TemporaryDirectory() as folder, rows_of(Path(folder) / "c", crowd(3)) as rows:
        for act, on in doings:
            if act == "split":
                rows.split()
            elif isinstance(on, tuple):
                rows.merge(*on)
            elif on is not None:
                getattr(rows, act)(on)
            if act in ("merge", "split"):
                prepare(rows.case, TODAY)
            for person, notices in rows.persons().items():
                waiting = [one for one in notices if not one.state.is_released]
                stands = [o for o in notices if o.state.is_released and not o.state.has_failed]
                assert len(waiting) == (0 if stands else 1)
                assert {one.planned.person for one in waiting} <= {person}
        before = rows.persons()
        prepare(rows.case, TODAY)
        assert rows.persons() == before


def test_the_letter_goes_with_the_approval_of_the_other_rows_e_mail(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        case.store.execute("DELETE FROM affected WHERE person = 0")
        release(case, TODAY)
        rows = Rows(case)
        case.store.execute("UPDATE deliveries SET state = 'handing_over'")
        case.store.execute("UPDATE deliveries SET state = 'accepted'")
        case.store.many("INSERT INTO merged VALUES (?, ?)", [(0, 0), (1, 0)])
        case.store.execute("UPDATE affected SET person = 0")
        prepare(case, TODAY)
        assert rows.bounce(1) == 1
        assert approval.submit(case, "Anne Lefèvre") is None
        case.store.execute("UPDATE deliveries SET state = 'written' WHERE state = 'due'")
        letter = proof_of(case, "P000000").notices[0]
        assert letter.delivery.channel == Channel.LETTER
        assert letter.words is not None
        assert letter.batch is not None


@KEPT_AND_OTHER
def test_health_owed_to_a_merged_person_waits_under_the_row_that_is_kept(
    tmp_path: Path, kept: int, other: int
) -> None:
    with rows_of(tmp_path / "c", [MEDICAL, *crowd(1)]) as rows:
        rows.send(1)
        rows.merge(kept, other)
        rows.case.store.execute("UPDATE affected SET tier = 'medical', categories = 'health'")
        for _ in range(2):
            prepare(rows.case, TODAY)
            waiting = [one for one in rows.persons()[kept] if not one.state.is_released]
            assert {one.planned.person for one in waiting} == {kept}
            assert {one.planned.channel for one in waiting} == {
                Channel.CALL,
                Channel.REGISTERED_LETTER,
            }


def test_callers_still_see_whom_to_call_after_the_row_was_merged_away(tmp_path: Path) -> None:
    with rows_of(tmp_path / "c", [*crowd(1), MEDICAL]) as rows:
        call = next(o for o in rows.persons()[1] if o.planned.channel is Channel.CALL)
        rows._set(call, DeliveryState.LISTED)
        rows.merge(0, 1)
        (task,) = tasks(rows.case)
        assert task.name
        assert task.telephones


def test_what_is_decided_after_an_e_mail_came_back_holds(tmp_path: Path) -> None:
    homeless = replace(crowd(1)[0], address="")
    with rows_of(tmp_path / "c", [homeless]) as rows:
        rows.send(0)
        rows.bounce(0)
        assert states(rows.case)[1:] == [("held", "held")]
        friend = Addressee("Jean DURAND", "1 rue Haute", "42000", "Saint-Étienne")
        decide(rows.case, ["P000000"], Channel.LETTER, "Anne", "Foyer", friend, TODAY)
        assert states(rows.case)[1:] == [("letter", "due")]


def test_somebody_affected_again_after_the_e_mail_came_back_is_written_to(tmp_path: Path) -> None:
    with rows_of(tmp_path / "c", crowd(1)) as rows:
        rows.send(0)
        kept = rows.case.store.execute("SELECT * FROM affected")
        rows.case.store.execute("DELETE FROM affected")
        assert rows.bounce(0) == 0
        rows.case.store.many("INSERT INTO affected VALUES (?, ?, ?, ?, ?)", kept)
        prepare(rows.case, TODAY)
        assert ways(rows.persons()[0]) == [MAIL_BACK, LETTER_DUE]


def test_one_row_a_person_and_the_proof_has_what_left_to_the_other_row(tmp_path: Path) -> None:
    with rows_of(tmp_path / "c", crowd(3)) as rows:
        rows.send(1)
        rows.merge(0, 1)
        prepare(rows.case, TODAY)
        assert totals(rows.case) == {**dict.fromkeys(Told, 0), Told.SENT: 1, Told.NOT_YET: 1}
        rows.bounce(1)
        assert totals(rows.case) == {**dict.fromkeys(Told, 0), Told.NOT_YET: 2}
        for patient in ("P000000", "P000001"):
            assert len(proof_of(rows.case, patient).notices) == 2
        assert measure(rows.case.store, NOW)["told.unreached"].value == 0
