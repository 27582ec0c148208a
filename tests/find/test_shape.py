"""Tables that are not one person a row come out so, with nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.find.shape import persons_in_rows
from tocsin.model.document import TableBlock

UPRIGHT = TableBlock(
    "t.csv",
    "",
    ("Nom", "Prénom", "Date de naissance", "Diagnostic"),
    [["DUPONT", "Marie", "02/03/1954", "asthme"], ["ROUX", "Claire", "12/04/1977", "zona"]],
)
CELL = st.text("ABC123é ", max_size=8)


def turned(block: TableBlock) -> TableBlock:
    header, *rows = zip(block.header, *block.rows, strict=True)
    return TableBlock(block.document, block.locator, header, [list(row) for row in rows])


def test_a_table_of_one_person_a_row_is_left_alone() -> None:
    assert list(persons_in_rows(UPRIGHT)) == [UPRIGHT]


def test_a_person_a_column_becomes_a_person_a_row() -> None:
    (table,) = persons_in_rows(turned(UPRIGHT))
    assert (table.header, table.rows) == (UPRIGHT.header, UPRIGHT.rows)
    assert table.locator != UPRIGHT.locator


def test_a_form_with_labels_in_two_columns_is_no_table() -> None:
    form = TableBlock(
        "f.docx", "", (), [["Nom", "DUPONT", "Prénom", "Marie"], ["Né le", "1/2/54", "NIR", "2"]]
    )
    assert list(persons_in_rows(form)) == [form]


def test_a_mother_who_can_be_told_has_a_table_of_her_own() -> None:
    header = ("Nom enfant", "Prénom enfant", "Nom mère", "Prénom de la mère", "Tél mère", "Vaccin")
    row = ["ROUX", "Lucas", "ROUX", "Claire", "0639981237", "ROR"]
    child, mother = persons_in_rows(TableBlock("t.csv", "", header, [row]))
    assert child.rows == [["ROUX", "Lucas", "ROR"]]
    assert (mother.header, mother.rows) == (
        ("NOM", "PRENOM", "TEL"),
        [["ROUX", "Claire", "0639981237"]],
    )


def test_a_relative_with_nothing_but_a_name_stays_in_the_row() -> None:
    header = ("Nom", "Prénom", "Personne à prévenir")
    block = TableBlock("t.csv", "", header, [["ROUX", "Anne", "ROUX Paul"]])
    assert list(persons_in_rows(block)) == [block]


@given(st.lists(CELL, max_size=5), st.lists(st.lists(CELL, max_size=5), max_size=6))
def test_any_table_keeps_its_shape(header: list[str], rows: list[list[str]]) -> None:
    for table in persons_in_rows(TableBlock("t.csv", "", tuple(header), rows)):
        assert not table.header or all(len(row) <= max(len(table.header), 5) for row in table.rows)
