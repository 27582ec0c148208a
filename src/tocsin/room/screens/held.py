"""Notices held for a person: how the deceased's, minors', protected persons' are told, by name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tocsin.language import screen_language, tr
from tocsin.model.notice import Channel, HoldReason
from tocsin.notify.public import DECIDABLE, Addressee, all_held, decide_held
from tocsin.room.access import account_of
from tocsin.room.look import CLEAR, MASKED, Sight, look
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import outgoing
from tocsin.room.reads.held import held as held_page
from tocsin.room.reads.held import patient_ids
from tocsin.room.reads.pages import number_of
from tocsin.room.screens.refused import say
from tocsin.room.signature import signature


def held(request: HttpRequest) -> HttpResponse:
    """The list, masked."""
    return _held(request, MASKED)


def held_clear(request: HttpRequest) -> HttpResponse:
    """The same in clear."""
    return _held(request, CLEAR)


def _held(request: HttpRequest, sight: Sight) -> HttpResponse:
    asked = request.POST if sight.clear else request.GET
    reason, after = asked.get("reason", ""), asked.get("after", "")
    page = held_page(reason, after)
    look("held", sight=sight, persons=[row.listed.number for row in page.rows])
    language = screen_language()
    context = {
        "page": page,
        "reason": reason,
        "after": after,
        "reasons": [(one.value, one.label(language)) for one in HoldReason],
        "channels": [(one.value, _way(one)) for one in DECIDABLE],
        "can_be_all": reason and reason != HoldReason.IN_REVIEW,
        "sight": sight,
    }
    return render(request, "room/held.html", context)


def decide(request: HttpRequest) -> HttpResponse:
    """One decision on all who are ticked, or on all who are held for one reason."""
    asked = request.POST
    reason, channel, why = (asked.get(name, "") for name in ("reason", "channel", "why"))
    if channel not in list(DECIDABLE) or reason not in ("", *HoldReason):
        raise Http404
    patients = _patients(request, reason)
    if not patients or not why.strip():
        return _incomplete(request)
    to = Addressee(*(asked.get(part, "").strip() for part in Addressee.__dataclass_fields__))
    with deciding() as case:
        decide_held(case, patients, Channel(channel), signature(account_of(request)), why, to)
    outgoing.OUTGOING.forget()
    back = redirect("notices_held")
    back["Location"] = f"{reverse('notices_held')}?reason={reason}"
    return back


def _patients(request: HttpRequest, reason: str) -> list[str]:
    if reason and request.POST.get("act") == "all":
        return [one.patient_id for one in all_held(reading(), HoldReason(reason))]
    return patient_ids(number_of(text, 0) for text in request.POST.getlist("notice"))


def _way(channel: Channel) -> str:
    if channel is Channel.HELD:
        return tr("ne pas prévenir", "do not tell")
    return channel.label(screen_language())


def _incomplete(request: HttpRequest) -> HttpResponse:
    return say(
        request,
        tr("Il manque une personne ou un motif.", "A person or a reason is missing."),
        tr("Cochez des personnes et dites pourquoi.", "Tick persons and say why."),
        409,
    )
