"""Which notice a message that came back is about, by the strongest proof that it carries.

In this order: our signed return path; our Message-ID; the recipient a delivery report names; the
one address of ours in the text. What none of them settles goes to a person.
"""

import re
from collections.abc import Iterable
from email.message import Message
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from tocsin.case import Case
from tocsin.notify.bounce.report import Report
from tocsin.notify.bounce.text import all_text, header
from tocsin.notify.verp import notice_of, return_key

_MESSAGE_ID = re.compile(r"([0-9a-f]{32})@([a-z0-9.-]+)", re.IGNORECASE)
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MOST_LOOKED_UP = 500


class Proof(StrEnum):
    """How it is known which notice a message is about, the strongest first."""

    RETURN_PATH = "return_path"
    MESSAGE_ID = "message_id"
    REPORT = "report"
    ADDRESS = "address"
    PERSON = "person"
    LOG = "log"
    """No message: the mail server's own log says it."""

    NONE = ""

    @property
    def is_ours(self) -> bool:
        """Whether nobody can have it but who received the e-mail."""
        return self in (Proof.RETURN_PATH, Proof.MESSAGE_ID)


class Attribution(NamedTuple):
    """The notice, or None; and the proof."""

    notice: int | None
    proof: Proof


NOBODY = Attribution(None, Proof.NONE)


class Attributor:
    """Attributes messages to the notices of a case."""

    def __init__(self, case: Case) -> None:
        self._store = case.store
        self._key = return_key(case)

    def attribute(self, message: Message, report: Report) -> Attribution:
        """The notice that `message` is about. Never a guess between two."""
        text = all_text(message)
        if (notice := self._by_return_path(text)) is not None:
            return Attribution(notice, Proof.RETURN_PATH)
        if (notice := self._by_message_id(text)) is not None:
            return Attribution(notice, Proof.MESSAGE_ID)
        named = [about.recipient for about in report.about]
        named += header(message, "x-failed-recipients").lower().replace(",", " ").split()
        if (notice := self._by_address(named)) is not None:
            return Attribution(notice, Proof.REPORT)
        if (notice := self._by_address(_MAILBOX.findall(text))) is not None:
            return Attribution(notice, Proof.ADDRESS)
        return NOBODY

    def recipient(self, notice: int) -> str:
        """The address that a notice went to."""
        (recipient,) = self._store.one(
            "SELECT recipient FROM deliveries WHERE notice = ?", (notice,)
        )
        return str(recipient)

    def _by_return_path(self, text: str) -> int | None:
        notice = notice_of(text, self._key)
        return notice if notice is not None and self._is_email(notice) else None

    def _is_email(self, notice: int) -> bool:
        return bool(
            self._store.execute(
                "SELECT 1 FROM notices WHERE notice = ? AND channel = 'email'", (notice,)
            )
        )

    def _by_message_id(self, text: str) -> int | None:
        found = {f"{token.lower()}@{domain}" for token, domain in _MESSAGE_ID.findall(text)}
        rows = self._chosen("SELECT notice FROM deliveries WHERE message_id IN ({})", found)
        return rows.pop() if len(rows) == 1 else None

    def _by_address(self, named: Iterable[str]) -> int | None:
        """The one notice that went to one of the addresses; None if none did, or several."""
        notices: set[int] = set()
        for text in {text.strip(".'").lower() for text in named}:
            # `SMTP=a@b` names a@b, though it could be a mailbox itself (X.400 gateways).
            for address in (text, text.rpartition("=")[2]):
                notices.update(self._by_recipient.get(address, ()))
        return notices.pop() if len(notices) == 1 else None

    def _chosen(self, sql: str, values: set[str]) -> set[int]:
        few = sorted(values)[:MOST_LOOKED_UP]
        marks = ", ".join("?" * len(few))
        return {notice for (notice,) in self._store.execute(sql.format(marks), few)}

    @cached_property
    def _by_recipient(self) -> dict[str, list[int]]:
        """The e-mails that have left, by address."""
        found: dict[str, list[int]] = {}
        rows = self._store.stream(
            "SELECT notice, recipient FROM deliveries JOIN notices USING (notice)"
            " WHERE channel = 'email' AND message_id IS NOT NULL"
        )
        for notice, recipient in rows:
            found.setdefault(recipient.lower(), []).append(notice)
        return found
