"""Outlook data files: every item of every folder as a mail, in each variant of the format."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read import pst_samples
from tests.read.conftest import ReadBytes
from tests.read.pst_samples import SAMPLES, mailbox
from tests.read.samples import table
from tocsin.model.document import DocumentKind, ReadStatus
from tocsin.read.pst import cipher, heap

FOLDER = "x.pst!/Fichier de données/Boîte de réception"
MAIL = f"{FOLDER}/Résultats 65536.eml"

variants = pytest.mark.parametrize("name", SAMPLES)


@variants
def test_a_mail_has_its_headers_bodies_and_members(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes(SAMPLES[name](), "x.pst")
    headers, *bodies = (block.text for block in reading.texts if block.document == MAIL)
    assert "From: Zoé LEFÈVRE zoe@exemple.invalid" in headers
    assert "Cc: Ann GALL ann@exemple.invalid" in headers
    assert "Subject: Résultats" in headers
    assert "Date: Wed, 12 Mar 2025 08:30:00 +0000" in headers
    assert bodies[0] == "Dossier : 25000123"
    assert "née le 3 juillet 1984" in bodies[1]
    assert bodies[1].count("Merci.") == 2000
    assert bodies[2:] == ["signé Zoé LEFÈVRE", "Pièces jointes : export.csv ; Transféré.eml"]
    attached = reading.member(f"{MAIL}!/export.csv")
    assert (attached.kind, attached.size) == (DocumentKind.TABLE, 20 * len(table()))
    assert reading.member(f"{MAIL}!/Transféré.eml").kind is DocumentKind.MAIL


@variants
def test_cards_and_appointments_are_told_in_labels(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes(SAMPLES[name](), "x.pst")
    card = next(b.text for b in reading.texts if "65537" in b.document and b.locator == "corps")
    assert card.splitlines() == [
        "Nom : LEFÈVRE",
        "Prénoms : Zoé",
        "Né(e) le : 03/07/1984",
        "Téléphone : 0612345678",
        "Courriel : zoe@exemple.invalid",
    ]
    assert "Rendez-vous : 20/03/2025 09:00" in reading.text


def test_deleted_items_are_read(read_bytes: ReadBytes) -> None:
    reading = read_bytes(mailbox(), "x.pst")
    thrown = reading.member("x.pst!/Fichier de données/Éléments supprimés/Jeté 65539.eml")
    assert thrown.status is ReadStatus.READ


@pytest.mark.parametrize("deflates_first", [False, True])
@pytest.mark.parametrize("crypt", [cipher.NONE, cipher.PERMUTED, cipher.CYCLIC])
def test_hidden_and_deflated_blocks(
    read_bytes: ReadBytes, crypt: int, *, deflates_first: bool
) -> None:
    reading = read_bytes(mailbox(36, crypt, deflates_first=deflates_first), "x.pst")
    assert reading.text == read_bytes(mailbox(), "x.pst").text


@pytest.mark.parametrize("version", [15, 23])
def test_items_are_found_without_the_page_that_leads_to_them(
    read_bytes: ReadBytes, version: int
) -> None:
    whole = bytearray(mailbox(version))
    wide = version > 20
    root = int.from_bytes(whole[224:232] if wide else whole[188:192], "little")
    whole[root : root + 64] = bytes(64)
    reading = read_bytes(bytes(whole), "x.pst")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )
    assert reading.member(MAIL).status is ReadStatus.READ


def test_a_lost_block_costs_what_was_in_it(read_bytes: ReadBytes) -> None:
    whole = bytearray(mailbox(23, cipher.NONE))
    at = whole.index("Résultats".encode("utf-16-le"))
    head = whole.rindex(b"\xec\xbc", 0, at) - 2
    whole[head : head + 8] = bytes(8)
    reading = read_bytes(bytes(whole), "x.pst")
    assert reading.status is ReadStatus.PARTIAL
    hurt = f"{FOLDER}/sans-nom 65536.eml"
    assert reading.member(hurt).reason == "corrupt: damaged or cut short"
    assert reading.member(f"{hurt}!/export.csv").status is ReadStatus.READ
    assert reading.member(f"{FOLDER}/Dialyse 65538.eml").status is ReadStatus.READ


@pytest.mark.parametrize("version", [15, 23])
def test_changed_letters_are_told(read_bytes: ReadBytes, version: int) -> None:
    whole = bytearray(mailbox(version, cipher.NONE))
    word = "Merci. ".encode("cp1252" if version == 15 else "utf-16-le")
    whole[whole.index(word * 9)] ^= 1
    hurt = read_bytes(bytes(whole), "x.pst").member(MAIL)
    assert (hurt.status, hurt.reason) == (ReadStatus.PARTIAL, "corrupt: checksum")


def test_a_table_of_too_many_rows_is_cut(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heap, "MOST_ROWS", 0)
    hurt = read_bytes(mailbox(), "x.pst").member(MAIL)
    assert (hurt.status, hurt.reason) == (ReadStatus.PARTIAL, "limit: rows")


def test_a_list_of_blocks_that_holds_itself(read_bytes: ReadBytes) -> None:
    whole = bytearray(mailbox(23, cipher.NONE))
    at = whole.index(struct.pack("<BBH", 1, 1, 5))  # the blocks of the attached table
    whole[at + 8 : at + 16] = _number_of_block_at(whole, at)
    reading = read_bytes(bytes(whole), "x.pst")
    assert reading.member(MAIL).status is ReadStatus.PARTIAL
    assert reading.member(f"{FOLDER}/Dialyse 65538.eml").status is ReadStatus.READ


def _number_of_block_at(file: bytearray, at: int) -> bytes:
    """The number that the index of blocks gives for a place."""
    entry = bytes(file).index(struct.pack("<Q", at))
    return bytes(file[entry - 8 : entry])


def test_folders_that_hold_each_other(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pst_samples, "TOP", pst_samples.INBOX)
    assert read_bytes(mailbox(), "x.pst").records


def test_a_real_file(read_bytes: ReadBytes) -> None:
    data = (Path(__file__).parent / "data" / "testPST_variousBodyTypes.pst").read_bytes()
    reading = read_bytes(data, "x.pst")
    assert reading.status is ReadStatus.READ
    folder = "x.pst!/Top of Outlook data file/Inbox/tmp"
    assert [r.document for r in reading.records if r.parent] == [
        f"{folder}/original email 65537.eml",
        *(f"{folder}/FW: original email {number}.eml" for number in (65538, 65539, 65540)),
    ]
    for body in ("Forwarded (html)", "Forwarded RTF", "Forwarded plain text"):
        assert body in reading.text


@given(st.binary(max_size=600), st.integers(0, 2**32 - 1))
def test_the_cyclic_cipher_undoes_itself(data: bytes, identifier: int) -> None:
    hidden = cipher.deciphered(data, cipher.CYCLIC, identifier)
    assert cipher.deciphered(hidden, cipher.CYCLIC, identifier) == data


def test_the_permuted_cipher_is_the_table_of_the_specification() -> None:
    assert cipher.deciphered(bytes([65, 54, 19]), cipher.PERMUTED, 0) == bytes([0, 1, 2])
