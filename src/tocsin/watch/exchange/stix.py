"""STIX 2.1: a bundle of indicators (OASIS Standard, 10 June 2021), the same for the same case."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from tocsin.watch.exchange.indicator import Indicator, Kind
from tocsin.watch.moment import as_datetime

NAMESPACE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The namespace of deterministic identifiers (STIX 2.1, section 2.9)."""

_NAME = "Tocsin"


def bundle(found: Iterable[Indicator]) -> dict[str, Any]:
    """All indicators, and who says so."""
    identity = _identifier("identity", _NAME)
    indicators = [_indicator(each, identity) for each in found]
    made = min((i["created"] for i in indicators), default="2025-01-01T00:00:00.000Z")
    author = {
        "type": "identity",
        "spec_version": "2.1",
        "id": identity,
        "created": made,
        "modified": made,
        "name": _NAME,
        "identity_class": "system",
    }
    content = "".join(i["id"] for i in indicators)
    return {
        "type": "bundle",
        "id": _identifier("bundle", content),
        "objects": [author, *indicators],
    }


def _indicator(found: Indicator, author: str) -> dict[str, Any]:
    seen = _time(found.first_at)
    pattern = pattern_of(found)
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": _identifier("indicator", pattern),
        "created_by_ref": author,
        "created": seen,
        "modified": seen,
        "name": f"{found.kind.value}: {found.value}"[:200],
        "indicator_types": ["malicious-activity"],
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": seen,
        "confidence": round(found.score * 100),
    }


def pattern_of(found: Indicator) -> str:
    """The indicator as a STIX pattern."""
    value = found.value.replace("\\", "\\\\").replace("'", "\\'")
    if found.kind is Kind.COMMAND:
        return f"[process:command_line = '{value}']"
    if found.kind is Kind.DOMAIN:
        return f"[domain-name:value = '{value}']"
    return f"[ipv{6 if found.is_v6 else 4}-addr:value = '{value}']"


def _identifier(kind: str, content: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE, content)}"


def _time(moment: int) -> str:
    return as_datetime(moment).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment // 1000 % 1000:03d}Z"
