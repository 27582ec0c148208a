"""One sound document of each format, each saying `Zoé LEFÈVRE`, made by the library at hand."""

import bz2
import datetime as dt
import email.message
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import docx
import xlsxwriter
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

NAME = "Zoé LEFÈVRE"
TABLE = [
    ["Nom", "Prénom", "Né(e) le"],
    ["LEFÈVRE", "Zoé", "1984-07-03"],
    ["GALL", "Ann", "1960-02-01"],
]
LINES = ["Clinique des Hêtres", f"Madame {NAME}", "12 allée des Tilleuls", "Née le 3 juillet 1984"]

Sample = Callable[[], bytes]
SAMPLES: dict[str, Sample] = {}


def sample(name: str) -> Callable[[Sample], Sample]:
    def keep(make: Sample) -> Sample:
        SAMPLES[name] = make
        return make

    return keep


@sample("lettre.txt")
def text() -> bytes:
    return "\r\n".join(LINES * 5).encode("cp1252")


@sample("export.csv")
def table() -> bytes:
    rows = [";".join(f'"{cell}"' for cell in row) for row in TABLE * 20]
    return "\r\n".join(rows).encode("cp1252")


@sample("classeur.xlsx")
def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Patients")
        sheet.write(0, 0, "Liste des patients au 12/03/2025")
        for row, (surname, given, born) in enumerate(TABLE, 2):
            sheet.write_row(row, 0, [surname, given])
            if row == 2:
                sheet.write(row, 2, born)
            else:
                sheet.write_datetime(row, 2, dt.datetime.fromisoformat(born), day)
            sheet.write(row, 3, "Téléphone" if row == 2 else "0612345678")
            sheet.write(row, 4, "Dossier" if row == 2 else 25_000_123)
        sheet.write_comment(3, 0, f"rappeler {NAME}")
        hidden = book.add_worksheet("Caché")
        hidden.hide()
        hidden.write(0, 0, f"secret de {NAME}")
    return out.getvalue()


@sample("courrier.docx")
def letter() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Service de néphrologie"
    document.sections[0].footer.paragraphs[0].text = "Page de garde"
    for line in LINES:
        document.add_paragraph(line)
    cells = document.add_table(rows=3, cols=3)
    for row, values in zip(cells.rows, TABLE, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.add_paragraph("Bien confraternellement")
    document.core_properties.title = f"Courrier {NAME}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@sample("courrier.pdf")
def pdf() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    for number in (1, 2):
        for row, line in enumerate([*LINES, f"page {number}"]):
            page.drawString(72, 750 - 20 * row, line)
        page.showPage()
    page.save()
    return out.getvalue()


def picture(lines: list[str], *, dpi: int = 200, kind: str = "PNG", turn: int = 0) -> bytes:
    """A white page of large letters."""
    height = 120 + 80 * len(lines)
    image = Image.new("L", (1100, height), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype("DejaVuSans.ttf", 44)
    for row, line in enumerate(lines):
        draw.text((60, 60 + 80 * row), line, font=font, fill=20)
    out = io.BytesIO()
    image.rotate(turn, expand=True).save(out, kind, dpi=(dpi, dpi))
    return out.getvalue()


@sample("carte.png")
def png() -> bytes:
    return picture(LINES)


@sample("carte.jpg")
def jpeg() -> bytes:
    return picture(LINES, kind="JPEG")


@sample("fax.tiff")
def tiff() -> bytes:
    pages = [Image.open(io.BytesIO(picture([*LINES, f"page {n}"]))) for n in (1, 2)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    return out.getvalue()


@sample("carte.bmp")
def bmp() -> bytes:
    return picture(LINES, kind="BMP")


@sample("carte.webp")
def webp() -> bytes:
    return picture(LINES, kind="WEBP")


@sample("scan.pdf")
def scanned_pdf() -> bytes:
    """A page of text and a page that is a picture."""
    from reportlab.lib.utils import ImageReader

    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(72, 750, "Compte rendu de consultation du service, première page, texte seul.")
    page.showPage()
    page.drawImage(ImageReader(io.BytesIO(png())), 40, 400, 500, 200)
    page.showPage()
    page.save()
    return out.getvalue()


@sample("message.eml")
def mail() -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"] = f"{NAME} <zoe@exemple.invalid>", "accueil@exemple.invalid"
    message["Subject"] = "Résultats de Zoé"
    message.set_content("Bonjour,\nje suis née le 3 juillet 1984.\n")
    message.add_alternative(f"<p>Bonjour,</p><p>signé {NAME}</p>", subtype="html")
    message.add_attachment(table(), maintype="text", subtype="csv", filename="export é.csv")
    inner = email.message.EmailMessage()
    inner["Subject"] = "Transféré"
    inner.set_content(f"pour {NAME}")
    message.add_attachment(inner)
    return message.as_bytes()


@sample("boite.mbox")
def mailbox() -> bytes:
    one = (
        b"From zoe@exemple.invalid Thu Jan  2 10:00:00 2025\n"
        + mail().replace(b"\r\n", b"\n")
        + b"\n\n"
    )
    return one * 2


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@sample("lot.zip")
def nested_zip() -> bytes:
    return zipped(
        {"a/lettre.txt": text(), "b.zip": zipped({"export.csv": table()}), "vide.txt": b""}
    )


@sample("lot.tar")
def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (("lettre.txt", text()), ("export.csv", table())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@sample("lot.tar.gz")
def tar_gz() -> bytes:
    return gzip.compress(tar())


@sample("export.csv.gz")
def gz() -> bytes:
    return gzip.compress(table())


@sample("export.csv.bz2")
def bzip2() -> bytes:
    return bz2.compress(table())


@sample("export.csv.xz")
def xz() -> bytes:
    return lzma.compress(table())


@sample("page.html")
def page() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in TABLE)
    return (
        f"<!DOCTYPE html><html><head><title>Dossier</title><style>p {{}}</style></head><body>"
        f"<p>Madame {NAME}</p><table>{rows}</table><script>var x = 1</script></body></html>"
    ).encode()


def records() -> list[dict[str, str]]:
    return [dict(zip(TABLE[0], row, strict=True)) for row in TABLE[1:]]


@sample("export.json")
def json_table() -> bytes:
    return json.dumps({"version": 1, "patients": records()}, ensure_ascii=False).encode()


@sample("export.ndjson")
def ndjson() -> bytes:
    return "\n".join(json.dumps(r, ensure_ascii=False) for r in records() * 10).encode()


@sample("export.xml")
def xml() -> bytes:
    rows = "".join(
        f"<patient numero='{n}'><nom>{nom}</nom><prenom>{prenom}</prenom><ne>{ne}</ne></patient>"
        for n, (nom, prenom, ne) in enumerate(TABLE[1:])
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><export><date>2025</date>{rows}</export>".encode()
    )


@sample("dump.sql")
def dump() -> bytes:
    values = ",\n".join("('" + "','".join(row) + "', NULL)" for row in TABLE[1:] * 10)
    return (
        "-- MySQL dump\nCREATE TABLE `patients` (\n  `nom` varchar(9),\n  `prenom` varchar(9),\n"
        "  `ne` date,\n  `fin` date,\n  PRIMARY KEY (`nom`)\n);\n"
        f"INSERT INTO `patients` VALUES {values};\n"
    ).encode()


@sample("note.rtf")
def rtf() -> bytes:
    escaped = "".join(
        c if c.isascii() else f"\\'{c.encode('cp1252').hex()}" for c in "\\par ".join(LINES)
    )
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}" + escaped + "}").encode("ascii")


def office_package(kind: str, parts: dict[str, str]) -> bytes:
    return zipped(
        {"mimetype": kind.encode(), **{name: xml.encode() for name, xml in parts.items()}}
    )


@sample("texte.odt")
def odt() -> bytes:
    ns = 'xmlns:office="o" xmlns:text="t" xmlns:table="b"'
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in TABLE
    )
    body = f"{paragraphs}<table:table>{rows}</table:table>"
    return office_package(
        "application/vnd.oasis.opendocument.text",
        {"content.xml": f"<office:doc {ns}>{body}</office:doc>"},
    )


@sample("exposé.pptx")
def pptx() -> bytes:
    slide = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in LINES)
    return zipped(
        {
            "ppt/presentation.xml": b"<p/>",
            "ppt/slides/slide1.xml": f'<p:sld xmlns:p="p" xmlns:a="a">{slide}</p:sld>'.encode(),
        }
    )
