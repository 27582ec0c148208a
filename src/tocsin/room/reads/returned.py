"""Messages that came back and that no proof attributes, a page at a time."""

from dataclasses import dataclass

from tocsin.language import screen_language
from tocsin.notify.public import FeedbackKind
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, number_of, page_of

_UNATTRIBUTED = """
    SELECT feedback, kind, subject, at FROM feedback WHERE raw IS NOT NULL AND feedback > ?
    ORDER BY feedback LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that waits for a person."""

    number: int
    kind: FeedbackKind
    subject: str
    at: str

    @property
    def words(self) -> str:
        """What it says, as far as a machine can tell."""
        return self.kind.label(screen_language())


def unattributed(after: str) -> Page[Message]:
    """A page of those that wait, in the order in which they were read."""
    start = number_of(after, 0)
    rows = [
        Message(number, FeedbackKind(kind), subject, at)
        for number, kind, subject, at in reading().store.execute(_UNATTRIBUTED, (start, ROWS + 1))
    ]
    return page_of(rows, [row.number for row in rows], is_first=start == 0)
