"""Mailjet (Send API v3.1): our Message-ID goes along as CustomID, by which it can be asked for.

https://dev.mailjet.com/email/reference/send-emails/ and …/reference/messages/. The provider signs
for the sender's domain itself (DKIM), and is told not to track.
"""

import base64
import email
import email.policy
import http.client
import ssl
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import orjson

from tocsin.errors import MailError
from tocsin.notify.http.url import HttpUrl
from tocsin.notify.smtp import Lost
from tocsin.notify.smtp.reply import Reply

TIMEOUT = 60.0
_LATER = frozenset({408, 425, 429})


class Mailjet:
    """A way out through Mailjet. Raises `MailError` if the account may not be used."""

    def __init__(self, url: HttpUrl, timeout: float | None = None) -> None:
        self._url = url
        self._timeout = timeout or TIMEOUT
        token = base64.b64encode(f"{url.user}:{url.password}".encode()).decode("ascii")
        self._headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        self._connection = self._connect()
        status, _ = self._get("/v3/REST/sender?Limit=1")
        if status != http.client.OK:
            raise _refused(url) if status in (401, 403) else _away(url)

    def hand_over(self, _sender: str, recipient: str, message: bytes) -> Reply:
        """Give one message to the provider.

        If its answer does not come or says nothing, it is asked whether it has the message; what it
        does not know yet it may still have, so that leaves a doubt. Raises `Lost`.
        """
        parsed = email.message_from_bytes(message, policy=email.policy.default)
        own_id = str(parsed["Message-ID"]).strip("<>")
        body = orjson.dumps({"Messages": [_payload(parsed, recipient, own_id)]})
        try:
            status, answer = self._ask("POST", "/v3.1/send", body)
        except (OSError, http.client.HTTPException) as error:
            return self._found_or_lost(own_id, error)
        if status == http.client.OK or 400 <= status < 500:
            return _reply(status, answer)
        return self._found_or_lost(own_id, None)

    def find(self, message_id: str) -> str:
        """The provider's own name for a message of ours; "" if it knows none. Raises `Lost`."""
        try:
            status, answer = self._get(f"/v3/REST/message?CustomID={quote(message_id, safe='')}")
        except (OSError, http.client.HTTPException) as error:
            raise Lost(in_doubt=True) from error
        found = answer.get("Data") if status == http.client.OK else None
        if isinstance(found, list) and found and isinstance(found[0], dict):
            return str(found[0].get("ID", ""))
        return ""

    def reset(self) -> None:
        """Nothing is begun that is not over."""

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _found_or_lost(self, own_id: str, error: Exception | None) -> Reply:
        self._connection.close()
        self._connection = self._connect()
        if name := self.find(own_id):
            return Reply(250, (f"queued as {name}",))
        raise Lost(in_doubt=True) from error

    def _connect(self) -> http.client.HTTPConnection:
        url = self._url
        if not url.is_secure:
            return http.client.HTTPConnection(url.host, url.port, timeout=self._timeout)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            url.host, url.port, timeout=self._timeout, context=context
        )

    def _get(self, path: str) -> tuple[int, dict[str, Any]]:
        try:
            return self._ask("GET", path, None)
        except (OSError, http.client.HTTPException) as error:
            raise _away(self._url) from error

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, dict[str, Any]]:
        self._connection.request(method, path, body, self._headers)
        response = self._connection.getresponse()
        untrusted = response.read()
        try:
            answer = orjson.loads(untrusted)
        except orjson.JSONDecodeError:
            answer = {}
        return response.status, answer if isinstance(answer, dict) else {}


def _payload(message: EmailMessage, recipient: str, own_id: str) -> dict[str, object]:
    sender = message["From"].addresses[0]
    reply_to = message["Reply-To"]
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "From": {"Email": sender.addr_spec, "Name": sender.display_name},
        "To": [{"Email": recipient}],
        "Subject": str(message["Subject"]),
        "TextPart": text.get_content() if text else "",
        "HTMLPart": page.get_content() if page else "",
        "CustomID": own_id,
        "TrackOpens": "disabled",
        "TrackClicks": "disabled",
        **({"ReplyTo": {"Email": reply_to.addresses[0].addr_spec}} if reply_to else {}),
        "Headers": {"Auto-Submitted": str(message["Auto-Submitted"])},
    }


def _reply(status: int, answer: dict[str, Any]) -> Reply:
    """The provider's word, in the terms of SMTP."""
    try:
        told = answer["Messages"][0]
        if told["Status"] == "success":
            return Reply(250, (f"queued as {told['To'][0]['MessageID']}",))
        code = str(told["Errors"][0]["ErrorCode"])
    except (KeyError, IndexError, TypeError):
        code = ""
    if status in (401, 403):
        return Reply(554, (f"5.7.1 HTTP {status} {code}".strip(),))
    if status in _LATER:
        return Reply(451, (f"4.3.2 HTTP {status} {code}".strip(),))
    return Reply(550, (f"HTTP {status} {code}".strip(),))


def _refused(url: HttpUrl) -> MailError:
    return MailError(
        "mail.provider_login",
        f"Le prestataire {url.provider} refuse la clé ou son secret.",
        f"The provider {url.provider} refuses the key or its secret.",
        way_out_fr="Vérifiez la clé dans --smtp et la variable TOCSIN_SMTP_PASSWORD.",
        way_out_en="Check the key in --smtp and the variable TOCSIN_SMTP_PASSWORD.",
    )


def _away(url: HttpUrl) -> MailError:
    return MailError(
        "mail.provider_away",
        f"Le prestataire {url.provider} ne répond pas comme il devrait.",
        f"The provider {url.provider} does not answer as it should.",
        way_out_fr="Attendez quelques minutes puis relancez : rien n'est perdu.",
        way_out_en="Wait some minutes, then run again: nothing is lost.",
    )
