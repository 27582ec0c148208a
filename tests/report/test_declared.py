"""breach.toml: what the hospital declares, and what is wrong in it."""

from dataclasses import fields

import pytest

from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.report.declared import TEMPLATE, Declared, load_declared, write_template


def test_without_a_file_nothing_is_declared(case: Case) -> None:
    assert load_declared(case.folder) == Declared()


def test_the_template_declares_nothing_and_names_every_key(case: Case) -> None:
    path = write_template(case.folder)

    assert load_declared(case.folder) == Declared()
    assert path.stat().st_mode & 0o777 == 0o600
    text = TEMPLATE.read_text(encoding="utf-8")
    assert [f.name for f in fields(Declared) if f.name not in text] == []


def test_a_file_that_is_there_is_never_replaced(case: Case) -> None:
    (case.folder / "breach.toml").write_text('staff = "320"\n', encoding="utf-8")

    write_template(case.folder)

    assert load_declared(case.folder).staff == "320"


def test_every_line_of_the_template_can_be_filled_in(case: Case) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line or "[[" in line]
    named = [line.replace('name = ""', 'name = "Site A"') for line in lines]
    (case.folder / "breach.toml").write_text("\n".join(named), encoding="utf-8")

    declared = load_declared(case.folder)

    assert declared.establishments[0].paths == ("site-a",)
    assert declared.countries == ()
    assert declared.cyber_insurance is True


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("staff = ", "breach.toml"),
        ("stuff = 'x'", "breach.key"),
        ("staff = 320", "breach.value"),
        ("cyber_insurance = 'yes'", "breach.value"),
        ("countries = 'CH'", "breach.value"),
        ("countries = [1]", "breach.value"),
        ("[[establishments]]\nfiness = 'x'", "breach.value"),
        ("[[establishments]]\nname = 'A'\npaths = 'site'", "breach.value"),
        ("[[establishments]]\nname = 'A'\nfolder = 'site'", "breach.value"),
    ],
)
def test_what_is_wrong_is_named(case: Case, text: str, code: str) -> None:
    (case.folder / "breach.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as raised:
        load_declared(case.folder)

    assert raised.value.code == code
