"""Windows events that a collector wrote as JSON, one a line: Winlogbeat, NXLog, evtx_dump."""

from typing import Any

import orjson

from tocsin.watch.event import Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import LineReader
from tocsin.watch.windows import columns, flat, timed


class WindowsJsonReader(LineReader):
    """One Windows event a line."""

    name = "windows.json"
    blind = (
        ("ne montre que ce que l'audit Windows enregistrait et que le collecteur a transmis"),
        "shows only what Windows was set to audit and what the collector passed on",
    )

    def parse(self, line: str, clock: Clock) -> tuple[Values, Values] | None:
        """An event in any of the three forms."""
        if line[:1] != "{":
            return None
        found = orjson.loads(line)
        fields = _fields(found)
        if not fields or "EventID" not in fields or not fields.get("Channel"):
            return None
        said = next((str(fields[name]) for name in _TIMES if fields.get(name)), "")
        return timed(columns(fields), clock.any(said)), fields


_TIMES = ("SystemTime", "TimeCreated", "@timestamp", "EventTime")
"""Where the time stands, the surest first: NXLog's `EventTime` has no zone."""


def _fields(found: dict[str, Any]) -> Values | None:
    if "Event" in found:
        return flat(found["Event"])
    if "winlog" in found:
        return _winlogbeat(found, found["winlog"])
    if "log_name" in found and "event_id" in found:
        return _winlogbeat(found, found | {"channel": found["log_name"]})
    if "EventID" not in found:
        return None
    # NXLog: all on one level, already under Windows' own names.
    names = {"Hostname": "Computer", "SourceName": "Provider_Name"}
    return {names.get(name, name): value for name, value in found.items()}


def _winlogbeat(found: dict[str, Any], log: dict[str, Any]) -> Values:
    """Winlogbeat from 7 on keeps all below `winlog`; before, on the first level."""
    fields: Values = dict(log.get("event_data") or log.get("user_data") or {})
    fields["EventID"] = int(log.get("event_id") or found["event"]["code"])
    fields["Channel"] = log.get("channel")
    fields["Provider_Name"] = log.get("provider_name") or log.get("source_name")
    fields["Computer"] = log.get("computer_name")
    fields["SystemTime"] = found["@timestamp"]
    return fields
