"""prepare: one notice for every affected person, by the rules; again, only what is new."""

from dataclasses import asdict, dataclass
from datetime import date

from tocsin.assess.people.grouped import merged_persons
from tocsin.case import Case
from tocsin.model.notice import Channel
from tocsin.notify import ledger
from tocsin.notify.ledger import Kept, Planned
from tocsin.notify.notice import Reader
from tocsin.notify.plan import failure_of, plan, plan_after_refusal, template_for
from tocsin.notify.recipient import Recipient, find_shared_mailboxes, recipients
from tocsin.notify.reference import reference_of, shown

PUBLIC_REFERENCE = "public_reference"
_OF_HEALTH = (Channel.CALL, Channel.REGISTERED_LETTER)


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
            _reconcile(case, who, existing.pop(who.number, []), planned, at, done)
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


def _reconcile(
    case: Case, who: Recipient, kept: list[Kept], planned: list[Planned], at: str, done: Prepared
) -> None:
    """Make what one person has be what they should have, as far as it is still in our hands."""
    gone = [notice for notice in kept if notice.state.is_released]
    if not gone:
        is_new = _replace(case, kept, planned, at)
        done.unchanged += not is_new
        done.changed += is_new and bool(kept)
        done.added += is_new and not kept
        return
    if told := [notice for notice in gone if not notice.state.has_failed]:
        _refresh_rest(case, who, kept, told, planned, at)
    else:
        waiting = [notice for notice in kept if notice not in gone]
        _replace(case, waiting, _after_failure(who, gone, planned), at)
    is_outdated = any(notice.planned.categories != planned[0].categories for notice in gone)
    done.outdated += is_outdated
    done.unchanged += not is_outdated


def _replace(case: Case, waiting: list[Kept], wanted: list[Planned], at: str) -> bool:
    """Have `wanted` wait, and nothing else; whether that is new."""
    if [notice.planned for notice in waiting] == wanted:
        return False
    ledger.delete(case.store, [notice.notice for notice in waiting])
    for planned in wanted:
        ledger.insert(case.store, planned, at)
    return True


def _after_failure(who: Recipient, gone: list[Kept], planned: list[Planned]) -> list[Planned]:
    """What is owed to somebody whom nothing that left has reached: no way is tried twice."""
    failure = failure_of(notice.state for notice in gone)
    reference = planned[0].reference
    instead = [
        plan_after_refusal(who, reference, failure)
        if failure and wanted.channel is Channel.EMAIL
        else wanted
        for wanted in planned
    ]
    return [wanted for wanted in instead if wanted.channel not in _channels(who, gone)]


def _refresh_rest(
    case: Case,
    who: Recipient,
    kept: list[Kept],
    told: list[Kept],
    planned: list[Planned],
    at: str,
) -> None:
    """Somebody was told: what else waits is taken back, or says what is known now."""
    twice = _told_twice(kept, told)
    ledger.delete(case.store, [notice.notice for notice in twice])
    owed = [n for n in kept if n not in twice and not n.state.is_released]
    if any(notice.planned.person != who.number for notice in owed):
        had = _channels(who, [notice for notice in kept if notice.state.is_released])
        channels = {notice.planned.channel for notice in owed} - had
        _replace(case, owed, [one for one in planned if one.channel in channels], at)
        return
    for notice in owed:
        if notice.planned.categories != planned[0].categories:
            reader = Reader.of(notice.planned.template)
            template = template_for(notice.planned.channel, planned[0].language, reader)
            fresh = planned[0]._replace(template=template)
            ledger.refresh(case.store, notice.notice, fresh, at)


def _channels(who: Recipient, notices: list[Kept]) -> set[Channel]:
    """The ways that notices under the row of `who` itself take."""
    return {one.planned.channel for one in notices if one.planned.person == who.number}


def _told_twice(kept: list[Kept], told: list[Kept]) -> list[Kept]:
    """What waits under one row of a merged person who was told under another.

    A call or registered letter about health that the other row never had is still owed.
    """
    rows = {notice.planned.person for notice in told}
    had = {notice.planned.channel for notice in kept if notice.planned.person in rows}
    return [
        notice
        for notice in kept
        if not notice.state.is_released
        and notice.planned.person not in rows
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
