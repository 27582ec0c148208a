"""The list of care services: what it accepts, what it refuses and says why."""

import tomllib
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.watch.contain.care import FILE_NAME, TEMPLATE, load_care, write_template

WHOLE = """
[machines]
"10.0.0.12" = "SRV-DPI"
[[service]]
name = "Dossier patient"
hosts = ["SRV-dpi"]
addresses = ["10.0.1.0/24"]
ports = [443]
reaches = ["10.0.9.9"]
cost = "never"
[[service]]
name = "Repas"
hosts = ["srv-repas"]
cost = 2
"""


def written(folder: Path, text: str) -> Path:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return folder


def test_services_know_their_machines_ports_and_needs(tmp_path: Path) -> None:
    care = load_care(written(tmp_path, WHOLE))
    records, meals = care.service
    assert care.name_of("10.0.0.12") == "srv-dpi"
    assert care.name_of("srv-dpi.clinique.invalid") == "srv-dpi"
    assert care.of("a", "srv-dpi", 443) == (records,)
    assert care.of("a", "srv-dpi.clinique.invalid", 443) == (records,)
    assert care.of("a", "10.0.1.7", 0) == (records,)
    assert care.of("a", "10.0.1.7", 22) == ()
    assert care.of("srv-dpi", "10.0.9.9", 104) == (records,)
    assert care.of("srv-dpi", "10.0.9.8", 104) == ()
    assert care.of("a", "srv-repas", 9) == (meals,)
    assert "10.0.9.9" in care.places


def test_the_template_is_a_list_without_services_and_is_not_overwritten(tmp_path: Path) -> None:
    path = write_template(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    assert load_care(tmp_path).service == ()
    path.write_text(WHOLE, encoding="utf-8")
    write_template(tmp_path)
    assert len(load_care(tmp_path).service) == 2


def test_the_example_of_the_template_is_valid(tmp_path: Path) -> None:
    lines = TEMPLATE.read_text(encoding="utf-8").split("[machines]")[1].splitlines()
    example = "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines)
    example = "[machines]" + example.replace("                                      ", "# ")
    assert tomllib.loads(example)
    assert [s.name for s in load_care(written(tmp_path, example)).service] == ["Dossier patient"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("service = 3", "$.service"),
        ("not toml at all", "TOML"),
        ('[[service]]\nname = "a"', "$.service[0].hosts"),
        ('[[service]]\nname = ""\nhosts = ["h"]', "$.service[0].name"),
        ('[[service]]\nname = "a"\nhosts = ["h"]\nports = [70000]', "$.service[0].ports"),
        ('[[service]]\nname = "a"\nhosts = ["h"]\nports = ["x"]', "$.service[0].ports[0]"),
        ('[[service]]\nname = "a"\naddresses = ["10.0.0"]', "$.service[0].addresses"),
        ('[[service]]\nname = "a"\nhosts = ["h"]\ncost = -1', "$.service[0].cost"),
        ('[[service]]\nname = "a"\nhosts = ["h"]\ncost = nan', "$.service[0].cost"),
        ('[[service]]\nname = "a"\nhosts = ["h"]\ncost = "often"', "$.service[0].cost"),
        ('[[service]]\nname = "a"\nhosts = ["h"]\n' * 2, "$.service[0].name"),
        ('[[service]]\nname = "a"\nhost = "h"', "$.service[0]"),
    ],
)
def test_a_list_that_cannot_be_used_says_where(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        load_care(written(tmp_path, text))
    assert caught.value.code == "care.value"
    assert f" {place}." in caught.value.en


def test_a_missing_list_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_care(tmp_path)
    assert caught.value.code == "care.missing"
    assert "--template" in caught.value.way_out_en
