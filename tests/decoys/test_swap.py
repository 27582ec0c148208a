"""One person's values exchanged for another's, spelt as the document spells them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.decoys.redate import redated
from tocsin.decoys.swap import Swap
from tocsin.model.document import TableBlock, TextBlock
from tocsin.model.person import Person

OLD = Person("00012345", nir="254034221801234", birth_name="Quintard", used_name="Le Gall",
             first_names="Odile Marie", sex="F", birth_date=date(1954, 3, 2),
             address="12 rue du Bac", mobile="0639980001",
             email="odile.legall@exemple.invalid")  # fmt: skip
NEW = Person("00098765", nir="254074221807777", birth_name="Sauzéat", used_name="Da Silva",
             first_names="Ondine Rose", sex="F", birth_date=date(1954, 7, 19),
             address="3 quai du Port", mobile="0639984242",
             email="silva@exemple.invalid")  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mme LE GALL Odile, née le 02/03/1954", "Mme DA SILVA Ondine, née le 19/07/1954"),
        ("Odile Le Gall née QUINTARD le 2 mars 1954",
         "Ondine Da Silva née SAUZEAT le 19 juillet 1954"),
        ("NIR 2 54 03 42 218 012 34", "NIR 2 54 07 42 218 077 77"),
        ("N° 254 034 221 801 2", "N° 254 074 221 807 7"),
        ("IPP : 12345", "IPP : 98765"),
        ("dossier 00012345.", "dossier 00098765."),
        ("Tél. 06.39.98.00.01", "Tél. 06.39.98.42.42"),
        ("ODILE.LEGALL@exemple.invalid", "silva@exemple.invalid"),
        ("12, rue du Bac", "3 quai du Port"),
        ("2 54 03\n42 218 012 34", "2 54 07\n42 218 077 77"),
    ],
)  # fmt: skip
def test_values_in_the_spelling_of_the_document(written: str, expected: str) -> None:
    assert Swap(OLD, NEW).text(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Le gallium est un métal.",
        "Madame Odile RENARD viendra demain.",
        "Facture 112345 du 03/03/1954",
        "Il faut 254034221801235 pas.",
    ],
)
def test_what_is_not_the_person_stays(written: str) -> None:
    swap = Swap(OLD, NEW)
    assert swap.text(written) == written
    assert not swap.is_whole


def test_a_form_is_of_one_person() -> None:
    rows = [["Nom", "LE GALL"], ["Prénom", "Odile"], ["Né(e) le", "02-03-1954"]]
    swap = Swap(OLD, NEW)
    found = swap.block(TableBlock("d", "", (), rows, 1))
    assert isinstance(found, TableBlock)
    assert [row[1] for row in found.rows] == ["DA SILVA", "Ondine", "19-07-1954"]
    assert swap.is_whole


def test_only_the_rows_of_the_person() -> None:
    others = [["RENARD", "Odile", "02/03/1954", "F", "x"] for _ in range(3)]
    rows = [*others, ["LE GALL", "ODILE", "02/03/1954", "F", "y"]]
    found = Swap(OLD, NEW).block(TableBlock("d", "", (), rows, 1))
    assert isinstance(found, TableBlock)
    assert found.rows == [*others, ["DA SILVA", "ONDINE", "19/07/1954", "F", "y"]]


def test_a_given_name_far_away_may_be_anothers() -> None:
    swap = Swap(OLD, NEW)
    swap.text("LE GALL" + " …" * 60 + "Odile")
    assert (swap.strong, swap.weak, swap.left, swap.is_whole) == (1, 0, 1, False)


@given(st.dates(date(1900, 1, 1), date(2025, 1, 1)), st.dates(date(1900, 1, 1), date(2025, 1, 1)))
def test_a_date_keeps_its_style(old: date, new: date) -> None:
    assert redated(f"{old:%d.%m.%Y}", old, new) == f"{new:%d.%m.%Y}"
    assert redated(old.isoformat(), old, new) == new.isoformat()
    assert redated("le jour dit", old, new) == f"{new:%d/%m/%Y}"


@given(st.text(), st.text())
def test_any_text_is_taken(before: str, after: str) -> None:
    block = Swap(OLD, NEW).block(TextBlock("d", "", f"{before} LE GALL Odile {after}"))
    assert isinstance(block, TextBlock)
    assert "DA SILVA" in block.text or before[-1:].isalnum() or after[:1].isalnum()
