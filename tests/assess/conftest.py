"""A small index and an analyst over it."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.match.people import invent, nir_of
from tocsin.assess import Analyst
from tocsin.match import PatientIndex
from tocsin.model.document import Block, DocumentKind, DocumentRecord, ReadStatus
from tocsin.model.finding import DocumentFindings
from tocsin.model.person import Person

CROWD = invent(300, seed=9)
MARIE_NIR = nir_of("F", date(1954, 3, 2), 7)
NAMED = [
    Person("IPP900001", nir=MARIE_NIR, birth_name="QUINTARD", used_name="ESPOSITO",
           first_names="Odile Marie", sex="F", birth_date=date(1954, 3, 2),
           address="12 rue du Bac", postal_code="42300", city="Roanne", mobile="0639980001",
           email="odile.esposito@exemple.invalid"),
    Person("IPP900002", birth_name="ESPOSITO", first_names="Luca", sex="M",
           birth_date=date(1950, 7, 9)),
    Person("IPP900003", birth_name="ESPOSITO", first_names="Luca", sex="M",
           birth_date=date(1980, 1, 5)),
    Person("IPP900004", birth_name="BERTHELOTTE", first_names="Solange", sex="F",
           birth_date=date(1966, 2, 3)),
]  # fmt: skip
PEOPLE = [*CROWD, *NAMED]
ODILE, FATHER, SON, SOLANGE = range(len(CROWD), len(PEOPLE))
Look = Callable[..., DocumentFindings]


@pytest.fixture(scope="session")
def analyst() -> Analyst:
    return Analyst(PatientIndex(PEOPLE), b"k" * 32)


def record(document: str) -> DocumentRecord:
    return DocumentRecord(
        document, "", "0" * 64, 1, "text/plain", DocumentKind.TEXT, ReadStatus.READ
    )


@pytest.fixture
def look(analyst: Analyst) -> Look:
    def findings(*blocks: Block, document: str = "doc.txt") -> DocumentFindings:
        (found,) = analyst.documents([*blocks, record(document)])
        return found

    return findings


def confirmed(found: DocumentFindings) -> set[tuple[int, str]]:
    return {(e.person, e.category.value) for e in found.exposures if e.confirmed}


def unsure(found: DocumentFindings) -> set[tuple[int, str]]:
    return {(e.person, e.category.value) for e in found.exposures if not e.confirmed}


def ill(found: DocumentFindings) -> set[int]:
    """Of whom health is said, confirmed or not."""
    said = confirmed(found) | unsure(found)
    return {person for person, category in said if category == "health"}
