"""Office documents: what stands in headers, comments, hidden sheets and old formats is read."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.read.conftest import ReadBytes
from tests.read.samples import LINES, NAME, TABLE, letter, odt, pptx, rtf, workbook, zipped
from tocsin.model.document import ReadStatus

DATA = Path(__file__).parent / "data"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_workbook_with_titles_types_and_a_hidden_sheet(read_bytes: ReadBytes) -> None:
    reading = read_bytes(workbook(), "classeur.xlsx")
    patients, hidden = reading.tables
    assert patients.locator == "feuille Patients"
    header = ("Nom", "Prénom", "Né(e) le", "Téléphone", "Dossier", "Commentaire")
    assert patients.header == header
    first = ["LEFÈVRE", "Zoé", "1984-07-03", "0612345678", "25000123", f"rappeler {NAME}"]
    assert patients.rows[0] == first
    assert patients.first_row == 4
    assert hidden.rows == [[f"secret de {NAME}"]]
    assert "Liste des patients au 12/03/2025" in reading.text


def test_a_letter_in_reading_order(read_bytes: ReadBytes) -> None:
    reading = read_bytes(letter(), "courrier.docx")
    told = [block.locator for block in reading.parts[:-1]]  # type: ignore[union-attr]
    order = ["propriétés", "en-tête", "corps", "corps, tableau 1", "corps", "pied de page"]
    assert told == order
    (table,) = reading.tables
    assert [list(table.header), *table.rows] == TABLE
    assert "\n".join(LINES) in reading.text


def test_text_boxes_notes_comments_and_deletions(read_bytes: ReadBytes) -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>encadré</w:t></w:r></w:p></w:txbxContent>"
    box += "</w:pict></w:r>"
    gone = "<w:del><w:r><w:delText>supprimé</w:delText></w:r></w:del>"
    body = f"<w:p>{box}<w:r><w:t>cou</w:t></w:r><w:r><w:t>pé</w:t></w:r>{gone}</w:p>"
    comment = "<w:comment><w:p><w:r><w:t>remarque</w:t></w:r></w:p></w:comment>"
    parts = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/comments.xml": f"<w:comments {W}>{comment}</w:comments>",
    }
    reading = read_bytes(zipped({name: part.encode() for name, part in parts.items()}))
    for word in ("encadré", "coupé", "supprimé", "remarque"):
        assert word in reading.text


def test_a_damaged_part_leaves_the_others(read_bytes: ReadBytes) -> None:
    good = f"<w:document {W}><w:p><w:r><w:t>entier</w:t></w:r></w:p></w:document>".encode()
    reading = read_bytes(zipped({"word/document.xml": good, "word/comments.xml": b"<w:comments"}))
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "corrupt: XMLSyntaxError")
    assert "entier" in reading.text


def test_entities_are_never_expanded(read_bytes: ReadBytes) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "boum"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    body = f"<w:document {W}><w:p><w:r><w:t>avant&a;&f;</w:t></w:r></w:p></w:document>"
    assert "boum" not in read_bytes(zipped({"word/document.xml": (bomb + body).encode()})).text


def test_rich_text(read_bytes: ReadBytes) -> None:
    assert read_bytes(rtf(), "note.rtf").text == "\n".join(LINES)
    unicode = rb"{\rtf1\ansi\uc1 Zo\u233 ?{\*\generator invisible;} \'e9{\b gras}\par fin}"
    assert read_bytes(unicode, "note.rtf").text == "Zoé égras\nfin"


def test_open_document(read_bytes: ReadBytes) -> None:
    reading = read_bytes(odt(), "texte.odt")
    assert "\n".join(LINES) in reading.text
    (table,) = reading.tables
    assert [list(table.header), *table.rows] == TABLE


def test_slides(read_bytes: ReadBytes) -> None:
    (block,) = read_bytes(pptx(), "exposé.pptx").texts
    assert (block.locator, block.text) == ("diapositive 1", "\n".join(LINES))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("testWORD.doc", "This is a sample Microsoft Word Document."),
        ("testWORD.doc", "This is the header for our document"),
        ("testWORD6.doc", "The quick brown fox jumps over the lazy dog"),
        ("testEXCEL_5.xls", "Sample Excel Worksheet"),
        ("testSqlite3b.db", "sed, do eiusmod tempor"),
        ("testAltChunkHTML.docx", "HTML import"),
        ("testODTEmbedded.odt", "This document has bold and italic text."),
        ("testPDF_multiFormatEmbFiles.pdf", "This is the contents of a non os specific embedded"),
        ("testRTFUnicodeUCNControlWordCharacterDoubling.rtf", "年 abc"),
        ("testMSG_att_doc.msg", "Subject: test pièce jointe 1"),
        ("testMSG_att_doc.msg", "école (00E9)"),
    ],
)
def test_real_files(read_bytes: ReadBytes, name: str, said: str) -> None:
    reading = read_bytes((DATA / name).read_bytes(), name)
    assert reading.status is ReadStatus.READ
    assert said in reading.everything


@pytest.mark.parametrize("name", ["password.xls", "testWORD_protected_passtika.docx"])
def test_what_a_password_protects_is_called_encrypted(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes((DATA / name).read_bytes(), name)
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "encrypted")


@pytest.mark.parametrize("name", ["testWORD.doc", "testEXCEL_5.xls", "testMSG_att_doc.msg"])
def test_old_formats_cut_short_raise_nothing(read_bytes: ReadBytes, name: str) -> None:
    whole = (DATA / name).read_bytes()
    for tenth in range(1, 10):
        read_bytes(whole[: len(whole) * tenth // 10], name)


def test_a_cell_in_the_farthest_corner_is_refused(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, NAME)
        sheet.write(1_048_575, 16_383, "loin")
    reading = read_bytes(out.getvalue(), "loin.xlsx")
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "limit: sheet size")


def test_an_old_workbook_with_cells_outside_the_sheet(read_bytes: ReadBytes) -> None:
    data = bytearray((DATA / "testEXCEL_5.xls").read_bytes())
    number = data.index(b"\x7e\x02\x0a\x00")  # an RK record: row, column, format, number
    data[number + 6 : number + 8] = b"\xff\xff"
    reading = read_bytes(bytes(data), "vieux.xls")
    assert (reading.status, reading.reason) == (
        ReadStatus.UNREADABLE,
        "corrupt: cell outside the sheet",
    )


def test_a_chain_of_sectors_that_bites_its_tail(read_bytes: ReadBytes) -> None:
    data = bytearray((DATA / "testEXCEL_5.xls").read_bytes())
    first_sector_of_table = int.from_bytes(data[76:80], "little")
    directory = int.from_bytes(data[48:52], "little")
    at = 512 * (first_sector_of_table + 1) + 4 * directory
    data[at : at + 4] = directory.to_bytes(4, "little")
    reading = read_bytes(bytes(data), "boucle.xls")
    assert reading.status is ReadStatus.UNREADABLE
    assert reading.reason.startswith("corrupt: ")
