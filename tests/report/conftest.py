"""A small invented case, its rows written straight into the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tocsin.case import Case
from tocsin.report.material import gather
from tocsin.report.page import build_page
from tocsin.report.pdf import to_pdf

AT = datetime(2025, 7, 3, 9, 30, tzinfo=timezone(timedelta(hours=2)))
MADE = "2025-07-02T10:00:00+00:00"

HOSPITAL = """\
name = "Clinique des Tilleuls & Cie"
address = ["12 rue <b>des Tilleuls</b>", "42000 Saint-Étienne"]
phone = "04 77 00 00 00"
siren = "000000000"
dpo_name = "Camille Exemple"
dpo_email = "dpo@clinique.example"
started_on = 2025-06-26
ended_on = 2025-07-01
discovered_at = 2025-07-01T08:30:00+02:00
measures = "Nous avons fermé l'accès volé."
"""


@cache
def one_pdf() -> bytes:
    """A PDF like another: setting sixteen of them takes seconds, and test_pages looks at them."""
    with TemporaryDirectory() as folder, Case.create_or_open(Path(folder) / "a") as case:
        return to_pdf(build_page("banques", gather(case, AT)))


@pytest.fixture
def quick_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every PDF of a report is the same one."""
    monkeypatch.setattr("tocsin.report.write.to_pdf", lambda _: one_pdf())


@dataclass(frozen=True)
class Affected:
    """One affected person, as a test writes it."""

    surname: str
    categories: str
    confirmed: bool = True
    born: str | None = "1960-01-01"
    guardian: str = ""
    deceased_on: str | None = None
    told: str = ""  # "channel/state"


PEOPLE = (
    Affected("ZELINSKY", "civil_status;contact", told="email/accepted"),
    Affected("YAVORSKI", "civil_status;contact;nir", told="email/accepted"),
    Affected(
        "XANTHOPOULOS", "civil_status;identity_document", born="2007-07-04", told="held/minor"
    ),
    Affected("WOJCIECHOWSKI", "civil_status;financial", guardian="UDAF", told="held/guardianship"),
    Affected("VANDENBERGHE", "civil_status;contact;care_episode", told="letter/written"),
    Affected("UMTITI", "civil_status;nir;health", told="call/to_call"),
    Affected("TCHOUPI", "civil_status;insurance", deceased_on="2020-01-01", told="held/deceased"),
    Affected("SCHWARTZMANN", "civil_status;health", confirmed=False),
    Affected("ROMUALDEZ", "civil_status", confirmed=False),
)
DOCUMENTS = (
    ("export.csv", "read", ""),
    ("a.pdf", "read", ""),
    ("a bis.pdf", "skipped_duplicate", ""),
    ("scan.pdf", "partial", "limit: pixels"),
    ("x.docx", "unreadable", "encrypted"),
    ("y.bin", "unreadable", "unsupported: application/x-thing"),
    ("z.bin", "unreadable", "unsupported: audio/mpeg"),
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case that has been scoped and partly told."""
    with Case.create_or_open(tmp_path / "affaire") as opened:
        (opened.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
        fill(opened, PEOPLE)
        yield opened


@pytest.fixture
def empty_case(tmp_path: Path) -> Iterator[Case]:
    """A case in which nothing was read yet, of a hospital that has said nothing yet."""
    with Case.create_or_open(tmp_path / "affaire") as opened:
        yield opened


def fill(case: Case, people: tuple[Affected, ...]) -> None:
    """Write documents, persons and what was found of them."""
    with case.store.transaction():
        for number, (path, status, reason) in enumerate(DOCUMENTS):
            add_document(case, number, path, status, reason)
        for number, person in enumerate(people):
            add_person(case, number, person)
        case.store.insert(
            "INSERT INTO unmatched VALUES (1, 'QUIDAM Jo', 'civil_status', 'x', '')", ()
        )


CARE = """\
[[service]]
name = "Urgences"
hosts = ["srv-urg"]
[[service]]
name = "Dossier patient"
hosts = ["srv-dpi"]
"""


def watched(case: Case) -> None:
    """Logs that tell the theft, two measures, and a continuity log with one interruption."""
    (case.folder / "care.toml").write_text(CARE, encoding="utf-8")
    text = Path(__file__).with_name("watched.sql").read_text(encoding="utf-8")
    with case.store.transaction():
        for statement in text.split(";\n"):
            case.store.execute(statement)


def add_document(case: Case, number: int, path: str, status: str, reason: str) -> None:
    """An item with its one document."""
    case.store.insert(
        "INSERT INTO items (item, path, raw, size, mtime_ns) VALUES (?, ?, ?, 1, 0)",
        (number, path, path.encode()),
    )
    case.store.insert(
        "INSERT INTO documents VALUES (?, ?, ?, '', '', 1, 'x/y', 'other', ?, ?)",
        (number, number, path, status, reason),
    )


def add_person(case: Case, number: int, person: Affected) -> None:
    """A person of the index, affected, with one record, and told if `told` says so."""
    store = case.store
    store.insert(
        "INSERT INTO persons VALUES (?, ?, '', '', '', ?, '', 'Jo', '', ?, '', '', '', '', '', '',"
        " ?, ?, ?, 'fr')",
        (
            *(number, f"P{number:06}", person.surname, person.born),
            f"{person.surname.lower()}@courriel.example",
            *(person.deceased_on, person.guardian),
        ),
    )
    tier = "medical" if "health" in person.categories else "administrative"
    status = "confirmed" if person.confirmed else "to_review"
    store.insert(
        "INSERT INTO affected VALUES (?, ?, ?, ?, 1)", (number, tier, person.categories, status)
    )
    for category in person.categories.split(";"):
        store.insert(
            "INSERT INTO exposures VALUES (?, ?, ?, 'ligne 1', 0.99, 'nir', ?)",
            (number, category, number % 2, int(person.confirmed)),
        )
    store.insert("INSERT INTO mentions VALUES (?, 0, 'ligne 1', 'nir', x'00')", (number,))
    store.insert("INSERT INTO links VALUES (?, ?, 0.99)", (number, number))
    if person.told:
        add_notice(case, number, *person.told.split("/"))


def add_notice(case: Case, number: int, channel: str, state: str) -> None:
    """A notice and what became of it; for `held`, `state` is the reason."""
    reason = state if channel == "held" else ""
    store = case.store
    # The row is written as it stands at last; notify's own tests show how it comes about.
    store.execute("DROP TRIGGER IF EXISTS deliveries_begin_at_home")
    store.insert(
        "INSERT INTO notices (notice, person, channel, reference, language, categories, template,"
        " reason, made_at) VALUES (?, ?, ?, ?, 'fr', '', 't', ?, ?)",
        (number, number, channel, f"R{number}", reason, MADE),
    )
    store.insert(
        "INSERT INTO deliveries (notice, state, recipient, reply, updated_at)"
        " VALUES (?, ?, '', '', ?)",
        (number, "held" if channel == "held" else state, MADE),
    )
    store.insert("INSERT INTO delivery_history VALUES (?, ?, '', ?)", (number, state, MADE))
