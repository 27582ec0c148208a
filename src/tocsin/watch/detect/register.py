"""The register of approved extractions: who may read many records, how many, from when to when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import InputError
from tocsin.watch.detect.table import rows_of
from tocsin.watch.moment import Clock

COLUMNS = {"account", "from", "until", "most", "approved_by"}


@dataclass(frozen=True, slots=True)
class Approval:
    """At most `most` patients in any day, by `account`, from `begin` to before `end` (µs)."""

    account: str
    begin: int
    end: int
    most: int
    approved_by: str

    @property
    def subject(self) -> str:
        """The name of its window; no account's begins so."""
        return f"\0{self.account}\0{self.begin}\0{self.end}"


class Register:
    """Approvals by account."""

    def __init__(self, approvals: Iterable[Approval] = ()) -> None:
        self._by_account: defaultdict[str, list[Approval]] = defaultdict(list)
        for approval in approvals:
            self._by_account[approval.account].append(approval)

    def approval(self, account: str, at: int) -> Approval | None:
        """The approval that covers a moment, if any."""
        found = self._by_account.get(account, ())
        return next((a for a in found if a.begin <= at < a.end), None)


def load_register(path: Path, clock: Clock | None = None) -> Register:
    """From a CSV: account, from, until, most, approved_by.

    Raises `InputError` for any row that is incomplete: an approval must not be guessed.
    """
    table = rows_of(path, COLUMNS)
    if table.left_out:
        raise _incomplete()
    return Register(_approval(row, clock or Clock()) for row in table.rows)


def _approval(row: dict[str, str], clock: Clock) -> Approval:
    try:
        begin, end = clock.iso(row["from"]), clock.iso(row["until"])
        most = int(row["most"])
    except (ValueError, OverflowError):
        raise _incomplete() from None
    if not row["account"] or not row["approved_by"] or most < 1 or begin >= end:
        raise _incomplete()
    return Approval(row["account"].casefold(), begin, end, most, row["approved_by"])


def _incomplete() -> InputError:
    return InputError(
        "watch.register",
        "Une ligne du registre des extractions approuvées est incomplète.",
        "A row of the register of approved extractions is incomplete.",
        way_out_fr="Chaque ligne dit account, from, until, most et approved_by.",
        way_out_en="Each row says account, from, until, most and approved_by.",
    )
