"""Logs of `name=value` pairs, as FortiGate and Stormshield write them, bare or behind syslog."""

import re

from tocsin.watch.event import TIME, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import LineReader
from tocsin.watch.text import account, text, whole

_PAIR = re.compile(r'([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.){0,8000})"|([^\s"]{0,8000}))')
LEAST_PAIRS = 5
_IN = frozenset({"tunnel-up", "ssl-login", "login", "auth-logon", "ssl-new-con"})
_OUT = frozenset({"tunnel-down", "ssl-logout", "logout", "auth-logout"})


class KeyValueReader(LineReader):
    """One session, logon or alert a line."""

    name = "firewall"
    blind = (
        (
            "montre ce qui traverse le pare-feu, avec ses octets à la fin de chaque session ;"
            " pas le contenu, ni ce qui reste à l'intérieur"
        ),
        (
            "shows what crosses the firewall, with its bytes when each session ends; not the "
            "content, nor what stays inside"
        ),
    )

    def parse(self, line: str, clock: Clock) -> tuple[Values, Values] | None:
        """A line of either maker."""
        fields: Values = {
            name: plain if plain or not quoted else quoted.replace('\\"', '"')
            for name, quoted, plain in _PAIR.findall(line)
        }
        if len(fields) < LEAST_PAIRS:
            return None
        if "devid" in fields or "logid" in fields:
            return _fortigate(fields, clock), fields
        if "fw" in fields or "logtype" in fields:
            return _stormshield(fields, clock), fields
        return None


def _fortigate(row: Values, clock: Clock) -> Values:
    """FortiOS log reference: `eventtime` is exact; `sentbyte` is what the source sent."""
    values = _common(row) | {
        TIME: _fortigate_time(row, clock),
        "event.dataset": f"fortigate.{row.get('type', '')}",
        "event.provider": "Fortinet",
        "event.code": text(row.get("logid")),
        "host.name": text(row.get("devname")),
        "source.nat.ip": text(row.get("tunnelip")),
        "source.bytes": whole(row.get("sentbyte")),
        "destination.bytes": whole(row.get("rcvdbyte")),
        "destination.domain": text(row.get("hostname")),
        "url.original": text(row.get("url")),
        "message": text(row.get("msg") or row.get("logdesc")),
    }
    values["source.ip"] = text(row.get("srcip")) or text(row.get("remip"))
    values["destination.ip"] = text(row.get("dstip"))
    return values | _act(str(row.get("action", "")).lower(), row)


def _fortigate_time(row: Values, clock: Clock) -> int:
    if "eventtime" in row:
        return clock.any(str(row["eventtime"]))
    zone = str(row.get("tz", "")).replace("UTC", "")
    return clock.iso(f"{row['date']} {row['time']}{zone}")


def _stormshield(row: Values, clock: Clock) -> Values:
    """SNS audit logs: `startime` with `tz`; `sent` and `rcvd` from the source's side."""
    start = str(row.get("startime") or row["time"])
    values = _common(row) | {
        TIME: clock.iso(start + str(row.get("tz", ""))),
        "event.dataset": f"stormshield.{row.get('logtype', '')}",
        "event.provider": "Stormshield",
        "event.code": text(row.get("id")),
        "host.name": text(row.get("fw")),
        "source.ip": text(row.get("src")),
        "source.bytes": whole(row.get("sent")),
        "destination.ip": text(row.get("dst")),
        "destination.bytes": whole(row.get("rcvd")),
        "destination.domain": text(row.get("dstname")),
        "url.original": text(row.get("arg")),
        "message": text(row.get("msg")),
    }
    return values | _act(str(row.get("action", "")).lower(), row)


def _common(row: Values) -> Values:
    name, domain = account(row.get("user"))
    return {
        "user.name": name,
        "user.domain": domain,
        "source.port": whole(row.get("srcport")),
        "destination.port": whole(row.get("dstport")),
    }


def _act(action: str, row: Values) -> Values:
    refused = action in ("deny", "block", "blocked", "dropped", "reset") or "fail" in action
    if action in _IN or action in _OUT or "login" in action:
        failed = refused or str(row.get("status", "")).startswith("fail")
        return {
            "event.category": "authentication",
            "event.action": "logged-out" if action in _OUT else "logged-in",
            "event.outcome": "failure" if failed else "success",
        }
    return {
        "event.category": "network",
        "event.action": "connection",
        "event.outcome": "failure" if refused else "success",
    }
