"""Web pages, JSON, XML: lists of like records come as tables, the rest as lines of text."""

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tests.read.samples import TABLE, page, png
from tocsin.model.document import ReadStatus
from tocsin.read.formats import plain
from tocsin.read.markup import html_text
from tocsin.read.record import flatten


def test_a_page_gives_text_and_tables(read_bytes: ReadBytes) -> None:
    reading = read_bytes(page(), "page.html")
    (table,) = reading.tables
    assert [list(table.header), *table.rows] == TABLE
    assert reading.text == "Dossier\nMadame Zoé LEFÈVRE"


def test_what_a_saved_form_holds_is_text(read_bytes: ReadBytes) -> None:
    form = (
        "<html><form><label>Nom</label><input value='LEFÈVRE'><input type=submit value='Envoyer'>"
        "<textarea>allergie</textarea><select><option selected>Loire</option></select></form>"
    )
    text = read_bytes(form.encode("cp1252"), "fiche.htm").text
    assert all(word in text for word in ("LEFÈVRE", "allergie", "Loire"))
    assert "Envoyer" not in text


def test_blocks_part_words_and_inline_tags_do_not() -> None:
    assert (
        html_text("<p>un</p><p>d<b>eux</b> <i>trois</i><br>quatre</p>") == "un\ndeux trois\nquatre"
    )


def test_nested_markup_without_end(read_bytes: ReadBytes) -> None:
    reading = read_bytes(b"<html>" + b"<div>" * 30_000 + b"fond", "page.html")
    assert (reading.status, reading.text) == (ReadStatus.READ, "fond")


def test_lists_of_objects_are_tables(read_bytes: ReadBytes) -> None:
    value = {
        "export": {"le": "2025-03-12"},
        "patients": [
            {"nom": "LEFÈVRE", "adresse": {"ville": "Nîmes"}, "tel": ["06", "04"], "actif": True},
            {"nom": "GALL", "adresse": {"ville": "Sète"}, "tel": ["07"], "actif": None},
        ],
    }
    reading = read_bytes(json.dumps(value).encode(), "export.json")
    (table,) = reading.tables
    assert table.locator == "patients"
    assert table.header == ("nom", "adresse.ville", "tel.0", "tel.1", "actif")
    assert table.rows == [["LEFÈVRE", "Nîmes", "06", "04", "true"], ["GALL", "Sète", "07", "", ""]]
    assert reading.text == "export.le: 2025-03-12"


def test_objects_that_are_not_alike_are_lines(read_bytes: ReadBytes) -> None:
    value = [{"a": "LEFÈVRE"}, {"b": 1, "c": 2, "d": 3}, {"e": {"f": 4}}]
    reading = read_bytes(json.dumps(value).encode(), "x.json")
    assert not reading.tables
    assert "a: LEFÈVRE" in reading.text
    assert "e.f: 4" in reading.text


def test_a_damaged_json_is_still_searched(read_bytes: ReadBytes) -> None:
    reading = read_bytes('{"nom": "LEFÈVRE", "tel": '.encode(), "x.json")
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "corrupt: not well-formed")
    assert "LEFÈVRE" in reading.text


def test_one_bad_line_of_many(read_bytes: ReadBytes) -> None:
    reading = read_bytes(b'{"nom":"A"}\n{"nom":"B"}\n{"nom":\n{"nom":"C"}\n', "x.ndjson")
    assert [row[0] for row in reading.rows] == ["A", "B", "C"]
    assert reading.status is ReadStatus.PARTIAL


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON)
def test_every_leaf_is_told_once(value: object) -> None:
    def leaves(inner: object) -> int:
        if isinstance(inner, dict):
            return sum(map(leaves, inner.values()))
        return sum(map(leaves, inner)) if isinstance(inner, list) else 1

    assert len(list(flatten(value))) == leaves(value)


def test_records_of_xml(read_bytes: ReadBytes) -> None:
    xml = (
        "<?xml version='1.0'?><x:export xmlns:x='urn:x'><x:date>2025</x:date>"
        "<x:patient n='1'><x:nom>LEFÈVRE</x:nom><x:adresse><x:ville>Nîmes</x:ville></x:adresse>"
        "</x:patient><x:patient n='2'><x:nom>GALL</x:nom></x:patient></x:export>"
    )
    reading = read_bytes(xml.encode(), "export.xml")
    (table,) = reading.tables
    assert table.header == ("n", "nom", "adresse.ville")
    assert table.rows == [["1", "LEFÈVRE", "Nîmes"], ["2", "GALL", ""]]
    assert reading.text == "date: 2025"


def test_prose_in_xml_stays_together(read_bytes: ReadBytes) -> None:
    xml = "<?xml version='1.0' encoding='ISO-8859-1'?><cr><p>née <b>à</b> Nîmes</p><vide/></cr>"
    assert read_bytes(xml.encode("latin-1"), "cr.xml").text == "p: née à Nîmes"


def test_entities_of_xml_are_not_expanded_but_those_of_html_are_known(
    read_bytes: ReadBytes,
) -> None:
    xml = (
        "<?xml version='1.0'?><!DOCTYPE d [<!ENTITY boum 'xxxx'><!ENTITY eacute 'y'>"
        "<!ENTITY f SYSTEM 'file:///etc/hostname'>]><d><nom>Andr&eacute; &boum;&f;</nom></d>"
    )
    assert read_bytes(xml.encode(), "x.xml").text == "nom: André &boum;&f;"


def test_xml_that_breaks_off_is_partial(read_bytes: ReadBytes) -> None:
    reading = read_bytes("<?xml version='1.0'?><a><nom>LEFÈVRE</nom><tel>".encode(), "x.xml")
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "corrupt: not well-formed")
    assert "LEFÈVRE" in reading.text


def test_xml_fields_that_say_their_label_in_an_attribute(read_bytes: ReadBytes) -> None:
    data = (
        b'<fiche><titre>Liaison</titre><champ nom="Nom">DUPRE</champ>'
        b'<field name="Prenom" value="Jeanne"/><champ nom="Motif">chute</champ></fiche>'
    )
    text = read_bytes(data, "fiche.xml").text
    assert "Nom: DUPRE\nPrenom: Jeanne\nMotif: chute" in text


@pytest.mark.parametrize(
    ("value", "header"),
    [
        ({"columns": ["nom", "prenom", "ville"], "data": [["A", "B", "C"]] * 2}, True),
        ({"nom": ["A", "A"], "prenom": ["B", "B"], "ville": ["C", "C"]}, True),
        ({"p1": {"nom": "A", "prenom": "B"}, "p2": {"nom": "A", "prenom": "B"}}, False),
    ],
)
def test_other_shapes_of_tables(read_bytes: ReadBytes, value: object, header: bool) -> None:
    (table,) = read_bytes(json.dumps(value).encode(), "x.json").tables
    assert len(table.rows) == 2
    if header:
        assert table.header == ("nom", "prenom", "ville")
        assert table.rows[0] == ["A", "B", "C"]
    else:
        assert table.rows == [["p1", "A", "B"], ["p2", "A", "B"]]


@pytest.mark.usefixtures("no_ocr")
def test_a_page_with_a_picture_in_it(read_bytes: ReadBytes) -> None:
    inline = base64.b64encode(png()).decode()
    text = f"<html><p>carte</p><img src='data:image/png;base64,{inline}'></html>"
    reading = read_bytes(text.encode(), "page.html")
    assert reading.member("page.html!/image-1").media_type == "image/png"
    assert "reconnu" in reading.text


def test_a_cell_that_spans_columns(read_bytes: ReadBytes) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in TABLE)
    wide = "<tr><td colspan=2>GALL Ann</td><td>1960-02-01</td></tr>"
    page = f"<html><table>{rows}{wide}</table></html>"
    assert read_bytes(page.encode(), "x.html").rows[-1] == ["GALL Ann", "", "1960-02-01"]


@pytest.mark.usefixtures("no_ocr")
def test_documents_kept_in_a_database(read_bytes: ReadBytes, tmp_path: Path) -> None:
    path = tmp_path / "base"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE pieces (nom TEXT, scan BLOB)")
        rows = [("LEFÈVRE", png()), ("GALL", bytes(range(1, 256))), ("MOREAU", b"\0\1\2")]
        database.executemany("INSERT INTO pieces VALUES (?, ?)", rows)
    reading = read_bytes(path.read_bytes(), "base.db")
    assert [row[0] for row in reading.rows] == ["LEFÈVRE", "GALL", "MOREAU"]
    assert reading.member("base.db!/pieces/1-2").media_type == "image/png"
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "unsupported: binary values")


@pytest.mark.parametrize("data", [b'{"nom": "GALL"}', b"<?xml version='1.0'?><nom>GALL</nom>"])
def test_a_tree_too_large_for_memory_is_read_as_text(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(plain, "TREE_BYTES", 5)
    reading = read_bytes(data, "export")
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "limit: size")
    assert "GALL" in reading.text
