"""The reader's language: French unless they chose English, kept in a cookie."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from tocsin.language import DEFAULT, LANGUAGES, Language, speaking

COOKIE = "language"


class Speech:
    """Everything said while a request is answered is said in its reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the reader's language."""
        language = chosen(request)
        with speaking(language), translation.override(language):
            response = self._get_response(request)
        response["Content-Language"] = language
        return response


def chosen(request: HttpRequest) -> Language:
    """The language of the cookie, if it is one of ours."""
    wanted = request.COOKIES.get(COOKIE)
    return next((language for language in LANGUAGES if language == wanted), DEFAULT)
