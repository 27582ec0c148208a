"""Maileva, the postal service of La Poste (Docaposte): letters and registered letters by its API.

Its public API: an OAuth 2 token of client credentials; then `sendings`, `documents`, `recipients`,
`submit` under `mail/v2` and `registered_mail/v4`. A sending is a draft until it is submitted; a
list of sendings has pages of at most 500, filtered by `custom_id`.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tocsin.errors import MailError
from tocsin.model.hospital import Hospital
from tocsin.notify.post import http
from tocsin.notify.post.service import Sending, SendingState
from tocsin.notify.postal import MAX_CHARACTERS, PostalAddress

CLIENT, SECRET = "TOCSIN_MAILEVA_CLIENT", "TOCSIN_MAILEVA_SECRET"
MAIL, REGISTERED = "mail/v2", "registered_mail/v4"
PAGE = 500
_SOONER = 60
"""Seconds before its end at which a token is renewed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the service is reached: its API and its token issuer."""

    api: str
    tokens: str


PRODUCTION = Place(
    "https://api.maileva.com",
    "https://connexion.maileva.com/auth/realms/services/protocol/openid-connect/token",
)
SANDBOX = Place(
    "https://api.sandbox.maileva.net",
    "https://connexion.sandbox.maileva.net/auth/realms/services/protocol/openid-connect/token",
)


class Maileva:
    """A `PostalService`. Letters bear the hospital's address, which registered ones need."""

    def __init__(self, place: Place, hospital: Hospital) -> None:
        self._place = place
        self._sender = _sender(hospital)
        self._token, self._until = "", 0.0

    def find(self, own_id: str, *, registered: bool) -> Sequence[Sending]:
        """The sendings whose `custom_id` is ours."""
        return [
            self._sending(found, registered)
            for found in self._pages(registered, own_id)
            if found.get("custom_id") == own_id
        ]

    def draft(self, own_id: str, *, registered: bool) -> str:
        """A new sending, in black and white, on both sides, its window over our address block."""
        options: dict[str, Any] = {
            "name": own_id,
            "custom_id": own_id,
            "color_printing": False,
            "duplex_printing": True,
            "optional_address_sheet": False,
            **self._sender,
        }
        if registered:
            options["acknowledgement_of_receipt"] = True
        else:
            options["postage_type"] = "ECONOMIC"
        made = self._ask("POST", _path(registered), *http.as_json(options))
        return str(_field(made, "id"))

    def add_document(self, number: str, pdf: bytes, *, registered: bool) -> None:
        """The PDF of the letter."""
        metadata = {"priority": 1, "name": "lettre.pdf"}
        path = f"{_path(registered)}/{number}/documents"
        self._ask("POST", path, *http.as_upload(pdf, metadata))

    def add_recipient(
        self, number: str, own_id: str, lines: Sequence[str], *, registered: bool
    ) -> None:
        """The address block; the town stands in line 6, as the API wants it."""
        *above, town = lines
        block = {f"address_line_{place}": line for place, line in enumerate(above, 1)}
        content = {"custom_id": own_id, **block, "address_line_6": town, "country_code": "FR"}
        path = f"{_path(registered)}/{number}/recipients"
        self._ask("POST", path, *http.as_json(content))

    def submit(self, number: str, *, registered: bool) -> None:
        """Have it printed and posted."""
        self._ask("POST", f"{_path(registered)}/{number}/submit", {}, b"")

    def _sending(self, found: Any, registered: bool) -> Sending:
        number, state = str(_field(found, "id")), _state(str(found.get("status", "")))
        if state is not SendingState.DRAFT:
            return Sending(number, found["custom_id"], state, True, True)
        path = f"{_path(registered)}/{number}"
        documents = self._ask("GET", f"{path}/documents")
        recipients = self._ask("GET", f"{path}/recipients")
        return Sending(
            number,
            found["custom_id"],
            state,
            bool(_field(documents, "documents")),
            bool(_field(recipients, "recipients")),
        )

    def _pages(self, registered: bool, own_id: str) -> Iterator[dict[str, Any]]:
        start = 1
        while True:
            asked = urlencode({"custom_id": own_id, "start_index": start, "count": PAGE})
            page = _field(self._ask("GET", f"{_path(registered)}?{asked}"), "sendings")
            yield from page
            if len(page) < PAGE:
                return
            start += PAGE

    def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> Any:
        bearer = {"Authorization": f"Bearer {self._fresh_token()}", "Accept": "application/json"}
        try:
            return http.call(method, f"{self._place.api}/{path}", bearer | (headers or {}), body)
        except http.Rejected as rejected:
            raise _refused(rejected.status) from rejected

    def _fresh_token(self) -> str:
        if time.monotonic() < self._until:
            return self._token
        fields = {
            "grant_type": "client_credentials",
            "client_id": os.environ.get(CLIENT, ""),
            "client_secret": os.environ.get(SECRET, ""),
        }
        try:
            answer = http.call("POST", self._place.tokens, *http.as_form(fields))
        except http.Rejected as rejected:
            raise _no_login() from rejected
        self._token = str(_field(answer, "access_token"))
        self._until = time.monotonic() + float(answer.get("expires_in", _SOONER)) - _SOONER
        return self._token


def _path(registered: bool) -> str:
    return f"{REGISTERED if registered else MAIL}/sendings"


def _state(status: str) -> SendingState:
    if status == "DRAFT":
        return SendingState.DRAFT
    rejected = status in ("REJECTED", "CANCELED", "CANCELLED")
    return SendingState.REJECTED if rejected else SendingState.SUBMITTED


def _field(answer: Any, name: str) -> Any:
    if not isinstance(answer, dict) or name not in answer:
        raise http.unreachable()
    return answer[name]


def _sender(hospital: Hospital) -> dict[str, str]:
    """The hospital's own address block, which tells the post where to bring letters back."""
    code, _, town = hospital.city.partition(" ")
    lines = PostalAddress(hospital.name, "\n".join(hospital.address), code, town).lines
    if not lines:
        raise _no_sender()
    *above, last = lines
    block = {f"sender_address_line_{place}": line for place, line in enumerate(above, 1)}
    return {**block, "sender_address_line_6": last[:MAX_CHARACTERS], "sender_country_code": "FR"}


def _no_login() -> MailError:
    return MailError(
        "post.login",
        "Le service postal refuse l'identification.",
        "The postal service refuses the login.",
        way_out_fr=f"Donnez {CLIENT} et {SECRET} (identifiants d'API Maileva).",
        way_out_en=f"Give {CLIENT} and {SECRET} (credentials of the Maileva API).",
    )


def _refused(status: int) -> MailError:
    return MailError(
        "post.refused",
        f"Le service postal refuse une demande ({status}).",
        f"The postal service refuses a request ({status}).",
        way_out_fr="Vérifiez le compte et l'adresse de l'établissement, puis relancez.",
        way_out_en="Check the account and the hospital's address, then run again.",
    )


def _no_sender() -> MailError:
    return MailError(
        "post.sender",
        "L'adresse de l'établissement manque : les lettres non remises ne reviendraient pas.",
        "The hospital's address is missing: letters not delivered would not come back.",
        way_out_fr="Remplissez name, address et city dans hospital.toml.",
        way_out_en="Fill in name, address and city in hospital.toml.",
    )
