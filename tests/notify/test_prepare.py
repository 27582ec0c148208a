"""Preparing makes each notice once, and follows the ledger until it has left."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.notify.people import MEDICAL, Invented, add, case_of, crowd, states
from tocsin.assess.people.grouped import forget
from tocsin.case import Case
from tocsin.model.notice import Channel, DeliveryState
from tocsin.notify import counts, prepare
from tocsin.notify.public import notices_of, prepare_anew
from tocsin.notify.reference import is_reference

TODAY = date(2025, 7, 10)


def rows(case: Case) -> list[tuple[object, ...]]:
    return case.store.execute(
        "SELECT * FROM notices JOIN deliveries USING (notice) ORDER BY notice"
    )


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    people = [*crowd(20), MEDICAL, replace(MEDICAL, email="x@exemple.invalid")]
    with case_of(tmp_path / "c", people) as case:
        first = prepare(case, TODAY)
        before = rows(case)
        second = prepare(case, TODAY)
        assert (first.persons, first.added) == (22, 22)
        assert (second.added, second.changed, second.unchanged) == (0, 0, 22)
        assert rows(case) == before


def test_only_new_persons_are_added(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        prepare(case, TODAY)
        before = rows(case)
        add(case, crowd(2))
        assert prepare(case, TODAY).added == 2
        assert rows(case)[:3] == before


def test_one_postal_address_shared_by_two_gives_two_notices(tmp_path: Path) -> None:
    couple = [Invented(birth_name="DUPONT"), Invented(birth_name="DUPONT")]
    couple = [replace(who, email="") for who in couple]
    with case_of(tmp_path / "c", couple) as case:
        prepare(case, TODAY)
        found = case.store.execute(
            "SELECT reference, recipient FROM notices JOIN deliveries USING (notice)"
        )
        assert len({reference for reference, _ in found}) == 2
        assert len({recipient for _, recipient in found}) == 1


def test_a_medical_person_has_two_notices_under_one_reference(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL]) as case:
        prepare(case, TODAY)
        assert states(case) == [("call", "to_call"), ("registered_letter", "due")]
        references = {row[0] for row in case.store.execute("SELECT reference FROM notices")}
        assert len(references) == 1
        assert all(is_reference(reference) for reference in references)


def test_a_review_decided_releases_the_held(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [Invented(status="to_review")]) as case:
        prepare(case, TODAY)
        assert states(case) == [("held", "held")]
        case.store.execute("UPDATE affected SET status = 'confirmed'")
        assert prepare(case, TODAY).changed == 1
        assert states(case) == [("email", "ready")]


def test_what_has_left_stays_and_is_counted_when_more_is_known(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        prepare(case, TODAY)
        case.store.execute("UPDATE deliveries SET state = 'accepted' WHERE notice = 1")
        before = rows(case)[0]
        case.store.execute("UPDATE affected SET categories = 'civil_status;contact;nir'")
        done = prepare(case, TODAY)
        assert (done.outdated, done.changed) == (1, 1)
        assert rows(case)[0] == before


def test_who_is_no_longer_affected_is_not_told(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        prepare(case, TODAY)
        case.store.execute("DELETE FROM affected WHERE person = 0")
        assert prepare(case, TODAY).withdrawn == 1
        assert case.store.execute("SELECT person FROM notices") == [(1,)]


def test_a_letter_after_a_refusal_follows_the_ledger(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        prepare(case, TODAY)
        case.store.execute("UPDATE deliveries SET state = 'refused'")
        case.store.execute(
            "INSERT INTO notices SELECT 9, person, 'letter', reference, language, categories,"
            " template, 'email_refused', made_at FROM notices"
        )
        case.store.execute(
            "INSERT INTO deliveries (notice, state, recipient, reply, updated_at)"
            " VALUES (9, 'due', 'A', '', '')"
        )
        case.store.execute("UPDATE affected SET categories = 'contact;nir'")
        assert prepare(case, TODAY).outdated == 1
        found = case.store.execute("SELECT channel, categories FROM notices ORDER BY notice")
        assert found == [("email", "civil_status;contact"), ("letter", "contact;nir")]


def test_counts(tmp_path: Path) -> None:
    people = [*crowd(3), MEDICAL, Invented(email=""), Invented(deceased_on="2020-01-01")]
    with case_of(tmp_path / "c", people) as case:
        prepare(case, TODAY)
        found = counts(case)
    assert found.persons == 6
    assert found.by_channel[Channel.EMAIL] == 3
    assert found.by_channel[Channel.CALL] == found.by_channel[Channel.REGISTERED_LETTER] == 1
    assert found.by_state[Channel.LETTER] == {DeliveryState.DUE: 1}
    assert found.held == {"deceased": 1}


def test_counts_of_nothing(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []) as case:
        assert prepare(case, TODAY).persons == 0
        assert counts(case).persons == 0


def merge_rows(case: Case) -> None:
    """What a merge of the second row into the first leaves in the tables that prepare reads."""
    case.store.many("INSERT INTO merged VALUES (?, ?)", [(0, 0), (1, 0)])
    case.store.execute("DELETE FROM affected WHERE person = 1")


def test_who_was_told_under_one_row_is_not_told_under_the_other(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        prepare(case, TODAY)
        case.store.execute("UPDATE deliveries SET state = 'accepted' WHERE notice = 2")
        merge_rows(case)
        for _ in range(2):
            prepare(case, TODAY)
            assert states(case) == [("email", "accepted")]
        assert len(notices_of(case.store, 0)) == 1


def test_split_again_the_other_row_is_told(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        prepare(case, TODAY)
        case.store.execute("UPDATE deliveries SET state = 'accepted' WHERE notice = 2")
        kept = case.store.execute("SELECT * FROM affected WHERE person = 1")
        merge_rows(case)
        prepare(case, TODAY)
        forget(case.store)
        case.store.many("INSERT INTO affected VALUES (?, ?, ?, ?, ?)", kept)
        assert prepare(case, TODAY).added == 1
        assert sorted(states(case)) == [("email", "accepted"), ("email", "ready")]


def test_merged_before_anything_left_one_notice_is_made(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        prepare(case, TODAY)
        merge_rows(case)
        assert prepare(case, TODAY).changed == 1
        assert states(case) == [("email", "ready")]
        assert prepare(case, TODAY).unchanged == 1


def test_health_that_the_told_row_never_had_is_still_owed(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MEDICAL, *crowd(1)]) as case:
        prepare(case, TODAY)
        case.store.execute("UPDATE deliveries SET state = 'accepted' WHERE notice = 3")
        merge_rows(case)
        done = prepare(case, TODAY)
        assert done.outdated == 1
        assert sorted(states(case)) == [
            ("call", "to_call"),
            ("email", "accepted"),
            ("registered_letter", "due"),
        ]


def test_a_merge_takes_what_waits_along_at_once(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        prepare_anew(case, TODAY)
        assert states(case) == []
        prepare(case, TODAY)
        case.store.execute("UPDATE deliveries SET state = 'accepted' WHERE notice = 2")
        merge_rows(case)
        prepare_anew(case, TODAY)
        assert states(case) == [("email", "accepted")]
