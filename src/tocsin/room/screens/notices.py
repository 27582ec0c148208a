"""Notices: what would leave, who stands for it, what left, what came back."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.errors import TocsinError
from tocsin.export import require_scope
from tocsin.language import tr
from tocsin.notify import approval, prepare
from tocsin.notify.public import (
    is_mail_stopped,
    mail_server,
    previews,
    resume_mail,
    send_test,
    stop_mail,
)
from tocsin.room import work
from tocsin.room.access import account_of
from tocsin.room.look import CLEAR, MASKED, Sight, journal, look
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import outgoing
from tocsin.room.screens.refused import say
from tocsin.room.signature import signature

CONTROLS = {"pause": approval.pause, "resume": approval.resume, "stop": approval.stop}
PREVIEWED = 4
"""One of each channel."""


def notices(request: HttpRequest) -> HttpResponse:
    """The screen."""
    known = outgoing.OUTGOING.get()
    found = known.value
    server, fault = _server()
    context = {
        "as_of": known.as_of,
        "persons": found.counts.persons,
        "rows": outgoing.by_channel(found.counts),
        "held": outgoing.held(found.counts),
        "feedback": outgoing.came_back(found),
        "found": found,
        "lots": outgoing.lots(),
        "is_stopped": is_mail_stopped(reading()),
        "server": server,
        "fault": fault,
    }
    return render(request, "room/notices.html", context)


def preview(request: HttpRequest) -> HttpResponse:
    """The exact words of one notice a channel, to an invented person."""
    return _preview(request, MASKED)


def preview_clear(request: HttpRequest) -> HttpResponse:
    """The same as the persons would have it."""
    return _preview(request, CLEAR)


def _preview(request: HttpRequest, sight: Sight) -> HttpResponse:
    found = previews(reading(), PREVIEWED, is_named=sight.clear)
    look("notices", sight=sight, persons=[one.person for one in found])
    return render(request, "room/preview.html", {"previews": found, "sight": sight})


def submit(request: HttpRequest) -> HttpResponse:
    """Prepare the notices, and submit all that wait to another person, as one batch."""
    with deciding() as case:
        require_scope(case, whole=True)
        prepare(case, date.today())  # noqa: DTZ011 - the hospital's own day
        approval.require_two_persons(case)
        batch = approval.submit(case, signature(account_of(request)))
    outgoing.OUTGOING.forget()
    return redirect("notices") if batch else _nothing_waits(request)


def approve(request: HttpRequest, number: int) -> HttpResponse:
    """The second person's word."""
    with deciding() as case:
        batch = approval.find(case, number)
        approval.approve(case, number, signature(account_of(request), (batch.submitted_by,)))
    return redirect("notices")


def control(request: HttpRequest, number: int) -> HttpResponse:
    """Pause, resume or stop a batch; beside a sender at work as well."""
    act = CONTROLS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    act(reading(), number, signature(account_of(request)))
    return redirect("notices")


def switch(request: HttpRequest) -> HttpResponse:
    """Stop all e-mail of the case, or allow it again."""
    act = resume_mail if request.POST.get("act") == "resume" else stop_mail
    act(reading())
    return redirect("notices")


def test(request: HttpRequest) -> HttpResponse:
    """Send the notice of an invented person to an address of staff."""
    server = mail_server(reading())
    if not server:
        return _no_server(request)
    reply = send_test(reading(), server, request.POST.get("address", ""))
    journal("emails.tested", messages=1, accepted=reply.is_positive)
    title = tr("Courriel d'essai accepté.", "Test e-mail accepted.")
    if not reply.is_positive:
        title = tr("Courriel d'essai refusé.", "Test e-mail refused.")
    return say(request, title, reply.text, 200)


def send(request: HttpRequest) -> HttpResponse:
    """Start handing over what is approved; it goes on without the browser."""
    server = mail_server(reading())
    if not server:
        return _no_server(request)
    journal("emails.asked", process=work.start_sending(server))
    return redirect("notices")


def _server() -> tuple[str, str]:
    try:
        return mail_server(reading()), ""
    except TocsinError as error:
        return "", f"{error.sentence} {error.way_out}"


def _no_server(request: HttpRequest) -> HttpResponse:
    return say(
        request,
        tr("Aucun serveur de messagerie n'est réglé ici.", "No mail server is set here."),
        tr("Écrivez server = dans mail.toml, dossier de l'affaire.", "Set server = in mail.toml."),
        409,
    )


def _nothing_waits(request: HttpRequest) -> HttpResponse:
    return say(
        request,
        tr("Aucun avis n'attend d'être soumis.", "No notice waits to be submitted."),
        tr("Les avis tenus demandent d'abord une décision.", "Held notices need a decision first."),
        409,
    )
