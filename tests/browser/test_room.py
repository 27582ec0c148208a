"""The whole story in Chromium: two people, a review by keyboard alone, axe-core on every screen.

`TOCSIN_PICTURES=1` writes the pictures of the screens into docs/images.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.live import Person, Served, add, served
from tests.doubtful import FATHER, SON
from tests.house.repository import ROOT
from tests.robbed import well_on_its_way
from tocsin.case import Case

SCREENS = {
    "maintenant": "/now",
    "copie": "/sealed",
    "constats": "/findings",
    "revue": "/review",
    "personnes": "/people",
    "avis": "/notices",
    "appels": "/calls",
    "autorites": "/duties",
    "presse": "/press",
    "journal": "/journal",
    "comptes": "/accounts",
}
OTHERS = [
    *("/account", "/sealed/unread", "/findings/documents", "/findings/1", "/people/0"),
    *("/people/homonyms", "/review/agreement", "/account/passkeys", "/account/password"),
    *("/notices/preview", "/duties/gdpr-33", "/duties/drafts", "/duties/drafts/1", "/press/1"),
]


@dataclass(frozen=True)
class Cell:
    """The crisis cell: two people who can control each other."""

    room: Served
    officer: Person
    director: Person


@pytest.fixture(scope="module")
def cell(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cell]:
    base = tmp_path_factory.mktemp("cellule")
    case = well_on_its_way(base)
    first = add(case, "c.morel", "Claire Morel", "data_protection")
    second = add(case, "j.roux", "Jean Roux", "direction")
    with served(case) as room:
        officer, director = Person(browser, room), Person(browser, room)
        officer.enter("c.morel", first)
        director.enter("j.roux", second)
        yield Cell(room, officer, director)


@pytest.fixture(autouse=True)
def nothing_outside(cell: Cell) -> Iterator[None]:
    yield
    assert cell.officer.faults + cell.director.faults == []


@pytest.mark.parametrize("path", [*SCREENS.values(), *OTHERS])
def test_axe_finds_nothing(cell: Cell, path: str) -> None:
    cell.officer.go(path)
    assert cell.officer.violations() == []


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here"])
def test_axe_finds_nothing_outside_either(browser: Browser, cell: Cell, path: str) -> None:
    stranger = Person(browser, cell.room)
    stranger.go(path)
    assert stranger.violations() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_by_night(cell: Cell, dark: bool) -> None:
    cell.officer.page.emulate_media(color_scheme="dark" if dark else "light")
    try:
        for path in SCREENS.values():
            cell.officer.go(path)
            assert cell.officer.violations() == [], path
    finally:
        cell.officer.page.emulate_media(color_scheme="light")


# 320 px is also 1280 px at 400 %, and 640 px is 1280 px at 200 % (WCAG 1.4.4, 1.4.10).
@pytest.mark.parametrize("width", [320, 640])
def test_no_page_scrolls_sideways(cell: Cell, width: int) -> None:
    cell.officer.page.set_viewport_size({"width": width, "height": 700})
    try:
        for path in [*SCREENS.values(), *OTHERS]:
            cell.officer.go(path)
            assert not cell.officer.scrolls_sideways(), path
    finally:
        cell.officer.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_review_by_keyboard_alone(cell: Cell) -> None:
    officer = cell.officer
    officer.go("/review")
    officer.press("Enter")
    expect(officer.page.locator("h1")).to_contain_text("Est-ce cette personne")
    assert "ESPOSITO" not in officer.page.inner_text("main")
    officer.press("v")
    expect(officer.page.locator("main")).to_contain_text("présente un asthme")
    assert officer.violations() == []
    first = FATHER if FATHER in officer.page.inner_text(".candidates li >> nth=0") else SON
    officer.press("1")
    assert _affected(cell.room.case) & {FATHER, SON} == {first}
    officer.press("u")
    assert _affected(cell.room.case) & {FATHER, SON} == {FATHER, SON}
    officer.press("s")
    officer.press("q")
    expect(officer.page.locator("h1")).to_have_text("Questions à trancher")


def _affected(case: Path) -> set[str]:
    from tests.doubtful import affected

    with Case.open(case, exclusive=False) as one:
        return set(affected(one))


def test_a_key_typed_into_a_field_is_a_letter(cell: Cell) -> None:
    cell.officer.go("/people")
    cell.officer.page.fill("#words", "")
    cell.officer.page.focus("#words")
    cell.officer.page.keyboard.type("vous")
    assert cell.officer.page.input_value("#words") == "vous"


def test_every_screen_is_reached_by_the_tab_key(cell: Cell) -> None:
    cell.officer.go("/now")
    reached = set()
    for _ in range(25):
        cell.officer.page.keyboard.press("Tab")
        reached.add(cell.officer.page.evaluate("document.activeElement.textContent.trim()"))
    assert {"Aller au contenu", "Copie scellée", "Constats", "Revue", "Personnes"} <= reached


def test_a_person_is_found_and_read_in_clear(cell: Cell) -> None:
    officer = cell.officer
    officer.go("/people")
    officer.page.fill("#words", "montagnier")
    officer.press("Enter")
    assert "montagnier" not in officer.page.url
    officer.page.locator("tbody a").first.click()
    officer.page.get_by_role("button", name="Lire en clair").click()
    expect(officer.page.locator("h1")).to_contain_text("MONTAGNIER")


def test_why_is_read_again_within_the_page(cell: Cell) -> None:
    cell.officer.go("/findings/1")
    cell.officer.page.get_by_role("button", name="Relire le document").click()
    expect(cell.officer.page.locator("#why table").first).to_be_visible(timeout=30_000)
    assert cell.officer.violations() == []


def test_two_people_give_a_right(cell: Cell) -> None:
    officer, director = cell.officer, cell.director
    add(cell.room.case, "l.faure", "Léa Faure", "reader")
    officer.go("/accounts")
    expect(officer.page.locator("main")).to_contain_text("Donner « lecture seule » à l.faure")
    director.go("/now")
    director.page.get_by_role("link", name="Donner « lecture seule »").click()
    director.act("Approuver")
    director.reads("approuvée")


def test_english_at_a_click(cell: Cell) -> None:
    cell.director.go("/now")
    cell.director.page.get_by_role("button", name="English").click()
    expect(cell.director.page.locator("html")).to_have_attribute("lang", "en")
    expect(cell.director.page.locator("main")).to_contain_text("persons affected")
    cell.director.page.get_by_role("button", name="Français").click()
    expect(cell.director.page.locator("html")).to_have_attribute("lang", "fr")


def test_a_passkey_opens_the_room(browser: Browser, cell: Cell) -> None:
    """With the virtual authenticator of the browser (WebAuthn, section 11)."""
    director = cell.director
    session = director.context.new_cdp_session(director.page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "hasUserVerification": True, "isUserVerified": True}},
    )
    director.go("/account/passkeys/add")
    if "/account/again" in director.page.url:
        director.prove()
    director.page.fill("#id_name", "clé de Jean")
    director.page.check("#id_passwordless")
    director.page.click("#mfa_webauthn_add")
    director.page.wait_for_url("**/account")
    director.go("/now")
    director.page.get_by_role("button", name="Sortir").click()
    director.page.wait_for_url("**/sign-in**")
    director.page.click("#passkey_login")
    director.page.wait_for_url("**/now")


def test_the_pictures_of_the_documentation(cell: Cell, tmp_path: Path) -> None:
    folder = ROOT / "docs" / "images" / "room" if os.environ.get("TOCSIN_PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    for name, path in SCREENS.items():
        cell.officer.go(path)
        cell.officer.page.screenshot(path=folder / f"{name}.png", full_page=name != "journal")
    assert {picture.stem for picture in folder.glob("*.png")} >= set(SCREENS)
