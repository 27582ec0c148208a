"""Journal: every act and every look; a filter; an export that others can check."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from tocsin.language import tr
from tocsin.room.look import journal as record
from tocsin.room.opened import reading
from tocsin.room.reads.entries import CHAIN, NEWEST, Wanted, actors, entries
from tocsin.room.reads.pages import number_of
from tocsin.room.signed import signed_journal
from tocsin.room.syslog.follow import STATE

FAMILIES = (
    ("", "tous", "all"),
    ("look.", "consultations", "looks"),
    ("explain.", "relectures", "documents read again"),
    ("review.", "décisions", "decisions"),
    ("person.", "personnes corrigées, réunies", "persons corrected, merged"),
    ("account.", "comptes", "accounts"),
    ("rights.", "droits", "rights"),
    ("scope.", "lecture", "reading"),
    ("seal.", "scellés", "seals"),
    ("batch.", "lots d'avis", "batches of notices"),
    ("emails.", "courriels", "e-mails"),
    ("call.", "appels", "calls"),
    ("letters.", "lettres", "letters"),
    ("report.", "rapports et registre", "reports and ledger"),
    ("press.", "presse", "press"),
)


def journal(request: HttpRequest) -> HttpResponse:
    """A page of the journal, newest first."""
    asked = request.GET
    wanted = Wanted(*(asked.get(name, "") for name in ("act", "actor", "since", "until")))
    chain = CHAIN.get()
    context = {
        "page": entries(wanted, number_of(asked.get("after", ""), NEWEST)),
        "wanted": wanted,
        "families": [(begin, tr(fr, en)) for begin, fr, en in FAMILIES],
        "actors": actors(),
        "broken": chain.value,
        "checked": chain.as_of,
        "sending": STATE,
        "retention": reading().get("retention_until"),
    }
    return render(request, "room/journal.html", context)


def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The whole journal as JSON lines, the last of them a signature over those before."""
    del request
    record("journal.exported")
    response = StreamingHttpResponse(
        signed_journal(reading()), content_type="application/x-ndjson; charset=utf-8"
    )
    name = f"journal-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
