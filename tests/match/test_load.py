"""The patient index from every kind of file, with true line numbers for what is wrong."""

import codecs
import csv
import io
import json
import tempfile
from datetime import date
from pathlib import Path

import polars
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.match.people import invent
from tocsin.errors import InputError
from tocsin.match import IndexIssue, LoadedIndex, load_index
from tocsin.match.clean import UNKNOWN_DAY
from tocsin.match.columns import find_columns
from tocsin.model.person import INDEX_COLUMNS, Person

HEADER = "IPP;Nom de naissance;Nom d'usage;Prénoms;Sexe;DDN;N° sécu;CP;Ville;Portable;Courriel\n"
ROW = (
    "P1;MARTIN;DUPONT;Marie, Claire;Madame;02/03/1954;;42100;Saint-Étienne;0639981234;"
    "a@ex.invalid\n"
)
MARIE = Person(
    "P1",
    birth_name="MARTIN",
    used_name="DUPONT",
    first_names="Marie, Claire",
    sex="F",
    birth_date=date(1954, 3, 2),
    postal_code="42100",
    city="Saint-Étienne",
    mobile="0639981234",
    email="a@ex.invalid",
)


def loaded(tmp_path: Path, content: str | bytes, name: str = "index.csv") -> LoadedIndex:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_index(path)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
    ],
    ids=["utf-8", "utf-8 with mark", "cp1252", "utf-16", "utf-16 without mark"],
)
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_french_export(tmp_path: Path, encode: object, separator: str) -> None:
    text = (HEADER + ROW).replace(";", separator)
    index = loaded(tmp_path, encode(text))  # type: ignore[operator]
    assert index == LoadedIndex([MARIE], [], 1)


def test_some_broken_characters_do_not_turn_all_accents_to_rubbish(tmp_path: Path) -> None:
    rows = [ROW.replace("P1", f"P{i}") for i in range(50)]
    data = (HEADER + "".join(rows)).encode() + "Q1;MÉNARD;;Zo".encode() + b"\xe9;;;;;;;\n"
    index = loaded(tmp_path, data)
    assert index.persons[0].city == "Saint-Étienne"
    assert index.issues == [IndexIssue(52, "first_names", "unreadable character")]


def test_bad_rows_are_named_by_line_and_set_aside(tmp_path: Path) -> None:
    text = (
        "patient_id,birth_name,first_names,birth_date,nir,address,deceased_on\n"
        'A,Martin,Marie,1954-03-02,,"12 rue\ndes Lilas",\n'  # lines 2 and 3
        ",Petit,Paul,,,,\n"
        "A,Petit,Paul,,,,\n"
        "B,,,,,,\n"
        "C,Durand\n"
        "D,Durand,Jean,31/02/1950,123,,\n"
        "\n"
        "E,Robert,Anne,,,,oui\n"
    )
    index = loaded(tmp_path, text)
    assert [person.patient_id for person in index.persons] == ["A", "D", "E"]
    assert index.rows == 7
    assert index.issues == [
        IndexIssue(4, "patient_id", "missing"),
        IndexIssue(5, "patient_id", "duplicate"),
        IndexIssue(6, "birth_name", "missing"),
        IndexIssue(7, "", "2 fields instead of 7"),
        IndexIssue(8, "nir", "malformed NIR"),
        IndexIssue(8, "birth_date", "impossible date"),
        IndexIssue(10, "deceased_on", "day unknown, taken as deceased"),
    ]
    assert index.persons[1].birth_date is None
    assert index.persons[2].deceased_on is UNKNOWN_DAY
    assert index.persons[0].address == "12 rue des Lilas"


def test_the_same_fault_is_named_on_each_line(tmp_path: Path) -> None:
    rows = "".join(f"P{i},Martin,31/02/1950\n" for i in range(3))
    index = loaded(tmp_path, "ipp,nom,ddn\n" + rows)
    assert [issue.line for issue in index.issues] == [2, 3, 4]


def test_trailing_separators_do_no_harm(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, "ipp;nom\nA;Martin;;\n").persons) == 1


@pytest.mark.parametrize(
    "above",
    ["sep=;\r\n", "Export of 25/11/2026\n\n", 'Patients of the "clinic\n', ";" * 10 + "\n"],
    ids=["excel", "title", "title with a quote", "empty cells"],
)
def test_lines_above_the_header_of_a_csv(tmp_path: Path, above: str) -> None:
    index = loaded(tmp_path, above + HEADER + ROW + "P2\n")
    assert index.persons == [MARIE]
    assert [issue.line for issue in index.issues] == [above.count("\n") + 3]


@pytest.mark.parametrize(
    "rows",
    [
        'A;"Martin\nB;Petit\nC;Durand\n',
        'A;"Martin\nB;"Petit"\nC;Durand\n',
        'A;Mar"tin"\nB;"Pe"tit"\nC;"Durand',
        'A;"Martin\n' + "\n" * 10 + "B;Petit\nC;Durand\n",
    ],
    ids=["to the end", "closed by another row", "quotes within", "over blank lines"],
)
def test_a_quote_that_is_not_closed_swallows_no_row(tmp_path: Path, rows: str) -> None:
    index = loaded(tmp_path, "ipp;nom\n" + rows)
    assert [person.patient_id for person in index.persons] == ["A", "B", "C"]
    assert index.rows == 3


def test_a_quote_that_is_not_closed_in_a_long_index(tmp_path: Path) -> None:
    rows = "".join(f"P{i};Martin\n" for i in range(200_000))
    index = loaded(tmp_path, 'ipp;nom\nA;"Petit\n' + rows)
    assert len(index.persons) == 200_001
    assert index.issues == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "index.empty"),
        (b"  \n", "index.empty"),
        (b"nom;prenom\nMartin;Marie\n", "index.no_patient_id"),
        (b"ipp;prenom\n1;Marie\n", "index.no_birth_name"),
        (b"{broken", "index.format"),
        (b"PK\x03\x04broken", "index.missing"),
        (b"PAR1broken", "index.missing"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "index.no_patient_id"),
    ],
)
def test_what_cannot_serve_says_the_way_out(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        loaded(tmp_path, content)
    assert caught.value.code == code
    assert caught.value.way_out_fr
    assert caught.value.way_out_en


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_index(tmp_path / "absent.csv")
    assert caught.value.code == "index.missing"


def test_excel_with_titles_above_the_header(tmp_path: Path) -> None:
    path = tmp_path / "index.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    book.add_worksheet("Notes").write(0, 0, "Rien ici")
    sheet = book.add_worksheet("Patients")
    sheet.write(0, 0, "Export du dossier administratif")
    sheet.write_row(2, 0, ["IPP", "Nom", "Prénom", "Date naissance", "CP"])
    sheet.write_row(3, 0, [1001, "Petit", "Paul"])
    sheet.write_datetime(3, 3, date(1960, 5, 4))  # type: ignore[arg-type]
    sheet.write(3, 4, 1000)
    sheet.write_row(5, 0, ["", "Sans numéro"])
    book.close()
    index = load_index(path)
    assert index.persons == [
        Person(
            "1001",
            birth_name="Petit",
            first_names="Paul",
            birth_date=date(1960, 5, 4),
            postal_code="01000",
        )
    ]
    assert index.issues == [IndexIssue(6, "patient_id", "missing")]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "index.parquet"
    polars.DataFrame(
        {"patient_id": ["A", None], "nom": ["Martin", "Petit"], "ddn": [date(1954, 3, 2), None]}
    ).write_parquet(path)
    index = load_index(path)
    assert index.persons == [Person("A", birth_name="Martin", birth_date=date(1954, 3, 2))]
    assert index.issues == [IndexIssue(2, "patient_id", "missing")]


PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "identifier": [
        {"system": "urn:oid:1.2.250.1.213.1.4.8", "value": "254034207512375"},
        {"type": {"coding": [{"code": "PI"}]}, "value": "IPP9"},
    ],
    "name": [
        {"use": "usual", "family": "DUPONT", "given": ["Marie"]},
        {"use": "official", "family": "MARTIN", "given": ["Marie", "Claire"]},
    ],
    "gender": "female",
    "birthDate": "1954-03-02",
    "telecom": [
        {"system": "phone", "use": "old", "value": "0100000000"},
        {"system": "phone", "use": "mobile", "value": "0639981234"},
        {"system": "email", "value": "A@ex.invalid"},
    ],
    "address": [{"line": ["12 rue des Lilas"], "postalCode": "42100", "city": "Saint-Étienne"}],
    "deceasedBoolean": True,
    "communication": [{"language": {"coding": [{"code": "en-GB"}]}}],
    "contact": [{"relationship": [{"coding": [{"code": "GUARD"}]}], "name": {"family": "PETIT"}}],
}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"resourceType": "Bundle", "entry": [{"resource": PATIENT}, {"resource": {}}]}),
        json.dumps(PATIENT) + "\n\n" + json.dumps({"resourceType": "Group"}) + "\n",
        json.dumps([PATIENT]),
    ],
    ids=["bundle", "ndjson", "list"],
)
def test_fhir(tmp_path: Path, content: str) -> None:
    (person,) = loaded(tmp_path, content, "index.json").persons
    assert (person.patient_id, person.birth_name, person.used_name) == ("IPP9", "MARTIN", "DUPONT")
    assert person.first_names == "Marie, Claire"
    assert person.ins[:13] == person.nir[:13] == "2540342075123"
    assert (person.sex, person.birth_date) == ("F", date(1954, 3, 2))
    assert (person.phone, person.mobile, person.email) == ("", "0639981234", "a@ex.invalid")
    assert person.has_postal_address
    assert person.is_deceased
    assert person.is_protected
    assert person.language == "en"


def test_a_plain_name_is_the_name_in_use_beside_a_birth_name() -> None:
    assert find_columns(["IPP", "NOM", "NOM_NAISSANCE"])["used_name"] == 1
    assert find_columns(["IPP", "NOM", "NOM_USAGE"])["birth_name"] == 1
    assert find_columns(["IPP", "NOM"]) == {"patient_id": 0, "birth_name": 1}


def test_the_columns_are_the_contract() -> None:
    contract = (
        "patient_id ins nir insured_nir birth_name used_name first_names sex birth_date"
        " birth_place_code address postal_code city phone mobile email deceased_on guardian_name"
        " language"
    )
    assert " ".join(INDEX_COLUMNS) == contract


words = st.text(st.characters(codec="cp1252", exclude_characters="\r\n\x00"), max_size=12)


@given(st.lists(st.tuples(words, words), max_size=20), st.sampled_from(",;|\t"))
def test_any_csv_loses_no_row(rows: list[tuple[str, str]], separator: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["patient_id", "birth_name", "city"])
    writer.writerows([(f"P{i}", name, city) for i, (name, city) in enumerate(rows)])
    with tempfile.TemporaryDirectory() as folder:
        index = loaded(Path(folder), text.getvalue())
    aside = [issue for issue in index.issues if issue.column == "birth_name"]
    assert index.rows == len(rows)
    assert len(index.persons) + len(aside) == len(rows)


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    people = invent(500)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(INDEX_COLUMNS)
    writer.writerows([[getattr(p, name) or "" for name in INDEX_COLUMNS] for p in people])
    index = loaded(tmp_path, text.getvalue())
    assert index.issues == []
    assert index.persons == people
