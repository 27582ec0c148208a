"""A leaf of the custody log: all that was recorded of one file as taken, in one canonical form."""

import grp
import json
import pwd
from functools import cache
from typing import NamedTuple


class Recorded(NamedTuple):
    """A row of `items`, as far as the log keeps it."""

    item: int
    path: str
    raw: bytes
    size: int
    mtime_ns: int
    mode: int | None
    uid: int | None
    gid: int | None
    sha256: str
    fault: str


def leaf_of(recorded: Recorded, replaces: int | None) -> bytes:
    """The leaf as UTF-8 JSON: sorted keys, no spaces; what is unknown is left out.

    `raw` is the path in hexadecimal, `mtime` in nanoseconds since 1970, `mode` in octal with the
    kind of file; `replaces` numbers the leaf of the same path that this one follows.
    """
    fields = {
        "path": recorded.path,
        "raw": recorded.raw.hex(),
        "size": recorded.size,
        "mtime": recorded.mtime_ns,
        "mode": None if recorded.mode is None else f"{recorded.mode:o}",
        "uid": recorded.uid,
        "gid": recorded.gid,
        "owner": None if recorded.uid is None else _user(recorded.uid),
        "group": None if recorded.gid is None else _group(recorded.gid),
        "sha256": recorded.sha256 or None,
        "fault": recorded.fault or None,
        "replaces": replaces,
    }
    known = {name: value for name, value in fields.items() if value is not None}
    # Not orjson: what it gives keeps its buffer of some kB, and a case holds very many leaves.
    return json.dumps(known, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@cache
def _user(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None


@cache
def _group(gid: int) -> str | None:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return None
