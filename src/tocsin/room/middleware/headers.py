"""Headers that keep a browser from doing more than it was asked: nothing from outside, ever."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""`data:` is for the picture of a TOTP key; pictures run nothing."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
UNKEPT = "no-store"
TLS_ONLY = "max-age=31536000"


class Headers:
    """Adds them; pages are kept by no cache, since they may name people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self._get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        response.setdefault("Cache-Control", UNKEPT)
        if request.is_secure():
            response["Strict-Transport-Security"] = TLS_ONLY
        return response
