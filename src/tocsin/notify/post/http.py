"""HTTP to a postal service, with the standard library; the only module here that speaks it."""

import json
import uuid
from collections.abc import Mapping
from typing import Any
from urllib import error, parse, request

from tocsin.errors import MailError

TIMEOUT = 60.0
MOST_BYTES = 8 << 20


class Rejected(Exception):  # noqa: N818 - an answer, not a fault
    """The service answered with a status from 400 on."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def call(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Any:
    """The answer's JSON, or None if it has no body.

    Raises `Rejected` if the service says no, `MailError` if it cannot be reached or makes no sense.
    """
    asked = request.Request(url, data=body, headers=dict(headers), method=method)  # noqa: S310
    try:
        with request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310 - our own base URL
            text = answer.read(MOST_BYTES)
    except error.HTTPError as refused:
        raise Rejected(refused.code) from refused
    except (OSError, ValueError) as lost:
        raise unreachable() from lost
    try:
        return json.loads(text) if text.strip() else None
    except ValueError as nonsense:
        raise unreachable() from nonsense


def as_json(content: object) -> tuple[dict[str, str], bytes]:
    """Headers and body of a JSON request."""
    return {"Content-Type": "application/json"}, json.dumps(content).encode()


def as_form(fields: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    """Headers and body of a form."""
    kind = "application/x-www-form-urlencoded"
    return {"Content-Type": kind}, parse.urlencode(fields).encode()


def as_upload(pdf: bytes, metadata: object) -> tuple[dict[str, str], bytes]:
    """Headers and body of a PDF with its metadata (RFC 7578)."""
    mark = uuid.uuid4().hex
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="document"; filename="lettre.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    tail = (
        f'\r\n--{mark}\r\nContent-Disposition: form-data; name="metadata"\r\n'
        f"Content-Type: application/json\r\n\r\n{json.dumps(metadata)}\r\n--{mark}--\r\n"
    )
    kind = f"multipart/form-data; boundary={mark}"
    return {"Content-Type": kind}, head.encode() + pdf + tail.encode()


def unreachable() -> MailError:
    """The service cannot be reached, or what it says makes no sense."""
    return MailError(
        "post.unreachable",
        "Le service postal est injoignable, ou sa réponse est illisible.",
        "The postal service cannot be reached, or its answer makes no sense.",
        way_out_fr="Relancez plus tard : chaque lettre est d'abord cherchée, rien ne part double.",
        way_out_en="Run again later: each letter is looked for first, none is sent twice.",
    )
