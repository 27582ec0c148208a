"""The lint of the templates: the law's elements, plain and safe words, in both languages."""

import re
from itertools import chain, combinations
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.language import LANGUAGES, Language
from tocsin.model.category import Category
from tocsin.model.hospital import Hospital
from tocsin.model.notice import Channel
from tocsin.notify import wording
from tocsin.notify.facts import Facts, day
from tocsin.notify.html import as_html
from tocsin.notify.notice import (
    MedicalByEmailError,
    as_text,
    kind_headings,
    word_call,
    word_notice,
)
from tocsin.notify.wording import Block, Section, load, parse, typographic

FULL = Facts(
    Hospital(
        name="Clinique des Trois Ponts",
        phone="04 65 71 00 00",
        website="https://www.trois-ponts.invalid/",
        dpo_name="Anne Lefèvre",
        dpo_email="dpo@trois-ponts.invalid",
        dpo_phone="04 65 71 00 01",
        started_on="2025-06-26",
        ended_on="2025-07-01",
        discovered_at="2025-07-01T08:30:00",
        authority_told_on="2025-07-03",
        complaint_filed_on="2025-07-02",
        measures="Nous avons fermé l'accès.",
        measures_en="We closed the access.",
    ),
    "AV-4K7Q-X3M",
)
BLANK = Facts(Hospital(), "AV-4K7Q-X3M")
WRITTEN = (Channel.EMAIL, Channel.LETTER, Channel.REGISTERED_LETTER)
MAILABLE = [category for category in Category if not category.is_medical]
SUBSETS = list(chain.from_iterable(combinations(MAILABLE, n) for n in range(len(MAILABLE) + 1)))

# The fixed name of a kind of institution, which says nothing of a person.
INSTITUTION = "établissement de santé"
MEDICAL_WORDS = re.compile(
    r"\b(sant[ée]|malad|médic|medic|patholog|diagnos|trait(?:é|er|ements? méd)|opér|operat|chirurg|"
    r"surg|soin|soign|care\b|ordonnance|prescri|analys|laboratoire|laborator|hospitalis|cancer|"
    r"allerg|handicap|disab|symptom|vaccin|infirm|nurse|doctor|médecin|docteur|health|illness|"
    r"disease|treat|therap|thérap|service de|ward|radiolog|scanner|irm\b|mri\b)",
    re.IGNORECASE,
)


def text_of(channel: Channel, language: Language, kinds: tuple[Category, ...], facts: Facts) -> str:
    notice = word_notice(channel, language, kinds, facts)
    return "\n".join([notice.subject, *as_text(notice.blocks)])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", wording.REQUIRED)
def test_every_template_has_every_element(language: Language, name: str) -> None:
    assert wording.REQUIRED[name] <= set(load(language, name).sections)


@pytest.mark.parametrize("element", sorted(wording.REQUIRED["notice"]))
def test_a_template_without_an_element_is_refused(
    element: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = (wording.FOLDER / "fr" / "notice.txt").read_text()
    parts = re.split(r"^(?=# )", original, flags=re.MULTILINE)
    cut = "".join(part for part in parts if not part.startswith(f"# {element}"))
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "notice.txt").write_text(cut)
    monkeypatch.setattr(wording, "FOLDER", tmp_path)
    with pytest.raises(InputError) as caught:
        load.__wrapped__("fr", "notice")
    assert element in caught.value.fr


@pytest.mark.parametrize("facts", [FULL, BLANK], ids=["known", "unknown"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", WRITTEN)
def test_every_element_has_words_even_where_the_hospital_is_silent(
    channel: Channel, language: Language, facts: Facts
) -> None:
    blocks = word_notice(channel, language, [Category.CONTACT], facts).blocks
    headings = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    assert len(headings) == 7
    assert all(blocks[i + 1].kind != "heading" for i in headings)
    assert "{" not in "".join(block.text for block in blocks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("category", Category)
def test_every_category_has_a_name_a_risk_and_an_advice(
    category: Category, language: Language
) -> None:
    section = load(language, "categories").sections[category.value]
    assert section.heading
    assert len(section.paragraphs) == 2
    assert not section.slots()


def test_no_heading_holds_another() -> None:
    for language in LANGUAGES:
        headings = kind_headings(language, Category)
        assert len(set(headings)) == len(Category)
        assert not any(a in b for a in headings for b in headings if a != b)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_have_the_same_shape(language: Language) -> None:
    for name in wording.REQUIRED:
        sections = load(language, name).sections
        french = load("fr", name).sections
        assert list(sections) == list(french)
        for element, section in sections.items():
            assert len(section.paragraphs) == len(french[element].paragraphs)
            assert section.slots() - {"measures"} == french[element].slots() - {"measures"}


@pytest.mark.parametrize("facts", [FULL, BLANK], ids=["known", "unknown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_email_has_a_medical_word_whatever_was_taken(language: Language, facts: Facts) -> None:
    for kinds in SUBSETS:
        text = text_of(Channel.EMAIL, language, kinds, facts)
        text = typographic(text, language).replace(INSTITUTION, "")
        assert not MEDICAL_WORDS.search(text), MEDICAL_WORDS.search(text)


def test_the_lint_of_medical_words_can_fail() -> None:
    text = text_of(Channel.REGISTERED_LETTER, "fr", (Category.HEALTH,), FULL)
    assert MEDICAL_WORDS.search(text.replace(INSTITUTION, ""))


def test_health_never_goes_by_email() -> None:
    with pytest.raises(MedicalByEmailError):
        word_notice(Channel.EMAIL, "fr", [Category.CONTACT, Category.HEALTH], FULL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_email_has_a_link_an_image_or_anything_to_fetch(language: Language) -> None:
    notice = word_notice(Channel.EMAIL, language, MAILABLE, FULL)
    page = "".join(as_html(notice, language))
    for text in ("\n".join(as_text(notice.blocks)), page):
        assert not re.search(r"https?:|www\.(?!trois-ponts)|mailto:|tel:", text)
    assert not re.search(r"<(a|img|script|link|iframe|form|input|object)\b|url\(|src=|href=", page)


def test_a_registered_letter_says_that_health_is_concerned() -> None:
    text = text_of(Channel.REGISTERED_LETTER, "fr", (Category.HEALTH,), FULL)
    assert "Certaines concernent votre santé" in text
    assert "Certaines concernent" not in text_of(Channel.LETTER, "fr", (Category.CONTACT,), FULL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language: Language) -> None:
    text = text_of(Channel.LETTER, language, tuple(Category), FULL)
    sentences = re.split(r"(?<=[.!?])\s|\n", text)
    words = [len(sentence.split()) for sentence in sentences if len(sentence.split()) > 2]
    assert sum(words) / len(words) < 16
    assert max(words) <= 32


@pytest.mark.parametrize("facts", [FULL, BLANK], ids=["known", "unknown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_call_script_is_whole(language: Language, facts: Facts) -> None:
    blocks = word_call(language, facts)
    assert sum(block.kind == "heading" for block in blocks) == 5
    assert "{" not in "".join(block.text for block in blocks)


def fill(text: str, **facts: str) -> list[Block]:
    (section,) = parse(text).values()
    assert isinstance(section, Section)
    return list(section.blocks(Channel.EMAIL, facts))


def test_a_line_without_its_fact_gives_way_to_the_next() -> None:
    text = "# a\nLe {x}.\n| Sans x, le {y}.\n| Sans rien.\nToujours."
    assert fill(text, x="X", y="Y")[0].text == "Le X. Toujours."
    assert fill(text, y="Y")[0].text == "Sans x, le Y. Toujours."
    assert fill(text)[0].text == "Sans rien. Toujours."


def test_lines_for_other_channels_are_left_out() -> None:
    text = "# a\n[letter, registered_letter] Papier.\n[email] Courriel."
    assert [block.text for block in fill(text)] == ["Courriel."]


def test_items_and_paragraphs() -> None:
    blocks = fill("# a\nUn.\nDeux.\n- point\n- autre\n\nTrois.")
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", "Un. Deux."),
        ("item", "point"),
        ("item", "autre"),
        ("paragraph", "Trois."),
    ]


def test_a_fact_is_not_read_as_a_slot() -> None:
    assert fill("# a\nLe {x}.", x="{y}", y="non")[0].text == "Le {y}."


def test_days_in_words() -> None:
    assert day("2025-07-01T08:30:00+02:00", "fr") == "1er juillet 2025"
    assert day("2025-08-26", "fr") == "26 août 2025"
    assert day("2025-07-01", "en") == "1 July 2025"
    assert day(None, "fr") == ""
