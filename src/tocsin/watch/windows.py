"""A Windows event, from EVTX or from a collector's JSON, as an event of ours.

The fields keep Windows' own names, which are those of the rules; `windows.toml` says which of
them stand for which column, and what an event's number means.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from tocsin.watch.event import LONGEST_TEXT, TIME, Values

_TABLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("windows.toml").read_text(encoding="utf-8")
)
_COLUMNS: dict[str, list[str]] = _TABLE["columns"]
_ACTS: dict[str, tuple[str, str, str]] = {
    f"{channel}:{code}": (action, category, outcome)
    for channel, acts in _TABLE["acts"].items()
    for code, (action, category, outcome) in acts.items()
}
_TARGETED = frozenset(_TABLE["targeted"])
_NOTHING = ("", "-", "::", "0.0.0.0", "LOCAL", None)  # noqa: S104 - as Windows writes "none"
_READ, _WRITE, _DELETE, _ATTRIBUTES = 0x1, 0x2 | 0x4, 0x10000, 0x80


def flat(event: dict[str, Any]) -> Values:
    """The fields of an event as the rules know them, from the tree that EVTX and exports share."""
    system = event.get("System") or {}
    fields: Values = {}
    for name in ("EventData", "UserData", "ProcessingErrorData"):
        _flatten(event.get(name), name, fields)
    provider = _attributes(system.get("Provider"))
    fields["Provider_Name"] = provider.get("Name") or provider.get("EventSourceName") or ""
    fields["EventID"] = event_id(system.get("EventID"))
    fields["Channel"] = system.get("Channel") or ""
    fields["Computer"] = system.get("Computer") or ""
    fields["Level"] = system.get("Level")
    fields["EventRecordID"] = system.get("EventRecordID")
    fields["SystemTime"] = _attributes(system.get("TimeCreated")).get("SystemTime") or ""
    return fields


def event_id(value: Any) -> int | str:
    """The number of the event: EVTX gives an integer, a string, or `{"#text": …}` of either."""
    if isinstance(value, dict):
        value = value.get("#text", value.get("Value", ""))
    text = str(value)
    return int(text) if text.isdigit() else text


def columns(fields: Values) -> Values:
    """The columns of an event, but for its time."""
    code = str(fields.get("EventID", ""))
    channel = str(fields.get("Channel", "")).rpartition("/")[0] or str(fields.get("Channel", ""))
    action, category, outcome = _ACTS.get(f"{channel}:{code}") or ("", "", "")
    values: Values = {
        "event.dataset": f"windows.{_SHORT.get(channel) or channel.lower()}",
        "event.provider": fields.get("Provider_Name") or None,
        "event.code": code,
        "event.category": category or None,
        "event.action": action or None,
        "event.outcome": outcome or None,
        "host.name": str(fields.get("Computer") or "").lower() or None,
    }
    for column, names in _named(tuple(fields)):
        values[column] = _first(fields, names)
    if code in _TARGETED and channel == "Security":
        values["user.name"] = _first(fields, ["TargetUserName"])
        values["user.domain"] = _first(fields, ["TargetDomainName"])
    _say_user(values)
    if action == "file-access":
        values["file.path"] = _path(fields)
        values["event.action"] = _access(fields)
    return values


_SHORT: dict[str, str] = _TABLE["channels"]


@lru_cache(maxsize=10_000)
def _named(there: tuple[str, ...]) -> tuple[tuple[str, list[str]], ...]:
    """For events with these fields: which of them may fill each column, in order."""
    found = ((c, [n for n in names if n in there]) for c, names in _COLUMNS.items())
    return tuple((column, names) for column, names in found if names)


def _say_user(values: Values) -> None:
    """`DOMAIN\\user` and `user@domain` come apart; names of accounts have no case."""
    user = values.get("user.name") or ""
    domain, slash, name = user.rpartition("\\")
    if slash:
        values["user.domain"] = values.get("user.domain") or domain
        user = name
    values["user.name"] = user.partition("@")[0].lower() or None


def _first(fields: Values, names: list[str]) -> str | None:
    for name in names:
        value = fields.get(name)
        if value not in _NOTHING:
            return str(value)[:LONGEST_TEXT].removeprefix("::ffff:")
    return None


def _path(fields: Values) -> str | None:
    """The path of a file access: below its share (5145) or on its disk (4663)."""
    share = str(fields.get("ShareName") or "").replace("\\\\*\\", "\\\\")
    target = str(fields.get("RelativeTargetName") or fields.get("ObjectName") or "")
    return f"{share}\\{target}".strip("\\") if share else target or None


def _access(fields: Values) -> str:
    """What an access mask asks for (MS-SMB2 2.2.13.1): deletion, writing, reading, or a look."""
    try:
        mask = int(str(fields.get("AccessMask") or "0"), 16)
    except ValueError:
        return "file-access"
    for bits, action in (
        (_DELETE, "file-deleted"),
        (_WRITE, "file-written"),
        (_READ, "file-read"),
        (_ATTRIBUTES, "file-listed"),
    ):
        if mask & bits:
            return action
    return "file-access"


def _attributes(node: Any) -> Values:
    if not isinstance(node, dict):
        return {}
    inner = node.get("#attributes")
    return inner if isinstance(inner, dict) else node


def _flatten(node: Any, name: str, into: Values) -> None:
    """Leaves by their own name; of two of one name the first keeps it."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("#attributes", "xmlns"):
                continue
            if key == "#text":
                into.setdefault(name, value)
            elif isinstance(value, dict):
                _flatten(value, key, into)
            elif isinstance(value, list):
                into.setdefault(key, " ".join(map(str, value)))
            else:
                into.setdefault(key, value)
    elif node not in (None, ""):
        into.setdefault(name, node)


def timed(values: Values, moment: int) -> Values:
    """The columns with their time."""
    values[TIME] = moment
    return values
