"""MySQL and MariaDB: the general query log, MariaDB's audit plugin (CSV), MySQL's audit JSON."""

import re
from typing import Any

import orjson

from tocsin.watch.event import TIME, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import LineReader
from tocsin.watch.sqltext import columns_of
from tocsin.watch.text import account, cells, text

_GENERAL = re.compile(
    r"(\d{4}-\d\d-\d\dT\S+)\s+(\d+)\s+(Query|Connect|Execute|Quit|Init DB|Prepare)\t?(.*)",
    re.DOTALL,
)
_PLUGIN = re.compile(r"\d{8} \d\d:\d\d:\d\d,")
_OPERATION = 8


class MysqlReader(LineReader):
    """One statement a line."""

    name = "mysql.audit"
    blind = (
        (
            "montre les requêtes si le journal général ou l'audit était actif ; pas les "
            "lignes rendues"
        ),
        "shows statements if the general log or the audit was on; not the rows given back",
    )

    def parse(self, line: str, clock: Clock) -> tuple[Values, Values] | None:
        """Any of the three forms."""
        if line[:1] in "{[":
            return _of_json(line, clock)
        if _PLUGIN.match(line):
            return _of_plugin(line, clock)
        found = _GENERAL.match(line)
        if not found:
            return None
        stamp, _thread, command, rest = found.groups()
        values = _event(rest if command in ("Query", "Execute") else "", command)
        user = rest.partition(" ")[0].partition("@")[0] if command == "Connect" else None
        return values | {TIME: clock.iso(stamp), "event.code": command, "user.name": user}, {}

    def is_comment(self, line: str) -> bool:
        """The general log's banner and the brackets of a JSON list."""
        return line.strip() in ("[", "]") or line.startswith(("Tcp port:", "Time  ", "/"))


def _of_plugin(line: str, clock: Clock) -> tuple[Values, Values]:
    """time,server,user,host,connection,query,operation,database,object,code"""
    row = cells(line, quote="'", escape="\\")
    day, time = row[0].split(" ")
    operation = row[6]
    statement = row[_OPERATION] if operation == "QUERY" else ""
    values = _event(statement, operation) | {
        TIME: clock.iso(f"{day[:4]}-{day[4:6]}-{day[6:]} {time}"),
        "event.code": operation,
        "event.outcome": "success" if row[-1] in ("0", "") else "failure",
        "host.name": text(row[1]),
        "user.name": account(row[2])[0],
        "source.ip": text(row[3]),
    }
    if operation == "READ":
        values |= {"event.action": "data-read", "file.path": f"{row[7]}.{row[8]}"}
    return values, {}


def _of_json(line: str, clock: Clock) -> tuple[Values, Values] | None:
    found: dict[str, Any] = orjson.loads(line.strip().strip(","))
    if "timestamp" not in found or "class" not in found:
        return None
    general = found.get("general_data") or {}
    login = found.get("login") or found.get("account") or {}
    values = _event(str(general.get("query") or ""), str(found.get("event")))
    return values | {
        TIME: clock.iso(str(found["timestamp"]) + "Z"),
        "event.code": text(found.get("event")),
        "user.name": account(login.get("user"))[0],
        "source.ip": text(login.get("ip")),
    }, {}


def _event(statement: str, command: str) -> Values:
    known: Values = {"event.dataset": "mysql.audit", "event.outcome": "success"}
    if statement:
        return columns_of(statement, **known)
    login = command.lower() in ("connect", "failed_connect")
    return known | {
        "event.category": "authentication" if login else "database",
        "event.action": "logged-in" if login else command.lower(),
        "event.outcome": "failure" if command.lower().startswith("failed") else "success",
    }
