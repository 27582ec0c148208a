"""Office packages: what stands beside the main story is read too."""

import io
import zipfile

import docx
import openpyxl
import pptx
import pytest
import xlsxwriter
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image

from tests.read.conftest import ReadBytes
from tests.read.samples import NAME, TABLE, office_package, zipped
from tocsin.model.document import ReadStatus

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def word(body: str, **parts: str) -> bytes:
    told = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts}
    return zipped({name: part.encode() for name, part in told.items()})


def test_a_cell_that_spans_columns_shifts_none(read_bytes: ReadBytes) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row, values in zip(table.rows, TABLE, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(2, 0).merge(table.cell(2, 1)).text = "GALL Ann"
    (read,) = read_bytes(saved(document)).tables
    assert read.rows == [TABLE[1], ["GALL Ann", "", "1960-02-01"]]


def test_links_choices_pictures_and_data_of_a_letter(read_bytes: ReadBytes) -> None:
    field = '<w:r><w:instrText> HYPERLINK "mailto:ann@exemple.invalid" </w:instrText></w:r>'
    choice = (
        '<w:r><w:ddList><w:result w:val="1"/><w:listEntry w:val="Oui"/>'
        '<w:listEntry w:val="Non"/></w:ddList></w:r>'
    )
    shown = '<w:r><w:drawing><docPr name="i" descr="carte de Zoé"/></w:drawing></w:r>'
    relation = '<Relationship Target="mailto:zoe@e.invalid" TargetMode="External"/>'
    reading = read_bytes(
        word(
            f"<w:p>{field}</w:p><w:p>{choice}</w:p><w:p>{shown}</w:p>",
            **{
                "word/_rels/document.xml.rels": f'<R xmlns="{RELATIONS}">{relation}</R>',
                "customXml/item1.xml": "<p><nom>LEFÈVRE</nom></p>",
                "word/charts/chart1.xml": "<c><v>GALL Ann</v></c>",
                "word/diagrams/data1.xml": "<d><t>Équipe de nuit</t></d>",
                "docProps/app.xml": "<p><Company>Clinique des Hêtres</Company></p>",
                "word/glossary/document.xml": f"<w:document {W}><w:p><w:t/></w:p></w:document>",
            },
        )
    )
    for said in (
        *("ann@exemple.invalid", "Non", "carte de Zoé", "zoe@e.invalid", "nom: LEFÈVRE"),
        *("GALL Ann", "Équipe de nuit", "Clinique des Hêtres"),
    ):
        assert said in reading.text
    assert "Oui" not in reading.text


def test_what_a_workbook_says_beside_its_cells(read_bytes: ReadBytes) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "DUPONT Jeanne"
    sheet.append(["Nom", "Prénom", "NIR"])
    sheet.append(["LEFÈVRE", "Zoé", 184077500123456])
    sheet.append(["GALL", "Ann", 9007199254740991])
    sheet.oddHeader.center.text = "Liste du &D secret"
    hidden = book.create_sheet("Archive")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "Personne cachée"
    book.defined_names["REFERENT"] = DefinedName("REFERENT", attr_text='"Dr MARTEL"')
    reading = read_bytes(saved(book), "classeur.xlsx")
    assert [row[2] for row in reading.tables[0].rows] == ["184077500123456", "9007199254740991"]
    for said in ("DUPONT Jeanne", "Personne cachée", "secret", 'REFERENT: "Dr MARTEL"'):
        assert said in reading.everything


def test_text_boxes_and_charts_of_a_workbook(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Jours"])
        sheet.write_row(1, 0, [NAME, 3])
        sheet.insert_textbox(5, 0, "rappeler la famille GALL")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Sheet1!$B$2:$B$2", "name": "Séjours de Zoé"})
        sheet.insert_chart(8, 0, chart)
    text = read_bytes(out.getvalue(), "classeur.xlsx").text
    assert "rappeler la famille GALL" in text
    assert "Séjours de Zoé" in text


def test_the_rows_a_pivot_table_keeps(read_bytes: ReadBytes) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    data = io.BytesIO(saved(book))
    definition = (
        "<d><cacheFields><cacheField name='Nom'><sharedItems><s v='GALL'/><s v='LEFÈVRE'/>"
        "</sharedItems></cacheField><cacheField name='Né le'><sharedItems/></cacheField>"
        "</cacheFields></d>"
    )
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/pivotCache/pivotCacheDefinition1.xml", definition)
        archive.writestr(
            "xl/pivotCache/pivotCacheRecords1.xml",
            "<r0><r><x v='1'/><d v='1984-07-03T00:00:00'/></r><r><x v='0'/><m/></r></r0>",
        )
    table = read_bytes(data.getvalue(), "classeur.xlsx").tables[-1]
    assert table.header == ("Nom", "Né le")
    assert table.rows == [["LEFÈVRE", "1984-07-03"], ["GALL", ""]]


def test_slides_in_the_order_they_are_shown(read_bytes: ReadBytes) -> None:
    show = pptx.Presentation()
    for title in ("premier", "second"):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = title
    slide.notes_slide.notes_text_frame.text = "ne pas nommer GALL"
    slide._element.set("show", "0")
    shape = slide.shapes.add_table(3, 3, 0, 0, 9_000_000, 900_000)
    for number, values in enumerate(TABLE):
        for column, value in enumerate(values):
            shape.table.cell(number, column).text = value
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "dans un groupe"
    order = show.slides._sldIdLst
    order.append(order[0])
    reading = read_bytes(saved(show), "exposé.pptx")
    where = {block.text: block.locator for block in reading.texts}
    assert where["premier"] == "diapositive 2"
    (table,) = reading.tables
    assert (table.locator, [list(table.header), *table.rows]) == (
        "diapositive 1, tableau 1",
        TABLE,
    )
    assert "ne pas nommer GALL" in reading.text
    assert "dans un groupe" in reading.text


def test_modern_comments_of_slides(read_bytes: ReadBytes) -> None:
    parts = {
        "ppt/presentation.xml": b"<p/>",
        "ppt/comments/modernComment_100_0.xml": "<c><p><t>vu avec Zoé</t></p></c>".encode(),
    }
    assert "vu avec Zoé" in read_bytes(zipped(parts), "x.pptx").text


def test_covered_cells_objects_and_forms_of_open_document(read_bytes: ReadBytes) -> None:
    ns = (
        'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:svg="s" xmlns:draw="d" '
        'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" xmlns:xlink="x"'
    )

    def row(*cells: str) -> str:
        told = "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells)
        return f"<table:table-row>{told}</table:table-row>".replace(
            "<table:table-cell><text:p></text:p></table:table-cell>", "<table:covered-table-cell/>"
        )

    table = "".join([row(*TABLE[0]), row("LEFÈVRE Zoé", "", "1984-07-03"), row(*TABLE[2])])
    body = (
        f"<table:table>{table}</table:table><form:text form:current-value='saisi par Zoé'/>"
        "<draw:frame><svg:desc>carte</svg:desc></draw:frame>"
        "<text:p><text:a xlink:href='mailto:zoe@e.invalid'>écrire</text:a></text:p>"
    )
    reading = read_bytes(
        office_package(
            "application/vnd.oasis.opendocument.text",
            {
                "content.xml": f"<office:doc {ns}>{body}</office:doc>",
                "Object 1/content.xml": f"<office:doc {ns}><text:p>graphique</text:p></office:doc>",
            },
        )
    )
    assert reading.rows == [["LEFÈVRE Zoé", "", "1984-07-03"], TABLE[2]]
    for said in ("saisi par Zoé", "carte", "zoe@e.invalid écrire", "graphique"):
        assert said in reading.text


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize(("size", "read"), [((150, 75), True), ((90, 30), False)])
def test_a_stamp_is_read_and_a_bullet_is_not(
    read_bytes: ReadBytes, size: tuple[int, int], read: bool
) -> None:
    out = io.BytesIO()
    Image.new("L", size, 200).save(out, "PNG")
    body = word("<w:p><w:r><w:t>lettre</w:t></w:r></w:p>")
    data = io.BytesIO(body)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/media/image1.png", out.getvalue())
    reading = read_bytes(data.getvalue(), "lettre.docx")
    assert (len(reading.records) == 2) is read
    assert reading.status is ReadStatus.READ


SHEET = (
    "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
    "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><DocumentProperties><Author>MARTEL</Author></DocumentProperties>"
    "<Worksheet ss:Name='Patients'><Table>"
    "<Row><Cell><Data>Nom</Data></Cell><Cell><Data>Prénom</Data></Cell><Cell><Data>Né(e) le</Data>"
    "</Cell></Row><Row ss:Index='3'><Cell><Data>LEFÈVRE</Data><Comment><Data>rappeler</Data>"
    "</Comment></Cell><Cell ss:Index='3'><Data>1984-07-03T00:00:00.000</Data></Cell></Row>"
    "</Table></Worksheet></Workbook>"
)


def test_a_workbook_of_2003_in_xml(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SHEET.encode(), "export.xls")
    (table,) = reading.tables
    assert (table.locator, table.header) == ("feuille Patients", ("Nom", "Prénom", "Né(e) le"))
    assert table.rows[-1] == ["LEFÈVRE", "", "1984-07-03"]
    assert table.first_row + len(table.rows) - 1 == 3
    assert "rappeler" in reading.text
    assert "MARTEL" in reading.text


@pytest.mark.parametrize(
    "page",
    [
        (
            "<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'>"
            "<w:body><w:p><w:r><w:t>Madame LEFÈVRE</w:t></w:r></w:p></w:body></w:wordDocument>"
        ),
        (
            "<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
            "xmlns:text='t'><text:p>Madame LEFÈVRE</text:p></office:document>"
        ),
    ],
)
def test_letters_in_one_file_of_xml(read_bytes: ReadBytes, page: str) -> None:
    text = read_bytes(f"<?xml version='1.0'?>{page}".encode(), "lettre.xml").text
    assert text == "Madame LEFÈVRE"
