"""Submit, approve, pause, stop: two persons stand for what leaves, and a change voids their word.

GDPR art. 5(2) and 24: the controller must be able to show who decided what was sent to whom.
"""

import unicodedata

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.notify import ledger, lint, snapshot
from tocsin.notify.batch import UNATTENDED, Batch, BatchState, batches, digests, list_hash
from tocsin.notify.hospital_file import load_hospital

TWO_PERSONS = "two_persons"
"""The fact of a case in which a batch is never approved unattended."""

TESTED = "tested_wording"
"""The fact that names the words (`Snapshot.digest`) of the last test e-mails."""

MAX_NAME = 80
_WAITING = (
    "channel != 'held' AND state IN ('ready', 'deferred', 'due', 'to_call')"
    # A letter in the place of an e-mail goes with that e-mail's approval, while it holds.
    " AND (reason NOT IN ('email_refused', 'email_bounced') OR notice NOT IN may_leave)"
    " AND NOT EXISTS ("
    "SELECT 1 FROM batch_notices AS held JOIN batches USING (batch)"
    " WHERE held.notice = notices.notice AND voided_at IS NULL AND stopped_at IS NULL)"
)


def submit(case: Case, by: str) -> Batch | None:
    """Put every notice that waits and is in no batch into a new one; None if there is none.

    A letter that replaces an e-mail goes with the approval of that e-mail. Raises `UsageError` if
    `by` is no name, `InputError` if a template may not be used.
    """
    name = person(by)
    lint.require()
    check(case)
    wording = snapshot.keep(case)
    with case.store.transaction():
        members = list(digests(case.store, _WAITING))
        if not members:
            return None
        hashed = list_hash(digest for _, digest in members)
        number = case.store.insert(
            "INSERT INTO batches (list, wording, notices, submitted_by, submitted_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (hashed, wording.digest, len(members), name, ledger.now()),
        )
        case.store.many(
            "INSERT INTO batch_notices (notice, batch, digest) VALUES (?, ?, ?)",
            ((notice, number, digest) for notice, digest in members),
        )
        case.journal(
            "batch.submitted",
            batch=number,
            by=name,
            notices=len(members),
            list=hashed,
            wording=wording.digest,
        )
    return find(case, number)


def approve(case: Case, number: int, by: str) -> Batch:
    """Approve a batch as another person than the one who submitted it.

    Raises `UsageError` if it is the same person, the batch is no longer to be approved, or the
    hospital wants a test e-mail first and none has been sent in these words.
    """
    name = person(by)
    check(case)
    batch = find(case, number)
    if batch.state is not BatchState.SUBMITTED:
        raise _not_open(batch)
    if folded(name) == folded(batch.submitted_by):
        raise _own_batch()
    return _approve(case, batch, name)


def is_tested(case: Case, batch: Batch) -> bool:
    """Whether test e-mails were received in the very words of `batch`, or it has no e-mail."""
    if case.get(TESTED) == batch.wording:
        return True
    return not case.store.count(
        "SELECT count(*) FROM batch_notices JOIN notices USING (notice)"
        " WHERE batch = ? AND channel = 'email'",
        (batch.number,),
    )


def approve_unattended(case: Case, number: int) -> Batch:
    """Let a batch go where the command was told to ask nobody; journaled and shown as such.

    Raises `UsageError` in a case in which two persons approve, or a test e-mail is wanted first.
    """
    if case.get(TWO_PERSONS):
        raise not_approved()
    check(case)
    batch = find(case, number)
    if batch.state is not BatchState.SUBMITTED:
        raise _not_open(batch)
    return _approve(case, batch, UNATTENDED)


def require_two_persons(case: Case) -> None:
    """From now on, no batch of this case is approved unattended."""
    if not case.get(TWO_PERSONS):
        case.set(TWO_PERSONS, "1")
        case.journal("batch.two_persons_required")


def pause(case: Case, number: int, by: str) -> Batch:
    """Let nothing more of a batch leave until it is resumed."""
    return _mark(case, number, by, "paused", "paused = 1")


def resume(case: Case, number: int, by: str) -> Batch:
    """Let a paused batch go on."""
    return _mark(case, number, by, "resumed", "paused = 0")


def stop(case: Case, number: int, by: str) -> Batch:
    """Let nothing more of a batch leave, ever; what is left may be submitted again."""
    return _mark(case, number, by, "stopped", "stopped_at = ?", ledger.now())


def check(case: Case) -> None:
    """Void the batches whose words or list are no longer those that were submitted.

    To be asked before anything leaves: the database compares what it can, this the rest.
    """
    current = snapshot.keep(case).digest
    for batch in batches(case.store):
        if batch.state in (BatchState.VOID, BatchState.STOPPED):
            continue
        if batch.wording != current:
            _void(case, batch, "wording")
        elif _is_changed(case, batch):
            _void(case, batch, "list")


def find(case: Case, number: int) -> Batch:
    """The batch `number`. Raises `UsageError` if there is none."""
    for batch in batches(case.store):
        if batch.number == number:
            return batch
    raise UsageError(
        "batch.unknown",
        f"Il n'y a pas de lot {number} dans cette affaire.",
        f"There is no batch {number} in this case.",
        way_out_fr="tocsin notify batches --case DIR les montre.",
        way_out_en="tocsin notify batches --case DIR shows them.",
    )


def person(name: str) -> str:
    """The name of someone who acts, tidied. Raises `UsageError` if it is none."""
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > MAX_NAME or not tidy.isprintable() or folded(tidy) == UNATTENDED:
        raise UsageError(
            "batch.name",
            "Il faut le nom de la personne qui agit.",
            "The name of the person who acts is needed.",
            way_out_fr="Donnez-le avec --as.",
            way_out_en="Give it with --as.",
        )
    return tidy


def folded(name: str) -> str:
    """A name without case, accents, hyphens or double spaces: the same person, typed otherwise."""
    plain = unicodedata.normalize("NFKD", name.replace("-", " ").casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def not_approved() -> UsageError:
    """Notices wait for a second person."""
    return UsageError(
        "batch.not_approved",
        "Des avis attendent l'approbation d'une seconde personne : rien de ce lot n'est parti.",
        "Notices wait for a second person's approval: nothing of this batch has left.",
        way_out_fr="Cette personne lance : tocsin notify approve LOT --case DIR --as NOM",
        way_out_en="That person runs: tocsin notify approve BATCH --case DIR --as NAME",
    )


def _approve(case: Case, batch: Batch, name: str) -> Batch:
    tested = is_tested(case, batch)
    if load_hospital(case.folder).test_first and not tested:
        raise _untested()
    with case.store.transaction():
        case.store.execute(
            "UPDATE batches SET approved_by = ?, approved_at = ? WHERE batch = ?",
            (name, ledger.now(), batch.number),
        )
        case.journal(
            "batch.approved",
            batch=batch.number,
            by=name,
            submitted_by=batch.submitted_by,
            list=batch.list,
            wording=batch.wording,
            tested=tested,
        )
    return find(case, batch.number)


def _mark(case: Case, number: int, by: str, act: str, change: str, *values: str) -> Batch:
    name = person(by)
    batch = find(case, number)
    if batch.state in (BatchState.VOID, BatchState.STOPPED):
        raise _not_open(batch)
    with case.store.transaction():
        case.store.execute(f"UPDATE batches SET {change} WHERE batch = ?", (*values, number))
        case.journal(f"batch.{act}", batch=number, by=name)
    return find(case, number)


def _is_changed(case: Case, batch: Batch) -> bool:
    """Whether the list is not the one submitted; a notice held back since is no change."""
    kept: dict[int, bytes] = dict(
        case.store.execute(
            "SELECT notice, digest FROM batch_notices WHERE batch = ?", (batch.number,)
        )
    )
    if list_hash(kept[notice] for notice in sorted(kept)) != batch.list:
        return True
    now = digests(
        case.store,
        "channel != 'held' AND notice IN (SELECT notice FROM batch_notices WHERE batch = ?)",
        (batch.number,),
    )
    return any(kept[notice] != digest for notice, digest in now)


def _void(case: Case, batch: Batch, reason: str) -> None:
    with case.store.transaction():
        case.store.execute(
            "UPDATE batches SET voided_at = ?, void_reason = ? WHERE batch = ?",
            (ledger.now(), reason, batch.number),
        )
        case.journal("batch.voided", batch=batch.number, reason=reason)


def _own_batch() -> UsageError:
    return UsageError(
        "batch.same_person",
        "Un lot est approuvé par une autre personne que celle qui l'a soumis.",
        "A batch is approved by another person than the one who submitted it.",
        way_out_fr="Demandez à un collègue de le relire et de l'approuver sous son nom.",
        way_out_en="Ask a colleague to look at it and to approve it under their own name.",
    )


def _untested() -> UsageError:
    return UsageError(
        "batch.untested",
        "Aucun courriel d'essai n'a été envoyé avec les textes de ce lot (test_first).",
        "No test e-mail has been sent in the words of this batch (test_first).",
        way_out_fr="tocsin notify test --case DIR --smtp URL --to VOTRE-ADRESSE, puis approuvez.",
        way_out_en="tocsin notify test --case DIR --smtp URL --to YOUR-ADDRESS, then approve.",
    )


def _not_open(batch: Batch) -> UsageError:
    fr, en = batch.state.label("fr"), batch.state.label("en")
    return UsageError(
        "batch.closed",
        f"Le lot {batch.number} ne peut plus changer ainsi ({fr}).",
        f"Batch {batch.number} can no longer change so ({en}).",
        way_out_fr="Soumettez ce qui reste : tocsin notify submit --case DIR --as NOM",
        way_out_en="Submit what is left: tocsin notify submit --case DIR --as NAME",
    )
