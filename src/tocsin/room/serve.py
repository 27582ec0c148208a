"""Opening the room: the case's key, the room's tables, the server."""

import ipaddress
from collections.abc import Callable, Iterator
from pathlib import Path

from tocsin.case import Case, take_lock
from tocsin.errors import UsageError
from tocsin.language import tr
from tocsin.room.ending import ROOM_LOCK
from tocsin.room.roomfile import load_room_file
from tocsin.room.settings import RoomSettings, set_up


def open_room(
    folder: Path,
    host: str,
    port: int,
    *,
    names: tuple[str, ...] = (),
    cert: Path | None = None,
    key: Path | None = None,
    database: str = "",
    say: Callable[[str], None],
) -> None:
    """Serve the room of the case in `folder` until stopped.

    Raises `UsageError` if others could listen in: another host than this one without TLS;
    `CaseError` if the folder is no case.
    """
    if not cert and not is_loopback(host):
        raise _in_clear()
    load_room_file(folder)  # a mistake in it is said before anybody signs in
    with Case.open(folder, exclusive=False) as case, take_lock(folder, ROOM_LOCK):
        hosts = tuple(dict.fromkeys((*names, host)))
        set_up(RoomSettings.of(case, database=database, hosts=hosts, tls=bool(cert)))
        migrate()
        case.journal("room.opened", tls=bool(cert))
        case.close()
        for line in _welcome(host, port, names, tls=bool(cert)):
            say(line)
        _serve(host, port, cert, key)


def migrate() -> None:
    """Bring the room's tables up to date."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _welcome(host: str, port: int, names: tuple[str, ...], *, tls: bool) -> Iterator[str]:
    from django.contrib.auth import get_user_model

    name = names[0] if names else "localhost" if is_loopback(host) else host
    yield f"http{'s' if tls else ''}://{name}:{port}"
    if not get_user_model().objects.exists():
        yield tr("Aucun compte encore : tocsin user add", "No account yet: tocsin user add")
    yield tr("Ctrl-C arrête la salle.", "Ctrl-C stops the room.")


def _serve(host: str, port: int, cert: Path | None, key: Path | None) -> None:
    from django.db import connections

    from tocsin.room import opened
    from tocsin.room.server import Server

    connections.close_all()  # the server forks: no connection crosses
    opened.close()
    Server(host, port, cert, key).run()


def _in_clear() -> UsageError:
    return UsageError(
        "room.in_clear",
        "D'autres postes atteindraient la salle sans chiffrement.",
        "Other computers would reach the room without encryption.",
        way_out_fr="Donnez --cert et --key (certificat de l'établissement), ou --host 127.0.0.1.",
        way_out_en="Give --cert and --key (a certificate of your hospital), or --host 127.0.0.1.",
    )
