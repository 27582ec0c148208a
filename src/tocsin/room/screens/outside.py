"""Persons outside the index: the list, masked; who of them is a patient, and which two are one."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.assess.public import mended_outside, merge_outside
from tocsin.assess.public import recognise as recognise_person
from tocsin.assess.public import split as split_persons
from tocsin.language import tr
from tocsin.notify.public import prepare_anew
from tocsin.room.access import account_of
from tocsin.room.look import CLEAR, MASKED, Sight, look
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import glance, outgoing
from tocsin.room.reads.outside import REASONS, outsiders
from tocsin.room.reads.pages import number_of
from tocsin.room.reads.persons import person_of
from tocsin.room.signature import signature


def outside(request: HttpRequest) -> HttpResponse:
    """The list, masked."""
    return _outside(request, MASKED)


def outside_clear(request: HttpRequest) -> HttpResponse:
    """The same in clear."""
    return _outside(request, CLEAR)


def _outside(request: HttpRequest, sight: Sight) -> HttpResponse:
    asked = request.POST if sight.clear else request.GET
    reason, after = asked.get("reason", "not_in_index"), asked.get("after", "")
    page = outsiders(reason, after)
    look("outside", sight=sight, strangers=[row.number for row in page.rows])
    context = {
        "page": page,
        "reason": reason,
        "after": after,
        "reasons": [(value, tr(*words)) for value, words in REASONS.items()],
        "mended": mended_outside(reading().store),
        "sight": sight,
    }
    return render(request, "room/outside.html", context)


def recognise(request: HttpRequest) -> HttpResponse:
    """The person chosen is the patient of that number; on to the patient's page."""
    asked = request.POST
    person = person_of(asked.get("patient", ""))
    with deciding() as case:
        recognise_person(case, asked.get("stranger", ""), person, *_said(request))
        prepare_anew(case, date.today())  # noqa: DTZ011 - the hospital's own day
    glance.changed()
    outgoing.OUTGOING.forget()
    return redirect("people_person", number=person)


def merge(request: HttpRequest) -> HttpResponse:
    """Two persons outside the index are one, told of under the name of the first."""
    kept, other = (request.POST.get(name, "").strip() for name in ("stranger", "other"))
    with deciding() as case:
        merge_outside(case, kept, other, *_said(request))
    return _done()


def split(request: HttpRequest) -> HttpResponse:
    """They are two again."""
    number = number_of(request.POST.get("decision", ""), 0)
    if number not in [one.number for one in mended_outside(reading().store)]:
        raise Http404
    with deciding() as case:
        split_persons(case, number, signature(account_of(request)))
    return _done()


def _said(request: HttpRequest) -> tuple[str, str]:
    """By whom and why."""
    return signature(account_of(request)), request.POST.get("why", "")


def _done() -> HttpResponse:
    glance.changed()
    return redirect("people_outside")
