"""The press sheet: versions, what changed between them, two approvals; then it is frozen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.report.public import (
    approve_press,
    differences,
    draft_press,
    version_numbered,
    versions,
)
from tocsin.room.access import account_of
from tocsin.room.opened import deciding, reading
from tocsin.room.signature import signature


def press(request: HttpRequest) -> HttpResponse:
    """The versions, the newest first."""
    found = list(reversed(versions(reading().store)))
    return render(request, "room/press.html", {"versions": found})


def draft(request: HttpRequest) -> HttpResponse:
    """A new version from the case as it is now."""
    del request
    with deciding() as case:
        made = draft_press(case)
    return redirect("press_version", made.number)


def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, and what changed since the one before."""
    store = reading().store
    shown = version_numbered(store, number)
    before = [one.number for one in versions(store) if one.number < number]
    context = {
        "version": shown,
        "before": before[-1] if before else None,
        "changes": differences(store, before[-1], number) if before else [],
        "mine": signature(account_of(request), shown.approved_by) in shown.approved_by,
    }
    return render(request, "room/version.html", context)


def approve(request: HttpRequest, number: int) -> HttpResponse:
    """One of two approvals; the account's holder counts once, here and at a terminal."""
    with deciding() as case:
        given = version_numbered(case.store, number).approved_by
        approve_press(case, number, person=signature(account_of(request), given))
    return redirect("press_version", number)
