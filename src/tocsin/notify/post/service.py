"""The seam to postal services: what each must be able to do, and nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class SendingState(StrEnum):
    """How far the service has come with a letter. Only a draft can still be changed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter as the service has it. `number` is the service's, `own_id` ours.

    `has_document` and `has_recipient` say what of a draft is already there.
    """

    number: str
    own_id: str
    state: SendingState
    has_document: bool
    has_recipient: bool


class PostalService(Protocol):
    """A service that prints and posts letters.

    Every method raises `MailError` if the service cannot be reached or refuses. A letter is named
    by an identifier of ours, so that after a crash `find` says what became of it.
    """

    def find(self, own_id: str, *, registered: bool) -> Sequence[Sending]:
        """The letters under that identifier of ours: none, or the one, unless a draft doubled."""

    def draft(self, own_id: str, *, registered: bool) -> str:
        """Begin a letter that costs nothing yet; the service's number."""

    def add_document(self, number: str, pdf: bytes, *, registered: bool) -> None:
        """Give a draft its PDF."""

    def add_recipient(
        self, number: str, own_id: str, lines: Sequence[str], *, registered: bool
    ) -> None:
        """Give a draft its address: up to six lines of 38 characters."""

    def submit(self, number: str, *, registered: bool) -> None:
        """Have it printed and posted. This cannot be undone."""
