"""A sealed demand: read by its roles alone, quoted by nothing."""

from pathlib import Path

import pyrage
import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.errors import InputError, UsageError
from tocsin.report import write_report
from tocsin.report.acts import ActKind, record
from tocsin.report.demand import demands, read_demand, record_demand

pytestmark = pytest.mark.usefixtures("quick_pdfs")

DEMAND = """\
Nous avons pris les dossiers de vos malades. Payez quarante pièces avant vendredi minuit
à bc1qexempleexempleexemple ou tout sera mis en vente sur notre étal."""
QUOTES = (
    "Ils ont écrit : payez quarante pièces avant vendredi minuit, sans plus.",
    "adresse bc1qexempleexempleexemple",
    "PAYEZ  QUARANTE PIECES, AVANT VENDREDI minuit",
)
HARMLESS = (
    "Nous avons fermé l'accès volé.",
    "quarante pièces",
    "Chaque personne concernée reçoit un message individuel",
)


@pytest.fixture
def director() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def sealed(case: Case, director: pyrage.x25519.Identity) -> Case:
    roles = {"direction": str(director.to_public())}
    record_demand(case, DEMAND, roles, person="A. Direction")
    return case


def test_its_role_reads_it_and_the_look_is_journaled(
    sealed: Case, director: pyrage.x25519.Identity
) -> None:
    assert read_demand(sealed, 1, str(director)) == DEMAND
    (detail,) = sealed.store.execute("SELECT detail FROM journal WHERE act = 'demand.read'")
    assert "direction" in detail[0]


def test_the_key_of_the_case_does_not_open_it(sealed: Case) -> None:
    row = sealed.store.one("SELECT * FROM demands")

    for value in row:
        content = value if isinstance(value, bytes) else str(value).encode()
        assert b"quarante" not in content
    with pytest.raises(InputError) as raised:
        read_demand(sealed, 1, str(pyrage.x25519.Identity.generate()))
    assert raised.value.code == "age.identity"


def test_it_is_listed_without_being_said(sealed: Case) -> None:
    (one,) = demands(sealed)

    assert (one.number, one.person, one.roles) == (1, "A. Direction", ("direction",))


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize("key", ["narrative", "measures_before", "press_statement", "care_effects"])
def test_no_page_quotes_it(sealed: Case, tmp_path: Path, quote: str, key: str) -> None:
    (sealed.folder / "breach.toml").write_text(f'{key} = "{quote}"', encoding="utf-8")

    with pytest.raises(InputError) as raised:
        write_report(sealed, tmp_path / "r", at=AT)

    assert raised.value.code == "demand.quoted"
    assert "quarante" not in str(raised.value)
    assert not list((tmp_path / "r").glob("**/*.*"))


@pytest.mark.parametrize("words", HARMLESS)
def test_what_is_no_quotation_is_written(sealed: Case, tmp_path: Path, words: str) -> None:
    (sealed.folder / "breach.toml").write_text(f'narrative = "{words}"', encoding="utf-8")

    assert write_report(sealed, tmp_path / "r", at=AT)


def test_a_demand_in_the_words_of_our_own_pages_blocks_nothing(
    case: Case, director: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    ours = "Des fichiers contenant des données de patients ont été dérobés."
    record_demand(case, ours, {"direction": str(director.to_public())}, person="A. Direction")

    assert write_report(case, tmp_path / "r", at=AT)


def test_the_ledger_of_decisions_cannot_quote_it_either(sealed: Case, tmp_path: Path) -> None:
    record(sealed, ActKind.DECIDED, "refuser", person="A. Direction", reason=QUOTES[0])

    with pytest.raises(InputError) as raised:
        write_report(sealed, tmp_path / "r", at=AT)
    assert raised.value.code == "demand.quoted"


def test_a_demand_needs_a_role_with_a_key(case: Case) -> None:
    for roles, code in (({}, "demand.no_role"), ({"direction": "x"}, "age.recipient")):
        with pytest.raises(UsageError) as raised:
            record_demand(case, DEMAND, roles, person="A. Direction")
        assert raised.value.code == code
    with pytest.raises(UsageError) as raised:
        read_demand(case, 1, "x")
    assert raised.value.code == "demand.unknown"


def test_demands_are_kept(sealed: Case) -> None:
    for sql in ("DELETE FROM demands", "UPDATE demands SET person = 'x'"):
        with pytest.raises(Exception, match="append-only"):
            sealed.store.execute(sql)
