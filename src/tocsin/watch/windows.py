"""A Windows event, from EVTX or from a collector's JSON, as an event of ours.

The fields keep Windows' own names, which are those of the rules; `windows.toml` says which of
them stand for which column, and what an event's number means.
"""

import tomllib
from dataclasses import dataclass
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
_DATA = ("EventData", "UserData", "ProcessingErrorData")
_MARKUP = frozenset(("#attributes", "#text", "xmlns"))
_PLAIN = frozenset((str, int, float, bool, type(None)))
_NOTHING = frozenset(("", "-", "::", "0.0.0.0", "LOCAL"))  # noqa: S104 - as Windows writes "none"
_READ, _WRITE, _DELETE, _ATTRIBUTES = 0x1, 0x2 | 0x4, 0x10000, 0x80


def flat(event: dict[str, Any]) -> Values:
    """The fields of an event as the rules know them, from the tree that EVTX and exports share."""
    system = event.get("System") or {}
    fields: Values = {}
    for name in _DATA:
        if name in event:
            _flatten(event[name], name, fields)
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
    if type(value) is int:
        return value
    if isinstance(value, dict):
        value = value.get("#text", value.get("Value", ""))
    text = str(value)
    return int(text) if text.isdigit() else text


def columns(fields: Values) -> Values:
    """The columns of an event, but for its time."""
    kind = _kind(str(fields.get("Channel", "")), str(fields.get("EventID", "")))
    values = dict(kind.columns)
    values["event.provider"] = fields.get("Provider_Name") or None
    values["host.name"] = str(fields.get("Computer") or "").lower() or None
    for column, names in _named(tuple(fields)):
        values[column] = _first(fields, names)
    if kind.is_targeted:
        values["user.name"] = _first(fields, ("TargetUserName",))
        values["user.domain"] = _first(fields, ("TargetDomainName",))
    _say_user(values)
    if values["event.action"] == "file-access":
        values["file.path"] = _path(fields)
        values["event.action"] = _access(fields)
    return values


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the channel and the number of an event say of it."""

    columns: Values
    is_targeted: bool


@lru_cache(maxsize=10_000)
def _kind(said: str, code: str) -> _Kind:
    channel = said.rpartition("/")[0] or said
    action, category, outcome = _ACTS.get(f"{channel}:{code}") or ("", "", "")
    columns: Values = {
        "event.dataset": f"windows.{_SHORT.get(channel) or channel.lower()}",
        "event.code": code,
        "event.category": category or None,
        "event.action": action or None,
        "event.outcome": outcome or None,
    }
    return _Kind(columns, code in _TARGETED and channel == "Security")


_SHORT: dict[str, str] = _TABLE["channels"]


@lru_cache(maxsize=10_000)
def _named(there: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For events with these fields: which of them may fill each column, in order."""
    found = ((c, tuple(n for n in names if n in there)) for c, names in _COLUMNS.items())
    return tuple((column, names) for column, names in found if names)


def _say_user(values: Values) -> None:
    """`DOMAIN\\user` and `user@domain` come apart; names of accounts have no case."""
    user = values.get("user.name")
    if not user:
        values["user.name"] = None
        return
    domain, values["user.name"] = _account(user)
    if domain is not None:
        values["user.domain"] = values.get("user.domain") or domain


@lru_cache(maxsize=10_000)
def _account(user: str) -> tuple[str | None, str | None]:
    """Domain, if it stands before the name, and name."""
    domain, slash, name = user.rpartition("\\")
    return domain if slash else None, (name.partition("@")[0].lower() or None)


def _first(fields: Values, names: tuple[str, ...]) -> str | None:
    for name in names:
        value = fields.get(name)
        if type(value) is not str:
            value = "" if value is None else str(value)
        if value not in _NOTHING:
            return value[:LONGEST_TEXT].removeprefix("::ffff:")
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
        if not into and _is_flat(node):
            into.update(node)
            return
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


def _is_flat(node: Values) -> bool:
    """Whether it is nothing but leaves by their own name, as most are."""
    return _PLAIN.issuperset(map(type, node.values())) and _MARKUP.isdisjoint(node)


def timed(values: Values, moment: int) -> Values:
    """The columns with their time."""
    values[TIME] = moment
    return values
