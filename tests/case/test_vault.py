"""Sealed files open whole, under their name and their key, or not at all."""

from pathlib import Path

import pytest

from tocsin.case.vault import Vault
from tocsin.errors import CaseError

KEY, OTHER = bytes(32), bytes(31) + b"1"
SECRET = b"patient 12345 read by somebody"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "events", KEY)


def test_what_is_written_is_read(vault: Vault) -> None:
    vault.write("b", SECRET)
    vault.write("a", b"")
    assert (vault.read("a"), vault.read("b")) == (b"", SECRET)
    assert list(vault.names()) == ["a", "b"]


def test_nothing_is_readable_without_the_key(vault: Vault) -> None:
    vault.write("a", SECRET)
    assert SECRET[:8] not in (vault.folder / "a").read_bytes()
    with pytest.raises(CaseError):
        Vault(vault.folder, OTHER).read("a")


@pytest.mark.parametrize("spoil", [lambda d: d[:-1], lambda d: b"x" + d[1:], lambda _: b""])
def test_a_changed_file_does_not_open(vault: Vault, spoil: object) -> None:
    vault.write("a", SECRET)
    path = vault.folder / "a"
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(CaseError) as caught:
        vault.read("a")
    assert caught.value.code == "case.vault"


def test_a_file_under_anothers_name_does_not_open(vault: Vault) -> None:
    vault.write("a", SECRET)
    (vault.folder / "a").rename(vault.folder / "b")
    with pytest.raises(CaseError):
        vault.read("b")


def test_a_missing_file_is_named(vault: Vault) -> None:
    assert list(vault.names()) == []
    with pytest.raises(CaseError):
        vault.read("a")
    vault.remove("a")
