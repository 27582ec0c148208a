"""Persons outside the index: the list, masked, and who of them is a patient under another name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.assess.public import recognise as recognise_person
from tocsin.language import tr
from tocsin.room.access import account_of
from tocsin.room.look import CLEAR, MASKED, Sight, look
from tocsin.room.opened import deciding
from tocsin.room.reads import glance
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
        "sight": sight,
    }
    return render(request, "room/outside.html", context)


def recognise(request: HttpRequest) -> HttpResponse:
    """The person chosen is the patient of that number; on to the patient's page."""
    asked = request.POST
    person = person_of(asked.get("patient", ""))
    stranger, by = number_of(asked.get("stranger", ""), 0), signature(account_of(request))
    with deciding() as case:
        recognise_person(case, stranger, person, by, asked.get("why", ""))
    glance.changed()
    return redirect("people_person", number=person)
