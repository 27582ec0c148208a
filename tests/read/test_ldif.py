"""Directories as LDIF: an entry a row, base64 in clear."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from tests.read.care_samples import SAMPLES
from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus
from tocsin.read.formats.ldif import entries_in


def test_entries_are_rows(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["annuaire.ldif"](), "annuaire.ldif")
    assert reading.record.media_type == "text/x-ldif"
    (table,) = reading.tables
    assert table.header == ("Nom", "Prénom", "Courriel", "Mobile", "date Naissance")
    assert table.rows == [
        ["LEFÈVRE", "Zoé", "zoe@exemple.invalid", "06 12 34 56 78", "1984-07-03"],
        ["GALL", "Ann", "ann@exemple.invalid / gall@exemple.invalid", "", ""],
    ]


def test_a_photograph_is_a_member(read_bytes: ReadBytes) -> None:
    photo = base64.b64encode(b"Ann GALL").decode()
    reading = read_bytes(f"dn: uid=1\nsn: GALL\njpegPhoto:: {photo}\n".encode(), "a.ldif")
    assert reading.member("a.ldif!/photo-1").document == "a.ldif!/photo-1"
    assert reading.tables[0].rows == [["GALL"]]


def test_damaged_base64_is_shown_as_it_stands(read_bytes: ReadBytes) -> None:
    assert read_bytes(b"dn: uid=1\nsn:: %%%\n", "a.ldif").tables[0].rows == [["%%%"]]


def test_a_letter_that_speaks_of_dn_is_text(read_bytes: ReadBytes) -> None:
    reading = read_bytes(b"Bonjour,\ndn: uid=1\n", "a.txt")
    assert reading.record.media_type == "text/plain"


@given(st.binary(max_size=200))
def test_any_value_in_base64_keeps_its_entry(value: bytes) -> None:
    text = f"dn: uid=1\nsn: GALL\ninfo:: {base64.b64encode(value).decode()}\n"
    (entry,) = (list(one) for one in entries_in(text))
    assert [name for name, _, _ in entry] == ["dn", "sn", "info"]
    assert entry[2][2] == value


@given(st.text("ab:; \n#=", max_size=80))
def test_any_text_gives_entries(text: str) -> None:
    assert all(list(entry) for entry in entries_in(text))


def test_a_group_and_a_computer_are_no_persons(read_bytes: ReadBytes) -> None:
    entries = (
        "dn: cn=1\nobjectClass: user\nobjectClass: computer\ncn: Marie GALL\n\n"
        "dn: cn=2\nobjectClass: group\ncn: Marie Curie\n\n"
        "dn: cn=3\nobjectClass: top\nobjectClass: person\ncn: Ann GALL\n"
    )
    (table,) = read_bytes(entries.encode(), "a.ldif").tables
    assert table.header == ("cn", "Nom complet")
    assert table.rows == [["Marie GALL", ""], ["Marie Curie", ""], ["", "Ann GALL"]]


def test_what_is_no_attribute_is_told_and_is_a_loss(read_bytes: ReadBytes) -> None:
    reading = read_bytes(b"dn: uid=1\nsn: GALL\n<<< coupure >>>\n", "a.ldif")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )
    assert reading.tables[0].rows == [["GALL", "<<< coupure >>>"]]


def test_more_attributes_than_columns_stand_together(read_bytes: ReadBytes) -> None:
    many = "".join(f"attribut{n}: v{n}\n" for n in range(250))
    (table,) = read_bytes(f"dn: uid=1\nsn: GALL\n{many}".encode(), "a.ldif").tables
    assert len(table.header) == 200
    assert "attribut249 : v249" in table.rows[0][-1]
