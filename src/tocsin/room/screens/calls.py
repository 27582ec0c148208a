"""Calls: the persons whose health data was taken are told by voice; the tasks and nothing else."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.language import screen_language
from tocsin.notify.public import CallTask, Outcome, call_script, call_tasks, note_call
from tocsin.room.access import account_of
from tocsin.room.look import CLEAR, MASKED, look
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import outgoing, persons
from tocsin.room.signature import signature

SHOWN = 100
"""Those to be done first."""


def calls(request: HttpRequest) -> HttpResponse:
    """The tasks, names masked."""
    found, now = call_tasks(reading()), datetime.now(UTC)
    waiting = [task for task in found if task.is_open]
    shown = found[:SHOWN]
    look("calls", persons=[task.person for task in shown])
    context = {
        "rows": [(task, _last(task), task.is_overdue(now)) for task in shown],
        "open": len(waiting),
        "late": sum(task.is_overdue(now) for task in waiting),
        "count": len(found),
        "sight": MASKED,
    }
    return render(request, "room/calls.html", context)


def task(request: HttpRequest) -> HttpResponse:
    """One task in clear, with what to say: a look in the journal, and no name in the address."""
    chosen = _task(request.POST.get("reference", ""))
    look("call", sight=CLEAR, person=chosen.person)
    who = persons.chosen([chosen.person])
    language = screen_language()
    context = {
        "task": chosen,
        "person": who[0].person if who else None,
        "last": _last(chosen),
        "script": call_script(reading(), "en" if chosen.language == "en" else "fr"),
        "outcomes": [(outcome.value, outcome.label(language)) for outcome in Outcome],
        "sight": CLEAR,
    }
    return render(request, "room/call.html", context)


def note(request: HttpRequest) -> HttpResponse:
    """What came of a call."""
    asked = request.POST
    if asked.get("outcome") not in list(Outcome):
        raise Http404
    with deciding() as case:
        note_call(
            case,
            asked.get("reference", ""),
            Outcome(asked["outcome"]),
            signature(account_of(request)),
            checked="checked" in asked,
            call_back=_moment(asked.get("call_back", "")),
            notes=asked.get("notes", ""),
        )
    outgoing.OUTGOING.changed()
    return redirect("calls")


def _task(reference: str) -> CallTask:
    found = [task for task in call_tasks(reading()) if task.reference == reference]
    if not found:
        raise Http404
    return found[0]


def _last(task: CallTask) -> str:
    return task.last.label(screen_language()) if task.last else ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return None
