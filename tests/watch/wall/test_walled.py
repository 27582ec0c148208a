"""Logs behind the wall: what kills a cell costs one stretch of one log, and that is named."""

import bz2
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watch.samples import SAMPLES, Sample
from tests.watch.test_readers import SAME_SUMMER
from tests.watch.wall import misbehaving
from tocsin.watch.event import Record, Unparsed
from tocsin.watch.reader import Stretch
from tocsin.watch.readers import BY_NAME
from tocsin.watch.wall import walled
from tocsin.watch.wall.message import End, Look, Looked, Read, Rows
from tocsin.watch.wall.walled import WalledLogs

MEMORY = 1_500_000_000
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
NOTE = next(sample for sample in SAMPLES if sample.name == "auth.log")


@pytest.fixture(scope="module")
def logs() -> Iterator[WalledLogs]:
    """Readers of logs as they are."""
    with WalledLogs(memory=MEMORY) as reader:
        yield reader


@pytest.fixture(scope="module")
def bad_logs() -> Iterator[WalledLogs]:
    """Readers that do what the name of the log says."""
    with WalledLogs(memory=MEMORY, maker=misbehaving.MAKER) as reader:
        yield reader


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walled, "silence", lambda _size: 1.0)


def told(
    logs: WalledLogs, path: Path, reader: str, name: str = "", member: str = ""
) -> tuple[list[Rows], End]:
    """What is said of a log, of which the end is last and only once."""
    zone, written = SAME_SUMMER.zone.key, SAME_SUMMER.written.timestamp()
    order = Read(name or path.name, reader, member, 0, None, zone, written)
    *rows, end = logs.read(path, order, path.stat().st_size)
    assert isinstance(end, End)
    return [one for one in rows if isinstance(one, Rows)], end


def written(folder: Path, data: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def columns(sample: Sample) -> dict[str, list[object]]:
    """A log read without a wall, as columns of text."""
    stretch = Stretch(io.BytesIO(sample.data), clock=SAME_SUMMER, name=sample.name)
    records = [r for r in BY_NAME[sample.reader].read(stretch) if isinstance(r, Record)]
    names = {name for record in records for name in record.values}
    found = {name: [plain(record.values.get(name)) for record in records] for name in names}
    return {name: values for name, values in found.items() if any(values)}


def plain(value: object) -> object:
    return None if value is None else str(value)


@every_sample
def test_a_log_is_read_as_without_the_wall(
    tmp_path: Path, logs: WalledLogs, sample: Sample
) -> None:
    rows, end = told(logs, written(tmp_path, sample.data, sample.name), sample.reader)
    found: dict[str, list[object]] = {}
    for part in rows:
        for name, values in (*part.texts.items(), *part.numbers.items()):
            found.setdefault(name, []).extend(map(plain, values))
    assert found.items() >= columns(sample).items()
    assert end.fault == ""


@every_sample
def test_a_log_is_recognised_behind_the_wall(
    tmp_path: Path, logs: WalledLogs, sample: Sample
) -> None:
    path = written(tmp_path, sample.data, sample.name)
    assert logs.look(path, Look(sample.name)) == [Looked(reader=sample.reader)]


@every_sample
@pytest.mark.parametrize("deed", ["crash", "leave", "fail"])
def test_a_reader_that_dies_is_named_and_costs_no_other_log(
    tmp_path: Path, bad_logs: WalledLogs, sample: Sample, deed: str
) -> None:
    path = written(tmp_path, sample.data, sample.name)
    _, end = told(bad_logs, path, sample.reader, f"{deed}.log")
    assert end.fault == "crash"
    _, end = told(bad_logs, path, sample.reader, "good.log")
    assert end.fault == ""


@every_sample
def test_a_reader_that_hangs_is_ended(
    tmp_path: Path, bad_logs: WalledLogs, impatient: None, sample: Sample
) -> None:
    path = written(tmp_path, sample.data, sample.name)
    _, end = told(bad_logs, path, sample.reader, "hang.log")
    assert end.fault == "timeout"


def test_a_reader_that_eats_memory_is_ended(tmp_path: Path, bad_logs: WalledLogs) -> None:
    path = written(tmp_path, NOTE.data, NOTE.name)
    _, end = told(bad_logs, path, NOTE.reader, "eat.log")
    assert end.fault == "limit: memory"


@every_sample
def test_garbage_and_an_endless_line_break_no_reader(
    tmp_path: Path, logs: WalledLogs, sample: Sample
) -> None:
    garbage = bytes(range(256)) * 900 + b"\n" + b"x" * 3_000_000 + b"\n"
    _, end = told(logs, written(tmp_path, garbage, sample.name), sample.reader)
    assert end.fault == ""
    _, end = told(logs, written(tmp_path, sample.data + garbage, sample.name), sample.reader)
    assert end.fault == ""


def test_what_was_told_before_a_death_is_kept(tmp_path: Path, bad_logs: WalledLogs) -> None:
    line = b"Jun 26 02:13:04 srv app[1]: hello\n"
    path = written(tmp_path, line * 9_000, "long.log")
    rows, end = told(bad_logs, path, "syslog", "good.log")
    assert (sum(part.size for part in rows), end.fault) == (9_000, "")


@pytest.mark.parametrize("lie", [lie.__name__ for lie in misbehaving.LIES])
def test_a_lying_cell_is_not_believed(tmp_path: Path, bad_logs: WalledLogs, lie: str) -> None:
    path = written(tmp_path, NOTE.data, NOTE.name)
    rows, end = told(bad_logs, path, NOTE.reader, f"{lie}.log")
    assert (rows, end) == ([], End(fault="crash"))
    _, end = told(bad_logs, path, NOTE.reader, "good.log")
    assert end.fault == ""


def test_a_flood_is_stopped(
    tmp_path: Path, bad_logs: WalledLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walled, "OUTPUT_BYTES", 5_000_000)
    rows, end = told(bad_logs, written(tmp_path, NOTE.data, "x"), NOTE.reader, "flood.log")
    assert end.fault == "limit: output"
    assert len(rows) <= 5


def test_what_kills_a_look_is_named(tmp_path: Path, bad_logs: WalledLogs) -> None:
    path = written(tmp_path, NOTE.data, NOTE.name)
    assert bad_logs.look(path, Look("garbage.log")) == [Looked(reason="crash")]


def test_packed_logs_are_opened_in_the_cell(tmp_path: Path, logs: WalledLogs) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("in/auth.log", (2025, 7, 3, 0, 0, 0)), NOTE.data)
        archive.writestr("noise", b"\x01\x02")
    path = written(tmp_path, packed.getvalue(), "all.zip")
    one, noise = logs.look(path, Look("all.zip"))
    assert (one.member, one.reader, one.is_packed) == ("in/auth.log", NOTE.reader, True)
    assert one.written == 1_751_500_800
    assert (noise.member, noise.reason) == ("noise", "format")
    plain_rows, _ = told(logs, written(tmp_path, NOTE.data, "auth.log"), NOTE.reader)
    assert told(logs, path, NOTE.reader, member="in/auth.log")[0] == plain_rows
    for pack in (gzip.compress, bz2.compress):
        path = written(tmp_path, pack(NOTE.data), "packed")
        assert logs.look(path, Look("packed")) == [Looked(reader=NOTE.reader, is_packed=True)]
        assert told(logs, path, NOTE.reader)[0] == plain_rows


def test_a_damaged_archive_is_named(tmp_path: Path, logs: WalledLogs) -> None:
    path = written(tmp_path, gzip.compress(NOTE.data * 9_000)[:-900], "cut.gz")
    rows, end = told(logs, path, NOTE.reader)
    assert (sum(part.size for part in rows) > 0, end.fault) == (True, "damaged: EOFError")
    path = written(tmp_path, b"\x1f\x8bnot gzip at all", "bad.gz")
    (looked,) = logs.look(path, Look("bad.gz"))
    assert (looked.reader, looked.reason) == ("", "BadGzipFile")


def test_what_is_no_file_is_refused(tmp_path: Path, logs: WalledLogs) -> None:
    with pytest.raises(OSError):
        logs.look(tmp_path, Look("folder"))
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(OSError):
        logs.look(tmp_path / "link", Look("link"))


def test_small_logs_share_a_cell_and_a_long_one_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walled, "LOGS", 2)
    monkeypatch.setattr(walled, "BYTES", 1_000_000)
    small = [written(tmp_path, NOTE.data, f"{n}.log") for n in range(4)]
    cells = []
    with WalledLogs(memory=MEMORY) as logs:
        for path in small:
            told(logs, path, NOTE.reader)
            cells.append(logs._cells.cell)
        for _ in range(3):
            list(logs.read(small[0], Read("l", "syslog", "", 0, None, "UTC", 0.0), 900_000))
            cells.append(logs._cells.cell)
    assert [cells.index(cell) for cell in cells] == [0, 0, 2, 2, 4, 4, 4]


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    with WalledLogs(memory=MEMORY) as logs:
        logs.look(written(tmp_path, NOTE.data, "auth.log"), Look("auth.log"))
        assert logs._cells.keeper
        maker = logs._cells.keeper._process
    assert maker.poll() is not None


def test_what_was_not_understood_is_counted(tmp_path: Path, logs: WalledLogs) -> None:
    sample = next(sample for sample in SAMPLES if sample.broken)
    _, end = told(logs, written(tmp_path, sample.data, sample.name), sample.reader)
    assert sum(times for times, _ in end.unparsed.values()) == sample.broken
    stretch = Stretch(io.BytesIO(sample.data), clock=SAME_SUMMER)
    lost = [r for r in BY_NAME[sample.reader].read(stretch) if isinstance(r, Unparsed)]
    assert {first for _, first in end.unparsed.values()} == {lost[0].offset}
