"""Signing in by the hospital's identity provider: out, back, and on as after a password.

The attempt is kept in a cookie of its own: the session's is `Strict`, and does not come along when
the provider sends the browser back.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tocsin.language import tr
from tocsin.room.look import journal
from tocsin.room.models import User
from tocsin.room.oidc.flow import Attempt, RefusedError, identity_of, way_out
from tocsin.room.oidc.provider import Provider
from tocsin.room.opened import folder
from tocsin.room.roomfile import load_room_file
from tocsin.room.screens.refused import say

SALT = "tocsin.room.oidc"
SECONDS = 600


def go(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    provider, attempt = _provider(), Attempt.new()
    try:
        answer = redirect(way_out(provider, attempt, _back(request)))
    except RefusedError:
        return _refused(request, provider)
    answer.set_cookie(
        settings.TOCSIN_OIDC_COOKIE,
        signing.dumps(list(attempt), salt=SALT),
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


def back(request: HttpRequest) -> HttpResponse:
    """From the provider: whom it vouches for signs in, if an account is theirs."""
    provider = _provider()
    try:
        identity = identity_of(provider, _attempt(request), _back(request), request.GET.dict())
    except RefusedError:
        return _refused(request, provider)
    user = User.objects.filter(identity=identity, is_active=True).first()
    if user is None:
        return _refused(request, provider)
    record_authentication(request, user, method="oidc")
    answer = _onward(request, perform_login(request, Login(user=user)))
    answer.delete_cookie(settings.TOCSIN_OIDC_COOKIE)
    return answer


def _onward(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """On by a page of our own: a redirect from elsewhere would leave the session's cookie out."""
    place = answer.headers.get("Location")
    return render(request, "room/onward.html", {"place": place}) if place else answer


def _attempt(request: HttpRequest) -> Attempt:
    kept = request.COOKIES.get(settings.TOCSIN_OIDC_COOKIE, "")
    try:
        return Attempt(*signing.loads(kept, salt=SALT, max_age=SECONDS))
    except (signing.BadSignature, TypeError) as error:
        raise RefusedError from error


def _provider() -> Provider:
    provider = load_room_file(folder()).oidc
    if provider is None:
        raise Http404
    return provider


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("oidc_back"))


def _refused(request: HttpRequest, provider: Provider) -> HttpResponse:
    """The same for whatever failed."""
    journal("account.sign_in_failed", by="oidc")
    name = provider.name
    answer = say(
        request,
        tr(f"La connexion par {name} n'a pas abouti.", f"Signing in by {name} did not succeed."),
        tr("Recommencez, ou connectez-vous par mot de passe.", "Try again, or use a password."),
        403,
    )
    answer.delete_cookie(settings.TOCSIN_OIDC_COOKIE)
    return answer
