"""A case of full size: persons, documents, findings, questions, notices, a journal."""

from pathlib import Path
from random import Random

from benchmarks.room_told import tell
from tocsin.assess import settle
from tocsin.case import Case, Reading
from tocsin.model.category import Category
from tocsin.model.person import INDEX_COLUMNS

SYLLABLES = (
    "ba",
    "be",
    "ber",
    "char",
    "cla",
    "cor",
    "dal",
    "dor",
    "fa",
    "fer",
    "gil",
    "lam",
    "mar",
    "nor",
)
KINDS = ("pdf", "office", "text", "mail", "table", "image")
HEALTH, UNSURE = 0.002, 0.004
"""Shares of findings that are about health, and of those that wait for a person."""


def build(folder: Path, persons: int, exposures: int, looks: int = 20_000) -> None:
    """Make the case in `folder`, which must be new."""
    random = Random(1)
    with Case.create_or_open(folder) as case:
        documents = exposures // 8
        with case.store.transaction():
            _persons(case, random, persons)
            _documents(case, random, documents)
            _exposures(case, random, persons, documents, exposures)
        settle(case.store)
        case.reading = Reading.WHOLE
        with case.store.transaction():
            for number in range(looks):
                case.journal("look.person", clear=False, person=number % persons)
        tell(case, random)


def _name(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 3))).capitalize()


def _persons(case: Case, random: Random, count: int) -> None:
    names = [_name(random) for _ in range(4_000)]
    rows = []
    for number in range(count):
        values = dict.fromkeys(INDEX_COLUMNS, "")
        values |= {
            "patient_id": f"P{number:07}",
            "birth_name": random.choice(names).upper(),
            "first_names": random.choice(names),
            "birth_date": f"{random.randint(1930, 2024)}-{random.randint(1, 12):02}-15",
            "address": f"{number % 90 + 1} rue des Lilas",
            "postal_code": "42000",
            "city": random.choice(names),
            "mobile": f"06399{number % 100_000:05}",
            "email": f"p{number}@exemple.invalid" if number % 10 else "",
            "language": "fr",
        }
        rows.append((number, *(values[name] or None if name == "deceased_on" else values[name]
                               for name in INDEX_COLUMNS)))  # fmt: skip
    marks = ", ".join("?" * (len(INDEX_COLUMNS) + 1))
    case.store.many(f"INSERT INTO persons VALUES ({marks})", rows)


def _documents(case: Case, random: Random, count: int) -> None:
    items, documents = [], []
    for number in range(1, count + 1):
        path = f"dossiers/{number // 500:04}/{_name(random)} {number}.pdf"
        items.append((number, path, path.encode(), 50_000, 0, f"{number:064x}"))
        status = "unreadable" if number % 200 == 0 else "read"
        reason = "encrypted" if status == "unreadable" else ""
        kind = KINDS[number % len(KINDS)]
        documents.append(
            (number, number, path, "", f"{number:064x}", 50_000, f"application/{kind}", kind,
             status, reason)
        )  # fmt: skip
    case.store.many(
        "INSERT INTO items (item, path, raw, size, mtime_ns, sha256, done)"
        " VALUES (?, ?, ?, ?, ?, ?, 1)",
        items,
    )
    case.store.many("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", documents)


def _exposures(case: Case, random: Random, persons: int, documents: int, count: int) -> None:
    plain = [c.value for c in Category if c not in (Category.HEALTH, Category.OTHER_SENSITIVE)]
    rows = []
    for number in range(count):
        category = Category.HEALTH.value if random.random() < HEALTH else random.choice(plain)
        unsure = random.random() < UNSURE
        rows.append(
            (number % persons, category, random.randint(1, documents), "page 1",
             0.6 if unsure else 0.99, "name+birth_date", int(not unsure))
        )  # fmt: skip
    case.store.many("INSERT OR IGNORE INTO exposures VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
