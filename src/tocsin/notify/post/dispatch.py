"""post_letters: each approved letter to a postal service, once, whatever breaks in between.

    due → handing_over (our identifier committed) → draft, document, recipient → submit → accepted

What is due is looked for first: a draft is completed, a letter already submitted is not sent again.
A submit without an answer leaves it `handing_over`; the next run asks the service what it has.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tocsin.case import Case
from tocsin.language import tr
from tocsin.model.notice import Channel, DeliveryState
from tocsin.notify import approval, ledger
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.ledger import COLUMNS, Kept, kept
from tocsin.notify.letters.single import single_letter
from tocsin.notify.letters.way import LettersBy, choose_way
from tocsin.notify.post.service import PostalService, Sending, SendingState
from tocsin.notify.prepare import public_reference
from tocsin.notify.recipient import Recipient, recipients_among
from tocsin.progress import Progress, Silent

_LETTERS = (
    "FROM notices JOIN deliveries USING (notice) WHERE channel IN ('letter', 'registered_letter')"
)
_PRINTED = "state = 'written'"
_WAITING = "(state IN ('handing_over', 'in_doubt') OR (state = 'due' AND notice IN may_leave))"


@dataclass(slots=True)
class PostResult:
    """What became of letters in this run. `found` were already with the service; `withheld` no
    longer agreed with the ledger; `rejected` the service will not post; `printed` are those that
    stand in PDFs for the print room, all in all: they are not given to the service as well.
    """

    submitted: int = 0
    found: int = 0
    withheld: int = 0
    rejected: int = 0
    printed: int = 0


def post_letters(
    case: Case, service: PostalService, progress: Progress | None = None
) -> PostResult:
    """Give every approved letter to `service`. Run again, it goes on where it was.

    Letters that become due later wait for it too. Raises `MailError` if the service as a whole
    fails; what it has is known at the next run.
    """
    approval.check(case)
    choose_way(case, LettersBy.POST)
    result = PostResult(printed=case.store.count(f"SELECT count(*) {_LETTERS} AND {_PRINTED}"))
    rows = case.store.execute(f"SELECT {COLUMNS} {_LETTERS} AND {_WAITING} ORDER BY notice")
    posting = _Posting(case, service, result)
    try:
        with (progress or Silent()).stage(
            tr("Lettres confiées à la poste", "Letters to the post"), len(rows)
        ) as stage:
            for row in rows:
                posting.post(kept(row))
                stage.advance()
    finally:
        case.journal("letters.posted", **asdict(result))
    return result


class _Posting:
    def __init__(self, case: Case, service: PostalService, result: PostResult) -> None:
        self._case, self._service, self._result = case, service, result
        self._key = case.subkey("postal-id")
        self._facts = Facts(load_hospital(case.folder), public_reference(case))

    def post(self, notice: Kept) -> None:
        """One letter: looked for, completed, submitted."""
        registered = notice.planned.channel is Channel.REGISTERED_LETTER
        own_id = self._own_id(notice)
        found = self._service.find(own_id, registered=registered)
        if gone := [one for one in found if one.state is not SendingState.DRAFT]:
            self._settle(notice, gone[0])
            return
        people = recipients_among(self._case.store, [notice.planned.person])
        who = people.get(notice.planned.person)
        if who is None or notice.planned.recipient != "\n".join(who.postal.lines):
            self._result.withheld += 1
            return
        self._commit(notice, own_id)
        number = self._complete(found, own_id, notice, who, registered)
        self._service.submit(number, registered=registered)
        self._record(notice, DeliveryState.ACCEPTED, number)
        self._result.submitted += 1

    def _own_id(self, notice: Kept) -> str:
        """Our name for the letter, the same however often it is asked for."""
        text = f"{notice.planned.reference}/{notice.planned.channel}".encode()
        return f"T-{hmac.digest(self._key, text, hashlib.sha256).hex()[:24]}"

    def _commit(self, notice: Kept, own_id: str) -> None:
        """Record, durably, that a letter is about to be handed over under our identifier."""
        if notice.state is not DeliveryState.DUE:
            return
        with self._case.store.transaction():
            self._case.store.execute(
                "UPDATE deliveries SET state = 'handing_over', message_id = ?,"
                " attempts = attempts + 1, updated_at = ? WHERE notice = ?",
                (own_id, ledger.now(), notice.notice),
            )

    def _complete(
        self,
        drafts: Sequence[Sending],
        own_id: str,
        notice: Kept,
        who: Recipient,
        registered: bool,
    ) -> str:
        """A draft with document and recipient; one of ours that a crash left is used again."""
        service = self._service
        if drafts:
            draft = drafts[0]
        else:
            number = service.draft(own_id, registered=registered)
            draft = Sending(number, own_id, SendingState.DRAFT, False, False)
        if not draft.has_document:
            pdf = single_letter(notice, who, self._facts)
            service.add_document(draft.number, pdf, registered=registered)
        if not draft.has_recipient:
            lines = notice.planned.recipient.split("\n")
            service.add_recipient(draft.number, own_id, lines, registered=registered)
        return draft.number

    def _settle(self, notice: Kept, sending: Sending) -> None:
        """The service has it already: a run before this one was broken off after the submit."""
        if sending.state is SendingState.REJECTED:
            with self._case.store.transaction():
                ledger.hold(self._case.store, [notice.notice], "unprintable")
            self._result.rejected += 1
            return
        self._record(notice, DeliveryState.ACCEPTED, sending.number)
        self._result.found += 1

    def _record(self, notice: Kept, state: DeliveryState, number: str) -> None:
        with self._case.store.transaction():
            ledger.settle(self._case.store, [(notice.notice, state, number)])
