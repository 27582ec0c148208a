"""The words of letters as data for the layout (letter.typ)."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tocsin.language import Language, tr
from tocsin.model.category import Category
from tocsin.model.notice import Channel, parse_categories
from tocsin.notify.facts import NAME, REFERENCE, Facts, as_typed, clean, day
from tocsin.notify.ledger import Kept
from tocsin.notify.letters.code39 import bars
from tocsin.notify.letters.proof import Expected
from tocsin.notify.notice import kind_headings, word_notice
from tocsin.notify.recipient import Recipient


def words_of(
    channel: Channel, language: Language, categories: Iterable[str], facts: Facts, today: date
) -> dict[str, Any]:
    """What all letters of a batch share; a wording for each of the joined `categories`."""
    notices = {
        joined: word_notice(channel, language, parse_categories(joined), facts)
        for joined in categories
    }
    title = next(iter(notices.values())).subject
    return {
        "language": language,
        "title": title,
        "author": clean(facts.hospital.name),
        "sender": sender_lines(facts, language),
        "mention": _mention(channel, language),
        "place": _place(facts, language, today),
        "reference_label": tr("Référence", "Reference", language),
        "marks": {"name": NAME, "reference": REFERENCE},
        "wordings": {
            joined: [[block.kind, block.text] for block in notice.blocks]
            for joined, notice in notices.items()
        },
    }


def letter_of(notice: Kept, who: Recipient) -> dict[str, Any]:
    """What is one person's own."""
    return {
        "name": who.name,
        "reference": notice.planned.reference,
        "bars": bars(notice.planned.reference),
        "lines": notice.planned.recipient.split("\n"),
        "wording": notice.planned.categories,
    }


def expected_of(notice: Kept, who: Recipient) -> Expected:
    """What the letter must say and must not, from the ledger alone."""
    language = who.person.language
    others = [kind for kind in Category if kind not in who.categories]
    return Expected(
        window=" ".join(who.postal.lines),
        present=(
            who.name,
            notice.planned.reference,
            *kind_headings(language, who.categories),
        ),
        absent=tuple(kind_headings(language, others)),
    )


def sender_lines(facts: Facts, language: Language) -> list[str]:
    """The head of the letter."""
    hospital = facts.hospital
    name = hospital.name or tr("Votre établissement de santé", "Your hospital", language)
    phone = hospital.phone and f"{tr('Standard', 'Switchboard', language)} {hospital.phone}"
    city = "" if hospital.city in " ".join(hospital.address) else hospital.city
    lines = (name, *hospital.address, city, phone, as_typed(hospital.website))
    return [clean(line) for line in lines if line]


def town(city: str) -> str:
    """The town as one writes it above a date: no postal code, no shouting."""
    name = re.sub(r"^\d{5}\s+|\s+cedex( \d+)?$", "", city, flags=re.IGNORECASE)
    return name.title() if name.isupper() else name


def _mention(channel: Channel, language: Language) -> str:
    if channel is not Channel.REGISTERED_LETTER:
        return ""
    return tr(
        "LETTRE RECOMMANDÉE\nAVEC AVIS DE RÉCEPTION\nPersonnel et confidentiel",
        "REGISTERED LETTER\nWITH ADVICE OF DELIVERY\nPersonal and confidential",
        language,
    )


def _place(facts: Facts, language: Language, today: date) -> str:
    city, when = town(clean(facts.hospital.city)), day(today.isoformat(), language)
    if language == "en":
        return f"{city}, {when}" if city else when
    return f"{city}, le {when}" if city else f"Le {when}"
