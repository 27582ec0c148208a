"""Which way a person is told: the rules of `rules.toml`, read from the top."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tocsin.model.category import Status, Tier
from tocsin.model.notice import Channel
from tocsin.notify.recipient import Recipient

FILE = Path(__file__).with_name("rules.toml")

Condition = Callable[[Recipient, date], bool]
CONDITIONS: dict[str, Condition] = {
    "deceased": lambda who, _: who.person.is_deceased,
    "minor": lambda who, today: who.person.is_minor(today),
    "guardianship": lambda who, _: who.person.is_protected,
    "shared_email": lambda who, _: who.shares_mailbox,
    "in_review": lambda who, _: who.status is Status.TO_REVIEW,
    "medical": lambda who, _: is_medical(who),
    "medical_with_address": lambda who, _: is_medical(who) and who.postal.is_usable,
    "email": lambda who, _: bool(who.mailbox),
    "address": lambda who, _: who.postal.is_usable,
    "anyone": lambda _, __: True,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """If `applies`, the person is told by `channels`, for `reason` (a word)."""

    applies: Condition
    channels: tuple[Channel, ...]
    reason: str


def is_medical(who: Recipient) -> bool:
    """Whether health is among what was taken; either sign of it is enough."""
    return who.tier is Tier.MEDICAL or any(category.is_medical for category in who.categories)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in their order."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Rule(
            CONDITIONS[entry["when"]],
            tuple(Channel(name) for name in entry["channels"]),
            entry["reason"],
        )
        for entry in table["rule"]
    )


def route(who: Recipient, today: date) -> Rule:
    """What somebody decided of `who`, else the first rule that applies on `today`.

    The last rule applies to anyone. A finding still to review is told to nobody.
    """
    if who.decision is not None and who.status is not Status.TO_REVIEW:
        return Rule(CONDITIONS["anyone"], (who.decision.channel,), "decided")
    return next(rule for rule in rules() if rule.applies(who, today))
