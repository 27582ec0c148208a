"""The first page: the first screen that one's roles open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.room.frame import screens_for


def home(request: HttpRequest) -> HttpResponse:
    """Go there; somebody without a screen is told what they wait for."""
    for screen in screens_for(request):
        return redirect(screen.route)
    return render(request, "room/nothing.html")
