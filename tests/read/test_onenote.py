"""OneNote sections: texts of all states of their pages, and the files within."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tests.read.note_samples import page, properties, section
from tests.read.samples import NAME, table
from tocsin.model.document import DocumentKind, ReadStatus
from tocsin.read import onestore
from tocsin.read.fault import Fault

DATA = Path(__file__).parent / "data"


def test_texts_titles_and_files(read_bytes: ReadBytes) -> None:
    reading = read_bytes(page(), "staff.one")
    assert reading.texts[0].text.splitlines() == [
        "Staff du lundi",
        f"Madame {NAME}, née le 3 juillet 1984",
        "rappeler demain",
    ]
    file = reading.member("staff.one!/fichier-1")
    assert (file.kind, file.size) == (DocumentKind.TABLE, len(table()))


def test_a_text_of_several_states_is_told_once(read_bytes: ReadBytes) -> None:
    told = properties((0x1C001C22, "Zoé".encode("utf-16-le")))
    assert read_bytes(section(told, told), "x.one").text == "Zoé"


def test_a_real_section(read_bytes: ReadBytes) -> None:
    reading = read_bytes((DATA / "testOneNote4.one").read_bytes(), "x.one")
    assert reading.status is ReadStatus.READ
    for line in ("Section3HeaderTitle", "way too much information about poptarts to handle."):
        assert line in reading.text.splitlines()


def test_a_section_as_a_server_packs_it_is_partly_read(read_bytes: ReadBytes) -> None:
    reading = read_bytes((DATA / "testOneNoteFromOffice365.one").read_bytes(), "x.one")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "unsupported: variant of the format",
    )
    assert "Section1Page1Content" in reading.text


def test_a_file_cut_short_is_told(read_bytes: ReadBytes) -> None:
    reading = read_bytes(page()[:-30], "x.one")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )


def test_sets_within_sets_end_somewhere() -> None:
    inner = (b"\1\0" + (0x11 << 26).to_bytes(4, "little")) * 100
    told = b"\0\0\0\x80" + inner
    with pytest.raises(Fault, match="limit: nesting"):
        list(onestore.property_sets(section(told)))


@given(st.binary(max_size=120))
def test_any_bytes_are_properties_or_a_fault(data: bytes) -> None:
    try:
        found = list(onestore.property_sets(section(data)))
    except Fault:
        return
    assert sum(len(raw) for told in found for _, raw in told) <= len(data)
