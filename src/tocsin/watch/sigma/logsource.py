"""Of which of Sigma's log sources an event is, and its fields under the names rules use there."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tocsin.watch.event import Values

_TABLE = tomllib.loads(Path(__file__).with_name("logsource.toml").read_text(encoding="utf-8"))

_RENAMED: dict[tuple[str, str], dict[str, str]] = {
    (channel, code): names
    for place, names in _TABLE["rename"].items()
    for channel, _, code in [place.rpartition(":")]
}


@cache
def windows_sources(channel: str, code: str) -> tuple[str, ...]:
    """The log sources of a Windows event."""
    short = channel.rpartition("/")[0] or channel
    services = ["", _TABLE["channel"].get(short, "")]
    categories = _TABLE["category"].get(f"{short}:{code}", [])
    return (
        *(f"windows/{category}/" for category in categories),
        *(f"windows//{service}" for service in dict.fromkeys(services)),
    )


@cache
def other_sources(dataset: str) -> tuple[str, ...]:
    """The log sources of any other event, by its dataset."""
    table: dict[str, list[str]] = _TABLE["dataset"]
    return tuple(table.get(dataset) or table.get(dataset.partition(".")[0]) or ())


def sources_of(dataset: str, fields: Values) -> tuple[str, ...]:
    """`product/category/service` of each log source the event is of."""
    if dataset.startswith("windows."):
        return windows_sources(str(fields.get("Channel")), str(fields.get("EventID")))
    return other_sources(dataset)


def renamings(fields: Values) -> Mapping[str, str]:
    """Windows' name of the fields that rules know under another, by that."""
    return _RENAMED.get((str(fields.get("Channel")), str(fields.get("EventID"))), {})
