"""The words of letters as data for the layout (letter.typ)."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tocsin.model.category import Category
from tocsin.model.notice import Channel, parse_categories
from tocsin.notify.facts import NAME, REFERENCE, Facts, as_typed, clean
from tocsin.notify.ledger import Kept
from tocsin.notify.letters.code39 import bars
from tocsin.notify.letters.proof import Expected
from tocsin.notify.notice import Notice, Reader, kind_headings, word_notice
from tocsin.notify.recipient import Recipient
from tocsin.notify.tongue import tongue


def words_of(
    channel: Channel, language: str, letters: Iterable[Kept], facts: Facts, today: date
) -> dict[str, Any]:
    """What all of `letters` share; a wording for each set of kinds of data and reader."""
    notices: dict[str, Notice] = {}
    for letter in letters:
        kinds, reader = parse_categories(letter.planned.categories), _reader(letter)
        if _wording(letter) not in notices:
            words = word_notice(channel, language, kinds, facts, reader=reader)
            notices[_wording(letter)] = words
    title = next(iter(notices.values())).subject
    return {
        "language": language,
        "title": title,
        "author": clean(facts.hospital.name),
        "sender": sender_lines(facts, language),
        "mention": tongue(language).registered if channel is Channel.REGISTERED_LETTER else "",
        "place": tongue(language).dated(town(clean(facts.hospital.city)), today),
        "reference_label": tongue(language).reference,
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
        "wording": _wording(notice),
    }


def expected_of(notice: Kept, who: Recipient) -> Expected:
    """What the letter must say and must not, from the ledger alone."""
    language, reader = who.person.language, _reader(notice)
    others = [kind for kind in Category if kind not in who.categories]
    return Expected(
        window=" ".join(who.postal.lines),
        present=(
            who.name,
            notice.planned.reference,
            *kind_headings(language, who.categories, reader=reader),
        ),
        absent=tuple(kind_headings(language, others, reader=reader)),
    )


def _reader(letter: Kept) -> Reader:
    return Reader.of(letter.planned.template)


def _wording(letter: Kept) -> str:
    """The name of a wording within a batch."""
    return f"{_reader(letter)}/{letter.planned.categories}"


def sender_lines(facts: Facts, language: str) -> list[str]:
    """The head of the letter."""
    hospital = facts.hospital
    name = hospital.name or tongue(language).hospital
    phone = hospital.phone and f"{tongue(language).switchboard} {hospital.phone}"
    city = "" if hospital.city in " ".join(hospital.address) else hospital.city
    lines = (name, *hospital.address, city, phone, as_typed(hospital.website))
    return [clean(line) for line in lines if line]


def town(city: str) -> str:
    """The town as one writes it above a date: no postal code, no shouting."""
    name = re.sub(r"^\d{5}\s+|\s+cedex( \d+)?$", "", city, flags=re.IGNORECASE)
    return name.title() if name.isupper() else name
