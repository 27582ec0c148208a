"""lint: a template that lacks what the law asks for, or gives away too much, is refused.

GDPR art. 34(2): in clear and plain language the nature of the breach, and by reference to
art. 33(3)(b) to (d) the data-protection officer's contact, the likely consequences, the measures.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from tocsin.errors import InputError
from tocsin.language import tr
from tocsin.model.category import Category
from tocsin.model.hospital import Hospital
from tocsin.model.notice import Channel
from tocsin.notify import wording
from tocsin.notify.facts import Facts
from tocsin.notify.notice import Reader, as_text, word_call, word_notice
from tocsin.notify.readability import FORMULAS, reading_ease
from tocsin.notify.tongue import languages
from tocsin.notify.wording import Loader, load

PLAIN = 60
"""Reading ease below which a text is not plain language (Flesch's own word for 60 to 70)."""

NEEDED: dict[str, tuple[str, ...]] = {
    "subject": (),
    "opening": ("name",),
    "nature": ("discovered",),
    "data": ("kinds",),
    "consequences": (),
    "measures": ("measures",),
    "advice": (),
    "contact": ("dpo_name", "dpo_email", "dpo_phone", "reference"),
    "authenticity": ("public_reference",),
}
"""The elements of a notice, and the facts that each must give where the hospital knows them."""

LETTERS = (Channel.LETTER, Channel.REGISTERED_LETTER)
_LINK = re.compile(r"https?:|ftp:|mailto:|tel:|<\s*(?:a|img|script|iframe|form)\b|\bcliqu", re.I)
_WRITTEN = (
    *((Reader.PERSON, channel) for channel in (Channel.EMAIL, *LETTERS)),
    *((Reader.REPRESENTATIVE, channel) for channel in LETTERS),
)
_SAMPLE = Hospital(
    name="Clinique Exemple",
    phone="01 99 00 00 00",
    website="www.exemple.invalid",
    dpo_name="Camille Exemple",
    dpo_email="dpo@exemple.invalid",
    dpo_phone="01 99 00 00 01",
    started_on="2025-06-26",
    ended_on="2025-07-01",
    discovered_at="2025-07-01",
    authority_told_on="2025-07-03",
    complaint_filed_on="2025-07-02",
    measures="Nous avons fermé cet accès.",
    measures_en="We have closed this access.",
)


class Fault(NamedTuple):
    """What is wrong with a template, in both languages."""

    template: str
    fr: str
    en: str


def lint(templates: Loader = load, among: Iterable[str] | None = None) -> list[Fault]:
    """Every fault of the templates, in the languages `among` (all that have a folder)."""
    codes = languages() if among is None else among
    return [fault for language in codes for fault in _of(language, templates)]


def require(templates: Loader = load) -> None:
    """Raise `InputError`, with the first fault, if a template may not be used."""
    faults = lint(templates)
    if not faults:
        return
    first = faults[0]
    raise InputError(
        "template.refused",
        f"Le modèle {first.template} est refusé : {first.fr}.",
        f"The template {first.template} is refused: {first.en}.",
        way_out_fr="tocsin notify lint montre tout ce qu'il faut corriger.",
        way_out_en="tocsin notify lint shows all that is to be mended.",
    )


def _of(language: str, templates: Loader) -> Iterator[Fault]:
    try:
        yield from _elements(language, templates)
        yield from _slots(language, templates)
        yield from _words(language, templates)
    except InputError as error:
        yield Fault(language, error.fr.rstrip("."), error.en.rstrip("."))


def _elements(language: str, templates: Loader) -> Iterator[Fault]:
    """What the law asks for is there, and gives the facts that the hospital knows."""
    for reader in Reader:
        sections = templates(language, reader.value).sections
        for element, slots in NEEDED.items():
            for slot in slots:
                if slot not in sections[element].slots():
                    yield Fault(
                        f"{language}/{reader.value}.txt",
                        f"« {element} » ne donne pas {{{slot}}} (RGPD art. 34)",
                        f'"{element}" does not give {{{slot}}} (GDPR art. 34)',
                    )
        yield from _kinds(language, reader.categories, templates)


def _kinds(language: str, name: str, templates: Loader) -> Iterator[Fault]:
    kinds = templates(language, name).sections
    for category in Category:
        if len(kinds[category.value].paragraphs) != 2:
            yield Fault(
                f"{language}/{name}.txt",
                f"« {category.value} » doit dire le risque, puis le conseil",
                f'"{category.value}" must say the risk, then the advice',
            )


def _slots(language: str, templates: Loader) -> Iterator[Fault]:
    """No template asks for a fact of a person but their name and their reference."""
    allowed = {*Facts(Hospital(), "").slots(language), "kinds"}
    for name in wording.REQUIRED:
        sections = templates(language, name).sections.values()
        for slot in sorted({slot for section in sections for slot in section.slots()} - allowed):
            yield Fault(
                f"{language}/{name}.txt",
                f"{{{slot}}} n'est pas un fait qu'un avis peut donner",
                f"{{{slot}}} is no fact that a notice may give",
            )


def _words(language: str, templates: Loader) -> Iterator[Fault]:
    """What is written can be read, has nothing to click on and, by e-mail, no medical word."""
    facts = Facts(_SAMPLE, "AV-0000-000")
    for reader, channel in _WRITTEN:
        kinds = [k for k in Category if channel is not Channel.EMAIL or not k.is_medical]
        notice = word_notice(channel, language, kinds, facts, templates, reader)
        text = "\n".join([notice.subject, *as_text(notice.blocks)])
        yield from _of_text(f"{language}/{reader.value}.txt", text, language, channel)
    script = "\n".join(as_text(word_call(language, facts, templates)))
    yield from _of_text(f"{language}/call.txt", script, language, Channel.CALL)


def _of_text(name: str, text: str, language: str, channel: Channel) -> Iterator[Fault]:
    if found := _LINK.search(text):
        yield Fault(name, f"un lien : « {found[0]} »", f'a link: "{found[0]}"')
    if channel is Channel.EMAIL and (found := medical_word(text, language)):
        yield Fault(
            name,
            f"un mot médical dans un courriel : « {found[0]} »",
            f'a medical word in an e-mail: "{found[0]}"',
        )
    if language not in FORMULAS:
        return
    ease = reading_ease(text, language)
    if ease < PLAIN:
        yield Fault(
            name,
            f"trop difficile à lire ({ease:.0f} ; il faut {PLAIN})",
            f"too hard to read ({ease:.0f}; {PLAIN} is needed)",
        )


def medical_word(text: str, language: str) -> re.Match[str] | None:
    """The first word of `text` that an e-mail must not say."""
    harmless, words = _avoided(language)
    return words.search(harmless.sub("", text))


@cache
def _avoided(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads((wording.FOLDER / language / "avoid.toml").read_text(encoding="utf-8"))
    harmless = "|".join(table["except"]).replace(" ", r"\s") or r"(?!)"
    return (
        re.compile(harmless, re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(table['words'])})\w*", re.IGNORECASE),
    )


def shown(fault: Fault) -> str:
    """A fault for the screen."""
    return f"{fault.template}: {tr(fault.fr, fault.en)}"
