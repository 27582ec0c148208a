"""Office packages (OOXML, ODF) with hostile parts, far cells, macros and links to elsewhere."""

import io
import zipfile

from tests.hostile.trap import CANARY_FILE, Traps, noise
from tests.hostile.traps import markup
from tests.hostile.traps.zips import archive
from tests.read.samples import SAMPLES

Parts = dict[str, bytes]
NONE: Parts = {}

_W = "<w:document xmlns:w='w'><w:body>{}</w:body></w:document>"
_REL = "<Relationships>{}</Relationships>"
_LINE = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MANIFEST = (
    b"<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODT = "application/vnd.oasis.opendocument.text"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NS = (
    f"xmlns:office='{_URN}:office:1.0' xmlns:text='{_URN}:text:1.0' xmlns:xlink='x'"
    f" xmlns:table='{_URN}:table:1.0'"
)


def docx(body: str | bytes, parts: Parts = NONE) -> bytes:
    """A document of that body, with other parts by path."""
    raw = body if isinstance(body, bytes) else _W.format(body).encode()
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": raw, **parts})


def xlsx(cells: str, parts: Parts = NONE, *, before: str = "", strings: str = "") -> bytes:
    """A sound workbook whose first sheet has that XML as its cells."""
    with zipfile.ZipFile(io.BytesIO(SAMPLES["classeur.xlsx"]())) as sound:
        whole = {name: sound.read(name) for name in sound.namelist()}
    whole["xl/worksheets/sheet1.xml"] = (
        f"<?xml version='1.0'?><worksheet xmlns='{_MAIN}'>{before}"
        f"<sheetData>{cells}</sheetData></worksheet>"
    ).encode()
    whole["xl/sharedStrings.xml"] = f"<sst xmlns='{_MAIN}'>{strings}</sst>".encode()
    return archive({**whole, **parts})


def cell(place: str, value: str = "1", kind: str = "n") -> str:
    """A cell at that place, in a row of its number."""
    row = "".join(filter(str.isdigit, place)) or "1"
    return f"<row r='{row}'>" + f"<c r='{place}' t='{kind}'><v>{value}</v></c></row>"


def odf(kind: str, body: str, parts: Parts = NONE) -> bytes:
    """An OpenDocument of that body."""
    content = f"<office:document-content {_NS}>{body}</office:document-content>".encode()
    return archive(
        {"mimetype": kind.encode(), "content.xml": content, "META-INF/manifest.xml": _MANIFEST}
        | parts
    )


def sheet(cells: str) -> bytes:
    """An OpenDocument table of those cells."""
    return odf(_ODS, "<office:body><office:spreadsheet><table:table table:name='a'>"
               f"{cells}</table:table></office:spreadsheet></office:body>")  # fmt: skip


def _columns(count: int) -> str:
    return "<row r='1'>" + "<c><v>1</v></c>" * count + "</row>"


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + _LINE.format("fond") + "</w:tc></w:tr></w:tbl>" * depth


def _link(kind: str, target: str) -> bytes:
    return _REL.format(
        f"<Relationship Id='r1' Type='{_R}/{kind}' Target='{target}' TargetMode='External'/>"
    ).encode()


_DDE = _LINE.format("a") + '<w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText>'
_TEMPLATE = {"word/_rels/settings.xml.rels": _link("attachedTemplate", "http://tocsin.invalid/")}
_ROW = "<table:table-row {}><table:table-cell {}><text:p>1</text:p></table:table-cell>{}"
_END = "</table:table-row>"

TRAPS: Traps = {
    "rires.docx": lambda: docx(markup.laughs()),
    "entite.docx": lambda: docx(markup.dtd(f"<!ENTITY e SYSTEM '{CANARY_FILE}'>", "&e;")),
    "xinclude.docx": lambda: docx(markup.TRAPS["xinclude.xml"]()),
    "profond.docx": lambda: docx("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000),
    "profond-a-peine.docx": lambda: docx("<w:sdt>" * 240 + _LINE.format("a") + "</w:sdt>" * 240),
    "tables-profondes.docx": lambda: docx(_nested_tables(80)),
    "zones-profondes.docx": lambda: docx("<w:p><w:r>" * 120 + "a" + "</w:r></w:p>" * 120),
    "bombe.docx": lambda: docx("<w:p/>" * 12_000_000),
    "champ-dde.docx": lambda: docx(_DDE),
    "macro.docm": lambda: docx(_LINE.format("a"), {"word/vbaProject.bin": noise("vba", 9_000)}),
    "modele-distant.docx": lambda: docx(_LINE.format("a"), _TEMPLATE),
    "relations-en-boucle.docx": lambda: docx(
        _LINE.format("a"), {"word/_rels/document.xml.rels": _link("image", "document.xml")}
    ),
    "sans-document.docx": lambda: archive({"word/styles.xml": b"<x/>"}),
    "image-bombe.docx": lambda: docx(
        _LINE.format("a"), {"word/media/image1.png": bytes(70_000_000)}
    ),
    "document-en-bruit.docx": lambda: docx(noise("docx", 5_000)),
    "document-vide.docx": lambda: docx(b""),
    "inclusion-de-lui-meme.docx": lambda: docx(
        _LINE.format("a"), {"word/embeddings/a.docx": docx(_LINE.format("b"))}
    ),
    "morceau-externe.docx": lambda: docx(
        "<w:altChunk r:id='r1'/>", {"word/chunk.htm": b"<p>" * 9_000}
    ),
    "paragraphes.docx": lambda: docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 60_000),
    "deux-natures.docx": lambda: docx(_LINE.format("a"), {"xl/workbook.xml": b"<x/>"}),
    "dernier-coin.xlsx": lambda: xlsx(cell("A1") + cell("XFD1048576")),
    "hors-feuille.xlsx": lambda: xlsx(cell("ZZZZZZZ1")),
    "ligne-geante.xlsx": lambda: xlsx(cell("A99999999999")),
    "ligne-zero.xlsx": lambda: xlsx(cell("A0")),
    "place-fausse.xlsx": lambda: xlsx("<row r='-1'><c r='é1'><v>1</v></c></row>"),
    "colonnes.xlsx": lambda: xlsx(_columns(200_000)),
    "place-en-minuscules.xlsx": lambda: xlsx(cell("a1") + cell("xfd1048576")),
    "guillemets.xlsx": lambda: xlsx(
        "<row r=\"1048576\"><c r='XFD1048576'><v>1</v></c></row>"
        "<row r='1'><c r=\"A1\"><v>1</v></c></row>"
    ),
    "dimension.xlsx": lambda: xlsx(cell("A1"), before="<dimension ref='A1:XFD1048576'/>"),
    "chaine-absente.xlsx": lambda: xlsx(cell("A1", "4000000000", "s")),
    "chaine-negative.xlsx": lambda: xlsx(cell("A1", "-1", "s")),
    "chaines-menteuses.xlsx": lambda: xlsx(cell("A1", "0", "s"), strings="<si><t>a</t></si>"),
    "date-impossible.xlsx": lambda: xlsx(cell("A1", "1e308", "d") + cell("A2", "1e308")),
    "booleen-faux.xlsx": lambda: xlsx(cell("A1", "peut-etre", "b") + cell("A2", "#N/A", "e")),
    "rires.xlsx": lambda: xlsx(
        "", {"xl/comments1.xml": markup.laughs(), "xl/drawings/d.xml": b"<a>"}
    ),
    "commentaires-loin.xlsx": lambda: xlsx(
        cell("A1"),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": _REL.format(
                "<Relationship Id='c' Target='../comments1.xml'/>"
            ).encode(),
            "xl/comments1.xml": b"<comments><comment ref='A99999999999999999999'><t>a</t></comment>"
            b"</comments>",
        },
    ),
    "macro.xlsm": lambda: xlsx(cell("A1"), {"xl/vbaProject.bin": noise("vba", 9_000)}),
    "formule-dde.xlsx": lambda: xlsx("<row r='1'><c r='A1'><f>cmd|' /C calc'!A0</f></c></row>"),
    "sans-feuille.xlsx": lambda: archive({"xl/workbook.xml": b"<workbook/>"}),
    "bombe.xlsx": lambda: xlsx("<row/>" * 12_000_000),
    "enregistrement-geant.xlsb": lambda: archive(
        {"xl/workbook.bin": b"\x83\x01\xff\xff\xff\x7f" + noise("xlsb", 400)}
    ),
    "cases-repetees.ods": lambda: sheet(
        _ROW.format(
            "table:number-rows-repeated='1048576'", "table:number-columns-repeated='16384'", ""
        )
        + _END
    ),
    "cases-repetees-4g.ods": lambda: sheet(
        _ROW.format("", "table:number-columns-repeated='4294967295'", "") + _END
    ),
    "cases-negatives.ods": lambda: sheet(
        _ROW.format("", "table:number-columns-repeated='-5'", "") + _END
    ),
    "lignes-repetees-vides.ods": lambda: sheet(
        "<table:table-row table:number-rows-repeated='1048575'><table:table-cell/>"
        + _END
        + _ROW.format("", "", "")
        + _END
    ),
    "espaces-repetes.odt": lambda: odf(_ODT, "<text:p>a<text:s text:c='2000000000'/>b</text:p>"),
    "cases-repetees.odt": lambda: odf(
        _ODT,
        "<table:table>"
        + _ROW.format("", "table:number-columns-repeated='900000000'", "")
        + _END
        + "</table:table>",
    ),
    "profond.odt": lambda: odf(_ODT, "<text:span>" * 240 + "a" + "</text:span>" * 240),
    "profond-trop.odt": lambda: odf(_ODT, "<text:span>" * 90_000),
    "rires.odt": lambda: archive({"mimetype": _ODT.encode(), "content.xml": markup.laughs()}),
    "sans-contenu.odt": lambda: archive({"mimetype": _ODT.encode()}),
    "objets-en-boucle.odt": lambda: odf(
        _ODT,
        "<text:p><text:a xlink:href='./content.xml'/></text:p>",
        {"Pictures/a.png": b"\x89PNG"},
    ),
    "chiffre.odt": lambda: odf(
        _ODT,
        "",
        {"META-INF/manifest.xml": b"<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"},
    ),
    "groupes-profonds.pptx": lambda: archive(
        {
            "ppt/presentation.xml": b"<p/>",
            "ppt/slides/slide1.xml": b"<s xmlns:p='p'>"
            + b"<p:grpSp>" * 240
            + b"</p:grpSp>" * 240
            + b"</s>",
        }
    ),
    "vues.pptx": lambda: archive(
        {f"ppt/slides/slide{n}.xml": b"<s><t>a</t></s>" for n in range(3_000)}
    ),
    "rires.pptx": lambda: archive({"ppt/slides/slide1.xml": markup.laughs()}),
    "sans-vue.pptx": lambda: archive({"ppt/presentation.xml": b"<p/>"}),
}
