"""Sessions end: after half an hour without an act, and in any case after twelve hours."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from tocsin.room.settings import IDLE_SECONDS, WHOLE_SECONDS

BEGAN, SEEN = "began", "seen"
SEEN_EVERY = 60
"""Seconds between two notes of the last act: not every request writes."""


class Ending:
    """Signs out whoever was away too long. A page that refreshes itself is no act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, signed out if the session is over."""
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.user.is_authenticated:
            self._look_at(request, time.time())
        return self._get_response(request)

    def _look_at(self, request: HttpRequest, now: float) -> None:
        began = request.session.setdefault(BEGAN, now)
        seen = request.session.setdefault(SEEN, now)
        if now - began > WHOLE_SECONDS or now - seen > IDLE_SECONDS:
            logout(request)
        elif now - seen > SEEN_EVERY and "HX-Trigger" not in request.headers:
            request.session[SEEN] = now
