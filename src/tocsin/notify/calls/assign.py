"""assign: which account makes which calls. Each change is a row; nothing is rewritten."""

from collections.abc import Iterable, Sequence

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.notify import ledger
from tocsin.notify.approval import person
from tocsin.notify.calls.attempts import open_task
from tocsin.notify.calls.tasks import NOBODY, CallTask, task_page


def assign(case: Case, references: Iterable[str], caller: str, by: str) -> int:
    """Give open calls to the account `caller`, or take them back (`NOBODY`); how many.

    Raises `UsageError`, and changes nothing, if one of them is no open call, or none is named.
    """
    notices = sorted({open_task(case, reference) for reference in references})
    if not notices:
        raise _none_named()
    return _give(case, notices, caller, by)


def assign_next(case: Case, count: int, caller: str, by: str) -> int:
    """Give the account the `count` calls to be made first among those that are nobody's."""
    free: Sequence[CallTask] = task_page(case, caller=NOBODY, size=max(count, 0))
    notices = [task.notice for task in free if task.is_open]
    if not notices:
        raise _none_named()
    return _give(case, notices, caller, by)


def _give(case: Case, notices: Sequence[int], caller: str, by: str) -> int:
    who, at = person(by), ledger.now()
    with case.store.transaction():
        case.store.many(
            "INSERT INTO call_assignments (notice, at, assigned_to, assigned_by)"
            " VALUES (?, ?, ?, ?)",
            [(notice, at, caller, who) for notice in notices],
        )
        case.journal("call.assigned", notices=notices, to=caller, by=who)
    return len(notices)


def _none_named() -> UsageError:
    return UsageError(
        "call.none_named",
        "Aucun appel n'est choisi, ou aucun n'est libre.",
        "No call is chosen, or none is free.",
        way_out_fr="Cochez des appels ouverts ; ceux d'un autre compte se cochent un à un.",
        way_out_en="Tick open calls; those of another account are ticked one by one.",
    )
