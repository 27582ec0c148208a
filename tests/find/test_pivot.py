"""Tables of one field a row become tables of one person a row, and no other table does."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tocsin.find.pivot import pivoted, regrouped
from tocsin.model.document import TableBlock

FIELDS = ("NOM", "PRENOM", "DATE_NAISSANCE", "DIAGNOSTIC")
PEOPLE = {
    "1": ("DUPONT", "Marie", "02/03/1954", "asthme"),
    "2": ("ROUX", "Claire", "12/04/1977", ""),
    "3": ("PETIT", "Jean", "01/02/1980", "zona"),
}
CELL = st.text("AB12 ", max_size=4)


def table(rows: list[list[str]], header: tuple[str, ...] = ("id", "champ", "valeur")) -> TableBlock:
    return TableBlock("t.csv", "", header, rows, first_row=2)


def one_field_a_row() -> list[list[str]]:
    return [[key, *pair] for key, told in PEOPLE.items() for pair in zip(FIELDS, told, strict=True)]


def test_a_person_a_row_where_the_first_field_stands() -> None:
    found = pivoted(table(one_field_a_row()))
    assert found.header == FIELDS
    assert [(at, tuple(row)) for at, row in enumerate(found.rows) if row] == [
        (0, PEOPLE["1"]),
        (4, PEOPLE["2"]),
        (8, PEOPLE["3"]),
    ]
    assert found.first_row == 2


def test_rows_of_one_person_need_not_stand_together() -> None:
    rows = sorted(one_field_a_row(), key=lambda row: row[1])
    assert {tuple(sorted(row)) for row in pivoted(table(rows)).rows if row} == {
        tuple(sorted(told)) for told in PEOPLE.values()
    }


def test_a_field_told_twice_keeps_both_values() -> None:
    rows = [*one_field_a_row(), ["1", "PRENOM", "Anne"]]
    assert pivoted(table(rows)).rows[0][1] == "Marie / Anne"


def test_other_tables_stay_as_they_are() -> None:
    people = table([list(told) for told in PEOPLE.values()] * 3, FIELDS)
    settings = table([[str(n), name, "x"] for n in range(3) for name in ("host", "port", "path")])
    motives = table([[str(n), "asthme", "NOM"] for n in range(9)])
    for block in (people, settings, motives, table([])):
        assert pivoted(block) is block


@given(st.lists(st.lists(CELL, max_size=5), max_size=12))
def test_any_table_keeps_its_rows_numbers(rows: list[list[str]]) -> None:
    assert len(pivoted(table(rows)).rows) == len(rows)


@given(st.integers(min_value=4, max_value=11))
def test_no_person_lies_in_two_blocks(cut: int) -> None:
    rows = one_field_a_row()
    before, block = table(rows[:cut]), replace(table(rows[cut:]), first_row=2 + cut)
    parts = [part for part in regrouped(before, block) if part]
    assert [row for part in parts for row in part.rows] == rows
    assert [part.first_row - 2 for part in parts] == [0, len(rows) - len(parts[-1].rows)][
        : len(parts)
    ] or len(parts) == 1
    told = [row for part in parts for row in pivoted(part).rows if row]
    assert [tuple(row) for row in told] == list(PEOPLE.values())


def test_fields_without_end_are_none() -> None:
    rows = one_field_a_row() * 10 + [["9", f"texte {n}", "x"] for n in range(300)]
    rows = [[str(n // 4), *row[1:]] for n, row in enumerate(rows)]
    assert pivoted(block := table(rows)) is block
