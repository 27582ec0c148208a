"""What a server's log says became of one recipient's copy of a message."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.notify.bounce.report import DIAGNOSTIC, FeedbackKind


@dataclass(frozen=True, slots=True)
class Fate:
    """`kind`: passed on, put into its mailbox, delayed or failed; with what the other side said.

    `at` is None where the log's line gives no time; `status` is an RFC 3463 code or "".
    """

    kind: FeedbackKind
    at: datetime | None = None
    status: str = ""
    untrusted_diagnostic: str = ""

    @property
    def diagnostic(self) -> str:
        """What the other side said, shortened, on one line."""
        return " ".join(self.untrusted_diagnostic.split())[:DIAGNOSTIC]
