"""Followed logs behind the wall: a hostile line costs itself, is counted, and breaks nothing."""

import gzip
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watch.detect.readers import HereReader
from tests.watch.detect.wall import misbehaving
from tocsin.case import Case
from tocsin.wall import RefusedError
from tocsin.watch.detect import Follower, Following
from tocsin.watch.detect.said import Said
from tocsin.watch.detect.wall import search, walled
from tocsin.watch.detect.wall.message import Knowledge, Plain, Recognised, Told, unpack
from tocsin.watch.detect.wall.walled import UnreadableLogError, WalledReader
from tocsin.watch.event import TIME
from tocsin.watch.mapping import Mapping

MAPPING = Mapping(
    {TIME: "at", "user.name": "who", "patient.id": "ipp"}, {"event.action": "record-read"}
)
TOP = b"at;who;ipp\n"
MESSAGE = b'{"at": "2025-06-26T10:00:00", "who": "nurse", "ipp": "%d"}'


def line(number: int, who: str = "nurse") -> bytes:
    return f"2025-06-26T10:{number // 60 % 60:02d}:{number % 60:02d};{who};{number}\n".encode()


@pytest.fixture(scope="module")
def honest() -> Iterator[WalledReader]:
    reader = WalledReader(Knowledge(mapping=MAPPING))
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def bad() -> Iterator[WalledReader]:
    """A reader whose cells do what a record says."""
    reader = WalledReader(Knowledge(mapping=MAPPING), maker=misbehaving.MAKER)
    yield reader
    reader.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walled, "PATIENCE", 1.0)


def patients(told: list[Said]) -> list[str]:
    return [said.read.patient for said in told if said.read]


def test_lines_are_read_as_without_the_wall(honest: WalledReader) -> None:
    data = b"".join(map(line, range(300))) + b"soon;thief;1\n"
    here = HereReader(MAPPING)
    assert honest.recognise(TOP + data, "dpi.csv") == here.recognise(TOP + data, "dpi.csv")
    told = honest.lines("csv", TOP, data, 500, 0.0)
    assert told == here.lines("csv", TOP, data, 500, 0.0)
    assert len(told) == 301
    assert told[0].offset == 500


def test_messages_are_read_as_without_the_wall(honest: WalledReader) -> None:
    said = [MESSAGE % n for n in range(30)] + [b"???"]
    told = honest.messages(said, 7, 0.0)
    assert told == HereReader(MAPPING).messages(said, 7, 0.0)
    assert [one.offset for one in told] == list(range(7, 38))


@pytest.mark.parametrize(
    "deed", ["crash", "leave", "fail", "eat", *map(bytes.decode, misbehaving.LIES)]
)
def test_a_line_that_kills_costs_itself(bad: WalledReader, deed: str) -> None:
    lines = [line(n, f"please {deed}" if n in (40, 170) else "nurse") for n in range(200)]
    told = bad.lines("csv", TOP, b"".join(lines), 11, 0.0)
    assert patients(told) == [str(n) for n in range(200) if n not in (40, 170)]
    killed = [said for said in told if said.killed]
    assert [said.offset for said in killed] == [11 + len(b"".join(lines[:n])) for n in (40, 170)]
    assert all(said.reason for said in killed)


def test_a_line_that_hangs_costs_itself(bad: WalledReader, impatient: None) -> None:
    lines = [line(n, "please hang" if n == 3 else "nurse") for n in range(6)]
    told = bad.lines("csv", TOP, b"".join(lines), 11, 0.0)
    assert patients(told) == ["0", "1", "2", "4", "5"]
    assert [said.reason for said in told if said.killed] == ["timeout"]


def test_a_message_that_kills_costs_itself(bad: WalledReader) -> None:
    said = [MESSAGE % n for n in range(9)]
    said[4] = b'{"who": "please crash"}'
    told = bad.messages(said, 100, 0.0)
    assert patients(told) == [str(n) for n in range(9) if n != 4]
    assert [(one.offset, one.reason) for one in told if one.killed] == [(104, "crash")]


def test_a_search_without_end_gives_up_pieces_and_counts_them(
    bad: WalledReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SEARCH_SECONDS", -1.0)
    lines = [line(n, "please crash" if n == 0 else "nurse") for n in range(128)]
    told = bad.lines("csv", TOP, b"".join(lines), 0, 0.0)
    assert len(told) == 128
    assert sum(said.killed for said in told) == 2


def test_first_lines_that_kill_do_not_hide_a_log(bad: WalledReader) -> None:
    head = TOP + line(1, "please crash") + b"".join(map(line, range(9)))
    assert bad.recognise(head, "dpi.csv") == "csv"


def test_a_log_that_cannot_be_recognised_at_all_is_said(bad: WalledReader) -> None:
    with pytest.raises(UnreadableLogError, match="crash"):
        bad.recognise(b"please crash\n" * 9, "x.csv")


def test_a_machine_without_room_is_nobodys_line() -> None:
    reader = WalledReader(maker="")
    with pytest.raises(UnreadableLogError, match=walled.NO_CELL):
        reader.lines("csv", TOP, line(1), 0, 0.0)
    reader.close()


def test_a_packed_log_is_unpacked_in_the_cell(honest: WalledReader, tmp_path: Path) -> None:
    data = b"".join(map(line, range(9_000)))
    path = tmp_path / "dpi.csv.gz"
    path.write_bytes(gzip.compress(data))
    with path.open("rb") as file:
        log = honest.unpacked(file)
        assert log.read(1_000) + log.read(50_000) == data[:51_000]
        log.seek(100)
        honest.renew()
        assert log.read(len(data)) == data[100:]
    path.write_bytes(gzip.compress(data)[:-400])
    with path.open("rb") as file, pytest.raises(UnreadableLogError, match="EOFError"):
        honest.unpacked(file).read(len(data))


def test_a_hostile_line_is_counted_and_journaled_and_the_theft_rings(
    case: Case, bad: WalledReader, tmp_path: Path
) -> None:
    log = tmp_path / "logs" / "dpi.csv"
    log.parent.mkdir()
    lines = [line(n, "please crash" if n == 500 else "thief") for n in range(1_300)]
    log.write_bytes(TOP + b"".join(lines))
    for _ in range(2):  # the second is a restart
        done = Follower(case, Following([log.parent], mapping=MAPPING), bad).look()
        assert done.counts["killed"] == 1
        assert done.counts["unlinked"] == 1_299
    assert case.store.count("SELECT count(*) FROM detect_alerts") == 1
    acts = case.store.count("SELECT count(*) FROM journal WHERE act = 'watch.reader_killed'")
    assert acts == 1


@given(st.binary(max_size=200), st.sampled_from([b"N", b"T", b"P"]))
def test_noise_is_refused_or_an_answer(noise: bytes, letter: bytes) -> None:
    for kind in (Recognised, Told, Plain):
        with suppress(RefusedError):
            assert isinstance(unpack(letter + noise, kind), kind)
