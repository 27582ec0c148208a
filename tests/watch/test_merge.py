"""One event of several sensors is one; clocks that differ are put right."""

from collections.abc import Callable

import pytest

from tocsin.case import Case
from tocsin.watch import merge
from tocsin.watch.event import TIME
from tocsin.watch.events import Events

ReadLogs = Callable[..., Case]
SYSLOG = b"<34>1 2025-06-26T02:13:0%d+02:00 srv app 1 - - hello\n"
NAMES = b"ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\torig_bytes"
START = 1_750_896_784


def zeek(*flows: tuple[float, int]) -> bytes:
    rows = b"".join(
        b"%.6f\tC\t10.0.0.5\t%d\t203.0.113.9\t443\t1000\n" % (START + second, port)
        for second, port in flows
    )
    return b"#separator \\x09\n#path\tconn\n#fields\t" + NAMES + b"\n" + rows


def firewall(*flows: tuple[float, int]) -> bytes:
    return b"".join(
        b'devname="F" devid="F1" eventtime=%d type="traffic" srcip=10.0.0.5 srcport=%d'
        b' dstip=203.0.113.9 dstport=443 action="close" sentbyte=1000\n'
        % ((START + second) * 1_000_000_000, port)
        for second, port in flows
    )


def test_a_record_of_two_files_is_one_event(read_logs: ReadLogs) -> None:
    case = read_logs(a__log=SYSLOG % 1 + SYSLOG % 2, b__log=SYSLOG % 2 + SYSLOG % 3)
    assert len(Events(case)) == 3
    assert sum(map(len, Events(case).batches([TIME]))) == 3


def test_equal_records_of_one_file_are_two_events(read_logs: ReadLogs) -> None:
    assert len(Events(read_logs(a__log=SYSLOG % 1 * 2))) == 2


def test_a_file_given_twice_is_read_once(read_logs: ReadLogs) -> None:
    case = read_logs(a__log=SYSLOG % 1, b__log=SYSLOG % 1)
    states = case.store.execute("SELECT path, state, reason FROM log_files ORDER BY path")
    assert states == [("a.log", "read", ""), ("b.log", "duplicate", "a.log")]


def test_a_connection_seen_twice_is_one_event(read_logs: ReadLogs) -> None:
    flows = [(n * 60.0, 50_000 + n) for n in range(30)]
    case = read_logs(conn__log=zeek(*flows), fw__log=firewall(*flows))
    assert len(Events(case)) == 30
    assert Events(case).skews() == {}


def test_a_port_used_again_later_is_another_connection(read_logs: ReadLogs) -> None:
    case = read_logs(conn__log=zeek((0.0, 50_000)), fw__log=firewall((7_200.0, 50_000)))
    assert len(Events(case)) == 2


def test_a_clock_that_is_ahead_is_found_and_put_right(read_logs: ReadLogs) -> None:
    flows = [(n * 60.0, 50_000 + n) for n in range(30)]
    ahead = [(second + 3_600, port) for second, port in flows]
    case = read_logs(conn__log=zeek(*ahead), fw__log=firewall(*flows, (9_999.0, 60_000)))
    assert Events(case).skews() == {"zeek.conn": 3_600.0}
    assert len(Events(case)) == 31
    latest = max(frame[TIME].dt.epoch("s").max() for frame in Events(case).batches([TIME]))  # type: ignore[type-var]
    assert latest == START + 9_999


def test_few_connections_tell_no_clock(read_logs: ReadLogs) -> None:
    flows = [(n * 60.0, 50_000 + n) for n in range(5)]
    ahead = [(second + 100, port) for second, port in flows]
    case = read_logs(conn__log=zeek(*ahead), fw__log=firewall(*flows))
    assert Events(case).skews() == {}


def test_passes_by_part_merge_the_same(read_logs: ReadLogs, monkeypatch: object) -> None:
    monkeypatch.setattr("tocsin.watch.merge.EVENTS_A_PASS", 7)  # type: ignore[attr-defined]
    flows = [(n * 60.0, 50_000 + n) for n in range(30)]
    case = read_logs(
        conn__log=zeek(*flows), fw__log=firewall(*flows), a__log=SYSLOG % 1, b__log=SYSLOG % 1 * 2
    )
    assert len(Events(case)) == 32


def test_many_events_are_looked_through_in_parts(
    read_logs: ReadLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "EVENTS_A_PASS", 100)
    flows = [(n * 60.0, 50_000 + n) for n in range(100)]
    late = [(second + 37, port) for second, port in flows]
    case = read_logs(conn__log=zeek(*flows), fw__log=firewall(*late))
    assert len(Events(case)) == 100
    ((dataset, seconds),) = Events(case).skews().items()
    assert (dataset.partition(".")[0] in ("zeek", "fortigate"), abs(seconds)) == (True, 37.0)
