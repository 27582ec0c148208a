"""The hospital's own file: blank, whole, or spoilt."""

from pathlib import Path

import pytest

from tests.notify.people import HOSPITAL
from tocsin.errors import InputError
from tocsin.model.hospital import Hospital
from tocsin.notify import load_hospital, write_template


def write(folder: Path, text: str) -> None:
    (folder / "hospital.toml").write_text(text, encoding="utf-8")


def test_no_file_is_a_blank_hospital(tmp_path: Path) -> None:
    assert load_hospital(tmp_path) == Hospital()


def test_the_template_loads_blank_and_is_not_overwritten(tmp_path: Path) -> None:
    path = write_template(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_hospital(tmp_path) == Hospital()
    path.write_text('name = "X"')
    write_template(tmp_path)
    assert load_hospital(tmp_path).name == "X"


def test_every_key_of_the_template_is_known(tmp_path: Path) -> None:
    lines = write_template(tmp_path).read_text().splitlines()
    keys = {line.lstrip("# ").split(" =")[0] for line in lines if " =" in line}
    assert keys == set(Hospital.__slots__)


def test_a_whole_file(tmp_path: Path) -> None:
    write(tmp_path, HOSPITAL)
    hospital = load_hospital(tmp_path)
    assert hospital.address == ("12 rue des Tilleuls",)
    assert hospital.started_on == "2025-06-26"
    assert hospital.discovered_at == "2025-07-01T08:30:00+02:00"
    assert hospital.missing() == ()


def test_what_is_missing_is_named() -> None:
    assert Hospital().missing() == (
        "name",
        "phone",
        "dpo_name",
        "dpo_email",
        "sender_email",
        "measures",
    )
    assert "dpo_email" not in Hospital(dpo_phone="1").missing()


def test_dates_may_be_quoted(tmp_path: Path) -> None:
    write(tmp_path, 'started_on = "2025-06-26"\nended_on = ""\ndiscovered_at = "2025-07-01 08:30"')
    hospital = load_hospital(tmp_path)
    assert hospital.started_on == "2025-06-26"
    assert hospital.ended_on is None
    assert hospital.discovered_at == "2025-07-01T08:30:00"


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ('name = "A"\nphone = \n', "hospital.toml", "line 2"),
        ('name = "A', "hospital.toml", "TOML"),
        ('nmae = "A"', "hospital.key", "nmae"),
        ("name = 12", "hospital.value", "name"),
        ("address = [1, 2]", "hospital.value", "address"),
        ('started_on = "le 26 juin"', "hospital.value", "started_on"),
        ("started_on = 12", "hospital.value", "started_on"),
    ],
)
def test_spoilt_files_are_refused_with_the_place(
    tmp_path: Path, text: str, code: str, says: str
) -> None:
    write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_hospital(tmp_path)
    assert caught.value.code == code
    assert says in caught.value.fr


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hospital.toml").write_bytes('name = "Étoile"'.encode("cp1252"))
    with pytest.raises(InputError):
        load_hospital(tmp_path)


def test_forms_of_numbers_are_read_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "hospital.toml"
    path.write_text('ipp = ["99999999"]\nsejour = ["venue : 999999"]\n', encoding="utf-8")
    hospital = load_hospital(tmp_path)
    assert (hospital.ipp, hospital.sejour) == (("99999999",), ("venue : 999999",))
    for wrong, code in (('ipp = ["12"]', "hospital.number_form"), ("ipp = 8", "hospital.value")):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_hospital(tmp_path)
        assert caught.value.code == code
