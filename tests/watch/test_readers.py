"""The contract of all readers: every record is an event or counted, with place and ECS names."""

from collections import Counter
from datetime import UTC, datetime
from io import BufferedReader, BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watch.samples import MOMENT, SAMPLES, Sample
from tocsin.watch.event import COLUMNS, TIME, Read, Record, Unparsed
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import Clock
from tocsin.watch.reader import HEAD_BYTES, Stretch
from tocsin.watch.readers import BY_NAME, READERS, reader_of
from tocsin.watch.readers.evtx import DELETED

SAME_SUMMER = Clock(written=datetime(2025, 7, 3, tzinfo=UTC))
MAPPING = Mapping({TIME: "quand", "patient.id": "IPP"}, {"event.action": "record-read"})
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def read(
    reader: str, data: bytes, name: str = "", start: int = 0, end: int | None = None
) -> list[Read]:
    file = BufferedReader(BytesIO(data))  # type: ignore[arg-type]
    stretch = Stretch(file, start, end, SAME_SUMMER, MAPPING, name)
    return list(BY_NAME[reader].read(stretch))


def lost(found: list[Read]) -> list[Unparsed]:
    return [one for one in found if isinstance(one, Unparsed) and one.reason != DELETED]


@every_sample
def test_its_reader_recognises_it(sample: Sample) -> None:
    reader = reader_of(sample.data[:HEAD_BYTES], sample.name)
    assert reader is not None
    assert reader.name == sample.reader


@every_sample
def test_every_record_is_an_event_or_counted(sample: Sample) -> None:
    found = read(sample.reader, sample.data, sample.name)
    live = [one for one in found if isinstance(one, Record) and not one.recovered]
    assert (len(live), len(lost(found))) == (sample.events, sample.broken)


@every_sample
def test_events_have_known_columns_and_a_time(sample: Sample) -> None:
    for record in read(sample.reader, sample.data, sample.name):
        if isinstance(record, Record):
            assert record.values.keys() <= COLUMNS.keys()
            assert isinstance(record.values[TIME], int)
            assert record.values["event.dataset"]


@every_sample
def test_the_first_event_says_what_its_record_says(sample: Sample) -> None:
    record = read(sample.reader, sample.data, sample.name)[0]
    assert isinstance(record, Record)
    assert {name: record.values.get(name) for name in sample.first} == sample.first
    if sample.reader != "windows.evtx":
        assert record.values[TIME] // 1_000_000 == MOMENT


@every_sample
def test_two_stretches_are_the_whole(sample: Sample) -> None:
    if not BY_NAME[sample.reader].splits:
        assert BY_NAME[sample.reader].splits is False
        return
    whole = [one.offset for one in read(sample.reader, sample.data)]
    for cut in range(1, len(sample.data), max(1, len(sample.data) // 40)):
        first = read(sample.reader, sample.data, end=cut)
        second = read(sample.reader, sample.data, start=cut)
        assert [one.offset for one in (*first, *second)] == whole


@every_sample
def test_a_record_stands_at_its_offset(sample: Sample) -> None:
    if not BY_NAME[sample.reader].splits:
        return
    for one in read(sample.reader, sample.data):
        before = sample.data[: one.offset]
        assert not before or before.endswith(b"\n") or sample.reader == "windows.evtx"


@every_sample
@pytest.mark.parametrize("damage", [b"\0", b"\xff\xfe", b"{", b"<", b'"', b"\n"])
def test_damage_never_breaks_a_reader(sample: Sample, damage: bytes) -> None:
    size = len(sample.data)
    for at in range(0, size, max(1, size // 12)):
        spoilt = sample.data[:at] + damage + sample.data[at + 1 :]
        found = read(sample.reader, spoilt, sample.name)
        assert all(isinstance(one, Record | Unparsed) for one in found)


@pytest.mark.parametrize("reader", [reader.name for reader in READERS])
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=40, deadline=None)
def test_noise_never_breaks_a_reader(reader: str, data: bytes) -> None:
    assert isinstance(BY_NAME[reader].recognises(data, "x.log"), bool)
    counted = Counter(type(one) for one in read(reader, data))
    assert counted.keys() <= {Record, Unparsed}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_a_reader_cannot_show_is_said_twice(reader: object) -> None:
    blind = getattr(reader, "blind")  # noqa: B009
    assert len(blind) == 2
    assert all(len(sentence) > 30 for sentence in blind)


def test_a_line_without_end_is_counted_and_passed() -> None:
    good = b"Jun 26 02:13:04 srv app[1]: hello\n"
    found = read("syslog", good + b"x" * 3_000_000 + b"\n" + good)
    assert [type(one) for one in found] == [Record, Unparsed, Record]


def test_a_csv_is_read_by_its_mapping() -> None:
    found = read("csv", b"IPP;quand\n123;26/Jun/2025:02:13:04 +0200\n124;hier\n")
    record, broken = found
    assert isinstance(record, Record)
    assert record.values["patient.id"] == "123"
    assert record.values["event.action"] == "record-read"
    assert isinstance(broken, Unparsed)


def test_a_csv_without_mapping_is_of_no_known_kind() -> None:
    assert reader_of(b"IPP;quand\n1;2\n", "acces.csv") is None
    mapped = reader_of(b"IPP;quand\n1;2\n", "acces.csv", mapped=True)
    assert mapped is BY_NAME["csv"]


def test_an_event_without_a_time_is_counted() -> None:
    (lost,) = read("windows.json", b'{"EventID":1,"Channel":"Security"}\n')
    assert isinstance(lost, Unparsed)
