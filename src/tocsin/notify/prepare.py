"""prepare: one notice for every affected person, by the rules; again, only what is new."""

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from tocsin.assess.people.grouped import merged_persons
from tocsin.case import Case
from tocsin.model.notice import Channel, join_categories
from tocsin.notify import ledger
from tocsin.notify.ledger import Kept, Planned
from tocsin.notify.notice import Reader, template_of
from tocsin.notify.recipient import Recipient, find_shared_mailboxes, recipients
from tocsin.notify.reference import reference_of, shown
from tocsin.notify.rules import route

PUBLIC_REFERENCE = "public_reference"
_OF_HEALTH = (Channel.CALL, Channel.REGISTERED_LETTER)
AFTER_EMAIL = ("email_refused", "email_bounced")
"""Reasons of a letter that takes the place of an e-mail."""


@dataclass(slots=True)
class Prepared:
    """What preparing changed, in persons.

    `outdated` counts those already told of whom more, or less, is known by now.
    """

    persons: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    outdated: int = 0


def prepare(case: Case, today: date) -> Prepared:
    """Make the notices and outbox rows of everyone affected, as the rules say on `today`.

    What has left our hands is never touched; what has not follows the ledger.
    """
    done = Prepared()
    _name_publicly(case)
    key = case.subkey("reference")
    with case.store.transaction():
        find_shared_mailboxes(case.store, today)
        existing = _together(ledger.kept_by_person(case.store), merged_persons(case.store))
        at = ledger.now()
        for who in recipients(case.store):
            done.persons += 1
            planned = plan(who, today, reference_of(who.number, key))
            _reconcile(case, existing.pop(who.number, []), planned, at, done)
        _withdraw(case, existing, done)
    case.journal("notices.prepared", **asdict(done))
    return done


def prepare_anew(case: Case, today: date) -> None:
    """After a decision on who is one person: notices that are prepared follow it at once.

    So that what waits, approved or not, does not tell somebody twice. Nothing where none are.
    """
    if case.store.count("SELECT count(*) FROM notices"):
        prepare(case, today)


def public_reference(case: Case) -> str:
    """The reference of the whole campaign, published on the hospital's site."""
    number = int.from_bytes(case.subkey("public-reference")[:4], "big") >> 2
    return f"AV-{shown(number)}"


def plan(who: Recipient, today: date, reference: str) -> list[Planned]:
    """The notices that `who` should have."""
    rule = route(who, today)
    return [_planned(who, channel, rule.reason, reference) for channel in rule.channels]


def plan_after_refusal(who: Recipient, reference: str, reason: str = "email_refused") -> Planned:
    """What follows when the person's address was refused for good, or the e-mail came back."""
    if who.postal.is_usable:
        return _planned(who, Channel.LETTER, reason, reference)
    return _planned(who, Channel.HELD, "no_contact", reference)


def _planned(who: Recipient, channel: Channel, reason: str, reference: str) -> Planned:
    language = who.person.language
    return Planned(
        person=who.number,
        channel=channel,
        reference=reference,
        language=language,
        categories=join_categories(who.categories),
        template=_template(channel, language, _reader(who, channel)),
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
def _template(channel: Channel, language: str, reader: Reader) -> str:
    return template_of(channel, language, reader)


def _reader(who: Recipient, channel: Channel) -> Reader:
    by_post = channel in (Channel.LETTER, Channel.REGISTERED_LETTER)
    return Reader.REPRESENTATIVE if by_post and who.is_represented else Reader.PERSON


def _reconcile(
    case: Case, kept: list[Kept], planned: list[Planned], at: str, done: Prepared
) -> None:
    """Make what one person has be what they should have, as far as it is still in our hands."""
    if any(notice.state.is_released for notice in kept):
        _refresh_rest(case, kept, planned[0], at, done)
        return
    if [notice.planned for notice in kept] == planned:
        done.unchanged += 1
        return
    ledger.delete(case.store, [notice.notice for notice in kept])
    for wanted in planned:
        ledger.insert(case.store, wanted, at)
    done.changed += bool(kept)
    done.added += not kept


def _refresh_rest(case: Case, kept: list[Kept], wanted: Planned, at: str, done: Prepared) -> None:
    told = [notice for notice in kept if notice.state.is_released]
    twice = _told_twice(kept, told)
    ledger.delete(case.store, [notice.notice for notice in twice])
    kept = [notice for notice in kept if notice not in twice]
    is_outdated = any(notice.planned.categories != wanted.categories for notice in told)
    done.outdated += is_outdated
    done.unchanged += not is_outdated
    for notice in kept:
        if not notice.state.is_released and notice.planned.categories != wanted.categories:
            reader = Reader.of(notice.planned.template)
            template = _template(notice.planned.channel, wanted.language, reader)
            fresh = wanted._replace(template=template)
            ledger.refresh(case.store, notice.notice, fresh, at)


def _told_twice(kept: list[Kept], told: list[Kept]) -> list[Kept]:
    """What waits under one row of a merged person who was told under another.

    A call or registered letter about health that the other row never had is still owed.
    """
    rows = {notice.planned.person for notice in told}
    had = {notice.planned.channel for notice in kept if notice.planned.person in rows}
    return [
        notice
        for notice in kept
        if notice.planned.person not in rows
        and (notice.planned.channel in had or notice.planned.channel not in _OF_HEALTH)
    ]


def _together(kept: dict[int, list[Kept]], into: dict[int, int]) -> dict[int, list[Kept]]:
    """Each person's notices with those of the rows merged into them."""
    for row, person in into.items():
        if row != person and row in kept:
            kept.setdefault(person, []).extend(kept.pop(row))
    return kept


def _withdraw(case: Case, left: dict[int, list[Kept]], done: Prepared) -> None:
    """Persons who are no longer affected: take back what has not left."""
    for notices in left.values():
        waiting = [kept.notice for kept in notices if not kept.state.is_released]
        ledger.delete(case.store, waiting)
        done.withdrawn += len(waiting) == len(notices)
        done.outdated += len(waiting) < len(notices)


def _name_publicly(case: Case) -> None:
    if not case.get(PUBLIC_REFERENCE):
        case.set(PUBLIC_REFERENCE, public_reference(case))
