"""Letters by a postal service: each once, whatever breaks between any two calls."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.notify.people import MEDICAL, Invented, add, case_of, crowd, release, states
from tests.notify.post.double import Double, service
from tocsin.case import Case
from tocsin.errors import MailError
from tocsin.model.hospital import Hospital
from tocsin.notify import approval, load_hospital, prepare, write_letters
from tocsin.notify.letters.way import LettersBy, choose_way, way_of_letters
from tocsin.notify.post import post_letters
from tocsin.notify.post.maileva import PRODUCTION, Maileva

TODAY = date(2025, 7, 10)
PEOPLE = [Invented(email=""), MEDICAL]
LETTERS = 2
CALLS = 11
"""One run over two letters: the token, then find, draft, document, recipient, submit."""


@contextmanager
def posting(folder: Path, double: Double) -> Iterator[tuple[Case, Maileva]]:
    with case_of(folder, PEOPLE) as case, service(double) as place:
        release(case, TODAY)
        yield case, Maileva(place, load_hospital(case.folder))


def letter_states(case: Case) -> set[str]:
    return {state for channel, state in states(case) if channel.endswith("letter")}


def test_each_letter_is_drafted_then_submitted(tmp_path: Path) -> None:
    double = Double()
    with posting(tmp_path / "c", double) as (case, maileva):
        result = post_letters(case, maileva)
        again = post_letters(case, maileva)
        assert (result.submitted, again.submitted) == (LETTERS, 0)
        assert letter_states(case) == {"accepted"}
    assert len(double.submitted) == len(set(double.submitted)) == LETTERS
    products = {s["product"]: s for s in double.sendings.values()}
    assert products["registered_mail/v4"]["acknowledgement_of_receipt"] is True
    (recipient,) = products["mail/v2"]["recipients"]
    address = json.loads(recipient)
    assert address["address_line_1"] == "MARIE DUPONT"
    assert address["address_line_6"] == "42000 SAINT ETIENNE"
    assert products["mail/v2"]["sender_address_line_6"] == "42000 SAINT ETIENNE"


def test_the_document_is_the_persons_own_letter(tmp_path: Path) -> None:
    double = Double()
    with posting(tmp_path / "c", double) as (case, maileva):
        post_letters(case, maileva)
    (upload,) = next(s for s in double.sendings.values() if s["product"] == "mail/v2")["documents"]
    start = upload.index(b"%PDF")
    pages = pypdfium2.PdfDocument(upload[start : upload.rindex(b"%%EOF") + 5])
    assert "Marie DUPONT" in pages[0].get_textpage().get_text_range()


@pytest.mark.parametrize("takes_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", range(CALLS))
def test_a_break_at_any_call_loses_and_doubles_nothing(
    call: int, takes_effect: bool, tmp_path: Path
) -> None:
    double = Double(broken_at=call, takes_effect=takes_effect)
    with posting(tmp_path / "c", double) as (case, maileva):
        broken = False
        try:
            post_letters(case, maileva)
        except MailError:
            broken = True
        post_letters(case, maileva)
        assert letter_states(case) == {"accepted"}
    assert broken == (call < len(double.calls))
    assert len(double.submitted) == len(set(double.submitted)) == LETTERS
    assert len(double.sendings) == LETTERS


def test_the_breaks_cover_every_call(tmp_path: Path) -> None:
    double = Double()
    with posting(tmp_path / "c", double) as (case, maileva):
        post_letters(case, maileva)
    assert len(double.calls) == CALLS


def test_what_is_not_approved_is_not_posted(tmp_path: Path) -> None:
    double = Double()
    with case_of(tmp_path / "c", PEOPLE) as case, service(double) as place:
        prepare(case, TODAY)
        approval.submit(case, "Anne")
        assert post_letters(case, Maileva(place, load_hospital(case.folder))).submitted == 0
    assert double.sendings == {}


def test_a_letter_whose_address_changed_is_withheld(tmp_path: Path) -> None:
    double = Double()
    with posting(tmp_path / "c", double) as (case, maileva):
        case.store.execute("UPDATE persons SET address = '1 rue Neuve'")
        assert post_letters(case, maileva).withheld == LETTERS
    assert double.submitted == []


def test_what_the_service_rejects_waits_for_a_person(tmp_path: Path) -> None:
    double = Double()
    with posting(tmp_path / "c", double) as (case, maileva):
        post_letters(case, maileva)
        for sending in double.sendings.values():
            sending["status"] = "REJECTED"
        case.store.execute(
            "UPDATE deliveries SET state = 'handing_over' WHERE message_id LIKE 'T-%'"
        )
        assert post_letters(case, maileva).rejected == LETTERS
        assert ("held", "held") in states(case)


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_refusal_is_a_sentence(status: int, tmp_path: Path) -> None:
    double = Double(refuses=status)
    with posting(tmp_path / "c", double) as (case, maileva):
        with pytest.raises(MailError):
            post_letters(case, maileva)
        assert letter_states(case) == {"due"}


def test_without_the_hospitals_address_nothing_is_begun() -> None:
    with pytest.raises(MailError):
        Maileva(PRODUCTION, Hospital(name="Clinique"))


def test_many_letters_find_their_own(tmp_path: Path) -> None:
    double = Double()
    people = crowd(6, Invented(email=""))
    with case_of(tmp_path / "c", people) as case, service(double) as place:
        release(case, TODAY)
        assert post_letters(case, Maileva(place, load_hospital(case.folder))).submitted == 6
    assert (
        len({json.loads(s["recipients"][0])["address_line_1"] for s in double.sendings.values()})
        == 6
    )


def test_letters_given_to_the_service_are_not_printed_as_well(tmp_path: Path) -> None:
    double = Double()
    with posting(tmp_path / "c", double) as (case, maileva):
        post_letters(case, maileva)
        add(case, crowd(1, Invented(email="")))
        release(case, TODAY)
        written = write_letters(case, today=TODAY)
        assert (written.letters, written.registered, written.for_post) == (0, 0, 1)
        assert post_letters(case, maileva).submitted == 1
    assert len(double.submitted) == len(set(double.submitted)) == LETTERS + 1


def test_letters_that_were_printed_are_not_given_as_well(tmp_path: Path) -> None:
    double = Double()
    with posting(tmp_path / "c", double) as (case, maileva):
        written = write_letters(case, today=TODAY)
        assert written.letters + written.registered == LETTERS
        result = post_letters(case, maileva)
        assert (result.submitted, result.printed) == (0, LETTERS)
    assert double.submitted == []


def test_the_way_of_letters_can_be_changed_back(tmp_path: Path) -> None:
    double = Double(refuses=500)
    with posting(tmp_path / "c", double) as (case, maileva):
        with pytest.raises(MailError):
            post_letters(case, maileva)
        assert way_of_letters(case) is LettersBy.POST
        choose_way(case, LettersBy.PRINT)
        assert write_letters(case, today=TODAY).for_post == 0
        assert letter_states(case) == {"written"}
