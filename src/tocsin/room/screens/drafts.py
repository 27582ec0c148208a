"""Files for the authorities: what was drawn up, and each figure with its query."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.room import work
from tocsin.room.look import journal
from tocsin.room.opened import folder, reading
from tocsin.room.reads import filings


def drafts(request: HttpRequest) -> HttpResponse:
    """The list."""
    context = {
        "drawn": filings.drawn(),
        "folder": folder() / work.REPORTS,
        "work": work.under_way(reading()),
    }
    return render(request, "room/drafts.html", context)


def write(request: HttpRequest) -> HttpResponse:
    """Start drawing all of them up; it goes on without the browser."""
    del request
    journal("report.asked", process=work.start_reports())
    return redirect("duties_drafts")


def draft(request: HttpRequest, number: int) -> HttpResponse:
    """One file: its figures as it says them."""
    return _draft(request, number, again=False)


def draft_again(request: HttpRequest, number: int) -> HttpResponse:
    """The same, each query run again."""
    return _draft(request, number, again=True)


def _draft(request: HttpRequest, number: int, *, again: bool) -> HttpResponse:
    found = filings.drawn_numbered(number, again=again)
    if found is None:
        raise Http404
    drawn, figures = found
    context = {
        "drawn": drawn,
        "figures": figures,
        "again": again,
        "moved": sum(again and not figure.holds for figure in figures),
    }
    return render(request, "room/draft.html", context)
