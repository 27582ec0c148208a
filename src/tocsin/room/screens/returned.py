"""What came back and needs a person: messages nobody could attribute, letters the post returned."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.language import number, screen_language, tr
from tocsin.notify.public import (
    FeedbackKind,
    ReturnReason,
    attribute_feedback,
    record_returned,
    unattributed_one,
)
from tocsin.room.access import account_of
from tocsin.room.look import CLEAR, MASKED, look
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import outgoing
from tocsin.room.reads.returned import unattributed as unattributed_page
from tocsin.room.screens.refused import say
from tocsin.room.signature import signature


def unattributed(request: HttpRequest) -> HttpResponse:
    """The messages, subjects masked."""
    page = unattributed_page(request.GET.get("after", ""))
    look("feedback", messages=[row.number for row in page.rows])
    return render(request, "room/unattributed.html", {"page": page, "sight": MASKED})


def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message in clear: whom it is about stands in its text, if anywhere."""
    found = unattributed_one(reading(), number)
    look("feedback", sight=CLEAR, messages=[number])
    language = screen_language()
    context = {
        "message": found,
        "kinds": [(kind.value, kind.label(language)) for kind in FeedbackKind],
        "sight": CLEAR,
    }
    return render(request, "room/message.html", context)


def attribute(request: HttpRequest, number: int) -> HttpResponse:
    """Say whose notice a message is about, and what it means."""
    asked = request.POST
    reference = None if asked.get("act") == "nobody" else asked.get("reference", "")
    if asked.get("kind") not in list(FeedbackKind):
        raise Http404
    by = signature(account_of(request))
    with deciding() as case:
        attribute_feedback(case, number, reference, by, FeedbackKind(asked["kind"]))
    outgoing.OUTGOING.forget()
    return redirect("notices_unattributed")


def letters(request: HttpRequest) -> HttpResponse:
    """Record letters that the post brought back, by the references scanned or typed."""
    references = request.POST.get("references", "").split()
    reason = request.POST.get("reason", "")
    if reason not in list(ReturnReason):
        raise Http404
    with deciding() as case:
        new = record_returned(
            case, references, ReturnReason(reason), signature(account_of(request))
        )
    outgoing.OUTGOING.forget()
    title = tr(f"{number(new)} lettre(s) notée(s).", f"{number(new)} letter(s) recorded.")
    known = len(set(references)) - new
    text = tr(f"Déjà notées : {number(known)}.", f"Recorded before: {number(known)}.")
    return say(request, title, text, 200)
