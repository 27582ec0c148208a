"""PDF files whose tables, trees and filters loop, swell, or ask for action. (ISO 32000)"""

import zlib

from tests.hostile.trap import Traps, noise
from tests.hostile.traps.zips import archive

Objects = dict[int, bytes]
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R%s>>"
_TEXT = b"BT /F1 12 Tf 20 100 Td (Clinique des Hetres) Tj ET"


def stream(data: bytes, entries: bytes = b"", *, length: int | None = None) -> bytes:
    """A stream object; `length` may lie."""
    told = len(data) if length is None else length
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, told, data)


def pdf(changed: Objects | None = None, *, page: bytes = b"", root: bytes = b"") -> bytes:
    """One page of text; objects by number are put in or replaced."""
    objects: Objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: PAGE % (b"/Resources<</Font<</F1 5 0 R>>>>" + page),
        4: stream(_TEXT),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **(changed or {}),
    }
    return written(objects)


def written(objects: Objects, trailer: bytes = b"") -> bytes:
    """The objects with a table that finds them."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    size = max(objects) + 1
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at)
    return bytes(out)


def attached(name: bytes, data: bytes) -> bytes:
    """A file attached to a page of text."""
    packed = zlib.compress(data, 9)
    names = b"/Names<</EmbeddedFiles<</Names[(%s) 10 0 R]>>>>" % name
    spec = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 11 0 R>>>>" % (name, name)
    return pdf({10: spec, 11: stream(packed, b"/Filter/FlateDecode")}, root=names)


def nested(depth: int) -> bytes:
    """A PDF attached to a PDF attached to a PDF."""
    data = pdf()
    for _ in range(depth):
        data = attached(b"a.pdf", data)
    return data


def pages(count: int) -> bytes:
    """One page, many times."""
    return pdf({2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"3 0 R " * count)})


def cross_stream() -> bytes:
    """A cross-reference stream whose predecessor is itself."""
    head = b"%PDF-1.7\n"
    rows = bytes([0, 0, 0, 0, 1, 0, len(head), 0])
    entries = b"/Type/XRef/W[1 2 1]/Size 2/Root 1 0 R/Prev %d" % len(head)
    return head + b"1 0 obj\n" + stream(rows, entries) + b"\nendobj\nstartxref\n9\n%%EOF"


def _picture(width: int, height: int, entries: bytes, data: bytes = b"") -> bytes:
    size = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (width, height)
    return pdf(
        {6: stream(data, size + entries), 4: stream(b"q 300 0 0 300 0 0 cm /I Do Q")},
        page=b"/Resources<</XObject<</I 6 0 R>>>>",
    )


def _annotated(annotation: bytes) -> bytes:
    return pdf({7: annotation}, page=b"/Annots[7 0 R 7 0 R]")


_GREY = b"/ColorSpace/DeviceGray/BitsPerComponent 8"
_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
_CRYPT = b"/Encrypt<</Filter/%s/V 5/R 6/Length 256/O(%s)/U(%s)/P -4>>/ID[(a)(a)]"
_NO_PAGES = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Kids[]/Count 0>>"}
_ZEROS = b"/Filter/FlateDecode"

TRAPS: Traps = {
    "un-milliard-de-pages.pdf": lambda: pdf({2: b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"}),
    "pages-negatives.pdf": lambda: pdf({2: b"<</Type/Pages/Kids[3 0 R]/Count -7>>"}),
    "arbre-en-boucle.pdf": lambda: pdf({2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"}),
    "parent-en-boucle.pdf": lambda: pdf({2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>"}),
    "sans-enfant.pdf": lambda: pdf({2: b"<</Type/Pages/Kids[99 0 R]/Count 5>>"}),
    "beaucoup-de-pages.pdf": lambda: pages(7_000),
    "table-en-boucle.pdf": lambda: written(_NO_PAGES, b"/Prev 9"),
    "table-sur-elle-meme.pdf": lambda: pdf().replace(b"/Size", b"/Prev 740/Size"),
    "table-loin.pdf": lambda: pdf().replace(b"startxref\n", b"startxref\n99999999"),
    "flux-de-table-en-boucle.pdf": cross_stream,
    "flux-d-objets-en-boucle.pdf": lambda: pdf(
        {8: stream(b"8 0 ", b"/Type/ObjStm/N 1/First 4/Extends 8 0 R")}, root=b"/Names 8 0 R"
    ),
    "longueur-sur-elle-meme.pdf": lambda: pdf({4: b"<</Length 4 0 R>>\nstream\nBT ET\nendstream"}),
    "longueur-negative.pdf": lambda: pdf({4: stream(_TEXT, length=-5)}),
    "longueur-enorme.pdf": lambda: pdf({4: stream(_TEXT, length=2_000_000_000)}),
    "filtres-en-chaine.pdf": lambda: pdf(
        {4: stream(_TEXT, b"/Filter[" + b"/ASCIIHexDecode" * 2_000 + b"]")}
    ),
    "bombe-de-flux.pdf": lambda: pdf({4: stream(zlib.compress(bytes(80_000_000), 9), _ZEROS)}),
    "bombe-de-bombe.pdf": lambda: pdf(
        {
            4: stream(
                zlib.compress(zlib.compress(bytes(80_000_000), 9), 9),
                b"/Filter[/FlateDecode /FlateDecode]",
            )
        }
    ),
    "flux-abime.pdf": lambda: pdf({4: stream(noise("flux", 900), _ZEROS)}),
    "predicteur.pdf": lambda: pdf(
        {
            4: stream(
                zlib.compress(_TEXT),
                _ZEROS
                + b"/DecodeParms<</Predictor 15/Columns 2000000000/Colors 32/BitsPerComponent 16>>",
            )
        }
    ),
    "page-immense.pdf": lambda: pdf(page=b"/MediaBox[0 0 1e9 1e9]/UserUnit 1e9"),
    "page-a-l-envers.pdf": lambda: pdf(page=b"/MediaBox[900 900 -900 -1e30]/Rotate 45"),
    "page-sans-taille.pdf": lambda: pdf({3: b"<</Type/Page/Parent 2 0 R/MediaBox[]>>"}),
    "scan-immense.pdf": lambda: _picture(65_535, 65_535, _GREY),
    "scan-compresse.pdf": lambda: _picture(
        20_000, 4_000, _GREY + _ZEROS, zlib.compress(bytes(80_000_000), 9)
    ),
    "scan-jbig2.pdf": lambda: _picture(900, 900, b"/Filter/JBIG2Decode", noise("jbig2", 900)),
    "scan-jpx.pdf": lambda: _picture(900, 900, b"/Filter/JPXDecode", noise("jpx", 900)),
    "scan-fax.pdf": lambda: _picture(
        20_000,
        20_000,
        b"/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode"
        b"/DecodeParms<</K -1/Columns 20000/Rows 20000>>",
        noise("fax", 900),
    ),
    "forme-dans-elle-meme.pdf": lambda: pdf(
        {6: stream(b"/X Do", _FORM), 4: stream(b"/X Do")},
        page=b"/Resources<</XObject<</X 6 0 R>>>>",
    ),
    "police-en-boucle.pdf": lambda: pdf(
        {
            5: b"<</Type/Font/Subtype/Type0/BaseFont/A"
            b"/DescendantFonts[5 0 R]/ToUnicode 5 0 R/Encoding/Identity-H>>"
        }
    ),
    "police-type-3.pdf": lambda: pdf(
        {
            5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]"
            b"/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 4 0 R>>/Encoding<</Differences[67/a]>>"
            b"/FirstChar 0/LastChar 255/Widths[]/Resources<</Font<</F1 5 0 R>>>>>>"
        }
    ),
    "carte-unicode.pdf": lambda: pdf(
        {
            5: b"<</Type/Font/Subtype/Type1/BaseFont/A/ToUnicode 6 0 R>>",
            6: stream(b"1 beginbfrange\n<0000> <FFFFFFFF> <0041>\nendbfrange"),
        }
    ),
    "sauvegardes.pdf": lambda: pdf({4: stream(b"q " * 1_000_000)}),
    "tableaux-profonds.pdf": lambda: pdf({8: b"[" * 300_000}, root=b"/Names 8 0 R"),
    "dictionnaires-profonds.pdf": lambda: pdf({8: b"<</A" * 100_000}, root=b"/Names 8 0 R"),
    "chaine-ouverte.pdf": lambda: pdf({4: stream(b"BT (" + b"(" * 200_000)}),
    "texte-geant.pdf": lambda: pdf({4: stream(b"BT /F1 1 Tf " + b"(abc def) Tj " * 60_000)}),
    "javascript.pdf": lambda: pdf(
        root=b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://tocsin.invalid'\\))>>"
    ),
    "lancement.pdf": lambda: pdf(root=b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>"),
    "envoi.pdf": lambda: pdf(
        root=b"/OpenAction<</S/SubmitForm/F(http://tocsin.invalid/)>>/AcroForm<</Fields[7 0 R]>>"
    ),
    "piece-bombe.pdf": lambda: attached(b"zeros.bin", bytes(80_000_000)),
    "piece-archive-bombe.pdf": lambda: attached(b"a.zip", archive({"z.txt": bytes(70_000_000)})),
    "piece-qui-remonte.pdf": lambda: attached(b"../../../tmp/dehors.txt", b"texte " * 30),
    "pieces-en-boucle.pdf": lambda: pdf(
        {9: b"<</Kids[9 0 R 9 0 R]>>"}, root=b"/Names<</EmbeddedFiles 9 0 R>>"
    ),
    "poupees.pdf": lambda: nested(12),
    "chiffre.pdf": lambda: written(_NO_PAGES, _CRYPT % (b"Standard", b"a" * 48, b"b" * 48)),
    "chiffre-autrement.pdf": lambda: written(_NO_PAGES, _CRYPT % (b"Inconnu", b"", b"")),
    "note-en-boucle.pdf": lambda: _annotated(
        b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(note)/Parent 7 0 R/Popup 7 0 R>>"
    ),
    "champ-en-boucle.pdf": lambda: pdf(
        {
            7: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V 7 0 R/Kids[7 0 R]/Parent 7 0 R"
            b"/Rect[0 0 9 9]>>"
        },
        page=b"/Annots[7 0 R]",
        root=b"/AcroForm<</Fields[7 0 R]>>",
    ),
    "notes.pdf": lambda: pdf(
        {7: b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(n)>>"},
        page=b"/Annots[" + b"7 0 R " * 20_000 + b"]",
    ),
    "plan-en-boucle.pdf": lambda: pdf(
        {9: b"<</Title(a)/Next 9 0 R/First 9 0 R/Parent 9 0 R>>"}, root=b"/Outlines 9 0 R"
    ),
    "nombres.pdf": lambda: pdf({2: b"<</Kids[3 0 R]/Count " + b"9" * 5_000 + b">>"}),
    "titre-geant.pdf": lambda: written(
        {**_NO_PAGES, 3: b"<</Title(" + b"a" * 3_000_000 + b")>>"}, b"/Info 3 0 R"
    ),
    "sans-fin.pdf": lambda: pdf()[:400],
    "entete-seul.pdf": lambda: b"%PDF-1.7",
    "entete-tardif.pdf": lambda: b"x" * 1_000 + pdf(),
    "objets-vides.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 60_000,
    "bruit.pdf": lambda: b"%PDF-1.7\n" + noise("pdf", 20_000),
}
