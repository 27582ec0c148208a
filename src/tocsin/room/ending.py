"""Shredding takes two people where there are two: asked at a terminal, approved in the room."""

from datetime import timedelta
from pathlib import Path

from tocsin.case import holder
from tocsin.errors import CaseError

ROOM_LOCK = "room.lock"
APPROVAL_HOLDS = timedelta(hours=24)


def require_two(folder: Path, database: str = "") -> int:
    """0 if the case may be shredded now, else the number of the request that waits.

    Raises `CaseError` while the room is open: it holds the key in its memory.
    """
    from tocsin.room.settings import ROOM_NAME

    if holder(folder, ROOM_LOCK) is not None:
        raise _room_is_open()
    if not database and not (folder / ROOM_NAME).exists():
        return 0
    from tocsin.room.keeping import keeping

    with keeping(folder, database):
        return _waiting()


def _waiting() -> int:
    from django.utils import timezone

    from tocsin.room import foureyes
    from tocsin.room.keeping import terminal
    from tocsin.room.models import Request, User

    if not User.objects.filter(is_active=True).exists():
        return 0
    approved = Request.objects.filter(
        kind=foureyes.SHRED,
        state=Request.State.APPROVED,
        decided_at__gte=timezone.now() - APPROVAL_HOLDS,
    )
    return 0 if approved.exists() else int(foureyes.ask_to_shred(by=terminal()).pk)


def _room_is_open() -> CaseError:
    return CaseError(
        "room.is_open",
        "La salle de crise est ouverte sur cette affaire : elle tient la clé en mémoire.",
        "The crisis room is open on this case: it holds the key in memory.",
        way_out_fr="Arrêtez « tocsin serve », puis relancez.",
        way_out_en='Stop "tocsin serve", then run this again.',
    )
