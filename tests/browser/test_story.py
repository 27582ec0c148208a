"""The whole story, from an empty case to the end of its key, as three people live it at screens."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.live import Person, Served, add, let_an_hour_pass, served, tocsin
from tests.robbed import say_who_we_are, write_files
from tocsin.case import Case
from tocsin.clinic.mailserver import MailServer

EMAILS, MEDICAL = 2, 3
"""Whom the review below leaves to be told: by e-mail, and by a call with a registered letter."""


@dataclass(frozen=True)
class Cell:
    """The crisis cell: two who control each other, and who lends a hand at the telephone."""

    base: Path
    room: Served
    officer: Person
    director: Person
    caller: Person


@pytest.mark.timeout(600)
def test_the_whole_story(browser: Browser, tmp_path: Path) -> None:
    write_files(tmp_path)
    case = tmp_path / "affaire"
    Case.create_or_open(case).close()
    first = add(case, "c.morel", "Claire Morel", "data_protection")
    second = add(case, "j.roux", "Jean Roux", "direction")
    third = add(case, "l.faure", "Léa Faure", "caller")
    with MailServer() as mail, served(case) as room:
        people = [Person(browser, room) for _ in range(3)]
        cell = Cell(tmp_path, room, *people)
        for person, name, password in zip(
            people, ("c.morel", "j.roux", "l.faure"), (first, second, third), strict=True
        ):
            person.enter(name, password)
        an_empty_case_greets(cell)
        a_right_takes_two(cell)
        the_reading_goes_on_without_the_browser(cell)
        what_was_taken(cell)
        a_review_by_keyboard_alone(cell)
        a_person_s_ledger(cell)
        four_eyes_send(cell, mail)
        a_caller_sees_only_their_own(cell)
        a_duty_is_met(cell)
        every_figure_of_a_form_is_traced(cell)
        a_press_sheet_is_frozen(cell)
        the_journal_leaves_signed(cell)
        assert [person.faults for person in people] == [[], [], []]
    the_key_is_destroyed_by_two(browser, cell)


def an_empty_case_greets(cell: Cell) -> None:
    officer = cell.officer
    officer.go("/now")
    officer.reads("Cinq premiers pas", "Scellez.", "Soyez deux.", "Pas commencée")
    officer.click("English")
    officer.reads("Five first steps", "Be two.", "Not begun")
    assert officer.violations() == []
    officer.click("Français")


def a_right_takes_two(cell: Cell) -> None:
    """Asked for at the terminal, once there are two who can approve."""
    cell.caller.go("/")
    cell.caller.reads("Rien ne vous est confié")
    cell.director.go("/now")
    cell.director.page.get_by_role("link", name="Donner").click()
    cell.director.act("Approuver")
    cell.director.reads("approuvée")


def the_reading_goes_on_without_the_browser(cell: Cell) -> None:
    say_who_we_are(cell.room.case)
    page = cell.officer.page
    cell.officer.go("/sealed")
    page.fill("#source", str(cell.base / "vol"))
    page.fill("#patients", str(cell.base / "patients.csv"))
    cell.officer.click("Lancer ou reprendre")
    cell.officer.sees("/now", "Terminée")
    cell.officer.sees("/sealed", "Tout a été lu.")


def what_was_taken(cell: Cell) -> None:
    officer = cell.officer
    officer.sees("/findings", "Documents, par nature")
    officer.sees("/findings/documents?category=health", "texte")
    officer.page.locator("tbody a").first.click()
    officer.page.get_by_role("button", name="Relire le document").click()
    expect(officer.page.locator("#why table").first).to_be_visible(timeout=60_000)


def a_review_by_keyboard_alone(cell: Cell) -> None:
    """From the menu to the last question without a mouse, each document read in clear first."""
    officer = cell.officer
    officer.go("/now")
    while officer.page.evaluate("document.activeElement.textContent") != "Revue":
        officer.page.keyboard.press("Tab")
    officer.press("Enter")
    officer.press("Enter")
    while officer.page.url != cell.room.url + "/review":
        officer.press("v")
        officer.press("1" if officer.page.locator(".candidates").count() else "o")
    officer.reads("Tout est tranché.")


def a_person_s_ledger(cell: Cell) -> None:
    officer = cell.officer
    officer.go("/people")
    officer.page.keyboard.press("/")
    officer.page.keyboard.type("sauvignat 1948")
    officer.press("Enter")
    officer.page.locator("tbody a").first.click()
    officer.reads("S••••••", "confirmé")
    officer.click("Lire en clair")
    officer.reads("SAUVIGNAT Renée", "compte rendu.txt")


def four_eyes_send(cell: Cell, mail: MailServer) -> None:
    """Who submits cannot approve; another proves who they are; pause, stop, progress."""
    officer, director = cell.officer, cell.director
    officer.go("/notices")
    officer.click("Préparer et soumettre ce qui attend")
    officer.reads("une autre personne doit approuver")
    assert officer.page.get_by_role("button", name="Approuver").count() == 0
    let_an_hour_pass(cell.room.case)
    director.go("/notices")
    director.click("Approuver")
    assert "/account/again" in director.page.url
    director.prove()
    director.reads("j.roux", "approuvé")
    (cell.room.case / "mail.toml").write_text(f'server = "{mail.url}"\n', encoding="utf-8")
    officer.go("/notices")
    officer.page.fill("#address", "essai@tilleuls.example")
    officer.click("Essayer")
    officer.reads("Courriel d'essai accepté.")
    assert mail.counts().accepted == 1
    director.go("/notices")
    director.click("Pause")
    officer.go("/notices")
    officer.act("Remettre les courriels approuvés")
    officer.reads("en pause")
    director.click("Reprendre")
    officer.go("/notices")
    officer.click("ARRÊTER TOUS LES COURRIELS")
    officer.reads("Tous les courriels sont arrêtés.")
    officer.click("Permettre de nouveau les courriels")
    assert mail.counts().accepted == 1
    officer.act("Remettre les courriels approuvés")
    officer.sees("/notices", f"{EMAILS} / {EMAILS + 2 * MEDICAL}")
    assert mail.counts().accepted == 1 + EMAILS


def a_caller_sees_only_their_own(cell: Cell) -> None:
    cell.officer.go("/notices/letters")
    cell.officer.act("Écrire ce qui est approuvé")
    cell.officer.sees("/notices/letters", "recommandees")
    cell.director.go("/calls")
    cell.director.page.select_option("#caller", "l.faure")
    cell.director.page.fill("#count", "1")
    cell.director.click("Confier les premiers libres")
    caller = cell.caller
    caller.go("/")
    assert caller.page.url.endswith("/calls")
    expect(caller.page.locator("tbody tr")).to_have_count(1)
    expect(cell.director.page.locator("tbody tr")).to_have_count(MEDICAL)
    assert caller.page.locator("header nav a").count() == 1
    caller.click("Appeler (au journal)")
    assert caller.violations() == []
    caller.reads("06 39 98 00")
    caller.page.select_option("#outcome", "told")
    caller.page.check("[name=checked]")
    caller.click("Noter")
    caller.reads("clos")
    caller.go("/people")
    caller.reads("droit")


def a_duty_is_met(cell: Cell) -> None:
    officer = cell.officer
    officer.go("/duties/gdpr-33")
    officer.page.fill("#reference", "CNIL-2026-42")
    officer.click("Noter comme faite")
    officer.reads("CNIL-2026-42")


def every_figure_of_a_form_is_traced(cell: Cell) -> None:
    officer = cell.officer
    officer.go("/duties/drafts")
    officer.click("Rédiger tous les formulaires")
    officer.sees("/duties/drafts", "presse", "Rédiger tous les formulaires")
    officer.page.locator("tbody a").first.click()
    officer.reads("SELECT")
    officer.click("Refaire chaque chiffre")
    officer.reads("Chaque chiffre tient.")


def a_press_sheet_is_frozen(cell: Cell) -> None:
    officer, director = cell.officer, cell.director
    officer.go("/press")
    officer.click("Établir une version")
    officer.act("Approuver")
    officer.reads("une autre personne doit le faire aussi")
    director.go("/press/1")
    director.act("Approuver")
    director.reads("Figée.")


def the_journal_leaves_signed(cell: Cell) -> None:
    officer = cell.officer
    officer.go("/journal")
    officer.page.select_option("#act", "batch.")
    officer.click("Filtrer")
    expect(officer.page.locator("tbody")).to_contain_text("j.roux")
    with officer.page.expect_download() as asked:
        officer.page.get_by_role("button", name="Exporter, signé").click()
    lines = Path(asked.value.path()).read_text(encoding="utf-8").splitlines()
    assert "signature" in lines[-1]
    assert "SAUVIGNAT" not in "".join(lines)


def the_key_is_destroyed_by_two(browser: Browser, cell: Cell) -> None:
    """Asked for at a terminal, approved in the room, done at the terminal."""
    case = cell.room.case
    assert "Demande" in tocsin("shred", "--case", str(case))
    with served(case) as room:
        director = Person(browser, room)
        director.sign_in("j.roux", cell.director.secret)
        director.go("/accounts")
        director.act("Approuver")
        director.reads("approuvée")
    assert "détruite" in tocsin("shred", "--case", str(case), typed="affaire\n")
    assert not (case / "case.key").exists()
