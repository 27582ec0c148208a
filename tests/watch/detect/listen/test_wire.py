"""What comes over the network: any log, however wrapped; garbage is counted and breaks nothing."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.watch.detect.listen.wire import records
from tocsin.watch.detect.patient_read import read_of
from tocsin.watch.event import TIME, Record, Unparsed
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import Clock

CLOCK = Clock(written=datetime(2025, 7, 1, tzinfo=UTC))
AT = Clock().iso("2025-06-26T22:40:00Z")
AUDIT = {
    "resourceType": "AuditEvent",
    "action": "R",
    "recorded": "2025-06-26T22:40:00Z",
    "agent": [{"who": {"identifier": {"value": "dr.who"}}, "requestor": True}],
    "entity": [{"what": {"reference": "Patient/4711"}, "role": {"code": "1"}}],
}
ATNA = (
    '<AuditMessage>\n<EventIdentification EventActionCode="R" EventOutcomeIndicator="0"'
    ' EventDateTime="2025-06-26T22:40:00Z"><EventID csd-code="110112"/></EventIdentification>'
    '<ActiveParticipant UserID="dr.who" UserIsRequestor="true"/>'
    '<ParticipantObjectIdentification ParticipantObjectID="4711^^^HOP"'
    ' ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1"/></AuditMessage>'
)
ECS = {
    "@timestamp": "2025-06-26T22:40:00Z",
    "user": {"name": "dr.who"},
    "patient.id": "4711",
    "event": {"action": "record-read", "records": "3"},
}
SYSLOG = "<110>1 2025-06-26T22:40:01Z dpi audit - - - "
OLD_SYSLOG = "<110>Jun 27 00:40:01 dpi audit: "


def only(message: object, mapping: Mapping | None = None) -> Record | Unparsed:
    data = message.encode() if isinstance(message, str) else orjson.dumps(message)
    (found,) = records(data, 7, CLOCK, mapping)
    return found


@pytest.mark.parametrize(
    "message",
    [
        AUDIT,
        SYSLOG + orjson.dumps(AUDIT).decode(),
        OLD_SYSLOG + orjson.dumps(AUDIT).decode(),
        ATNA,
        SYSLOG + ATNA,
        ECS,
        SYSLOG + orjson.dumps(ECS).decode(),
        {"@timestamp": "2025-06-27T00:00:00Z", "message": orjson.dumps(AUDIT).decode()},
    ],
)
def test_a_reading_is_understood_however_it_is_wrapped(message: object) -> None:
    found = only(message)
    assert isinstance(found, Record)
    read = read_of(found, "http:10.0.0.7")
    assert read
    assert (read.account, read.patient, read.at, read.offset) == ("dr.who", "4711", AT, 7)


def test_numbers_are_numbers() -> None:
    found = only(ECS)
    assert isinstance(found, Record)
    assert found.values["event.records"] == 3


def test_a_mapping_names_the_fields_of_json() -> None:
    mapping = Mapping(
        {TIME: "when", "user.name": "who.login", "patient.id": "ipp"},
        {"event.action": "record-read"},
        zone="Europe/Paris",
    )
    found = only({"when": "2025-06-27 00:40:00", "who": {"login": "A"}, "ipp": 7}, mapping)
    assert isinstance(found, Record)
    assert (found.values[TIME], found.values["user.name"]) == (AT, "A")
    assert found.values["patient.id"] == "7"


def test_a_windows_event_of_a_collector_is_understood() -> None:
    event = {
        "@timestamp": "2025-06-26T22:40:00Z",
        "winlog": {
            "channel": "Security", "event_id": 4624, "computer_name": "SRV",
            "event_data": {"TargetUserName": "presta", "IpAddress": "10.0.0.9"},
        },
    }  # fmt: skip
    for message in (event, SYSLOG + orjson.dumps(event).decode()):
        found = only(message)
        assert isinstance(found, Record)
        assert found.values["user.name"] == "presta"
        assert found.values[TIME] == AT


def test_a_plain_syslog_message_is_one() -> None:
    found = only("<38>Jun 27 00:40:00 web sshd[3]: Accepted password for root from 10.0.0.9 port 3")
    assert isinstance(found, Record)
    assert (found.values["user.name"], found.values[TIME]) == ("root", AT)


@pytest.mark.parametrize("message", ["", "???", "{", '{"a": 1}', "[" * 5_000, '{"a":' * 5_000])
def test_what_is_not_understood_is_one_that_is_counted(message: str) -> None:
    assert isinstance(only(message), Unparsed)


WORDS = st.sampled_from([
    b"<13>", b"<13>1 ", b"2025-06-26T10:00:00Z ", b"Jun 26 10:00:00 ", b"{", b"}", b'"message":',
    b'"@timestamp":', b'"1"', b"<AuditMessage", b"</AuditMessage>", b'"resourceType":"AuditEvent"',
    b"host app - - - ", b"[", b"]", b"\n", b"date=", b"devname=", b"\xff\xfe", b'"winlog":{}',
])  # fmt: skip


@given(st.lists(WORDS | st.binary(max_size=12), max_size=14).map(b"".join))
def test_nothing_a_sender_writes_breaks_the_reading(message: bytes) -> None:
    assert list(records(message, 1, CLOCK, None))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@timestamp", "user", "name", "message", "winlog", "Event", "EventID", "entry",
                 "resourceType", "agent", "entity", "System", "event_data", "log", "patient.id"]
            ),
            inner,
            max_size=4,
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_no_json_breaks_the_reading(message: object) -> None:
    assert list(records(_dumps({"a": message}), 1, CLOCK, None))
    assert list(records(_dumps(message), 1, CLOCK, None))


def _dumps(message: object) -> bytes:
    try:
        return orjson.dumps(message)
    except TypeError:  # an integer beyond 64 bits
        return b"{}"
