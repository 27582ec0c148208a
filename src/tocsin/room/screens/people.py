"""People: search, the list of those affected, one person's ledger, homonyms to settle."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tocsin.assess.public import columns, mended
from tocsin.room.look import CLEAR, MASKED, Sight, look
from tocsin.room.opened import reading
from tocsin.room.reads import persons
from tocsin.room.reads.directory import DIRECTORY
from tocsin.room.reads.pages import Page
from tocsin.room.reads.questions import homonyms as homonym_questions
from tocsin.room.reads.questions import known

SETS_SHOWN = 50


def people(request: HttpRequest) -> HttpResponse:
    """Those affected, masked; or, by POST from the search field, those who were searched."""
    return _people(request, request.GET, MASKED)


def people_clear(request: HttpRequest) -> HttpResponse:
    """The same in clear."""
    return _people(request, request.POST, CLEAR)


def search(request: HttpRequest) -> HttpResponse:
    """Persons found by name, birth date or number: by POST, so that no address names anybody."""
    return _people(request, request.POST, MASKED)


def _people(request: HttpRequest, asked: QueryDict, sight: Sight) -> HttpResponse:
    words = asked.get("words", "").strip()
    tier, status, after = (asked.get(name, "") for name in ("tier", "status", "after"))
    if words:
        page = Page(persons.chosen(DIRECTORY.get().value.find(words)))
    else:
        page = persons.affected(tier, status, after)
    what = "search" if words else "people"
    look(what, sight=sight, persons=[row.number for row in page.rows])
    context = {
        "page": page,
        "words": words,
        "tier": tier,
        "status": status,
        "after": after,
        "sight": sight,
    }
    return render(request, "room/people.html", context)


def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person's ledger, masked."""
    return _person(request, number, request.GET.get("after", ""), MASKED)


def person_clear(request: HttpRequest, number: int) -> HttpResponse:
    """The same in clear."""
    return _person(request, number, request.POST.get("after", ""), CLEAR)


def _person(request: HttpRequest, number: int, after: str, sight: Sight) -> HttpResponse:
    found = persons.chosen([number])
    if not found:
        raise Http404
    look("person", sight=sight, person=number)
    context = {
        "listed": found[0],
        "page": persons.ledger_of(number, after),
        "after": after,
        "sight": sight,
        "into": persons.merged_into(number),
        "mended": mended(reading().store, number, found[0].person.patient_id),
        "columns": columns(),
        "questions": [
            question
            for question in known()
            if any(candidate.person == number for candidate in question.candidates)
        ][:20],
    }
    return render(request, "room/person.html", context)


def homonyms(request: HttpRequest) -> HttpResponse:
    """Sets of persons whom nothing tells apart, each a question."""
    sets = homonym_questions()
    shown = sets[:SETS_SHOWN]
    numbers = {candidate.person for question in shown for candidate in question.candidates}
    look("homonyms", persons=sorted(numbers))
    listed = {one.number: one for one in persons.chosen(sorted(numbers))}
    context = {
        "sets": [
            (question, [listed[c.person] for c in question.candidates if c.person in listed])
            for question in shown
        ],
        "count": len(sets),
        "sight": MASKED,
    }
    return render(request, "room/homonyms.html", context)
