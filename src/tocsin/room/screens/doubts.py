"""E-mails in doubt: a crash left open whether the server has them; who found out says so."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.notify.public import references_in_doubt, settle_by_hand
from tocsin.room.access import account_of
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import outgoing
from tocsin.room.signature import signature

SHOWN = 200
VERDICTS = {"accepted": True, "not_accepted": False}


def doubts(request: HttpRequest) -> HttpResponse:
    """The references, by which the server's log can be searched."""
    found = references_in_doubt(reading())
    context = {"references": found[:SHOWN], "count": len(found)}
    return render(request, "room/doubts.html", context)


def settle(request: HttpRequest) -> HttpResponse:
    """The server has it, or not: then it is sent again."""
    verdict = VERDICTS.get(request.POST.get("verdict", ""))
    if verdict is None:
        raise Http404
    reference, by = request.POST.get("reference", ""), signature(account_of(request))
    with deciding() as case:
        settle_by_hand(case, reference, accepted=verdict, by=by)
    outgoing.OUTGOING.forget()
    return redirect("notices_doubts")
