"""Calls: the persons whose health data was taken are told by voice; the tasks and nothing else.

A caller sees the tasks given to their account. Who gives them out sees all.
"""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.language import screen_language
from tocsin.notify.public import (
    NO_CALLER,
    CallTask,
    Outcome,
    assign_calls,
    assign_next_calls,
    call_script,
    note_call,
    task_counts,
    task_with,
)
from tocsin.room.access import account_of
from tocsin.room.look import CLEAR, MASKED, look
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import outgoing, persons
from tocsin.room.reads.pages import number_of
from tocsin.room.reads.tasks import callers, tasks
from tocsin.room.roles import Permission
from tocsin.room.signature import signature

NONE = "-"
"""In an address: the tasks that are nobody's. No account has such a name."""

MOST_AT_ONCE = 1000


def calls(request: HttpRequest) -> HttpResponse:
    """The tasks, names masked."""
    asked, now = request.GET.get("caller", ""), datetime.now(UTC)
    whose = _whose(request, asked)
    page = tasks(whose, request.GET.get("after", ""))
    look("calls", persons=[task.person for task in page.rows])
    may_call = callers()
    known = {user.username for user in may_call}
    context = {
        "page": page,
        "rows": [
            (task, _last(task), task.is_overdue(now), task.caller not in known)
            for task in page.rows
        ],
        "counts": task_counts(reading(), now, caller=whose),
        "callers": may_call,
        "caller": asked,
        "none": NONE,
        "sight": MASKED,
    }
    return render(request, "room/calls.html", context)


def task(request: HttpRequest) -> HttpResponse:
    """One task in clear, with what to say: a look in the journal, and no name in the address."""
    chosen = _task(request)
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
    asked, chosen = request.POST, _task(request)
    if asked.get("outcome") not in list(Outcome):
        raise Http404
    with deciding() as case:
        note_call(
            case,
            chosen.reference,
            Outcome(asked["outcome"]),
            signature(account_of(request)),
            checked="checked" in asked,
            call_back=_moment(asked.get("call_back", "")),
            notes=asked.get("notes", ""),
        )
    outgoing.OUTGOING.changed()
    return redirect("calls")


def assign(request: HttpRequest) -> HttpResponse:
    """Give tasks to an account, those ticked or the next ones; or take them back."""
    asked, by = request.POST, signature(account_of(request))
    caller = NO_CALLER if asked.get("act") == "back" else asked.get("caller", "")
    if caller != NO_CALLER and caller not in {user.username for user in callers()}:
        raise Http404
    with deciding() as case:
        if asked.get("act") == "next":
            count = min(number_of(asked.get("count", ""), 0), MOST_AT_ONCE)
            assign_next_calls(case, count, caller, by)
        else:
            assign_calls(case, asked.getlist("reference"), caller, by)
    return redirect("calls")


def _whose(request: HttpRequest, asked: str = "") -> str | None:
    """Whose tasks are shown: one's own, or for whoever gives them out those asked for, or all."""
    user = account_of(request)
    if not user.may(Permission.ASSIGN):
        return str(user.username)
    return NO_CALLER if asked == NONE else asked or None


def _task(request: HttpRequest) -> CallTask:
    reference = request.POST.get("reference", "")
    found = task_with(reading(), reference, caller=_whose(request))
    if found is None:
        raise Http404
    return found


def _last(task: CallTask) -> str:
    return task.last.label(screen_language()) if task.last else ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return None
