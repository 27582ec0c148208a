"""Findings: kinds of data and how sure, documents by kind, one document and why."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tocsin.explain import explain_document
from tocsin.language import screen_language, tr
from tocsin.room.charts import Share, bars
from tocsin.room.look import CLEAR, MASKED, Sight, look
from tocsin.room.opened import reading
from tocsin.room.reads import kinds
from tocsin.room.reads.questions import known


def findings(request: HttpRequest) -> HttpResponse:
    """What was taken, by kind."""
    known = kinds.OVERVIEW.get()
    confirmed, open_ = tr("confirmées", "confirmed"), tr("à vérifier", "to review")
    chart = bars(
        [
            (
                row.category.label(screen_language()),
                [Share(confirmed, row.confirmed), Share(open_, row.to_review)],
            )
            for row in known.value.kinds
        ]
    )
    rows = list(zip(known.value.kinds, chart, strict=True))
    context = {"rows": rows, "documents": known.value.documents, "as_of": known.as_of}
    return render(request, "room/findings.html", context)


def documents(request: HttpRequest) -> HttpResponse:
    """Documents in which somebody was found, names masked."""
    return _documents(request, request.GET, MASKED)


def documents_clear(request: HttpRequest) -> HttpResponse:
    """The same with names."""
    return _documents(request, request.POST, CLEAR)


def _documents(request: HttpRequest, asked: QueryDict, sight: Sight) -> HttpResponse:
    category, kind, after = (asked.get(name, "") for name in ("category", "kind", "after"))
    page = kinds.documents_with(category, kind, after)
    look("documents", sight=sight, documents=[row.number for row in page.rows])
    context = {"page": page, "category": category, "kind": kind, "after": after, "sight": sight}
    return render(request, "room/documents.html", context)


def document(request: HttpRequest, number: int) -> HttpResponse:
    """One document: what it says of whom, masked."""
    return _document(request, number, request.GET.get("after", ""), MASKED)


def document_clear(request: HttpRequest, number: int) -> HttpResponse:
    """The same in clear."""
    return _document(request, number, request.POST.get("after", ""), CLEAR)


def _document(request: HttpRequest, number: int, after: str, sight: Sight) -> HttpResponse:
    found = _found(number)
    page = kinds.exposures_of(number, after)
    look("document", sight=sight, document=number)
    questions = [q for q in known() if q.document == found.path]
    context = {
        "document": found,
        "page": page,
        "after": after,
        "sight": sight,
        "questions": questions[:20],
    }
    return render(request, "room/document.html", context)


def why(request: HttpRequest, number: int) -> HttpResponse:
    """The document read again behind the wall: spans (masked), rules, weights."""
    leaf = explain_document(reading(), _found(number).path)
    return render(request, "room/leaf.html", {"leaf": leaf})


def _found(number: int) -> kinds.Document:
    found = kinds.document_of(number)
    if found is None:
        raise Http404
    return found
