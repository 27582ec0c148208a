"""One's own account: language, second factor, sessions."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from tocsin.room.access import account_of
from tocsin.room.look import journal
from tocsin.room.middleware.speech import COOKIE

YEAR = 365 * 24 * 3600


def speak(request: HttpRequest) -> HttpResponse:
    """Choose French or English, and stay on the page."""
    target = request.POST.get("next", "/")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, None):
        target = "/"
    response = HttpResponseRedirect(target)
    language = "en" if request.POST.get("language") == "en" else "fr"
    response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="Strict",
                        secure=request.is_secure())  # fmt: skip
    return response


def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, my roles, my second factors."""
    factors = Authenticator.objects.filter(user=account_of(request)).order_by("created_at")
    return render(request, "room/own.html", {"factors": list(factors)})


def to_account(request: HttpRequest) -> HttpResponse:
    """Where allauth leads after a change."""
    del request
    return redirect("own")


def second_factor(request: HttpRequest) -> HttpResponse:
    """Before anything else: choose a second factor."""
    return render(request, "room/second_factor.html")


def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user = account_of(request)
    user.end_sessions()
    login(request, user)
    journal("account.sessions_ended", account=user.pk)
    return redirect("own")
