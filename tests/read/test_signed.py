"""Signed documents: what was signed is read, who signed is told, what is enveloped is listed."""

import contextlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options
from hypothesis import given
from hypothesis import strategies as st

from tests.read import samples
from tests.read.conftest import ReadBytes
from tests.read.mail_samples import signed
from tocsin.model.document import DocumentKind, ReadStatus
from tocsin.read.ber import value_at
from tocsin.read.fault import Fault

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("pem", [False, True])
def test_what_was_signed_and_by_whom(read_bytes: ReadBytes, *, pem: bool) -> None:
    reading = read_bytes(signed(samples.pdf(), pem=pem), "courrier.pdf.p7m")
    assert reading.texts[0].text.splitlines() == [
        "Nom : LEFÈVRE",
        "Prénoms : Zoé",
        "Fonction : Médecin",
        "Courriel : zoe@exemple.invalid",
    ]
    inner = reading.member("courrier.pdf.p7m!/courrier.pdf")
    assert (inner.kind, inner.size) == (DocumentKind.PDF, len(samples.pdf()))


def test_a_signed_mail_is_a_mail(read_bytes: ReadBytes) -> None:
    reading = read_bytes(signed(samples.mail()), "smime.p7m")
    assert reading.member("smime.p7m!/smime.eml").kind is DocumentKind.MAIL
    assert "née le 3 juillet 1984" in reading.text


def test_a_signature_that_stands_alone_names_its_signer(read_bytes: ReadBytes) -> None:
    reading = read_bytes(signed(samples.pdf(), PKCS7Options.DetachedSignature), "smime.p7s")
    assert (reading.status, len(reading.records)) == (ReadStatus.READ, 1)
    assert "Nom : LEFÈVRE" in reading.text


@pytest.mark.parametrize("form", ["def", "ind"])
def test_what_is_enveloped_is_called_encrypted(read_bytes: ReadBytes, form: str) -> None:
    data = (DATA / f"testPKCS7_enveloped_{form}.p7m").read_bytes()
    reading = read_bytes(data, "x.p7m", passwords=("faux",))
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "encrypted")


def test_values_of_unknown_length(read_bytes: ReadBytes) -> None:
    data = (DATA / "testPKCS7_signed_data_ind.p7m").read_bytes()
    reading = read_bytes(data, "lettre.txt.p7m")
    assert reading.member("lettre.txt.p7m!/lettre.txt").size == len("text")


def test_compressed_content(read_bytes: ReadBytes) -> None:
    data = (DATA / "testPKCS7_compressed_ind.p7z").read_bytes()
    assert read_bytes(data, "lot.zip.p7z").member("lot.zip.p7z!/lot.zip").media_type


def test_what_there_is_of_a_signed_document_is_read(read_bytes: ReadBytes) -> None:
    whole = signed(samples.text() * 20)
    reading = read_bytes(whole[: len(whole) // 2], "lettre.txt.p7m")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )
    assert reading.member("lettre.txt.p7m!/lettre.txt").reason == "corrupt: damaged or cut short"
    assert samples.NAME in reading.text


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_fault(data: bytes) -> None:
    with contextlib.suppress(Fault):
        value = value_at(data)
        assert sum(len(child.content) for child in value.children()) <= len(data)
        assert len(value.octets()) <= len(data)
