"""What was lost in silence once, or cost without end: it stays found, or is said to be missing."""

from collections.abc import Callable

import pytest

from tests.hostile.suite import SUITE
from tests.hostile.traps import data, tapes, zips
from tests.read.conftest import read_bytes
from tests.read.reading import Reading
from tocsin.model.document import ReadStatus

__all__ = ["read_bytes"]

ReadBytes = Callable[..., Reading]
MAKES = {str(trap): trap.make for trap in SUITE}


def test_members_behind_a_damaged_header(read_bytes: ReadBytes) -> None:
    reading = read_bytes(MAKES["tapes/second-entete-abime.tar"](), "lot.tar")
    assert reading.member("lot.tar!/b.txt").status is ReadStatus.READ
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "corrupt: damaged or cut short")


def test_two_tapes_one_after_the_other(read_bytes: ReadBytes) -> None:
    both = tapes.tape(tapes.entry(b"a.txt")) + tapes.tape(tapes.entry(b"b.txt"))
    reading = read_bytes(both, "lot.tar")
    assert {r.document for r in reading.records} >= {"lot.tar!/a.txt", "lot.tar!/b.txt"}
    assert reading.status is ReadStatus.READ


@pytest.mark.parametrize("name", ["plus-long-que-lui", "coupe"])
def test_what_there_is_of_a_member_cut_short(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes(MAKES[f"tapes/{name}.tar"](), "lot.tar")
    member = reading.member("lot.tar!/a.txt")
    assert (member.status, member.reason) == (ReadStatus.PARTIAL, "corrupt: damaged or cut short")
    assert "ligne apres ligne" in reading.text


@pytest.mark.parametrize("name", ["deux-de-suite", "utf8-faux", "sans-nom", "dossier-plein"])
def test_members_of_archives_that_are_odd(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes(MAKES[f"zips/{name}.zip"](), "lot.zip")
    assert "compte rendu" in reading.text


def test_members_that_overlap_are_refused_together(read_bytes: ReadBytes) -> None:
    reading = read_bytes(zips.full_overlap(100), "lot.zip")
    # Some builds of Python see that members overlap, and refuse them before we count.
    reasons = ("limit: compression ratio", "corrupt: damaged or cut short")
    refused = [r for r in reading.records if r.reason in reasons and r.parent]
    assert len(reading.records) == 101
    assert len(refused) > 30


def test_an_archive_in_which_nothing_is_found(read_bytes: ReadBytes) -> None:
    reading = read_bytes(MAKES["containers/bloc-geant5.rar"](), "lot.rar")
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "empty")


def test_a_database_that_lacks_pages(read_bytes: ReadBytes) -> None:
    reading = read_bytes(MAKES["data/coupee.sqlite"](), "base.db")
    assert reading.reason == "corrupt: damaged or cut short"
    assert read_bytes(data.database(), "base.db").status is ReadStatus.READ


@pytest.mark.parametrize("name", ["dernier-coin", "guillemets", "place-en-minuscules"])
def test_a_far_cell_however_it_is_written(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes(MAKES[f"packages/{name}.xlsx"](), "classeur.xlsx")
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "limit: sheet size")


def test_a_page_too_deep_is_told_as_text(read_bytes: ReadBytes) -> None:
    reading = read_bytes(MAKES["markup/balises-profondes.html"](), "page.html")
    assert reading.text == "fond"


def test_a_wide_page_is_not_taken_for_deep(read_bytes: ReadBytes) -> None:
    page = b"<html><table>" + b"<tr><td>DUPONT<td>Zoe<br>" * 6_000
    assert len(read_bytes(page, "page.html").rows) >= 5_999


def test_many_attributes_are_all_told(read_bytes: ReadBytes) -> None:
    words = read_bytes(MAKES["markup/attributs.xml"](), "a.xml").text.split("\n")
    assert words[-1] == "a99999: 99999"


def test_bodies_that_say_the_same_are_told_once(read_bytes: ReadBytes) -> None:
    assert len(read_bytes(MAKES["mails/jumelles.eml"](), "a.eml").texts) == 2


@pytest.mark.parametrize("name", ["options", "espaces", "points", "insert-sans-valeurs"])
def test_rows_beside_a_bait(read_bytes: ReadBytes, name: str) -> None:
    assert read_bytes(MAKES[f"data/{name}.sql"](), "dump.sql").rows[0] == ["1", "GALL"]
