"""MISP: one event in the MISP core format (draft-dulaunoy-misp-core-format)."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid5

from tocsin.watch.exchange.indicator import Indicator, Kind
from tocsin.watch.exchange.stix import NAMESPACE
from tocsin.watch.moment import MICROSECONDS, as_datetime

_TYPES = {
    Kind.ADDRESS: ("Network activity", "ip-dst"),
    Kind.DOMAIN: ("Network activity", "domain"),
    Kind.COMMAND: ("Artifacts dropped", "text"),
}
YOUR_ORGANISATION_ONLY, INITIAL, HIGH = "0", "0", "1"


def event(found: Iterable[Indicator]) -> dict[str, Any]:
    """All indicators in one event, shared with nobody until somebody says so."""
    attributes = [_attribute(each) for each in found]
    first = min((int(a["timestamp"]) for a in attributes), default=0)
    return {
        "Event": {
            "uuid": str(uuid5(NAMESPACE, "".join(a["uuid"] for a in attributes))),
            "info": "Tocsin",
            "date": as_datetime(first * MICROSECONDS).date().isoformat(),
            "threat_level_id": HIGH,
            "analysis": INITIAL,
            "distribution": YOUR_ORGANISATION_ONLY,
            "published": False,
            "timestamp": str(first),
            "Attribute": attributes,
        }
    }


def _attribute(found: Indicator) -> dict[str, Any]:
    category, kind = _TYPES[found.kind]
    return {
        "uuid": str(uuid5(NAMESPACE, f"{kind}:{found.value}")),
        "category": category,
        "type": kind,
        "value": found.value,
        "to_ids": found.kind is not Kind.COMMAND,
        "distribution": YOUR_ORGANISATION_ONLY,
        "timestamp": str(found.first_at // MICROSECONDS),
        "comment": f"{round(found.score * 100)} %",
    }
