"""Tables drawn with bars in a text, and bars that draw none."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.find.drawn import BARS, drawn_tables
from tocsin.model.document import TableBlock, TextBlock

PLAN = """Plan des postes
┌───────┬────────────┬───────┐
│ Poste │ Nom        │ Abord │
├───────┼────────────┼───────┤
│   1   │ ESPOSITO   │ FAV G │
│   2   │ LE GOFF    │ KT    │
└───────┴────────────┴───────┘
à revoir mardi
"""


def tables(text: str, locator: str = "ligne 1") -> list[tuple[str, TableBlock]]:
    return list(drawn_tables(TextBlock("doc.txt", locator, text)))


def test_a_frame_of_lines() -> None:
    ((above, table),) = tables(PLAN)
    assert above.startswith("Plan des postes")
    assert table.header == ("Poste", "Nom", "Abord")
    assert table.rows == [["1", "ESPOSITO", "FAV G"], ["2", "LE GOFF", "KT"]]
    assert (table.locator, table.first_row) == ("", 5)


def test_rows_count_the_lines_of_their_part() -> None:
    ((_, table),) = tables(PLAN, "corps")
    assert (table.locator, table.first_row) == ("corps", 5)
    ((_, table),) = tables(PLAN, "ligne 101")
    assert (table.locator, table.first_row) == ("", 105)


def test_a_database_shell_and_markdown() -> None:
    shell = (
        " id | nom    | ville \n----+--------+-------\n  7 | MARTIN | Lyon\n  8 | DURAND | Metz\n"
    )
    ((_, table),) = tables(shell)
    assert (table.header, table.rows[0]) == (("id", "nom", "ville"), ["7", "MARTIN", "Lyon"])
    markdown = "| n | nom | âge |\n|---|:---|---|\n| 1 | A | 3 |\n| 2 | B | 4 |\n"
    ((_, table),) = tables(markdown)
    assert table.rows == [["1", "A", "3"], ["2", "B", "4"]]


def test_a_frame_between_rows_keeps_their_lines() -> None:
    ((_, table),) = tables("|a|b|c|\n|-|-|-|\n|1|2|3|\n|-|-|-|\n|4|5|6|\n")
    assert table.first_row == 3
    assert table.rows == [["1", "2", "3"], [], ["4", "5", "6"]]


def test_bars_of_a_signature_and_of_two_columns_draw_nothing() -> None:
    assert tables("Accueil | Tél. 04 77 00 00 00 | Fax 04 77 00 00 01\n" * 2) == []
    assert tables("a | b\n" * 9) == []
    assert tables("sans barre\n" * 9) == []


@given(st.text(alphabet=BARS + "─+- \nab;", max_size=200))
def test_any_text_gives_even_rows_within_it(text: str) -> None:
    lines = text.count("\n") + 1
    for _, table in tables(text):
        assert all(len(row) in (0, len(table.header)) for row in table.rows)
        assert 1 < table.first_row <= table.first_row + len(table.rows) - 1 <= lines
