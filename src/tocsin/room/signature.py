"""The name under which an account stands for an act of the case."""

from tocsin.notify import approval
from tocsin.room.models import User


def signature(user: User, others: tuple[str, ...] = ()) -> str:
    """The account's name; its holder's own where that is among the `others` who stand for it.

    Somebody who submitted at a terminal under their own name is the same person in the room: the
    verb, which compares names, then refuses.
    """
    taken = {approval.folded(name) for name in others}
    own = str(user.full_name)
    return own if own and approval.folded(own) in taken else str(user.username)
