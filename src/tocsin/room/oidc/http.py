"""The three calls to the provider: JSON out, JSON in, no redirects, little time, few bytes."""

import base64
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

from tocsin.room.oidc.provider import require_secure

SECONDS = 10
MOST_BYTES = 1_000_000


class NoAnswerError(Exception):
    """The provider was not reached, or what it said is not JSON."""


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A provider that sends us elsewhere is not the one that was configured."""


def get(url: str) -> dict[str, Any]:
    """The JSON object at `url`. Raises `NoAnswerError`."""
    return _ask(Request(_checked(url), headers={"Accept": "application/json"}))  # noqa: S310


def post(url: str, fields: dict[str, str], client_id: str, secret: str) -> dict[str, Any]:
    """The JSON object that answers a form; with a secret, as client (RFC 6749, 2.3.1)."""
    headers = {"Accept": "application/json"}
    if secret:
        pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    data = urlencode(fields).encode()
    return _ask(Request(_checked(url), data=data, headers=headers))  # noqa: S310


def _checked(url: str) -> str:
    try:
        require_secure(url)
    except ValueError as error:
        raise NoAnswerError from error
    return url


def _ask(request: Request) -> dict[str, Any]:
    try:
        with build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            untrusted = orjson.loads(answer.read(MOST_BYTES))
    except (URLError, OSError, ValueError) as error:
        raise NoAnswerError from error
    if not isinstance(untrusted, dict):
        raise NoAnswerError
    return untrusted
