"""`DIR/room.toml`: what the room may talk to. Without it, to nobody: both parts are off."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.room.oidc.provider import Provider
from tocsin.room.syslog.target import Target

FILE_NAME = "room.toml"


@dataclass(frozen=True, slots=True)
class RoomFile:
    """Who vouches for people beside the room itself, and where its journal goes; None: nobody."""

    oidc: Provider | None = None
    syslog: Target | None = None


def load_room_file(folder: Path) -> RoomFile:
    """The settings in `folder`'s room.toml; nothing if there is none.

    Raises `InputError` if it is not TOML, has an unknown word, or an address that is not secure.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return RoomFile()
    try:
        return _settings(tomllib.loads(path.read_text(encoding="utf-8-sig")), folder)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, TypeError, ValueError) as error:
        raise _wrong() from error


def _settings(table: dict[str, Any], folder: Path) -> RoomFile:
    oidc, syslog = table.pop("oidc", None), table.pop("syslog", None)
    if table:
        raise ValueError(FILE_NAME)
    return RoomFile(
        Provider(**oidc) if oidc is not None else None,
        Target.of(**syslog, folder=folder) if syslog is not None else None,
    )


def _wrong() -> InputError:
    return InputError(
        "room.file",
        f"Le fichier {FILE_NAME} n'est pas de la bonne forme.",
        f"The file {FILE_NAME} is not of the right form.",
        way_out_fr="Mots connus : [oidc] name, issuer (https), client_id, claim, scope, acr ;"
        " [syslog] server (udp, tcp ou tls), ca.",
        way_out_en="Known words: [oidc] name, issuer (https), client_id, claim, scope, acr;"
        " [syslog] server (udp, tcp or tls), ca.",
    )
