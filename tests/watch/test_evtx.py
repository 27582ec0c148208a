"""EVTX: each chunk alone, all records accounted for, deleted ones found and labelled."""

import struct
from io import BufferedReader, BytesIO

from tests.watch.samples import DATA
from tocsin.watch.event import Record, Unparsed
from tocsin.watch.reader import Stretch
from tocsin.watch.readers.evtx import CHUNK, DELETED, FIRST, HEADER, EvtxReader
from tocsin.watch.windows import columns, event_id, flat

SHARE = (DATA / "evtx" / "share.evtx").read_bytes()
PROCESS = (DATA / "evtx" / "process.evtx").read_bytes()


def read(data: bytes) -> list[Record | Unparsed]:
    return list(EvtxReader().read(Stretch(BufferedReader(BytesIO(data)))))  # type: ignore[arg-type]


def live(data: bytes) -> list[Record]:
    return [one for one in read(data) if isinstance(one, Record) and not one.recovered]


def test_each_record_stands_where_it_says() -> None:
    for record in live(SHARE):
        assert SHARE[record.offset : record.offset + 4] == b"**\0\0"


def test_a_share_access_names_account_address_and_file() -> None:
    events = [record.values for record in live(SHARE)]
    accessed = [event for event in events if event["event.code"] == "5145"]
    assert accessed
    assert all(event["source.ip"] and event["user.name"] for event in accessed)
    assert {event["event.action"] for event in accessed} <= {
        "file-read", "file-written", "file-listed", "file-access", "file-deleted"
    }  # fmt: skip


def test_a_command_line_is_kept() -> None:
    lines = [record.values["process.command_line"] or "" for record in live(PROCESS)]
    assert any("shadowcopy" in line.lower() for line in lines)


def test_a_deleted_record_is_found_and_labelled() -> None:
    """A record beyond the end of the live ones: what a log leaves when it is cut back."""
    records = live(SHARE)
    last = records[-1].offset
    cut = bytearray(SHARE)
    struct.pack_into("<I", cut, HEADER + 48, last - HEADER)
    found = read(bytes(cut))
    recovered = [one for one in found if isinstance(one, Record) and one.recovered]
    assert last in [one.offset for one in recovered]
    again = next(one for one in recovered if one.offset == last)
    assert again.values["event.code"] == records[-1].values["event.code"]
    assert len([one for one in found if isinstance(one, Record) and not one.recovered]) == (
        len(records) - 1
    )


def test_a_spoilt_chunk_costs_itself_only() -> None:
    two = SHARE + SHARE[HEADER:]
    spoilt = bytearray(two)
    spoilt[HEADER + FIRST + 24 : HEADER + 20_000] = bytes(20_000 - FIRST - 24)
    found = [one for one in read(bytes(spoilt)) if one.offset >= HEADER + CHUNK]
    whole = len(live(SHARE))
    assert len([o for o in found if isinstance(o, Record) and not o.recovered]) == whole


def test_a_spoilt_chunk_is_counted() -> None:
    spoilt = bytearray(SHARE)
    spoilt[HEADER : HEADER + 8] = b"garbage!"
    (lost,) = [one for one in read(bytes(spoilt)) if one.offset == HEADER]
    assert isinstance(lost, Unparsed)
    assert lost.reason == "damaged chunk"


def test_a_cut_file_gives_what_it_has() -> None:
    found = read(SHARE[: HEADER + 9_000])
    assert [one for one in found if isinstance(one, Record)]
    assert [one for one in found if isinstance(one, Unparsed) and one.reason != DELETED]


def test_the_number_of_an_event_in_all_its_forms() -> None:
    assert event_id(4624) == event_id("4624") == event_id({"#text": 4624}) == 4624
    assert event_id({"#attributes": {"Qualifiers": 1}, "#text": "104"}) == 104
    assert event_id("abc") == "abc"


def test_names_of_accounts_lose_domain_and_case() -> None:
    fields = flat(
        {
            "System": {"EventID": 1, "Channel": "Microsoft-Windows-Sysmon/Operational"},
            "EventData": {"User": "CLIN\\Jean", "CommandLine": "whoami", "Image": "C:\\w.exe"},
        }
    )
    values = columns(fields)
    assert (values["user.name"], values["user.domain"]) == ("jean", "CLIN")
    assert values["event.action"] == "process-created"
