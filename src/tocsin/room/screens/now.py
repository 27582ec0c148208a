"""Now: the clocks, who is affected, how far the reading is, what blocks us, what waits for me."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tocsin.errors import TocsinError
from tocsin.language import number, tr
from tocsin.notify import load_hospital
from tocsin.report.public import Clock, ClockState
from tocsin.room.access import account_of
from tocsin.room.models import Request, User
from tocsin.room.opened import folder, reading
from tocsin.room.reads import glance
from tocsin.room.reads.entries import last_acts
from tocsin.room.roles import Permission
from tocsin.room.work import under_way
from tocsin.status import CaseStatus

URGENT_HOURS = 12


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty whose clock runs, for a reader."""

    name: str
    addressee: str
    source: str
    hours: int
    used: int
    due: datetime

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self.hours < 0

    @property
    def is_urgent(self) -> bool:
        """Whether little of it is left."""
        return self.hours < URGENT_HOURS


@dataclass(frozen=True, slots=True)
class Block:
    """Something that keeps us, and where to mend it."""

    text: str
    link: str = ""


def now(request: HttpRequest) -> HttpResponse:
    """The screen; it refreshes itself, part by part."""
    user, known = account_of(request), glance.glance()
    status, clocks = known.value, _clocks()
    context = {
        "as_of": known.as_of,
        "status": status,
        "is_empty": not status.numbers["files"],
        "affected": glance.affected(status),
        "medical": glance.medical(status),
        "to_decide": glance.to_decide(),
        "deadlines": list(_deadlines(clocks)),
        "work": under_way(reading()),
        "blocks": list(_blocks(user, status, clocks)),
        "signatures": _signatures(user),
        "acts": last_acts(),
    }
    part = "room/now_part.html" if "HX-Request" in request.headers else "room/now.html"
    return render(request, part, context)


def _clocks() -> list[Clock] | None:
    try:
        return glance.clocks()
    except TocsinError:
        return None


def _deadlines(clocks: list[Clock] | None) -> Iterator[Deadline]:
    """Those that count, the nearest first."""
    counting = [c for c in clocks or () if c.state in (ClockState.RUNNING, ClockState.LATE)]
    for clock in sorted(counting, key=lambda c: c.deadline or datetime.max.replace(tzinfo=UTC)):
        if clock.deadline is None or clock.hours is None:
            continue
        duty = clock.duty
        yield Deadline(
            tr(duty.fr, duty.en),
            tr(duty.addressee_fr, duty.addressee_en),
            duty.source,
            int(clock.hours.value),
            _used(clock, clock.deadline),
            clock.deadline,
        )


def _used(clock: Clock, deadline: datetime) -> int:
    """Percent of the time that has gone."""
    if clock.started is None or clock.started >= deadline:
        return 100
    gone = (datetime.now(UTC) - clock.started) / (deadline - clock.started)
    return min(max(int(gone * 100), 0), 100)


def _blocks(user: User, status: CaseStatus, clocks: list[Clock] | None) -> Iterator[Block]:
    yield from _hospital_blocks(clocks)
    numbers = status.numbers
    unread = numbers["documents_unreadable"]
    if unread:
        text = tr(
            f"{number(unread)} documents illisibles", f"{number(unread)} unreadable documents"
        )
        yield Block(text, _link(user, Permission.EVIDENCE, "sealed"))
    waiting = numbers["documents_with_pictures_waiting"]
    if waiting:
        text = tr(
            f"{number(waiting)} documents attendent la lecture de leurs images",
            f"{number(waiting)} documents wait for their pictures to be read",
        )
        yield Block(text, _link(user, Permission.EVIDENCE, "sealed"))
    set_aside = numbers["index_rows_set_aside"]
    if set_aside:
        yield Block(
            tr(
                f"{number(set_aside)} lignes de l'index des patients à corriger",
                f"{number(set_aside)} rows of the patient index to mend",
            )
        )


def _hospital_blocks(clocks: list[Clock] | None) -> Iterator[Block]:
    try:
        missing = load_hospital(folder()).missing()
    except TocsinError as error:
        yield Block(f"{error.sentence} {error.way_out}")
        return
    if missing:
        names = ", ".join(missing)
        yield Block(
            tr(f"hospital.toml à compléter : {names}", f"hospital.toml to fill in: {names}")
        )
    if any(clock.state is ClockState.NO_START and clock.duty.length for clock in clocks or ()):
        yield Block(
            tr(
                "Délai de 72 heures sans départ : donnez discovered_at dans hospital.toml",
                "The 72 hours have no start: give discovered_at in hospital.toml",
            )
        )


def _link(user: User, permission: Permission, route: str) -> str:
    return reverse(route) if user.may(permission) else ""


def _signatures(user: User) -> list[Request]:
    """What this reader can approve."""
    if not user.may(Permission.RIGHTS):
        return []
    waiting = Request.objects.filter(state=Request.State.WAITING)
    return list(waiting.exclude(asked_by=user.username).exclude(subject=user.username))
