"""A second case whose people are to be told: the room opens it in the place of the shared one."""

import html
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from tests.notify.people import MEDICAL, Invented, case_of, crowd, release
from tests.room.conftest import Room, forget
from tocsin.case import Case, Reading
from tocsin.notify import write_letters
from tocsin.room import opened

DECEASED = Invented(birth_name="MERCADIER", deceased_on="2024-01-01")
TODAY = date(2025, 7, 10)


@pytest.fixture
def told(room: Room, tmp_path: Path) -> Iterator[Room]:
    """Three persons by e-mail, one by telephone, one dead; nothing is prepared."""
    folder = tmp_path / "avis"
    with case_of(folder, [*crowd(3), MEDICAL, DECEASED]) as case:
        case.reading = Reading.WHOLE
    with override_settings(TOCSIN_CASE=str(folder)):
        yield Room(folder, room.theft, room.patients)
        opened.close()
    forget()


def words_of(answer: object) -> str:
    """A page's text as its reader has it."""
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def give_out_calls(folder: Path) -> None:
    """Approve the notices and write the call list, as `tocsin notify` does."""
    with Case.open(folder) as case:
        release(case, TODAY)
        write_letters(case, today=TODAY)
