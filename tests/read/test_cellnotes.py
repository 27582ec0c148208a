"""A comment on a cell stands in the row it was written on."""

import io

import xlsxwriter

from tests.read.conftest import ReadBytes


def commented() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet("Vide")
        sheet = workbook.add_worksheet("Arrivées")
        sheet.write_row(0, 0, ["Liste du jour"])
        sheet.write_row(2, 0, ["Nom", "Prénom"])
        sheet.write_row(3, 0, ["DUPRE", "Jeanne"])
        sheet.write_row(4, 0, ["MOREL", "Paul"])
        sheet.write_comment("A1", "sur le titre")
        sheet.write_comment("B5", "sur la ligne de Paul")
        sheet.write_comment("A5", "une autre")
    return file.getvalue()


def test_comments_stand_in_a_last_column(read_bytes: ReadBytes) -> None:
    (table,) = read_bytes(commented(), "liste.xlsx").tables
    assert table.header == ("Nom", "Prénom", "Commentaire")
    assert table.rows[0] == ["DUPRE", "Jeanne", ""]
    assert set(table.rows[1][2].split(" ; ")) == {"sur la ligne de Paul", "une autre"}


def test_a_comment_beside_no_row_is_text(read_bytes: ReadBytes) -> None:
    assert "sur le titre" in read_bytes(commented(), "liste.xlsx").text
