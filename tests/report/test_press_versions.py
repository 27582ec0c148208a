"""The press sheet: what it may not hold, two approvals, and exactly the bytes approved."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.errors import InputError, UsageError
from tocsin.report import write_report
from tocsin.report.acts import ActKind, record
from tocsin.report.material import gather
from tocsin.report.press.banned import RELEASE, Banned, banned_in
from tocsin.report.press.versions import approve, differences, draft, publish, versions
from tocsin.report.trace import trace

pytestmark = pytest.mark.usefixtures("quick_pdfs")


def declare(case: Case, text: str) -> None:
    (case.folder / "breach.toml").write_text(text, encoding="utf-8")


def test_two_persons_freeze_a_version(case: Case) -> None:
    version = draft(case, AT)

    one = approve(case, version.number, person="A. Direction")
    two = approve(case, version.number, person="B. Presse")

    assert (version.is_frozen, one.is_frozen, two.is_frozen) == (False, False, True)
    assert two.approved_by == ("A. Direction", "B. Presse")


def test_one_person_is_not_two(case: Case) -> None:
    version = draft(case, AT)
    approve(case, version.number, person="A. Direction")

    with pytest.raises(UsageError) as raised:
        approve(case, version.number, person="a.  DIRECTION")

    assert raised.value.code == "press.twice"


def test_what_is_published_is_what_was_approved(case: Case, tmp_path: Path) -> None:
    version = draft(case, AT)
    for person in ("A. Direction", "B. Presse"):
        approve(case, version.number, person=person)
    case.store.execute("UPDATE affected SET status = 'confirmed'")  # the case moves on

    published, paths = publish(case, tmp_path / "presse")

    text = next(path for path in paths if path.name == "presse.md").read_text(encoding="utf-8")
    assert published.number == version.number
    assert text == version.text
    moved = {figure.figure for figure in trace(case, tmp_path / "presse" / "presse.md").moved}
    assert "persons.confirmed" in moved


def test_nothing_is_published_before_two_approvals(case: Case, tmp_path: Path) -> None:
    approve(case, draft(case, AT).number, person="A. Direction")

    with pytest.raises(UsageError) as raised:
        publish(case, tmp_path / "presse")

    assert raised.value.code == "press.not_frozen"


def test_a_version_whose_figures_moved_is_not_approved(case: Case) -> None:
    version = draft(case, AT)
    case.store.execute("UPDATE affected SET status = 'confirmed'")

    with pytest.raises(UsageError) as raised:
        approve(case, version.number, person="A. Direction")

    assert raised.value.code == "press.moved"


def test_a_withdrawn_approval_thaws_it(case: Case) -> None:
    from tocsin.report.acts import Acts, withdraw

    version = draft(case, AT)
    for person in ("A. Direction", "B. Presse"):
        approve(case, version.number, person=person)
    number = Acts.of(case.store).all[-1].number

    withdraw(case, number, person="B. Presse", reason="erreur")

    assert not versions(case.store)[0].is_frozen


def test_two_versions_are_compared_line_by_line(case: Case) -> None:
    first = draft(case, AT)
    case.store.execute("UPDATE affected SET status = 'confirmed'")
    second = draft(case, AT + timedelta(days=1))

    lines = differences(case.store, first.number, second.number)

    assert any(line.startswith("-") and "**7**" in line for line in lines)
    assert any(line.startswith("+") and "**9**" in line for line in lines)
    assert differences(case.store, 1, 1) == []
    with pytest.raises(UsageError) as raised:
        differences(case.store, 1, 9)
    assert raised.value.code == "press.unknown"


def test_versions_are_never_rewritten(case: Case) -> None:
    draft(case, AT)

    for sql in ("DELETE FROM press_versions", "UPDATE press_versions SET text = 'x'"):
        with pytest.raises(Exception, match="append-only"):
            case.store.execute(sql)


BANNED = (
    ("Une rançon a été demandée.", Banned.RANSOM),
    ("No ransom was paid.", Banned.RANSOM),
    ("Écrire à jo@courriel.example.", Banned.EMAIL),
    ("Appeler le 06 12 34 56 78.", Banned.PHONE),
    ("Appeler le +33 6 12 34 56 78.", Banned.PHONE),
    ("Son numéro : 1 85 05 78 006 084 36.", Banned.NATIONAL_NUMBER),
    ("M. Jo Zelinsky est concerné.", Banned.PERSON),
    ("ZELINSKY Jo", Banned.PERSON),
    ("Le groupe Truc Muche revendique.", Banned.SECRECY),
)


@pytest.mark.parametrize(("text", "kind"), BANNED)
def test_what_no_public_text_may_hold(case: Case, text: str, kind: Banned) -> None:
    declare(case, 'secret_words = ["Truc-Muche"]')

    assert banned_in(text, case.store, gather(case, AT).facts) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Standard : 04 77 00 00 00. Délégué : dpo@clinique.example.",
        "126 000 personnes sont concernées, dont 40 avec des données de santé.",
        "Le 26 juin 2025, à 8 h 30.",
        "Le ransonnement",
        "Jo est un prénom ; Zelinsky Paul est un autre.",
    ],
)
def test_what_a_public_text_may_hold(case: Case, text: str) -> None:
    declare(case, 'secret_words = ["Truc-Muche"]')

    assert banned_in(text, case.store, gather(case, AT).facts) == []


@pytest.mark.parametrize(("text", "kind"), BANNED)
def test_a_sheet_that_would_hold_it_is_not_made(
    case: Case, tmp_path: Path, text: str, kind: Banned
) -> None:
    declare(case, f'secret_words = ["Truc-Muche"]\npress_statement = "{text}"')

    with pytest.raises(InputError) as raised:
        draft(case, AT)
    with pytest.raises(InputError):
        write_report(case, tmp_path / "r", at=AT)

    assert raised.value.code == "press.banned"
    assert kind.label() in raised.value.sentence
    assert text not in str(raised.value)
    assert not versions(case.store)


def test_a_word_is_said_once_it_was_released(case: Case) -> None:
    declare(case, 'secret_words = ["Truc-Muche"]\npress_statement = "Le groupe Truc-Muche."')
    record(case, ActKind.DECIDED, f"{RELEASE}Truc-Muche", person="A. Direction", reason="accord")

    assert "Truc-Muche" in draft(case, AT).text
