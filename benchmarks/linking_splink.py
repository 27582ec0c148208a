"""Splink on one set, run in its own environment: CSV in, the best candidate of each mention out.

    python linking_splink.py FOLDER

As its documentation sets it up for such data: comparisons by Jaro-Winkler and Damerau-Levenshtein,
term frequencies (of the index, which repeated mentions would bias), u by random sampling, m by
expectation maximisation. Imports nothing of Tocsin, whose environment does not know Splink.
"""

import sys
import time
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

TERMS = ("surname", "given_name", "postal_code", "birth_date")
WORTH_KEEPING = 1e-4
PAIRS = 2e6

SURNAMES = cl.CustomComparison(
    output_column_name="surname",
    comparison_levels=[
        cll.CustomLevel("surname_l IS NULL OR surname_r IS NULL").configure(is_null_level=True),
        cll.CustomLevel("surname_l = surname_r", "the same").configure(
            tf_adjustment_column="surname"
        ),
        cll.CustomLevel(
            "surname_l = other_surname_r OR other_surname_l = surname_r", "the other one"
        ),
        cll.CustomLevel("surname_l = given_name_r AND given_name_l = surname_r", "swapped"),
        *(
            cll.CustomLevel(
                "greatest(jaro_winkler_similarity(surname_l, surname_r),"
                " coalesce(jaro_winkler_similarity(surname_l, other_surname_r), 0),"
                f" coalesce(jaro_winkler_similarity(other_surname_l, surname_r), 0)) >= {least}",
                f"like {least}",
            )
            for least in (0.92, 0.8)
        ),
        cll.ElseLevel(),
    ],
)
GIVEN = cl.CustomComparison(
    output_column_name="given_name",
    comparison_levels=[
        cll.NullLevel("given_name"),
        cll.ExactMatchLevel("given_name").configure(tf_adjustment_column="given_name"),
        cll.CustomLevel("surname_l = given_name_r AND given_name_l = surname_r", "swapped"),
        cll.CustomLevel(
            "split_part(given_name_l, ' ', 1) = split_part(given_name_r, ' ', 1)", "the first"
        ),
        cll.JaroWinklerLevel("given_name", 0.92),
        cll.JaroWinklerLevel("given_name", 0.8),
        cll.CustomLevel("given_name_l[1] = given_name_r[1]", "the initial"),
        cll.ElseLevel(),
    ],
)
"""Own levels, since its ready-made ones know neither two surnames nor given names cut short."""

COMPARISONS = {
    "birth_date": cl.DateOfBirthComparison("birth_date", input_is_string=True),
    "sex": cl.ExactMatch("sex"),
    "address": cl.JaroWinklerAtThresholds("address", [0.95, 0.85]),
    "postal_code": cl.DamerauLevenshteinAtThresholds("postal_code", [1]).configure(
        term_frequency_adjustments=True
    ),
    "phone": cl.ExactMatch("phone"),
    "nir": cl.DamerauLevenshteinAtThresholds("nir", [1]),
}
RULES = (
    ("nir",), ("phone",), ("surname", "given_name"), ("surname", "birth_date"),
    ("given_name", "birth_date"), ("postal_code", "birth_date"), ("surname", "postal_code"),
)  # fmt: skip
SQL_RULES = (
    "l.other_surname = r.surname AND l.birth_date = r.birth_date",
    "l.other_surname = r.surname AND l.given_name = r.given_name",
    "l.surname = r.given_name AND l.given_name = r.surname",
    "l.surname = r.surname AND split_part(l.given_name, ' ', 1) = split_part(r.given_name, ' ', 1)",
)


def main() -> None:
    """Link the mentions of FOLDER, write `splink.csv` and print the seconds it took."""
    folder = Path(sys.argv[1])
    started = time.monotonic()
    connection = duckdb.connect()
    said = _read(connection, folder)
    linker = _trained(connection, said)
    pairs = linker.inference.predict(threshold_match_probability=WORTH_KEEPING)
    connection.execute(
        _BEST.format(pairs=pairs.physical_name), [str(folder / "splink.csv")]
    ).fetchall()
    print(f"{time.monotonic() - started:.3f}")


def _read(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Both tables; the names of the columns that say anything in both."""
    for table, file in (("a_index", "index"), ("b_said", "mentions")):
        connection.execute(
            f"CREATE TABLE {table} AS SELECT * FROM read_csv(?, all_varchar = true)",
            [str(folder / f"{file}.csv")],
        ).fetchall()

    def is_said(column: str) -> bool:
        return all(
            connection.execute(f"SELECT count({column}) FROM {table}").fetchall() != [(0,)]
            for table in ("a_index", "b_said")
        )

    return [name for name in ("surname", "given_name", *COMPARISONS) if is_said(name)]


_BEST = """
COPY (
    WITH ranked AS (
        SELECT unique_id_r AS mention, unique_id_l AS person, match_probability, match_weight,
            row_number() OVER best AS place, lead(match_weight) OVER best AS next
        FROM {pairs} WINDOW best AS (PARTITION BY unique_id_r ORDER BY match_weight DESC)
    )
    SELECT mention, person, match_probability, coalesce(match_weight - next, 99), false
    FROM ranked WHERE place = 1
) TO ? (HEADER false)
"""


def _trained(connection: duckdb.DuckDBPyConnection, said: list[str]) -> Linker:
    database = DuckDBAPI(connection)
    tables = [database.register(name, dataset_display_name=name) for name in ("a_index", "b_said")]
    rules = [rule for rule in RULES if set(rule) <= set(said)]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            {"surname": SURNAMES, "given_name": GIVEN, **COMPARISONS}[name] for name in said
        ],
        blocking_rules_to_generate_predictions=[*(block_on(*rule) for rule in rules), *SQL_RULES],
        retain_matching_columns=False,
    )
    linker = Linker(tables, settings, log_level="ERROR")
    for term in (term for term in TERMS if term in said):
        _register_frequencies(linker, connection, database, term)
    training = linker.training
    certain = [block_on("surname", "given_name", "birth_date")]
    training.estimate_probability_two_random_records_match(certain, recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=1)
    for rule in (("surname", "given_name"), ("birth_date",)):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), record_sample_proportion=1.0
        )
    return linker


def _register_frequencies(
    linker: Linker, connection: duckdb.DuckDBPyConnection, database: DuckDBAPI, term: str
) -> None:
    connection.execute(
        f"CREATE TABLE often_{term} AS SELECT {term},"
        f" count(*) / (SELECT count({term}) FROM a_index) AS tf_{term}"
        f" FROM a_index WHERE {term} IS NOT NULL GROUP BY {term}"
    ).fetchall()
    linker.table_management.register_term_frequency_lookup(database.register(f"often_{term}"), term)


if __name__ == "__main__":
    main()
