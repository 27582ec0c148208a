"""The call tasks, a page at a time, and who may be given them."""

from tocsin.notify.public import FIRST_CALL, CallTask, TaskKey, task_page
from tocsin.room.models import User
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, number_of, page_of
from tocsin.room.roles import RIGHTS, Permission


def tasks(caller: str | None, after: str) -> Page[CallTask]:
    """A page of the tasks of one account, or of all; those overdue stand first."""
    start = _key(after)
    rows = task_page(reading(), caller=caller, after=start, size=ROWS + 1)
    keys = ["-".join(map(str, task.key)) for task in rows]
    return page_of(rows, keys, is_first=start == FIRST_CALL)


def callers() -> list[User]:
    """The accounts that may call."""
    roles = [role.value for role in RIGHTS[Permission.CALLS]]
    open_accounts = User.objects.filter(is_active=True, grants__role__in=roles)
    return list(open_accounts.distinct().order_by("username"))


def _key(text: str) -> TaskKey:
    """A key from an address; nonsense is the beginning."""
    parts = [number_of(part, -1) for part in text.split("-")]
    known = len(parts) == len(FIRST_CALL) and min(parts) >= 0
    return TaskKey(*parts) if known else FIRST_CALL
