"""Dumps: literals come back as they were written, rows stand under their columns."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tocsin.model.document import ROWS_PER_BLOCK
from tocsin.read.sql import BACKSLASH, STANDARD, Grammar, columns_of, copy_row

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


def mysql(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def standard(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@pytest.mark.parametrize(("grammar", "quote"), [(BACKSLASH, mysql), (STANDARD, standard)])
def test_literals_round_trip(grammar: Grammar, quote: Callable[[str], str]) -> None:
    @given(st.lists(TEXT, min_size=1, max_size=6))
    def check(values: list[str]) -> None:
        body = f"({', '.join(map(quote, values))})"
        row = grammar.row.match(body)
        assert row is not None
        assert row.end() == len(body)
        assert grammar.values(row[1]) == values

    check()


def test_values_that_are_not_strings() -> None:
    body = "1, NULL, -2.5, N'é', E'x', TO_DATE('2020-01-01', 'YYYY'), CAST(N'a' AS T), '', TRUE"
    assert STANDARD.values(body) == [
        *("1", "", "-2.5", "é", "x", "2020-01-01"),
        *("a", "", "TRUE"),
    ]


@given(st.lists(TEXT.filter(lambda text: text != "\\N"), min_size=1, max_size=6))
def test_copy_lines_round_trip(values: list[str]) -> None:
    marks = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
    line = "\t".join("".join(marks.get(c, c) for c in value) for value in values)
    assert copy_row(line) == values


def test_columns_of_a_definition() -> None:
    body = """
      "id" integer DEFAULT nextval('a,b'::regclass) NOT NULL, -- a comment, with a comma
      nom varchar(50) DEFAULT 'x, y', `prix` decimal(10,2), [Né le] date,
      CONSTRAINT k PRIMARY KEY ("id"), UNIQUE KEY u (nom), FOREIGN KEY (a) REFERENCES b (c)"""
    assert columns_of(body) == ("id", "nom", "prix", "Né le")


def test_rows_take_the_columns_of_their_table(read_bytes: ReadBytes) -> None:
    dump = r"""-- MySQL dump
    CREATE TABLE IF NOT EXISTS `patients` (
      `id` int(11) NOT NULL COMMENT 'clé, (interne)',
      `nom` varchar(50),
      PRIMARY KEY (`id`)
    ) ENGINE=InnoDB;
    INSERT INTO `patients` VALUES (1,'O\'NEIL; (père)'),
    (2,NULL);
    INSERT INTO `patients` (`nom`) VALUES ('SEUL');
    UPDATE patients SET nom = 'DURAND' WHERE id = 1;
    """
    reading = read_bytes(dump.encode(), "dump.sql")
    first, second = reading.tables
    assert (first.locator, first.header) == ("table patients", ("id", "nom"))
    assert first.rows == [["1", "O'NEIL; (père)"], ["2", ""]]
    assert (second.header, second.rows, second.first_row) == (("nom",), [["SEUL"]], 3)
    assert "DURAND" in reading.text


def test_postgresql_copy(read_bytes: ReadBytes) -> None:
    dump = (
        'COPY public.patients (id, "né le") FROM stdin;\n1\t1950-01-02\n2\t\\N\n\\.\n\nSELECT 1;\n'
    )
    (table,) = read_bytes(dump.encode(), "dump.sql").tables
    assert (table.locator, table.header) == ("table patients", ("id", "né le"))
    assert table.rows == [["1", "1950-01-02"], ["2", ""]]


def test_sql_server_and_one_row_a_statement(read_bytes: ReadBytes) -> None:
    line = "INSERT [dbo].[Patients] ([Id], [Nom]) VALUES ({0}, N'PATIENT {0}')\nGO\n"
    reading = read_bytes("".join(map(line.format, range(200))).encode("utf-16"), "dump.sql")
    assert len(reading.rows) == 200
    assert reading.tables[0].header == ("Id", "Nom")


def test_a_dump_larger_than_the_window(read_bytes: ReadBytes) -> None:
    row = "({0},'PATIENT {0}; (dit l''autre)','" + "x" * 300 + "')"
    count = 2 * ROWS_PER_BLOCK + 7
    values = ",".join(map(row.format, range(count)))
    reading = read_bytes(f"INSERT INTO t (a, b, c) VALUES {values};\n".encode(), "dump.sql")
    assert [row[0] for row in reading.rows] == [str(n) for n in range(count)]
    assert [len(table.rows) for table in reading.tables] == [ROWS_PER_BLOCK, ROWS_PER_BLOCK, 7]
    assert not reading.texts


def test_a_dump_that_breaks_off_keeps_what_came_before(read_bytes: ReadBytes) -> None:
    reading = read_bytes(b"INSERT INTO t (a, b) VALUES (1,'A'),(2,'B'),(3,'inachev", "dump.sql")
    assert reading.rows == [["1", "A"], ["2", "B"]]
    assert "inachev" in reading.text


def test_oracle_inserts(read_bytes: ReadBytes) -> None:
    dump = """REM INSERTING into PATIENTS
SET DEFINE OFF;
Insert into GAM.PATIENTS (NOM,NE_LE) values ('D''ARC',to_date('03/07/84','DD/MM/RR'));
INSERT ALL
  INTO GAM.PATIENTS (NOM, NE_LE) VALUES ('GALL', TO_TIMESTAMP('01-02-60 00:00','DD-MM-RR HH24:MI'))
  INTO GAM.PATIENTS (NOM, NE_LE) VALUES ('MOREAU', NULL)
SELECT * FROM dual;
"""
    reading = read_bytes(dump.encode("cp1252"), "patients.sql")
    assert {table.header for table in reading.tables} == {("NOM", "NE_LE")}
    assert reading.rows == [["D'ARC", "03/07/84"], ["GALL", "01-02-60 00:00"], ["MOREAU", ""]]
