"""Held for a person: shared mailboxes, guardians, and what somebody decides."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from tests.notify.people import MEDICAL, Invented, case_of, crowd, release, states
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.model.notice import Channel, HoldReason
from tocsin.notify import prepare, write_letters
from tocsin.notify.held import Addressee, decide, held

TODAY = date(2025, 7, 10)
MARIE = Invented(first_names="Marie")
JEAN = Invented(first_names="Jean", sex="M", email="Marie@Exemple.invalid")
PROTECTED = Invented(guardian_name="UDAF", email="")
UDAF = Addressee("UDAF de la Loire", "3 rue du Parc", "42000", "Saint-Étienne")


def decided(case: Case, patients: list[str], channel: Channel, to: Addressee | None = None) -> None:
    decide(case, patients, channel, "Anne Lefèvre", "vu avec le médecin", to, TODAY)


def test_two_adults_with_one_mailbox_wait(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MARIE, JEAN, *crowd(1)]) as case:
        prepare(case, TODAY)
        assert states(case) == [("held", "held"), ("held", "held"), ("email", "ready")]
        assert {one.reason for one in held(case)} == {HoldReason.SHARED_EMAIL}


NO_SHARING = [
    ("a child", replace(JEAN, birth_date="2015-01-01")),
    ("a deceased person", replace(JEAN, deceased_on="2020-01-01")),
    ("a protected person", replace(JEAN, guardian_name="UDAF")),
    ("the same person twice", MARIE),
]


@pytest.mark.parametrize("other", [c[1] for c in NO_SHARING], ids=[c[0] for c in NO_SHARING])
def test_a_mailbox_stays_ones_own_beside(other: Invented, tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MARIE, other]) as case:
        prepare(case, TODAY)
        assert states(case)[0] == ("email", "ready")


def test_somebody_else_of_the_index_counts_even_if_not_affected(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MARIE, JEAN]) as case:
        case.store.execute("DELETE FROM affected WHERE person = 1")
        prepare(case, TODAY)
        assert states(case) == [("held", "held")]


def test_health_comes_first(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [replace(MEDICAL, first_names="Jean"), MARIE]) as case:
        prepare(case, TODAY)
        assert [channel for channel, _ in states(case)] == ["call", "registered_letter", "held"]


def test_a_decision_lets_them_go_and_outlives_preparing(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [MARIE, JEAN]) as case:
        prepare(case, TODAY)
        decided(case, ["P000000"], Channel.LETTER)
        assert states(case) == [("held", "held"), ("letter", "due")]
        assert prepare(case, TODAY).unchanged == 2
        release(case, TODAY)
        assert write_letters(case, today=TODAY).letters == 1


def test_a_letter_goes_to_the_guardian(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [PROTECTED]) as case:
        prepare(case, TODAY)
        decided(case, ["P000000"], Channel.LETTER, UDAF)
        (recipient,) = case.store.one("SELECT recipient FROM deliveries")
        assert recipient.split("\n") == [
            "UDAF DE LA LOIRE",
            "POUR MARIE DUPONT",
            "3 RUE DU PARC",
            "42000 SAINT ETIENNE",
        ]
        release(case, TODAY)
        assert write_letters(case, today=TODAY).letters == 1


def test_not_to_tell_is_a_decision_too(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [Invented(deceased_on="2020-01-01")]) as case:
        prepare(case, TODAY)
        decided(case, ["P000000"], Channel.HELD)
        assert [one.reason for one in held(case)] == [HoldReason.DECIDED]


def refused(tmp_path: Path, who: Invented, channel: Channel) -> str:
    with case_of(tmp_path / "c", [who]) as case:
        prepare(case, TODAY)
        with pytest.raises(UsageError) as caught:
            decided(case, ["P000000"], channel)
        assert case.store.count("SELECT count(*) FROM hold_decisions") == 0
        return caught.value.code


def test_health_is_never_decided_into_an_email(tmp_path: Path) -> None:
    who = replace(MEDICAL, guardian_name="UDAF")
    assert refused(tmp_path, who, Channel.EMAIL) == "held.way"


def test_without_an_address_no_letter(tmp_path: Path) -> None:
    assert refused(tmp_path, replace(PROTECTED, address=""), Channel.LETTER) == "held.way"


def test_a_doubt_is_decided_in_review_and_nowhere_else(tmp_path: Path) -> None:
    assert refused(tmp_path, Invented(status="to_review"), Channel.EMAIL) == "held.unknown"


def test_who_is_not_held_is_not_decided(tmp_path: Path) -> None:
    assert refused(tmp_path, Invented(), Channel.LETTER) == "held.unknown"


def test_decisions_are_kept(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [PROTECTED]) as case:
        prepare(case, TODAY)
        decided(case, ["P000000"], Channel.LETTER)
        for statement in ("DELETE FROM hold_decisions", "UPDATE hold_decisions SET why = ''"):
            with pytest.raises(sqlcipher.IntegrityError):
                case.store.execute(statement)
