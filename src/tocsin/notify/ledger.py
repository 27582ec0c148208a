"""The tables `notices` and `deliveries`: who is told how, and what became of it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from tocsin.case import Store
from tocsin.model.notice import FIRST_STATE, Channel, DeliveryState
from tocsin.notify.providers import provider_of


class Planned(NamedTuple):
    """A notice as the rules want it. `recipient` is an e-mail address, a window or a telephone."""

    person: int
    channel: Channel
    reference: str
    language: str
    categories: str
    template: str
    reason: str
    recipient: str


class Kept(NamedTuple):
    """A notice as the tables have it."""

    notice: int
    state: DeliveryState
    provider: str
    planned: Planned


COLUMNS = (
    "notice, state, provider,"
    " person, channel, reference, language, categories, template, reason, recipient"
)


def now() -> str:
    """The moment, for a row (UTC, ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def kept_by_person(store: Store) -> dict[int, list[Kept]]:
    """All notices, by the person's number."""
    found: dict[int, list[Kept]] = {}
    sql = f"SELECT {COLUMNS} FROM notices JOIN deliveries USING (notice) ORDER BY notice"
    for row in store.stream(sql):
        notice = kept(row)
        found.setdefault(notice.planned.person, []).append(notice)
    return found


def kept(row: tuple[object, ...]) -> Kept:
    """A row of `COLUMNS`."""
    notice, state, provider, person, channel, *rest = row
    planned = Planned(person, Channel(channel), *rest)  # type: ignore[arg-type]
    return Kept(notice, DeliveryState(state), provider, planned)  # type: ignore[arg-type]


def insert(store: Store, planned: Planned, at: str) -> int:
    """Add a notice and its outbox row; its number."""
    *facts, recipient = planned
    provider = provider_of(recipient) if planned.channel is Channel.EMAIL else ""
    notice = store.insert(
        "INSERT INTO notices (person, channel, reference, language, categories, template, reason,"
        " made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*facts, at),
    )
    store.execute(
        "INSERT INTO deliveries (notice, state, recipient, provider, reply, updated_at)"
        " VALUES (?, ?, ?, ?, '', ?)",
        (notice, FIRST_STATE[planned.channel].value, recipient, provider, at),
    )
    return notice


def delete(store: Store, notices: Iterable[int]) -> None:
    """Take back notices that have not left our hands."""
    rows = [(notice,) for notice in notices]
    store.many("DELETE FROM deliveries WHERE notice = ?", rows)
    store.many("DELETE FROM notices WHERE notice = ?", rows)


def refresh(store: Store, notice: int, planned: Planned, at: str) -> None:
    """Say in a notice that has not left our hands what is known now."""
    store.execute(
        "UPDATE notices SET categories = ?, template = ?, language = ?, made_at = ?"
        " WHERE notice = ?",
        (planned.categories, planned.template, planned.language, at, notice),
    )
    # A sender that holds it has the words of before: it must take it anew.
    store.execute("UPDATE deliveries SET owner = '' WHERE notice = ?", (notice,))


def settle(
    store: Store, rows: Iterable[tuple[int, DeliveryState, str]], at: str | None = None
) -> None:
    """Give notices their new state with its proof (a server's reply, a file's name)."""
    moment = at or now()
    store.many(
        "UPDATE deliveries SET state = ?, reply = ?, updated_at = ? WHERE notice = ?",
        [(state.value, reply, moment, notice) for notice, state, reply in rows],
    )


def hold(store: Store, notices: Iterable[int], reason: str) -> None:
    """Make notices wait for a person, who reads `reason` (a `HoldReason`)."""
    rows = list(notices)
    store.many(
        "UPDATE notices SET channel = 'held', reason = ? WHERE notice = ?",
        [(reason, notice) for notice in rows],
    )
    settle(store, [(notice, DeliveryState.HELD, "") for notice in rows])
