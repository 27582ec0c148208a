"""A template that lacks what the law asks for, or gives away too much, is refused."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.notify.people import case_of, crowd
from tocsin.cli import main
from tocsin.errors import InputError
from tocsin.language import LANGUAGES, Language
from tocsin.notify import approval, lint, prepare
from tocsin.notify.lint import NEEDED, medical_word
from tocsin.notify.readability import reading_ease, syllables
from tocsin.notify.wording import FOLDER, Library

TEXTS = {
    f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8")
    for path in FOLDER.glob("*/*.txt")
}


def faults_of(name: str, old: str, new: str) -> list[str]:
    changed = re.sub(old, new, TEXTS[name], flags=re.MULTILINE)
    assert changed != TEXTS[name]
    return [fault.fr for fault in lint.lint(Library({**TEXTS, name: changed}).load)]


def test_the_templates_of_the_house_have_no_fault() -> None:
    assert lint.lint() == []


@pytest.mark.parametrize("element", NEEDED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_element_that_is_missing_is_named(language: Language, element: str) -> None:
    faults = faults_of(f"{language}/notice.txt", rf"^# {element}\b", "# autre")
    assert any(element in fault for fault in faults)


@pytest.mark.parametrize(
    "slot", [slot for slots in NEEDED.values() for slot in slots if slot not in ("name", "kinds")]
)
def test_a_fact_that_the_law_asks_for_is_named(slot: str) -> None:
    faults = faults_of("fr/notice.txt", rf".*\{{{slot}\}}.*\n", "Une phrase.\n")
    assert any(f"{{{slot}}}" in fault for fault in faults)


@pytest.mark.parametrize("slot", ["birth_date", "nir", "ward", "email", "address", "diagnosis"])
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_field_that_would_leak_is_refused(slot: str, name: str) -> None:
    faults = faults_of(name, r"\Z", f"\nVotre donnée : {{{slot}}}.\n")
    assert any(f"{{{slot}}}" in fault for fault in faults)


@pytest.mark.parametrize(
    "leak",
    ["Voyez https://exemple.invalid.", "Cliquez ici.", "<a>ici</a>", "mailto:dpo", "<img src=x>"],
)
def test_a_link_is_refused(leak: str) -> None:
    faults = faults_of("fr/notice.txt", r"^# advice.*$", rf"\g<0>\n{leak}")
    assert any(fault.startswith("un lien") for fault in faults)


@pytest.mark.parametrize("words", ["Votre opération.", "votre dossier médical", "le service de"])
def test_a_medical_word_is_refused_by_email_only(words: str) -> None:
    by_email = faults_of("fr/notice.txt", r"^# advice.*$", rf"\g<0>\n{words}")
    by_letter = faults_of("fr/notice.txt", r"^# advice.*$", rf"\g<0>\n[letter] {words}")
    assert any("mot médical" in fault for fault in by_email)
    assert by_letter == []


def test_a_text_that_is_hard_to_read_is_refused() -> None:
    legal = (
        "Les dispositions relatives aux modalités de notification des violations de données à"
        " caractère personnel s'appliquent nonobstant toute stipulation contractuelle contraire. "
    )
    faults = faults_of("fr/notice.txt", r"^# advice.*$", rf"\g<0>\n{legal * 60}")
    assert any("trop difficile" in fault for fault in faults)


def test_a_missing_file_is_a_fault() -> None:
    texts = {name: text for name, text in TEXTS.items() if name != "en/call.txt"}
    assert [fault.template for fault in lint.lint(Library(texts).load)] == ["en"]


def test_an_institution_named_for_health_is_no_medical_word() -> None:
    assert not medical_word("votre établissement de\u00a0santé", "fr")
    assert medical_word("votre santé", "fr")


def test_nothing_is_submitted_with_a_template_that_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lint, "PLAIN", 101)
    with case_of(tmp_path / "c", crowd(1)) as case:
        prepare(case, date(2025, 7, 10))
        with pytest.raises(InputError) as caught:
            approval.submit(case, "Anne")
        assert caught.value.code == "template.refused"
        assert case.store.count("SELECT count(*) FROM batches") == 0


def test_the_command_ends_with_3(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace("{dpo_name}", "le DPO"), encoding="utf-8")
    assert CliRunner().invoke(main, ["notify", "lint"]).exit_code == 0
    refused = CliRunner().invoke(main, ["notify", "lint", "--templates", str(tmp_path)])
    assert refused.exit_code == 3
    assert "{dpo_name}" in refused.output


SYLLABLES: list[tuple[Language, str, int]] = [
    ("fr", "vol", 1),
    ("fr", "votre", 1),
    ("fr", "données", 2),
    ("fr", "établissement", 5),
    ("fr", "préviennent", 2),
    ("fr", "information", 4),
    ("fr", "créer", 2),
    ("en", "theft", 1),
    ("en", "stolen", 2),
    ("en", "information", 4),
    ("en", "passed", 1),
]


@pytest.mark.parametrize(("language", "word", "count"), SYLLABLES)
def test_syllables(language: Language, word: str, count: int) -> None:
    assert syllables(word, language) == count


def test_reading_ease_follows_the_formulas() -> None:
    # One sentence of four words and six syllables.
    expected = 207 - 1.015 * 4 - 73.6 * 6 / 4
    assert reading_ease("Le vol est découvert.", "fr") == pytest.approx(expected)
    assert reading_ease("The cat sat.", "en") == pytest.approx(206.835 - 1.015 * 3 - 84.6)
    with pytest.raises(ValueError, match="no words"):
        reading_ease("…", "fr")
