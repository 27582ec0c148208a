"""Which row is the header, what is a title, and where each row stands."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tocsin.model.document import ROWS_PER_BLOCK, TableBlock
from tocsin.read import fixedwidth
from tocsin.read.dialect import Dialect
from tocsin.read.dialect import of as dialect_of
from tocsin.read.formats.delimited import _all_quoted, rows_of
from tocsin.read.table import blocks
from tocsin.read.tableheader import header_at

ROWS = [["DUPONT", "Zoé", "12/03/1950"], ["MARTIN", "Ann", "01/02/1960"]]


@pytest.mark.parametrize(
    ("header", "at"),
    [
        (["Nom", "Prénom", "Né(e) le"], 0),
        (["NOM_NAISSANCE", "prenoms", "DDN"], 0),
        (["lastName", "firstName", "birthDate"], 0),
        (["abc", "def", "ghi"], 0),  # unknown words above a column of dates
        (["LEFÈVRE", "Luc", "03/07/1984"], None),
    ],
)
def test_the_header_is_known_by_its_words_or_its_shape(header: list[str], at: int | None) -> None:
    assert header_at([header, *ROWS]) == at


def test_names_alone_are_no_header() -> None:
    assert header_at([["DUPONT", "Zoé"], ["MARTIN", "Ann"], ["GALL", "Luc"]]) is None


def test_a_form_down_the_first_column_has_no_header() -> None:
    form = [["Nom", "DUPONT"], ["Prénom", "Zoé"], ["Né(e) le", "03/07/1984"]]
    prose = [["Nous restons joignables au standard.", ""], ["À bientôt.", ""]]
    assert header_at(form) is None
    assert header_at([["Mise à jour", ""], *form, *prose, *prose]) is None


def test_a_sentence_is_no_header() -> None:
    assert header_at([["La mise à jour du mois"], ["Le service informe chacun."]]) is None
    assert header_at([["Patient"], ["DUPONT Zoé"], ["GALL Ann"]]) == 0


def test_title_rows_stand_above_the_header(read_bytes: ReadBytes) -> None:
    reading = read_bytes(
        "Export du 12/03/2025;;\r\n;;\r\nNom;Prénom;Né(e) le\r\nDUPONT;Zoé;12/03/1950\r\n".encode(
            "cp1252"
        ),
        "export.csv",
    )
    (table,) = reading.tables
    assert reading.text == "Export du 12/03/2025"
    assert table.header == ("Nom", "Prénom", "Né(e) le")
    assert (table.rows, table.first_row) == ([["DUPONT", "Zoé", "12/03/1950"]], 4)


def test_long_tables_come_in_blocks_that_know_their_place(read_bytes: ReadBytes) -> None:
    count = 2 * ROWS_PER_BLOCK + 3
    lines = ["numero;nom", *(f"{n};PATIENT" for n in range(count))]
    tables = read_bytes("\n".join(lines).encode(), "export.csv").tables
    assert [len(table.rows) for table in tables] == [ROWS_PER_BLOCK, ROWS_PER_BLOCK, 3]
    assert [table.first_row for table in tables] == [2, ROWS_PER_BLOCK + 2, 2 * ROWS_PER_BLOCK + 2]
    assert {table.header for table in tables} == {("numero", "nom")}


@pytest.mark.parametrize("delimiter", ";,\t|")
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_dialect(read_bytes: ReadBytes, delimiter: str, quoting: int, encoding: str) -> None:
    rows = [["nom", "adresse", "note"], ["D'ARC", "12, rue; du |Bac", 'dit "la\nbelle"']] * 6
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    (table,) = read_bytes(out.getvalue().encode(encoding), "export.csv").tables
    assert [list(table.header), *table.rows] == rows


def test_the_separator_a_spreadsheet_declares(read_bytes: ReadBytes) -> None:
    (table,) = read_bytes(b"sep=,\nnom,prenom\nA;B,C\n", "export.csv").tables
    assert table.rows == [["A;B", "C"]]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=12))
@example([["\\", "", ""], ["", "", ""], ["", "", ""]])
def test_quoted_cells_come_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    dialect = dialect_of(out.getvalue())
    assert dialect is not None
    if dialect.escape is None and dialect.delimiter == ";":
        found: list[list[str]] = []
        for block in rows_of("x", dialect, out.getvalue(), io.StringIO()):
            found += block.rows if hasattr(block, "rows") else []
        assert all(row in rows for row in found)


def test_a_cell_that_ends_in_a_backslash(read_bytes: ReadBytes) -> None:
    lines = [f'"{n}";"D:\\scans\\";"PATIENT"' for n in range(5)]
    (table,) = read_bytes("\n".join(['"numero";"dossier";"nom"', *lines]).encode(), "a.csv").tables
    assert table.rows == [[str(n), "D:\\scans\\", "PATIENT"] for n in range(5)]


def test_a_backslash_that_protects_a_quote(read_bytes: ReadBytes) -> None:
    lines = [f'"{n}";"dit \\"la; belle\\"";"PATIENT"' for n in range(5)]
    (table,) = read_bytes("\n".join(['"numero";"note";"nom"', *lines]).encode(), "a.csv").tables
    assert table.rows == [[str(n), 'dit "la; belle"', "PATIENT"] for n in range(5)]


def test_a_quote_that_never_closes_costs_its_own_rows_only(read_bytes: ReadBytes) -> None:
    good = [f'"{n}";"PATIENT";"1950-01-02"' for n in range(3_000)]
    lines = ['"numero";"nom";"ne"', *good[:1_000], '"x";"DUP"ONT;"1950"', '"y";"ouvert;1950']
    rows = read_bytes("\n".join([*lines, *good[1_000:]]).encode(), "export.csv").rows
    intact = [row for row in rows if row[1:] == ["PATIENT", "1950-01-02"]]
    assert len(intact) >= 2_990


def test_an_inch_mark_does_not_open_a_quote(read_bytes: ReadBytes) -> None:
    lines = ["article;quantite", 'sonde 5";3', *(f"tube {n};{n}" for n in range(3_000))]
    assert len(read_bytes("\n".join(lines).encode(), "stock.csv").rows) == 3_001


def test_several_tables_in_one_file(read_bytes: ReadBytes) -> None:
    text = (
        "# export du 12/03/2025\nnom;prenom;date_naissance\nDUPONT;Zoé;12/03/1950\n\n"
        "mutuelle;adherent;nom;ville\nMGEN;A;DUPONT;Nîmes\nHARMONIE;B;GALL;Sète\n"
    )
    first, second = read_bytes(text.encode(), "export.csv").tables
    assert first.header == ("nom", "prenom", "date_naissance")
    assert (first.rows, first.first_row) == ([["DUPONT", "Zoé", "12/03/1950"]], 3)
    assert second.header == ("mutuelle", "adherent", "nom", "ville")
    assert (len(second.rows), second.first_row) == (2, 6)


def test_blank_rows_within_part_nothing_and_keep_the_numbers(read_bytes: ReadBytes) -> None:
    text = "nom;prenom;ne\nDUPONT;Zoé;12/03/1950\n\nGALL;Ann;01/02/1960\n\n\n"
    (table,) = read_bytes(text.encode(), "export.csv").tables
    assert table.rows == [["DUPONT", "Zoé", "12/03/1950"], [], ["GALL", "Ann", "01/02/1960"]]


def test_a_header_of_two_storeys() -> None:
    upper, lower = ["Nom", "Prénom", "Contact", ""], ["", "", "Téléphone", "Courriel"]
    told = blocks("x", "", [upper, lower, ["GALL", "Ann", "0612345678", "a@e.invalid"]])
    (table,) = [block for block in told if isinstance(block, TableBlock)]
    assert table.header == ("Nom", "Prénom", "Contact Téléphone", "Contact Courriel")
    assert (table.first_row, len(table.rows)) == (3, 1)


def test_a_table_of_a_header_alone_keeps_it() -> None:
    (table,) = blocks("x", "", [["Nom", "Prénom", "Né(e) le"], ["", "", ""]])
    assert isinstance(table, TableBlock)
    assert (table.header, table.rows) == (("Nom", "Prénom", "Né(e) le"), [])


@given(st.lists(st.lists(CELLS, max_size=4), max_size=40))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    told: list[str] = []
    for block in blocks("x", "", rows):
        if isinstance(block, TableBlock):
            told += [*block.header, *(cell for row in block.rows for cell in row)]
        else:
            told.append(block.text)  # type: ignore[union-attr]
    everything = "\n".join(told)
    assert all(cell.strip() in everything for row in rows for cell in row)


@pytest.mark.parametrize("delimiter", "^~")
def test_separators_of_old_programs(read_bytes: ReadBytes, delimiter: str) -> None:
    rows = [["nom", "prenom", "ne"], *[["LEFÈVRE", "Zoé", "19840703"]] * 5]
    text = "\n".join(delimiter.join(row) for row in rows)
    (table,) = read_bytes(text.encode("cp850"), "export.dat").tables
    assert [list(table.header), *table.rows] == rows


@given(st.lists(st.lists(st.text("aé; ,\t", max_size=5), min_size=2, max_size=2), min_size=1))
def test_cells_all_quoted_take_the_short_way_come_out_the_same(rows: list[list[str]]) -> None:
    dialect = Dialect(";")
    text = "".join(";".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    assert dialect.rows(text) == rows
    assert _all_quoted(dialect, text) in ([], rows)


def test_plain_quoted_cells_take_the_short_way() -> None:
    assert _all_quoted(Dialect(";"), '"a";"b c"\n"";"d"\n') == [["a", "b c"], ["", "d"]]


def test_a_quote_within_leaves_the_short_way() -> None:
    for text in ('"a ""b""";"c"\n', '"a\nb";"c"\n', '"a";b\n', '"a";"b\n'):
        assert _all_quoted(Dialect(";"), text) == []


SPOOL = """
NOM                  PRENOM          NE_LE
-------------------- --------------- ----------
LEFÈVRE              Zoé Marie       03/07/1984
GALL                                 01/02/1960

NOM                  PRENOM          NE_LE
-------------------- --------------- ----------
MOREAU               Ann             05/06/1970

3 rows selected.
"""


def test_a_spool_of_sql_plus(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SPOOL.encode("cp1252"), "patients.lst")
    assert {table.header for table in reading.tables} == {("NOM", "PRENOM", "NE_LE")}
    told = [row for row in reading.rows if len(row) == 3]
    assert told[:3] == [
        ["LEFÈVRE", "Zoé Marie", "03/07/1984"],
        ["GALL", "", "01/02/1960"],
        ["MOREAU", "Ann", "05/06/1970"],
    ]
    assert "3 rows selected." in reading.everything


def test_columns_held_by_blanks(read_bytes: ReadBytes) -> None:
    line = "{:<14}{:<14}{:<12}{}\n".format
    text = line("Nom", "Prénom", "Né le", "NIR")
    text += line("LEFÈVRE", "Zoé Marie", "03/07/1984", "2 84 07 42 218 001 22")
    text += line("GALL", "", "01/02/1960", "2 60 02 42 218 001 22") * 3
    (table,) = read_bytes(text.encode(), "liste.txt").tables
    assert table.header == ("Nom", "Prénom", "Né le", "NIR")
    assert table.rows[0] == ["LEFÈVRE", "Zoé Marie", "03/07/1984", "2 84 07 42 218 001 22"]
    assert table.rows[1][:2] == ["GALL", ""]


def test_prose_has_no_columns() -> None:
    prose = (
        "Madame,\n\nVotre rendez-vous est fixé au 12 mars.\nMerci de venir à jeun.\nÀ bientôt.\n"
    )
    assert fixedwidth.of(prose) is None
    assert fixedwidth.of("") is None


def test_one_endless_line_comes_in_small_blocks(read_bytes: ReadBytes) -> None:
    line = b"GALL;Ann;" * 1_000_000
    tables = read_bytes(line, "export.csv").tables
    assert sum(len(row) for table in tables for row in table.rows) >= 2_000_000
    assert all(len(table.rows) == 1 for table in tables)


def test_a_title_in_cells_is_no_header() -> None:
    rows = [
        ["PROTOCOLE", "VALOR 2", "centre 04", "investigateur principal", "", ""],
        ["numéro", "nom", "né le", "consentement", "diagnostic", "éligible"],
        ["S04-001", "ROUX Anne", "02/03/1954", "06/03/2025", "polyarthrite", "OUI"],
        ["S04-002", "PETIT Jean", "12/04/1977", "11/03/2025", "lupus", "NON"],
    ]
    assert header_at(rows) == 1


def test_columns_that_one_blank_parts() -> None:
    listing = (
        "Remboursement - liste n° 72\n\n"
        "Nom     Préno Né(e) le   IBAN\n"
        "ROUXELL Anah  04/01/1948 FR76 0000 0420 0002\n"
        "PETITJE Jean  14/01/1950 FR76 0000 0420 0001\n"
        "DE LA R Sylv  21/08/1975 FR76 0000 0420 0004\n"
        "DURANDE Luci  26/06/1926 FR76 0000 0420 0003\n"
    )
    columns = fixedwidth.of(listing)
    assert columns is not None
    assert columns.row(listing.split("\n")[2]) == ["Nom", "Préno", "Né(e) le", "IBAN"]
    row = ["DE LA R", "Sylv", "21/08/1975", "FR76 0000 0420 0004"]
    assert columns.row(listing.split("\n")[5]) == row


def test_a_row_above_like_ones_is_no_header_of_columns_that_one_blank_parts() -> None:
    listing = (
        "Tiers payant - liste n° 12\n\n"
        "Nom     Préno Né(e) le   Mutuelle             Adhérent\n"
        "ROUXELL Anah  04/01/1948 Union des Passementi 11191A\n"
        "PETITJE Jean  14/01/1950 Mutuelle Verte Loire 32840H\n"
        "DE LA R Sylv  21/08/1975 Mutuelle des Mineurs 69430A\n"
        "DURANDE Luci  26/06/1926 Mutuelle du Rail     98006T\n"
        "MIALERR Brun  03/10/1964 Entraide Lyonnaise   65829V\n"
        "COUDESQ Luci  30/04/2004 Mutuelle des Artisan 17191E\n"
    )
    columns = fixedwidth.of(listing)
    assert columns is not None
    row = ["ROUXELL", "Anah", "04/01/1948", "Union des Passementi", "11191A"]
    assert columns.row(listing.split("\n")[3]) == row


@given(st.lists(st.text("ab ", min_size=1, max_size=20), max_size=12))
def test_any_lines_are_columns_or_none(lines: list[str]) -> None:
    text = "\n".join(lines)
    columns = fixedwidth.of(text)
    assert columns is None or all(isinstance(columns.row(line), list) for line in lines)


def test_columns_of_a_file_that_ends_without_a_newline() -> None:
    listing = (
        "NOM        PRENOM     NE LE\nDUPONT     Marie      02/03/1954\n"
        "ROUX       Claire     12/04/1977\nPETIT      Jean       01/02/1980"
    )
    assert fixedwidth.of(listing) == fixedwidth.of(listing + "\n") is not None
