"""STIX and MISP: what is shared is the intruder's, never the hospital's own."""

from collections.abc import Callable

from tocsin.case import Case
from tocsin.watch.act import Act
from tocsin.watch.exchange import misp, stix
from tocsin.watch.exchange.indicator import Indicator, Kind, indicators
from tocsin.watch.ingest import write_acts

AT = 1_750_896_784_000_000
ADDRESS = Indicator(Kind.ADDRESS, "198.51.100.7", AT, AT, 0.9)
COMMAND = Indicator(Kind.COMMAND, r"rclone copy 'C:\x'", AT, AT, 0.6)
ReadLogs = Callable[..., Case]


def test_patterns_escape_what_logs_hold() -> None:
    assert stix.pattern_of(ADDRESS) == "[ipv4-addr:value = '198.51.100.7']"
    assert stix.pattern_of(COMMAND) == r"[process:command_line = 'rclone copy \'C:\\x\'']"
    six = Indicator(Kind.ADDRESS, "2001:db8::1", AT, AT, 1)
    assert stix.pattern_of(six).startswith("[ipv6-addr:")


def test_a_bundle_is_the_same_for_the_same_case() -> None:
    first, second = stix.bundle([ADDRESS, COMMAND]), stix.bundle([ADDRESS, COMMAND])
    assert first == second
    identity, *found = first["objects"]
    assert [one["created_by_ref"] for one in found] == [identity["id"]] * 2
    assert found[0]["confidence"] == 90
    assert found[0]["valid_from"] == "2025-06-26T00:13:04.000Z"


def test_an_event_is_shared_with_nobody_yet() -> None:
    event = misp.event([ADDRESS, COMMAND])["Event"]
    assert (event["distribution"], event["published"]) == ("0", False)
    assert [one["type"] for one in event["Attribute"]] == ["ip-dst", "text"]
    assert event["date"] == "2025-06-26"
    assert misp.event([])["Event"]["Attribute"] == []


def test_accounts_and_machines_of_the_hospital_are_not_shared(case: Case) -> None:
    rows = [("account", "jean"), ("host", "srv"), ("tunnel", "10.8.0.9"), ("address", "10.0.0.3"),
            ("address", "198.51.100.7"), ("destination", "depot.exemple.invalid")]  # fmt: skip
    case.store.many(
        "INSERT INTO intruder VALUES (?, ?, 0.9, 1, 2, 'x')",
        rows,
    )
    act = Act("rule", "r", "R", 0.6, "", "jean", "srv", "", "", "rclone copy", 1, 0, AT, AT, 0, 0)
    write_acts(case, [act])
    case.store.execute("UPDATE acts SET hostile = 1")
    found = {(one.kind, one.value) for one in indicators(case)}
    assert found == {
        (Kind.ADDRESS, "198.51.100.7"),
        (Kind.DOMAIN, "depot.exemple.invalid"),
        (Kind.COMMAND, "rclone copy"),
    }
