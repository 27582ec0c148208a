"""Text, tables and databases that nest, sprawl, never close, or compute. JSON, SQL, CSV, SQLite."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from tests.hostile.trap import Traps, noise, rng

_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
_MDB = Path(__file__).parents[2] / "read" / "data" / "testAccess_V1997.mdb"


def database(*statements: str, lies: tuple[str, ...] = ()) -> bytes:
    """A SQLite database; `lies` are then told straight to its schema table."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        for statement in ("CREATE TABLE patients (nom, ne)", *statements):
            base.execute(statement)
        base.execute("INSERT INTO patients VALUES ('GALL', '1960-02-01')")
        base.execute("PRAGMA writable_schema = ON")
        for lie in lies:
            base.execute(lie)
        return base.serialize()


def patched(data: bytes, *places: tuple[int, bytes]) -> bytes:
    """`data` with other bytes at some places."""
    out = bytearray(data)
    for at, value in places:
        out[at : at + len(value)] = value
    return bytes(out)


def wide_json(count: int) -> bytes:
    """Records of which no two have a key in common."""
    return b"[" + b",".join(b'{"k%d":1,"c%d":2}' % (n, n) for n in range(count)) + b"]"


def damaged_mdb(name: str) -> bytes:
    """A real Access database of which many bytes changed."""
    chance, data = rng(name), bytearray(_MDB.read_bytes())
    for _ in range(600):
        data[chance.randrange(2_048, len(data))] = chance.randrange(256)
    return bytes(data)


def _pages_swapped() -> bytes:
    data = _MDB.read_bytes()
    half = len(data) // 4096 * 2048
    return data[:2_048] + data[half:] + data[2_048:half]


_INSERT = b"INSERT INTO t (a, b) VALUES "
_ONE = _INSERT + b"(1, 'GALL');\n"
_LIE = "UPDATE sqlite_master SET {} WHERE name = 'patients'"
_COMPUTED = (
    "UPDATE sqlite_master SET sql = 'CREATE TABLE z (a, b AS (hex(zeroblob(400000000))))'"
    " WHERE name = 'z'"
)
_VIEW = "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE VIEW v AS {}')"
_SOUND = database()

TRAPS: Traps = {
    "profond.json": lambda: b"[" * 1_000_000,
    "profond-ferme.json": lambda: b"[" * 100_000 + b"]" * 100_000,
    "profond-1000.json": lambda: b"[" * 1_000 + b"1" + b"]" * 1_000,
    "objets-profonds.json": lambda: b'{"a":' * 500_000,
    "objets-profonds-1000.json": lambda: b'{"a":' * 1_000 + b"1" + b"}" * 1_000,
    "listes-de-listes.json": lambda: b'{"a":' + b"[[" * 400 + b"1" + b"]]" * 400 + b"}",
    "nombre-geant.json": lambda: b'{"a": ' + b"9" * 1_000_000 + b"}",
    "nombre-hors-bornes.json": lambda: b"[1e999, -1e-999, 99999999999999999999999, NaN, Infinity]",
    "clefs-doubles.json": lambda: b"{" + b",".join([b'"nom":"a"'] * 100_000) + b"}",
    "clefs-toutes-autres.json": lambda: wide_json(20_000),
    "clefs.json": lambda: b"{" + b",".join(b'"k%d":%d' % (n, n) for n in range(100_000)) + b"}",
    "zeros.json": lambda: b"[" + b"0," * 100_000 + b"0]",
    "chaine-ouverte.json": lambda: b'{"a": "' + b"a" * 3_000_000,
    "demi-paires.json": lambda: b'{"a": "\\ud800", "b": "\\udfff\\u0000"}',
    "lignes-abimees.ndjson": lambda: b'{"a": 1}\n{"a": \n' * 20_000,
    "lignes-toutes-autres.ndjson": lambda: b"".join(b'{"k%d":1}\n' % n for n in range(20_000)),
    "lignes-profondes.ndjson": lambda: (b'{"a":' + b"[" * 900 + b"]" * 900 + b"}\n") * 20,
    "apostrophe-ouverte.sql": lambda: _INSERT + b"(1, 'ouvert " + b"a" * 3_000_000,
    "une-ligne.sql": lambda: _INSERT + b"(1,'GALL')," * 100_000 + b"(2,'x');",
    "parentheses.sql": lambda: _INSERT + b"(" * 100_000,
    "parentheses-fermees.sql": lambda: _INSERT + b"(" * 50_000 + b")" * 50_000 + b";",
    "apostrophes.sql": lambda: _INSERT + b"(1, " + b"'" * 500_001 + b");",
    "barres.sql": lambda: b"-- MySQL dump\n" + _INSERT + b"('" + b"\\" * 500_001 + b"');",
    "table-ouverte.sql": lambda: b"CREATE TABLE t (" + b"a int, " * 200_000,
    "copie-sans-fin.sql": lambda: b"COPY t (a, b) FROM stdin;\n" + b"1\tGALL\n" * 50_000,
    "insert-sans-valeurs.sql": lambda: _ONE + b"INSERT INTO t\n" * 60_000,
    "create-create.sql": lambda: _ONE + b"CREATE " + b"a " * 300_000 + b"\nCREATE a b c" * 9_000,
    "espaces.sql": lambda: _ONE + b"INSERT INTO" + b" " * 300_000 + b"\n" + b"INSERT INTO t",
    "options.sql": lambda: _ONE + (b"INSERT " + b"IGNORE " * 3_000 + b"\n") * 30,
    "nom-ouvert.sql": lambda: b'INSERT INTO "' + b"a." * 200_000 + b"\nINSERT INTO t VALUES (1);",
    "points.sql": lambda: (
        _ONE + b"INSERT INTO " + b"a.a" * 200_000 + b"!\nINSERT INTO t VALUES (1);"
    ),
    "colonnes.csv": lambda: b";".join(b"c%d" % n for n in range(100_000)) + b"\n1;2\n" * 5,
    "une-ligne.csv": lambda: b"a;b;" * 500_000,
    "nul.csv": lambda: b"nom;ne\nGA\0LL;1960\n" * 300,
    "guillemet-ouvert.csv": lambda: b'nom;ne\n"ouvert;1\n' + b"GALL;2\n" * 200_000,
    "guillemets.csv": lambda: b'"' * 1_000_001,
    "case-geante.csv": lambda: b"nom;ne\n" + b"a" * 3_000_000 + b";1\n" + b"b;2\n" * 9,
    "separateurs.csv": lambda: b";" * 3_000_000,
    "retours.csv": lambda: b"a;b\r" * 200_000,
    "lignes-vides.csv": lambda: b"a;b\n" + b"\n" * 300_000 + b"1;2",
    "impair-utf16.csv": lambda: "nom;ne\nGALL;1\n".encode("utf-16")[:-1],
    "marque-seule.csv": lambda: b"\xef\xbb\xbf",
    "declare.csv": lambda: b"sep=\n" + b"a\n" * 90,
    "escalier.csv": lambda: b"".join(b"x;" * n + b"\n" for n in range(2_000)),
    "schema-faux.sqlite": lambda: database(lies=(_LIE.format("sql = 'CREATE TABLE ('"),)),
    "page-absente.sqlite": lambda: database(lies=(_LIE.format("rootpage = 99999"),)),
    "page-d-un-autre.sqlite": lambda: database(lies=(_LIE.format("rootpage = 1"),)),
    "vue-sans-fin.sqlite": lambda: database(lies=(_VIEW.format(_ENDLESS),)),
    "vue-vorace.sqlite": lambda: database(
        lies=(_VIEW.format("SELECT hex(randomblob(900000000)) AS x"),)
    ),
    "vue-d-elle-meme.sqlite": lambda: database(lies=(_VIEW.format("SELECT * FROM v"),)),
    "colonne-calculee.sqlite": lambda: database(
        "CREATE TABLE z (a)", "INSERT INTO z VALUES (1)", lies=(_COMPUTED,)
    ),
    "declencheur.sqlite": lambda: database(
        "CREATE TRIGGER t AFTER INSERT ON patients BEGIN DELETE FROM patients; END",
        "CREATE VIEW w AS " + _ENDLESS,
    ),
    "table-virtuelle.sqlite": lambda: database("CREATE VIRTUAL TABLE f USING fts5(a)"),
    "table-virtuelle-inconnue.sqlite": lambda: database(
        lies=(_VIEW.replace("VIEW v AS {}", "VIRTUAL TABLE v USING z()"),)
    ),
    "noms-de-table.sqlite": lambda: database(
        'CREATE TABLE "a""; DROP TABLE patients; --" (x)', 'CREATE TABLE "\n" (x)'
    ),
    "colonnes.sqlite": lambda: database(
        "CREATE TABLE z (" + ",".join(f"c{n}" for n in range(1_999)) + ")"
    ),
    "texte-faux.sqlite": lambda: database(
        "INSERT INTO patients VALUES (CAST(x'ff80fe' AS TEXT), 1)"
    ),
    "journal.sqlite": lambda: patched(_SOUND, (18, b"\2\2")),
    "taille-de-page.sqlite": lambda: patched(_SOUND, (16, b"\0\1")),
    "page-trois.sqlite": lambda: patched(_SOUND, (16, b"\0\3")),
    "arbre-en-boucle.sqlite": lambda: patched(
        _SOUND,
        (4_096, b"\x05\0\0\0\1\x0f\xf8\0" + struct.pack(">I", 2) + b"\x0f\xf8"),
        (8_184, struct.pack(">I", 2) + b"\1"),
    ),
    "debordement.sqlite": lambda: patched(_SOUND, (8_160, b"\xff" * 30)),
    "libres.sqlite": lambda: patched(_SOUND, (32, b"\0\0\0\2\xff\xff\xff\xff")),
    "entete-seul.sqlite": lambda: _SOUND[:100],
    "coupee.sqlite": lambda: _SOUND[:4_500],
    "bruit.sqlite": lambda: _SOUND[:100] + noise("sqlite", 12_000),
    "chiffree.sqlite": lambda: noise("sqlcipher", 12_288),
    "entete-seul.mdb": lambda: _MDB.read_bytes()[:4_096],
    "abimee.mdb": lambda: damaged_mdb("mdb"),
    "abimee-autrement.mdb": lambda: damaged_mdb("mdb-2"),
    "pages-echangees.mdb": _pages_swapped,
    "page-nulle.mdb": lambda: _MDB.read_bytes()[:4_096] + bytes(90_000),
    "page-pleine.mdb": lambda: _MDB.read_bytes()[:4_096] + b"\xff" * 90_000,
}
