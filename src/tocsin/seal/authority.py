"""A time-stamping authority over HTTP (RFC 3161, section 3.4): a request goes, a raw reply comes.

With the mail server, the only outside contact of Tocsin, and only when asked for. What leaves is
a hash of 32 bytes and a random number.
"""

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from tocsin.errors import MachineError, UsageError

SECONDS = 20.0
LARGEST = 1_000_000
"""Bytes of a reply; real ones have some thousand."""
CHUNK = 65_536


def ask(url: str, request: bytes) -> bytes:
    """The raw reply of the authority at `url` to `request` (DER TimeStampReq).

    Raises `UsageError` if `url` is none of HTTP, `MachineError` if no reply comes within `SECONDS`.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise _not_http()
    headers = {"Content-Type": "application/timestamp-query"}
    asked = urllib.request.Request(url, request, headers)  # noqa: S310 - the scheme is checked
    deadline = time.monotonic() + SECONDS
    try:
        with _OPENER.open(asked, timeout=SECONDS) as answer:
            return read_whole(answer, deadline)
    except TimeoutError as error:
        raise _too_slow() from error
    except urllib.error.HTTPError as error:
        raise _http_error(error.code) from error
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise _too_slow() from error
        raise _unreachable() from error


def read_whole(answer: Any, deadline: float) -> bytes:
    """The body, unless it drips past `deadline` (`TimeoutError`) or is too long."""
    body = b""
    while chunk := answer.read1(CHUNK):
        body += chunk
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(body) > LARGEST:
            raise HTTPException
    return body


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The authority is the one that was named, and no other."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def _not_http() -> UsageError:
    return UsageError(
        "tsa.url",
        "L'adresse de l'autorité d'horodatage n'est pas en http:// ou https://.",
        "The time-stamping authority's address is not http:// or https://.",
        way_out_fr="Donnez à --tsa son adresse entière, par exemple http://horodatage.local/tsr.",
        way_out_en="Give --tsa its whole address, for example http://stamps.local/tsr.",
    )


def _too_slow() -> MachineError:
    return MachineError(
        "tsa.timeout",
        "L'autorité d'horodatage n'a pas répondu à temps.",
        "The time-stamping authority did not answer in time.",
        way_out_fr="Le scellé est fait ; relancez plus tard la même commande pour l'horodater.",
        way_out_en="The sealing is done; run the same command later to have it time-stamped.",
    )


def _http_error(status: int) -> MachineError:
    return MachineError(
        "tsa.http",
        f"L'autorité d'horodatage a répondu par une erreur HTTP ({status}).",
        f"The time-stamping authority answered with an HTTP error ({status}).",
        way_out_fr="Le scellé est fait ; vérifiez l'adresse donnée à --tsa, puis relancez.",
        way_out_en="The sealing is done; check the address given to --tsa, then run again.",
    )


def _unreachable() -> MachineError:
    return MachineError(
        "tsa.unreachable",
        "L'autorité d'horodatage est injoignable, ou sa réponse est inutilisable.",
        "The time-stamping authority cannot be reached, or its answer is of no use.",
        way_out_fr="Le scellé est fait ; sans réseau : --tsq FICHIER, puis --tsr FICHIER.",
        way_out_en="The sealing is done; without a network: --tsq FILE, then --tsr FILE.",
    )
