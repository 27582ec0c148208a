"""Zeek's logs, as tab-separated values under `#fields` or as JSON: conn, http, dns, smb_files…"""

from collections.abc import Iterator
from typing import Any

import orjson

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.moment import Clock, epoch
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.readers.weblog import request
from tocsin.watch.text import account, added, text, whole

_SMB = {"SMB::FILE_OPEN": "file-opened", "SMB::FILE_READ": "file-read",
        "SMB::FILE_WRITE": "file-written", "SMB::FILE_DELETE": "file-deleted",
        "SMB::FILE_RENAME": "file-renamed"}  # fmt: skip


class ZeekReader(Reader):
    """One connection, request or file a line."""

    name = "zeek"
    blind = (
        (
            "montre les octets échangés, pas leur contenu s'ils sont chiffrés, ni ce qui ne "
            "passe pas devant le capteur"
        ),
        (
            "shows the bytes exchanged, not their content if encrypted, nor what does not "
            "pass the sensor"
        ),
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By `#separator`, or by the names in its JSON."""
        if head.startswith((b"#separator", b"#fields")):
            return True
        first = head.partition(b"\n")[0]
        return (
            first.startswith(b"{")
            and b'"ts"' in first
            and (b'"uid"' in first or b'"id.orig_h"' in first)
        )

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each line under the columns last named."""
        names: list[str] = []
        path = stretch.name.rpartition("/")[2].partition(".")[0]
        for offset, raw in stretch.lines():
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if line.startswith("#"):
                word, _, rest = line.partition("\t")
                names = rest.split("\t") if word == "#fields" else names
                path = rest if word == "#path" else path
            elif line:
                yield _one(offset, line, names, path, stretch.clock)


def _one(offset: int, line: str, names: list[str], path: str, clock: Clock) -> Read:
    try:
        if line[0] == "{":
            row = orjson.loads(line)
        else:
            cells = line.split("\t")
            if len(cells) != len(names):
                return Unparsed(offset, "columns")
            row = dict(zip(names, cells, strict=True))
        return Record(offset, _event(row, path, clock), {k: v for k, v in row.items() if v != "-"})
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return Unparsed(offset, "shape")


def _event(row: dict[str, Any], path: str, clock: Clock) -> Values:
    stamp = str(row["ts"])
    values: Values = {
        TIME: epoch(stamp) if stamp[:4].isdigit() and "-" not in stamp else clock.iso(stamp),
        "event.dataset": f"zeek.{path}",
        "event.category": "network",
        "event.action": "connection",
        "event.code": text(row.get("uid")),
        "source.ip": text(row.get("id.orig_h")),
        "source.port": whole(row.get("id.orig_p")),
        "destination.ip": text(row.get("id.resp_h")),
        "destination.port": whole(row.get("id.resp_p")),
    }
    return values | _MORE.get(path, _conn)(row)


def _conn(row: dict[str, Any]) -> Values:
    return {
        "source.bytes": whole(row.get("orig_bytes")),
        "destination.bytes": whole(row.get("resp_bytes")),
        "message": text(row.get("service")),
    }


def _http(row: dict[str, Any]) -> Values:
    asked = request(str(row["method"]), str(row["uri"]), whole(row.get("status_code")) or 0)
    return asked | {
        "destination.domain": text(row.get("host")),
        "user_agent.original": text(row.get("user_agent")),
        "source.bytes": whole(row.get("request_body_len")),
        "destination.bytes": whole(row.get("response_body_len")),
    }


def _dns(row: dict[str, Any]) -> Values:
    return {"event.action": "name-looked-up", "destination.domain": text(row.get("query"))}


def _ssl(row: dict[str, Any]) -> Values:
    return {"destination.domain": text(row.get("server_name"))}


def _smb(row: dict[str, Any]) -> Values:
    return {
        "event.category": "file",
        "event.action": _SMB.get(str(row.get("action")), "file-access"),
        "file.path": f"{text(row.get('path')) or ''}\\{text(row.get('name')) or ''}".strip("\\")
        or None,
    }


def _files(row: dict[str, Any]) -> Values:
    return {
        "source.ip": text(row.get("id.orig_h") or row.get("tx_hosts")),
        "destination.ip": text(row.get("id.resp_h") or row.get("rx_hosts")),
        "event.action": "file-seen",
        "file.path": text(row.get("filename")),
        "source.bytes": added(whole(row.get("seen_bytes"))),
    }


def _login(row: dict[str, Any]) -> Values:
    name, domain = account(row.get("username") or row.get("client"))
    return {
        "event.category": "authentication",
        "event.action": "logged-in",
        "user.name": name,
        "user.domain": domain or text(row.get("domainname")),
    }


_MORE = {
    "http": _http, "dns": _dns, "ssl": _ssl, "smb_files": _smb, "files": _files,
    "ntlm": _login, "kerberos": _login,
}  # fmt: skip
