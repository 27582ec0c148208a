"""What is said when a page cannot be shown: what happened, and what to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tocsin.errors import TocsinError
from tocsin.language import tr


def say(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    """A page with one sentence and the way out."""
    return render(request, "room/refused.html", {"title": title, "text": text}, status=status)


def error(request: HttpRequest, problem: TocsinError, status: int = 409) -> HttpResponse:
    """An error of a verb, as the command line says it."""
    return say(request, problem.sentence, problem.way_out, status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A role is missing."""
    del exception
    return say(
        request,
        tr("Vos rôles ne donnent pas accès à cette page.", "Your roles do not open this page."),
        tr("Demandez ce droit : deux personnes l'accordent.", "Ask for it: two people grant it."),
        403,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, or came from elsewhere."""
    del reason
    return say(
        request,
        tr("Ce formulaire a expiré.", "This form has expired."),
        tr("Rechargez la page et recommencez.", "Reload the page and try again."),
        403,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    del exception
    return say(
        request,
        tr("Cette page n'existe pas.", "There is no such page."),
        tr("Revenez à l'accueil.", "Go back to the first page."),
        404,
    )


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours: nothing is lost."""
    return say(
        request,
        tr("Défaut interne de Tocsin.", "An internal fault of Tocsin."),
        tr("Rien n'est perdu. Rechargez la page.", "Nothing is lost. Reload the page."),
        500,
    )
