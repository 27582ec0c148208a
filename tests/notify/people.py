"""Invented people in a small case, for the tests of this room."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from tocsin.case import Case
from tocsin.model.person import Person
from tocsin.notify import Prepared, approval, prepare

FIELDS = tuple(field.name for field in fields(Person))

HOSPITAL = """
name = "Clinique des Trois Ponts"
address = ["12 rue des Tilleuls"]
city = "42000 SAINT-ÉTIENNE"
phone = "04 65 71 00 00"
website = "https://www.trois-ponts.invalid"
dpo_name = "Anne Lefèvre"
dpo_email = "dpo@trois-ponts.invalid"
sender_email = "information@trois-ponts.invalid"
started_on = 2025-06-26
ended_on = 2025-07-01
discovered_at = 2025-07-01T08:30:00+02:00
measures = "Nous avons fermé l'accès utilisé par les voleurs."
measures_en = "We have closed the access that the thieves used."
"""


@dataclass(frozen=True)
class Invented:
    """A row of the index and of `affected`."""

    patient_id: str = ""
    ins: str = ""
    nir: str = ""
    insured_nir: str = ""
    birth_name: str = "DUPONT"
    used_name: str = ""
    first_names: str = "Marie Claire"
    sex: str = "F"
    birth_date: str | None = "1954-03-02"
    birth_place_code: str = "42218"
    address: str = "12, rue des Lilas"
    postal_code: str = "42000"
    city: str = "Saint-Étienne"
    phone: str = "0465710001"
    mobile: str = "0639980002"
    email: str = "marie@exemple.invalid"
    deceased_on: str | None = None
    guardian_name: str = ""
    language: str = "fr"
    tier: str = "administrative"
    categories: str = "civil_status;contact"
    status: str = "confirmed"


MEDICAL = Invented(tier="medical", categories="civil_status;health")


def crowd(count: int, like: Invented | None = None) -> list[Invented]:
    """`count` people who differ in name and address."""
    base = like or Invented()
    return [
        replace(base, birth_name=f"DUPONT-{i}", email=base.email and f"p{i}@exemple.invalid")
        for i in range(count)
    ]


def add(case: Case, people: Iterable[Invented]) -> None:
    """Put people into the tables that the verbs before this one write."""
    start = case.store.count("SELECT count(*) FROM persons")
    marks = ", ".join("?" * (len(FIELDS) + 1))
    with case.store.transaction():
        for number, who in enumerate(people, start):
            row = [getattr(who, name) for name in FIELDS]
            row[0] = who.patient_id or f"P{number:06}"
            case.store.execute(f"INSERT INTO persons VALUES ({marks})", (number, *row))
            case.store.execute(
                "INSERT INTO affected VALUES (?, ?, ?, ?, 1)",
                (number, who.tier, who.categories, who.status),
            )


@contextmanager
def case_of(folder: Path, people: Iterable[Invented], hospital: str = HOSPITAL) -> Iterator[Case]:
    """A case in `folder` in which `people` are affected."""
    with Case.create_or_open(folder) as case:
        if hospital:
            (folder / "hospital.toml").write_text(hospital, encoding="utf-8")
        add(case, people)
        yield case


def release(case: Case, today: date) -> Prepared:
    """Prepare the notices, and let two invented persons stand for all that wait."""
    done = prepare(case, today)
    batch = approval.submit(case, "Anne Lefèvre")
    if batch is not None:
        approval.approve(case, batch.number, "Omar Diallo")
    return done


def states(case: Case) -> list[tuple[str, str]]:
    """Channel and state of every notice, in order."""
    rows = case.store.execute(
        "SELECT channel, state FROM notices JOIN deliveries USING (notice) ORDER BY notice"
    )
    return [(str(channel), str(state)) for channel, state in rows]
