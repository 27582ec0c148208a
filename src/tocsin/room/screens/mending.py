"""Mending a person: correct a value, merge two rows of the index, set documents apart, undo."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tocsin.assess.public import mended, merge_persons, set_apart, take_back
from tocsin.match.public import correct as correct_person
from tocsin.notify.public import prepare_anew
from tocsin.room.access import account_of
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import glance, outgoing
from tocsin.room.reads.directory import DIRECTORY
from tocsin.room.reads.pages import number_of
from tocsin.room.reads.persons import chosen, person_of
from tocsin.room.signature import signature


def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct one value; it holds for how the person is told, at the next preparing."""
    _require(number)
    asked = request.POST
    column, value, why = (asked.get(name, "") for name in ("column", "value", "why"))
    with deciding() as case:
        correct_person(case, number, column, value, _by(request), why)
    DIRECTORY.changed()
    return _done(number)


def merge(request: HttpRequest, number: int) -> HttpResponse:
    """The row of another patient number is this person too."""
    _require(number)
    other = person_of(request.POST.get("patient", ""))
    with deciding() as case:
        merge_persons(case, number, other, _by(request), request.POST.get("why", ""))
        prepare_anew(case, date.today())  # noqa: DTZ011 - the hospital's own day
    return _done(number)


def apart(request: HttpRequest, number: int) -> HttpResponse:
    """The documents ticked are another's: of a patient number, or of nobody in the index."""
    _require(number)
    patient = request.POST.get("patient", "").strip()
    documents = [number_of(text, 0) for text in request.POST.getlist("document")]
    to = person_of(patient) if patient else None
    with deciding() as case:
        set_apart(case, number, documents, _by(request), request.POST.get("why", ""), to)
    return _done(number)


def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back one of the decisions about this person."""
    wanted = request.POST.get("kind", ""), number_of(request.POST.get("decision", ""), 0)
    about = mended(reading().store, number, _require(number))
    if wanted not in [(one.kind, one.number) for one in about]:
        raise Http404
    with deciding() as case:
        take_back(case, *wanted, by=_by(request))
        prepare_anew(case, date.today())  # noqa: DTZ011 - the hospital's own day
    DIRECTORY.changed()
    return _done(number)


def _require(number: int) -> str:
    """The patient number of a person of the index."""
    found = chosen([number])
    if not found:
        raise Http404
    return found[0].person.patient_id


def _by(request: HttpRequest) -> str:
    return signature(account_of(request))


def _done(number: int) -> HttpResponse:
    glance.changed()
    outgoing.OUTGOING.forget()
    return redirect("people_person", number=number)
