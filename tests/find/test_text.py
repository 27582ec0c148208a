import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.lexicon import SmallLexicon, values
from tocsin.find import TextFinder
from tocsin.find.page import Page
from tocsin.find.windows import windows
from tocsin.model.mention import MentionKind as K

FINDER = TextFinder(SmallLexicon())
PIECES = st.sampled_from(
    [
        "Mme",
        "M.",
        "Dr",
        "DUPONT",
        "Marie",
        "née",
        "le",
        "02/03/1954",
        "Nom",
        ":",
        "Prénom",
        "IPP",
        "0012345678",
        "2",
        "54",
        "03",
        "42",
        "218",
        "025",
        "@",
        "<<",
        "rue",
        "42000",
        "Lyon",
        "diabète",
        "-",
        ",",
        ";",
        "\n\n",
        "é",
        "œ",
        "́",
        "��",
        "06",
        "39",
        "98",
        "12",
        "34",
        "FR76",
        "login",
        "mot",
        "de",
        "passe",
        ":",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join)), st.booleans())
def test_any_text_gives_sorted_spans_inside_it(text: str, ocr: bool) -> None:
    found = FINDER.find(text, ocr=ocr)
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert all(0 <= m.start <= m.end <= len(text) for m in found)
    assert all(0 < m.confidence <= 1.0 and m.rule for m in found)


def test_empty_text() -> None:
    assert FINDER.find("") == []


def test_decomposed_accents_keep_their_offsets() -> None:
    text = unicodedata.normalize("NFD", "Prénom : Zoé\nNée le 02/03/1954")
    birth = next(m for m in FINDER.find(text) if m.kind is K.BIRTH_DATE)
    assert text[birth.start : birth.end] == "02/03/1954"


def test_one_kind_for_each_stretch() -> None:
    text = "Mme DUPONT Marie, née le 02/03/1954, 2 54 03 42 218 025, tél. 06 39 98 12 34"
    solid = {K.FULL_NAME, K.BIRTH_DATE, K.NIR, K.PHONE}
    spans = [(m.start, m.end) for m in FINDER.find(text) if m.kind in solid]
    assert len(spans) == 4
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_whole_admission_form() -> None:
    found = FINDER.find(
        "FICHE D'ADMISSION  IPP : 0012345678\n"
        "Nom : DUPONT   Prénom : Marie   Né(e) le : 02/03/1954\n"
        "Adresse : 12 rue des Lilas 42000 SAINT-ETIENNE   Tél : 06 39 98 12 34\nMutuelle : MGEN"
    )
    for kind in (K.PATIENT_ID, K.SURNAME, K.GIVEN_NAMES, K.BIRTH_DATE, K.ADDRESS, K.POSTAL_CODE):
        assert len(values(found, kind)) == 1
    assert values(found, K.HEALTH) == []


def test_a_bundle_is_read_window_by_window() -> None:
    dull = (
        "Article sur les patients, les protocoles, les études, la formation, les menus.\n\n" * 150
    )
    report = "Mme Claire ROUX, 59 ans, est opérée d'un cancer du sein.\n\n"
    text = dull + report + dull
    health = [m for m in FINDER.find(text) if m.kind is K.HEALTH]
    assert health
    assert all(len(dull) <= m.start < len(dull) + len(report) for m in health)


def test_a_long_bundle_of_reports() -> None:
    report = "Compte rendu de consultation. Mme Claire ROUX, 59 ans, est suivie pour un cancer.\n\n"
    found = FINDER.find(report * 300)
    assert values(found, K.HEALTH).count("CANCER") == 300


@given(st.text(max_size=40), st.integers(1, 900))
def test_windows_cover_the_text_without_overlap(piece: str, times: int) -> None:
    page = Page(piece * times)
    ends = 0
    for start, end in windows(page):
        assert start == ends
        ends = end
    assert ends == len(page.text)


def test_a_long_text_without_line_breaks() -> None:
    text = "Mme DUPONT Marie, née le 02/03/1954, diabète; " * 20_000
    assert len(values(FINDER.find(text[:300_000]), K.FULL_NAME)) > 6_000


def test_a_size_in_a_listing_is_no_postal_code() -> None:
    text = "18/11/2025  08:31            25 600 DUPONT Marie nouvelle adresse.msg\n"
    kinds = {mention.kind for mention in FINDER.find(text)}
    assert K.POSTAL_CODE not in kinds
    assert K.FULL_NAME in kinds
