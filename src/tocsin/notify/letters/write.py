"""write_letters: every letter and call that is due becomes a file for the people who send them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path

from tocsin.case import Case
from tocsin.errors import MachineError
from tocsin.language import tr
from tocsin.model.notice import Channel, DeliveryState, join_categories
from tocsin.notify import approval, ledger
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.ledger import COLUMNS, Kept, kept
from tocsin.notify.letters.calls import write_calls, write_scripts
from tocsin.notify.letters.manifest import Lot, record_lot
from tocsin.notify.letters.typeset import Job, Made, typeset_all
from tocsin.notify.letters.way import LettersBy, way_of_letters
from tocsin.notify.letters.words import expected_of, letter_of, words_of
from tocsin.notify.notice import Reader
from tocsin.notify.plan import AFTER_EMAIL
from tocsin.notify.prepare import public_reference
from tocsin.notify.recipient import Recipient, recipients_among
from tocsin.notify.rules import route
from tocsin.progress import Progress, Silent

BATCH = 250
"""Letters a PDF: what a print room handles as one, and about a second's work."""

_APPROVED = "notice IN may_leave"
LETTERS, CALLS = "lettres", "appels"
_PREFIX = {Channel.LETTER: "lettres", Channel.REGISTERED_LETTER: "recommandees"}


@dataclass(slots=True)
class LetterResult:
    """What this run wrote; `files` in the order of writing, but for the list of lots.

    `sheets` of paper they take; `unprintable` are held now; `withheld` did not agree with the
    ledger and were not written; `for_post` wait for the postal service that this case has.
    """

    letters: int = 0
    registered: int = 0
    calls: int = 0
    unprintable: int = 0
    withheld: int = 0
    sheets: int = 0
    for_post: int = 0
    files: list[Path] = field(default_factory=list)


def write_letters(
    case: Case, progress: Progress | None = None, *, today: date | None = None
) -> LetterResult:
    """Write what is due: letters in batches, registered ones apart and one by one too, call tasks.

    Only what was approved; what was written before is not written again, and letters that go by a
    postal service are left to it. Raises `MachineError` if
    the folder cannot be written.
    """
    approval.check(case)
    writing = _Writing(case, today or date.today())  # noqa: DTZ011 - the hospital's own day
    try:
        writing.run(progress or Silent())
    except OSError as error:
        raise _not_writable() from error
    finally:
        detail = {**asdict(writing.result), "files": len(writing.result.files)}
        case.journal("letters.written", **detail)
    return writing.result


class _Writing:
    def __init__(self, case: Case, today: date) -> None:
        self._case, self._today = case, today
        self._facts = Facts(load_hospital(case.folder), public_reference(case))
        self._letters = case.folder / LETTERS
        self._calls = case.folder / CALLS
        self.result = LetterResult()

    def run(self, progress: Progress) -> None:
        self._write_calls()
        due = self._case.store.count(
            "SELECT count(*) FROM notices JOIN deliveries USING (notice)"
            f" WHERE state = 'due' AND {_APPROVED}"
        )
        if way_of_letters(self._case) is LettersBy.POST:
            self.result.for_post = due
            return
        if not due:
            return
        for folder in (self._letters, self._letters / _PREFIX[Channel.REGISTERED_LETTER]):
            folder.mkdir(exist_ok=True, mode=0o700)
        with progress.stage(tr("Lettres", "Letters"), due, tr("lettres", "letters")) as stage:
            batches: dict[Path, list[Kept]] = {}
            for job, made in typeset_all(self._jobs(batches)):
                self._settle(job, made, batches.pop(job.path))
                stage.advance(len(job.letters))

    def _jobs(self, batches: dict[Path, list[Kept]]) -> Iterator[Job]:
        """The PDFs to make; `batches` keeps who is in each until it is settled."""
        for channel, prefix in _PREFIX.items():
            number = self._last_number(LETTERS, prefix)
            for language, notices in self._due(channel):
                number += 1
                path = self._letters / f"{prefix}-{number:04}.pdf"
                who = self._agreeing(notices)
                if not who:
                    continue
                batches[path] = [notice for notice, _ in who]
                yield self._job(path, channel, language, who)

    def _job(
        self,
        path: Path,
        channel: Channel,
        language: str,
        who: Sequence[tuple[Kept, Recipient]],
    ) -> Job:
        letters = [notice for notice, _ in who]
        words = words_of(channel, language, letters, self._facts, self._today)
        singles: tuple[Path, ...] = ()
        if channel is Channel.REGISTERED_LETTER:
            folder = self._letters / _PREFIX[channel]
            singles = tuple(folder / f"{notice.notice:07}.pdf" for notice, _ in who)
        return Job(
            path,
            words,
            tuple(letter_of(notice, person) for notice, person in who),
            tuple(expected_of(notice, person) for notice, person in who),
            singles,
        )

    def _due(self, channel: Channel) -> Iterator[tuple[str, list[Kept]]]:
        """What is due, in batches of one language."""
        rows = self._case.store.execute(
            f"SELECT {COLUMNS} FROM notices JOIN deliveries USING (notice)"
            f" WHERE channel = ? AND state = 'due' AND {_APPROVED}"
            " ORDER BY language DESC, notice",
            (channel.value,),
        )
        for language, group in groupby(map(kept, rows), lambda notice: notice.planned.language):
            notices = list(group)
            for start in range(0, len(notices), BATCH):
                yield language, notices[start : start + BATCH]

    def _agreeing(self, notices: Sequence[Kept]) -> list[tuple[Kept, Recipient]]:
        """Those that still say what the ledger says, with their person."""
        people = recipients_among(self._case.store, [n.planned.person for n in notices])
        pairs = [(n, people[n.planned.person]) for n in notices if n.planned.person in people]
        good = [(notice, who) for notice, who in pairs if self._agrees(notice, who)]
        self.result.withheld += len(notices) - len(good)
        return good

    def _agrees(self, notice: Kept, who: Recipient) -> bool:
        planned = notice.planned
        channels = route(who, self._today).channels
        refused = planned.reason in AFTER_EMAIL and channels == (Channel.EMAIL,)
        return (
            (planned.channel in channels or refused)
            and planned.categories == join_categories(who.categories)
            and planned.language == who.person.language
            and planned.recipient == "\n".join(who.postal.lines)
            and (Reader.of(planned.template) is Reader.REPRESENTATIVE) == who.is_represented
        )

    def _settle(self, job: Job, made: Made, notices: Sequence[Kept]) -> None:
        """Record where each letter stands; those that cannot be printed are held."""
        if made.written:
            self.result.files.append(job.path)
            self._record_lot(job, made, notices)
        if job.singles:
            self.result.files += [job.singles[position] for position in made.written]
        name = job.path.relative_to(self._case.folder)
        places = enumerate(made.written, 1)
        written = [
            (notices[position].notice, DeliveryState.WRITTEN, f"{name}#{place}")
            for place, position in places
        ]
        with self._case.store.transaction():
            ledger.settle(self._case.store, written)
            ledger.hold(
                self._case.store, [notices[p].notice for p in made.unprintable], "unprintable"
            )
        if job.path.name.startswith(_PREFIX[Channel.LETTER]):
            self.result.letters += len(written)
        else:
            self.result.registered += len(written)
        self.result.unprintable += len(made.unprintable)

    def _record_lot(self, job: Job, made: Made, notices: Sequence[Kept]) -> None:
        first, last = (notices[made.written[place]].planned for place in (0, -1))
        lot = Lot(
            job.path.name,
            first.channel.value,
            first.language,
            len(made.written),
            made.sheets,
            first.reference,
            last.reference,
        )
        record_lot(self._letters, lot)
        self.result.sheets += made.sheets

    def _write_calls(self) -> None:
        rows = self._case.store.execute(
            f"SELECT {COLUMNS} FROM notices JOIN deliveries USING (notice)"
            f" WHERE state = 'to_call' AND {_APPROVED} ORDER BY notice"
        )
        if not rows:
            return
        calls = list(self._people(map(kept, rows)))
        self._calls.mkdir(exist_ok=True, mode=0o700)
        path = self._calls_path()
        write_calls(path, calls)
        name = str(path.relative_to(self._case.folder))
        with self._case.store.transaction():
            ledger.settle(
                self._case.store,
                [(notice.notice, DeliveryState.LISTED, name) for notice, _ in calls],
            )
        self.result.calls += len(calls)
        self.result.files += [path, *write_scripts(self._calls, self._facts)]

    def _people(self, notices: Iterable[Kept]) -> Iterator[tuple[Kept, Recipient]]:
        waiting = list(notices)
        for start in range(0, len(waiting), BATCH):
            part = waiting[start : start + BATCH]
            people = recipients_among(self._case.store, [n.planned.person for n in part])
            yield from ((n, people[n.planned.person]) for n in part if n.planned.person in people)

    def _calls_path(self) -> Path:
        """A file of its own for each later list: people are already writing in the first."""
        last = self._last_number(CALLS, CALLS)
        return self._calls / (f"appels-{last + 1:03}.csv" if last else "appels.csv")

    def _last_number(self, folder: str, prefix: str) -> int:
        """The highest number of a file of this kind that the ledger knows; 0 if there is none."""
        rows = self._case.store.execute(
            "SELECT DISTINCT substr(reply, 1, instr(reply || '#', '#') - 1) FROM deliveries"
            " WHERE reply GLOB ?",
            (f"{folder}/{prefix}*",),
        )
        numbers = (re.search(r"-(\d+)\.", name) for (name,) in rows)
        return max((int(match[1]) if match else 1 for match in numbers), default=0)


def _not_writable() -> MachineError:
    return MachineError(
        "letters.not_writable",
        "Impossible d'écrire les lettres dans le dossier d'affaire.",
        "The letters cannot be written into the case folder.",
        way_out_fr="Vérifiez vos droits et la place libre, puis relancez : rien n'est refait.",
        way_out_en="Check your rights and the free space, then run again: nothing is redone.",
    )
