"""Signing in by an identity provider in a real browser: its cookies decide whether it works."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.live import Person, add, served
from tests.room.oidc.double import CLIENT, IdentityProvider
from tests.totp import code_of
from tocsin.case import Case


def test_out_to_the_provider_and_back_into_the_room(browser: Browser, tmp_path: Path) -> None:
    case = tmp_path / "affaire"
    Case.create_or_open(case).close()
    first = add(case, "c.morel", "Claire Morel", "data_protection")
    with IdentityProvider() as provider:
        bind = ["user", "bind", "c.morel", "--to", provider.subject, "--case", str(case)]
        (case / "room.toml").write_text(
            f'[oidc]\nname = "Annuaire"\nissuer = "{provider.url}"\nclient_id = "{CLIENT}"\n',
            encoding="utf-8",
        )
        with served(case) as room:
            person = Person(browser, room)
            person.enter("c.morel", first)
            person.page.get_by_role("button", name="Sortir").click()
            subprocess.run([sys.executable, "-m", "tocsin", *bind], check=True)
            person.go("/sign-in")
            assert person.violations() == []
            person.page.get_by_role("link", name="Se connecter avec Annuaire").click()
            person.page.wait_for_url("**/sign-in/code*")
            person.page.fill("input[name=code]", code_of(person.secret))
            person.page.keyboard.press("Enter")
            person.page.wait_for_url("**/now")
            outside = {fault.split("?")[0] for fault in person.faults}
            assert outside == {f"outside: {provider.url}/authorize"}
