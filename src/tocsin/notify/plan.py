"""plan: the notices that the rules give a person, and what follows where an e-mail failed."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from tocsin.model.notice import Channel, DeliveryState, join_categories
from tocsin.notify.ledger import Planned
from tocsin.notify.notice import Reader, template_of
from tocsin.notify.recipient import Recipient
from tocsin.notify.rules import route

AFTER_EMAIL = ("email_refused", "email_bounced")
"""Reasons of a letter that takes the place of an e-mail."""


def plan(who: Recipient, today: date, reference: str) -> list[Planned]:
    """The notices that `who` should have."""
    rule = route(who, today)
    return [_planned(who, channel, rule.reason, reference) for channel in rule.channels]


def plan_after_refusal(who: Recipient, reference: str, reason: str = "email_refused") -> Planned:
    """What follows when the person's address was refused for good, or the e-mail came back."""
    if who.postal.is_usable:
        return _planned(who, Channel.LETTER, reason, reference)
    return _planned(who, Channel.HELD, "no_contact", reference)


def failure_of(states: Iterable[DeliveryState]) -> str:
    """How the e-mails among notices in these states failed, a reason of `AFTER_EMAIL`; or ""."""
    seen = set(states)
    if DeliveryState.BOUNCED in seen:
        return "email_bounced"
    return "email_refused" if DeliveryState.REFUSED in seen else ""


def _planned(who: Recipient, channel: Channel, reason: str, reference: str) -> Planned:
    language = who.person.language
    return Planned(
        person=who.number,
        channel=channel,
        reference=reference,
        language=language,
        categories=join_categories(who.categories),
        template=template_for(channel, language, _reader(who, channel)),
        reason=reason,
        recipient=_address(who, channel),
    )


def _address(who: Recipient, channel: Channel) -> str:
    if channel is Channel.EMAIL:
        return who.mailbox
    if channel is Channel.CALL:
        return who.person.mobile or who.person.phone
    return "" if channel is Channel.HELD else "\n".join(who.postal.lines)


@cache
def template_for(channel: Channel, language: str, reader: Reader) -> str:
    """Name and hash of the template of a notice."""
    return template_of(channel, language, reader)


def _reader(who: Recipient, channel: Channel) -> Reader:
    by_post = channel in (Channel.LETTER, Channel.REGISTERED_LETTER)
    return Reader.REPRESENTATIVE if by_post and who.is_represented else Reader.PERSON
