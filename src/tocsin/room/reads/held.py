"""Those whose notice waits for a person, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.language import screen_language
from tocsin.model.notice import HoldReason
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, number_of, page_of
from tocsin.room.reads.persons import Listed, chosen

_HELD = """
    SELECT notice, person, reason FROM deliveries JOIN notices USING (notice)
    WHERE state = 'held' AND channel = 'held' AND notice > ?1 AND (?2 = '' OR reason = ?2)
    ORDER BY notice LIMIT ?3
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is held, and why. Persons to review are decided in review."""

    notice: int
    listed: Listed
    reason: HoldReason

    @property
    def why(self) -> str:
        """The reason for a reader."""
        return self.reason.label(screen_language())

    @property
    def is_decidable(self) -> bool:
        """Whether the way to tell them can be decided here."""
        return self.reason is not HoldReason.IN_REVIEW


def held(reason: str, after: str) -> Page[Waiting]:
    """A page of those held, for one reason or for all."""
    start = number_of(after, 0)
    rows = reading().store.execute(_HELD, (start, reason, ROWS + 1))
    listed = {one.number: one for one in chosen([person for _, person, _ in rows])}
    found = [Waiting(notice, listed[who], HoldReason(why)) for notice, who, why in rows]
    return page_of(found, [one.notice for one in found], is_first=start == 0)


def patient_ids(notices: Iterable[int]) -> list[str]:
    """The patient numbers of those of these notices that are held."""
    found = []
    for notice in notices:
        found += reading().store.execute(
            "SELECT patient_id FROM notices JOIN persons USING (person)"
            " WHERE channel = 'held' AND notice = ?",
            (notice,),
        )
    return [str(patient_id) for (patient_id,) in found]
