"""A room on the doubtful theft: one a process, since Django is set up once; accounts a test."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.doubtful import run, write_index, write_theft
from tocsin.case import Case
from tocsin.room.settings import RoomSettings, set_up

PASSWORD = "le tilleul du parvis 7"
DATABASE = "TOCSIN_ROOM_TEST_DATABASE"
"""The URL of a PostgreSQL: the same tests then run on it."""

BASE = Path(tempfile.mkdtemp(prefix="salle-"))
# Here and not in a fixture: test modules import models, which Django must know before.
set_up(
    RoomSettings(
        BASE / "affaire",
        secrets.token_bytes(32),
        secrets.token_bytes(32),
        os.environ.get(DATABASE, ""),
    )
)


@dataclass(frozen=True)
class Room:
    """Where the room of these tests lies."""

    folder: Path
    theft: Path
    patients: Path


@pytest.fixture(scope="session")
def room() -> Iterator[Room]:
    """The case, scoped, its folder now a room."""
    from django.db import connections

    from tocsin.room.serve import migrate

    patients, theft = write_index(BASE / "patients.csv"), write_theft(BASE / "vol")
    with Case.create_or_open(BASE / "affaire") as case:
        run(case, BASE)
    migrate()
    yield Room(BASE / "affaire", theft, patients)
    connections.close_all()
    shutil.rmtree(BASE)


@pytest.fixture(autouse=True)
def clean(room: Room) -> Iterator[None]:
    """No account, no decision and nothing remembered from another test."""
    from django.core.cache import cache

    from tocsin.room import opened
    from tocsin.room.models import Request, User

    User.objects.all().delete()
    Request.objects.all().delete()
    cache.clear()
    forget()
    yield
    with Case.open(room.folder) as case:
        _undo_all(case)
    forget()
    opened.close()


def forget() -> None:
    """As if nobody had looked yet."""
    from tocsin.room.reads import (
        copy,
        deadlines,
        directory,
        entries,
        glance,
        kinds,
        outgoing,
        questions,
    )

    for known in (
        copy.COPY,
        directory.DIRECTORY,
        entries.CHAIN,
        glance.STATUS,
        kinds.OVERVIEW,
        kinds.BY_CATEGORY,
        deadlines.FIGURES,
        deadlines.CLOCKS,
        outgoing.OUTGOING,
    ):
        known.forget()
    questions.QUESTIONS.forget()
    questions.SAMPLE.forget()


def _undo_all(case: Case) -> None:
    from tocsin.assess.public import Review, standing

    for decision in list(standing(case.store)):
        Review(case, "rangement").undo(decision)


def acts(room: Room, since: int = 0) -> list[tuple[str, str, str]]:
    """Act, actor and detail of every entry of the journal behind the entry `since`."""
    with Case.open(room.folder, exclusive=False) as case:
        rows = case.store.execute(
            "SELECT act, actor, detail FROM journal WHERE entry > ? ORDER BY entry", (since,)
        )
    return [(str(act), str(actor), str(detail)) for act, actor, detail in rows]


def last_entry(room: Room) -> int:
    """The number of the last entry."""
    with Case.open(room.folder, exclusive=False) as case:
        return case.store.count("SELECT max(entry) FROM journal")
