"""Errors of the verbs, said on a page as the command line says them: never a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from tocsin.errors import TocsinError
from tocsin.room.screens import refused


class Plain:
    """Turns an error for people into a page for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self._get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """The page, for an error with a way out; other faults go on."""
        if isinstance(exception, TocsinError):
            return refused.error(request, exception)
        return None
