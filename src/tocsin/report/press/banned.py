"""What no public text may hold: personal data, a ransom, what the investigation keeps secret."""

import re
from collections.abc import Iterator
from enum import StrEnum

from tocsin.case import Case, Store
from tocsin.errors import InputError
from tocsin.find.fold import fold
from tocsin.language import tr
from tocsin.report.acts import ActKind
from tocsin.report.block import plain
from tocsin.report.demand import Quotations
from tocsin.report.facts import Facts
from tocsin.report.page import Page, sentences

RELEASE = "release/"
"""The subject of the decision that releases a word under secrecy begins so."""

_RANSOM = re.compile(r"\bran[cç]on|\bransom|\bextor[st]", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+33 ?|0)[1-9](?:[ .\u202f\u00a0-]?\d\d){4}(?!\d)")
_NIR = re.compile(r"(?<!\d)[1-478] ?\d\d ?(?:0\d|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3}(?!\d{4})")
_SHORTEST_NAME = 3


class Banned(StrEnum):
    """A kind of content that no public text may hold."""

    RANSOM = "ransom"
    EMAIL = "email"
    PHONE = "phone"
    NATIONAL_NUMBER = "national_number"
    PERSON = "person"
    SECRECY = "secrecy"

    def label(self) -> str:
        """The kind in words."""
        return tr(*_LABELS[self])


_LABELS = {
    Banned.RANSOM: ("une demande de rançon", "a ransom"),
    Banned.EMAIL: ("une adresse électronique de personne", "a person's e-mail address"),
    Banned.PHONE: ("un téléphone de personne", "a person's telephone"),
    Banned.NATIONAL_NUMBER: ("un numéro de sécurité sociale", "a social-security number"),
    Banned.PERSON: ("le nom d'une personne du fichier des patients", "a name of the patient index"),
    Banned.SECRECY: ("ce que couvre le secret de l'enquête", "what the investigation keeps secret"),
}


def banned_in(text: str, store: Store, facts: Facts) -> list[Banned]:
    """The kinds of banned content that `text` holds; never what it was."""
    checks = {
        Banned.RANSOM: bool(_RANSOM.search(text)),
        Banned.EMAIL: bool(set(_EMAIL.findall(text)) - _own_addresses(facts)),
        Banned.PHONE: bool({_digits(n) for n in _PHONE.findall(text)} - _own_phones(facts)),
        Banned.NATIONAL_NUMBER: bool(_NIR.search(text)),
        Banned.PERSON: _names_somebody(text, store, facts),
        Banned.SECRECY: any(f" {fold(word)} " in _padded(text) for word in secret_words(facts)),
    }
    return [kind for kind, is_there in checks.items() if is_there]


def secret_words(facts: Facts) -> list[str]:
    """The words under secrecy that nobody has released."""
    decided = facts.acts.of_kind(ActKind.DECIDED)
    released = {act.subject.removeprefix(RELEASE) for act in decided}
    return [word for word in facts.declared.secret_words if word and word not in released]


def is_public(page: Page) -> bool:
    """Whether a page is meant to leave the hospital for anybody to read."""
    return page.folder == "public" or page.kind == "presse"


class Guard:
    """Keeps pages from saying what they must not: public ones more than others."""

    def __init__(self, case: Case, facts: Facts) -> None:
        self._store = case.store
        self._facts = facts
        self._quotations = Quotations(case)

    def require_unquoted(self, name: str, text: str) -> None:
        """Raises `InputError` if `text`, called `name`, quotes a demand."""
        self._quotations.require_none(name, text)

    def require_clean(self, *pages: Page) -> None:
        """Raises `InputError` if a page quotes a demand, or is public and says what is banned."""
        for page in pages:
            self._quotations.require_none(page.name, text_of(page))
        public = [page for page in pages if is_public(page)]
        # All at once first: the names of the index are gone through once, not once a page.
        if self._banned_in(*public):
            for page in public:
                if found := self._banned_in(page):
                    raise _banned(page.name, found)

    def _banned_in(self, *pages: Page) -> list[Banned]:
        text = "\n".join(text_of(page) for page in pages)
        return banned_in(text, self._store, self._facts) if pages else []


def text_of(page: Page) -> str:
    """All that a page says, in both languages."""
    return "\n".join(_texts(page))


def _texts(page: Page) -> Iterator[str]:
    for part in page.parts:
        yield part.title
        yield from (block.title for block in part.blocks)
        yield from (plain(sentence) for sentence in sentences(part))


def _names_somebody(text: str, store: Store, facts: Facts) -> bool:
    known = (facts.hospital.dpo_name, facts.declared.legal_representative, facts.hospital.name)
    padded = _padded(text)
    for name in known:
        padded = padded.replace(f" {fold(name)} ", " ") if fold(name) else padded
    rows = store.stream("SELECT birth_name, used_name, first_names FROM persons")
    return any(
        f" {first} {last} " in padded or f" {last} {first} " in padded
        for birth, used, given in rows
        for last in {fold(birth), fold(used)}
        if len(last) >= _SHORTEST_NAME
        for first in fold(given).split()[:1]
    )


def _padded(text: str) -> str:
    return f" {fold(text)} "


def _own_addresses(facts: Facts) -> set[str]:
    hospital = facts.hospital
    return {hospital.dpo_email, hospital.sender_email, *_EMAIL.findall(hospital.website)}


def _own_phones(facts: Facts) -> set[str]:
    return {_digits(number) for number in (facts.hospital.phone, facts.hospital.dpo_phone)}


def _digits(number: str) -> str:
    digits = "".join(letter for letter in number if letter.isdigit())
    return "0" + digits[2:] if number.startswith("+33") else digits


def _banned(name: str, found: list[Banned]) -> InputError:
    kinds = {language: ", ".join(_LABELS[kind][i] for kind in found) for i, language in _ORDER}
    return InputError(
        "press.banned",
        f"La page publique « {name} » contient ce qu'elle ne doit pas dire : {kinds['fr']}.",
        f'The public page "{name}" holds what it must not say: {kinds["en"]}.',
        way_out_fr="Corrigez hospital.toml ou breach.toml ; un mot sous secret se libère par"
        " « report press release ».",
        way_out_en="Mend hospital.toml or breach.toml; a word under secrecy is released by"
        ' "report press release".',
    )


_ORDER = ((0, "fr"), (1, "en"))
