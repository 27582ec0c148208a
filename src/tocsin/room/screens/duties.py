"""Authorities: what the law asks, of whom, before when and why; what was done about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.language import tr
from tocsin.report.public import EVENTS, meet, start, waive
from tocsin.room.access import account_of
from tocsin.room.opened import deciding
from tocsin.room.reads import deadlines
from tocsin.room.reads import duties as read
from tocsin.room.signature import signature


def duties(request: HttpRequest) -> HttpResponse:
    """The screen."""
    context = {
        "duties": read.standings(),
        "silent": read.silent(),
        "as_of": deadlines.FIGURES.get().as_of,
        "events": [(key, tr(*words)) for key, words in EVENTS.items()],
        "acts": read.done(),
    }
    return render(request, "room/duties.html", context)


def duty(request: HttpRequest, key: str) -> HttpResponse:
    """One duty whole."""
    return render(request, "room/duty.html", {"duty": _duty(key)})


def started(request: HttpRequest) -> HttpResponse:
    """A clock started."""
    asked = request.POST
    with deciding() as case:
        start(
            case,
            asked.get("event", ""),
            person=signature(account_of(request)),
            moment=asked.get("moment", ""),
            reason=asked.get("reason", ""),
        )
    deadlines.CLOCKS.forget()
    return redirect("duties")


def met(request: HttpRequest, key: str) -> HttpResponse:
    """A duty was met."""
    asked, found = request.POST, _duty(key)
    with deciding() as case:
        meet(
            case,
            found.key,
            person=signature(account_of(request)),
            moment=asked.get("moment", ""),
            reference=asked.get("reference", ""),
            reason=asked.get("reason", ""),
        )
    deadlines.CLOCKS.forget()
    return redirect("duties")


def waived(request: HttpRequest, key: str) -> HttpResponse:
    """A duty is set aside, with the reason."""
    found, reason = _duty(key), request.POST.get("reason", "")
    with deciding() as case:
        waive(case, found.key, person=signature(account_of(request)), reason=reason)
    deadlines.CLOCKS.forget()
    return redirect("duties")


def _duty(key: str) -> read.Standing:
    found = read.standing_of(key)
    if found is None:
        raise Http404
    return found
