"""Sealed copy: what was taken in, what was read, what not and why; reading again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.language import screen_language
from tocsin.room import work
from tocsin.room.charts import Share, shares
from tocsin.room.look import CLEAR, MASKED, Sight, journal, look
from tocsin.room.opened import reading
from tocsin.room.reads.copy import COPY
from tocsin.room.reads.copy import unread as unread_page
from tocsin.room.reads.labels import STATES, state_words
from tocsin.seal.public import differences, last_check

SHOWN = 200
"""Of each kind of difference."""


def sealed(request: HttpRequest) -> HttpResponse:
    """The copy as a whole."""
    known = COPY.get()
    copy = known.value
    chart = shares([Share(state_words(state), copy.states[state]) for state in STATES])
    context = {
        "copy": copy,
        "as_of": known.as_of,
        "work": work.under_way(reading()),
        "chart": chart,
        **_check(),
    }
    return render(request, "room/sealed.html", context)


def _check() -> dict[str, object]:
    """The last check of the seal, how far it is, and how many files differ, by kind."""
    done = last_check(reading().store)
    if done is None:
        return {"check": None}
    language = screen_language()
    found = differences(reading().store, done.number)
    counts = [(what.label(language), len(paths)) for what, paths in found.items()]
    return {"check": done, "differences": counts, "is_as_sealed": not any(found.values())}


def unlike(request: HttpRequest) -> HttpResponse:
    """The files that are not as sealed, names masked."""
    return _unlike(request, MASKED)


def unlike_clear(request: HttpRequest) -> HttpResponse:
    """The same with names."""
    return _unlike(request, CLEAR)


def _unlike(request: HttpRequest, sight: Sight) -> HttpResponse:
    done = last_check(reading().store)
    found = differences(reading().store, done.number) if done else {}
    language = screen_language()
    look("unlike", sight=sight, check=done.number if done else 0)
    groups = [
        (what.label(language), len(paths), paths[:SHOWN]) for what, paths in found.items() if paths
    ]
    return render(request, "room/unlike.html", {"groups": groups, "sight": sight})


def check(request: HttpRequest) -> HttpResponse:
    """Start comparing every file with the sealed log; it goes on without the browser."""
    del request
    journal("seal.check_asked", process=work.start_check())
    return redirect("sealed")


def unread(request: HttpRequest) -> HttpResponse:
    """What was not read, names masked."""
    return _unread(request, MASKED)


def unread_clear(request: HttpRequest) -> HttpResponse:
    """The same with names."""
    return _unread(request, CLEAR)


def _unread(request: HttpRequest, sight: Sight) -> HttpResponse:
    asked = request.POST if sight.clear else request.GET
    reason, after = asked.get("reason", ""), asked.get("after", "")
    page = unread_page(after, reason)
    look("unread", sight=sight, documents=[row.number for row in page.rows])
    context = {"page": page, "reason": reason, "after": after, "sight": sight}
    return render(request, "room/unread.html", context)


def start(request: HttpRequest) -> HttpResponse:
    """Start or resume the reading; it goes on without the browser."""
    source = request.POST.get("source", "").strip() or reading().get("source")
    patients = request.POST.get("patients", "").strip()
    process = work.start_reading(source, patients, request.POST.get("passwords", ""))
    journal("work.started", process=process)
    return redirect("sealed")


def stop(request: HttpRequest) -> HttpResponse:
    """Stop it where it can be resumed."""
    del request
    if work.stop():
        journal("work.stopped")
    return redirect("sealed")
