"""French text of any old encoding is told by how its letters sit in their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tocsin.read.likeness import likeness
from tocsin.read.text import decode

_ACCENTED = """
    Élève née à Besançon là où fête gâchée hôpital Hélène François Zoé LEFÈVRE GÉRARD Benoît Noël
    opéré fièvre sévère présenté créatinine contrôler reçu été Hervé André Jérôme
"""
_PLAIN = "Madame M. patient le de la du consultation DUPONT MARTIN 12/03/1950 ;"
SENTENCES = st.tuples(
    st.lists(st.sampled_from(_ACCENTED.split()), min_size=2, max_size=12),
    st.lists(st.sampled_from(_PLAIN.split()), max_size=12),
).flatmap(lambda parts: st.permutations([*parts[0], *parts[1]]).map(" ".join))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman", "cp850"],
)
def test_a_sentence_comes_back_from_any_encoding(encoding: str) -> None:
    @given(SENTENCES)
    def check(sentence: str) -> None:
        assert decode(sentence.encode(encoding)).lstrip("\ufeff") == sentence

    check()


def test_the_ligature_of_latin_9() -> None:
    text = "Sa sœur a mal au cœur, nausées"
    assert decode(text.encode("iso8859-15")) == text


@pytest.mark.parametrize("text", ["25 €", "50 € ; 60 €", "12 € à régler"])
def test_a_sign_alone_is_no_letter(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_capitals_belong_to_capitals() -> None:
    sample = "GÉRARD".encode("cp850")
    assert likeness(sample, "cp850") > likeness(sample, "cp1252")
    assert likeness(sample, "cp850") > likeness(sample, "mac_roman")


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "cp1252"])
def test_old_bytes_far_behind_a_plain_beginning(read_bytes: ReadBytes, encoding: str) -> None:
    data = b"DUPONT;12/03/1950;1\n" * 8_000 + "LEFÈVRE Zoé;née à Nîmes;2\n".encode(encoding)
    assert read_bytes(data, "export.csv").rows[-1] == ["LEFÈVRE Zoé", "née à Nîmes", "2"]


def test_lines_filled_up_with_nuls_are_text(read_bytes: ReadBytes) -> None:
    line = "LEFÈVRE".ljust(12, "\0") + "Zoé".ljust(8, "\0") + "19840703\n"
    reading = read_bytes((line * 20).encode("cp1252"), "export.dat")
    assert "LEFÈVRE" in reading.everything
    assert "\0" not in reading.everything
