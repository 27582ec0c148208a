"""Every act of the case, in order, each entry bound to the one before by its hash."""

import getpass
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

import orjson

from tocsin.case.store import Store

GENESIS = "0" * 64
_acting: ContextVar[str] = ContextVar("acting", default="")


@contextmanager
def acting_as(actor: str) -> Iterator[None]:
    """Acts of the block are those of `actor`, not of the account this process runs under."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def record(store: Store, act: str, **detail: object) -> None:
    """Append `act` with `detail` (counts, hashes, paths of outputs; no personal data)."""
    last = store.execute("SELECT hash FROM journal ORDER BY entry DESC LIMIT 1")
    previous = str(last[0][0]) if last else GENESIS
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    actor = login()
    text = orjson.dumps(detail, option=orjson.OPT_SORT_KEYS).decode()
    store.execute(
        "INSERT INTO journal (at, actor, act, detail, hash) VALUES (?, ?, ?, ?, ?)",
        (at, actor, act, text, _link(previous, at, actor, act, text)),
    )


def first_broken_entry(store: Store) -> int | None:
    """The number of the first entry whose hash does not follow, or None if all do."""
    previous = GENESIS
    for entry, at, actor, act, text, link in store.stream(
        "SELECT entry, at, actor, act, detail, hash FROM journal ORDER BY entry"
    ):
        if link != _link(previous, at, actor, act, text):
            return int(entry)
        previous = link
    return None


def _link(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def login() -> str:
    """Who acts: the name given by `acting_as`, else the account on this machine."""
    if acting := _acting.get():
        return acting
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
