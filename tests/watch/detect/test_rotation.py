"""Rotation in every way that is used: nothing lost, nothing twice, and losses said."""

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.watch.detect.readers import HereReader
from tocsin.case import Case
from tocsin.watch.detect import Following, follow
from tocsin.watch.detect.follow import Round
from tocsin.watch.event import TIME
from tocsin.watch.mapping import Mapping

MAPPING = Mapping(
    {TIME: "at", "user.name": "who", "patient.id": "ipp"}, {"event.action": "record-read"}
)
HEAD = "at;who;ipp\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "logs" / "dpi.csv"
    path.parent.mkdir()
    path.write_text(HEAD, encoding="utf-8")
    return path


def append(path: Path, begin: int, end: int, day: int = 26, who: str = "nurse") -> None:
    with path.open("a", encoding="utf-8") as file:
        for n in range(begin, end):
            file.write(f"2025-06-{day}T{10 + n // 600:02d}:{n // 10 % 60:02d}:00;{who};{n}\n")


@pytest.fixture
def look(case: Case, log: Path) -> Callable[[], Round]:
    """One look by a process that is new each time: every look is a restart."""
    return lambda: next(follow(case, Following([log.parent], mapping=MAPPING), HereReader(MAPPING)))


def copy_and_cut(log: Path, to: Path) -> None:
    """logrotate's copytruncate."""
    shutil.copyfile(log, to)
    os.truncate(log, 0)
    append_head(log)


def append_head(log: Path) -> None:
    log.write_bytes(HEAD.encode())


def pack(path: Path) -> Path:
    to = path.with_name(path.name + ".gz")
    to.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return to


def counted(done: Round) -> tuple[int, dict[str, int]]:
    return done.counts["unlinked"], dict(done.unread)


def test_a_log_that_was_copied_and_cut(log: Path, look) -> None:
    for turn in range(4):
        append(log, turn * 300, turn * 300 + 200)
        look()
        append(log, turn * 300 + 200, turn * 300 + 300)
        copy_and_cut(log, log.with_name(f"dpi.csv-2025062{turn}"))
    append(log, 1_200, 1_210)
    assert counted(look()) == (1_210, {})
    assert counted(look()) == (1_210, {})


def test_a_log_that_was_renamed_and_packed_between_two_looks(log: Path, look) -> None:
    append(log, 0, 200)
    look()
    append(log, 200, 300)
    packed = pack(log.rename(f"{log}.1"))
    append_head(log)
    append(log, 300, 310)
    assert counted(look()) == (310, {})
    packed.rename(f"{log}.2.gz")
    assert counted(look()) == (310, {})


def test_a_log_that_was_copied_cut_and_packed_between_two_looks(log: Path, look) -> None:
    append(log, 0, 200)
    look()
    append(log, 200, 300)
    copy_and_cut(log, Path(f"{log}.1"))
    pack(Path(f"{log}.1"))
    append(log, 300, 310)
    assert counted(look()) == (310, {})


def test_packing_comes_a_rotation_later(log: Path, look) -> None:
    for turn in range(4):
        append(log, turn * 100, turn * 100 + 60)
        look()
        append(log, turn * 100 + 60, turn * 100 + 100)
        if Path(f"{log}.1").exists():
            pack(Path(f"{log}.1")).rename(f"{log}.{turn + 9}.gz")
        log.rename(f"{log}.1")
        append_head(log)
    assert counted(look()) == (400, {})


def test_a_log_half_packed_is_not_read_twice(log: Path, look) -> None:
    append(log, 0, 300)
    look()
    log.rename(f"{log}.1")
    append_head(log)
    look()
    whole = gzip.compress(Path(f"{log}.1").read_bytes())
    Path(f"{log}.1.gz").write_bytes(whole[: len(whole) // 2])
    look()
    Path(f"{log}.1.gz").write_bytes(whole)
    Path(f"{log}.1").unlink()
    assert counted(look()) == (300, {})


def test_a_backup_copy_of_a_log_is_not_read_twice(log: Path, look) -> None:
    append(log, 0, 100)
    look()
    shutil.copyfile(log, log.with_name("dpi.csv.bak"))
    append(log, 100, 150)
    assert counted(look()) == (150, {})


def test_packed_logs_of_the_past_are_read(log: Path, look) -> None:
    old = log.with_name("dpi.csv.1")
    append_head(old)
    append(old, 0, 50, day=24)
    pack(old)
    append(log, 50, 60, day=26)
    done = look()
    assert counted(done) == (60, {})
    assert done.counts["late"] == 0


def test_old_logs_that_are_deleted_are_no_loss(log: Path, look) -> None:
    for turn in range(3):
        append(log, turn * 10, turn * 10 + 10)
        look()
        for number in (1, 0):
            before = Path(f"{log}.{number}") if number else log
            if before.exists():
                before.rename(f"{log}.{number + 1}")
        append_head(log)
    assert counted(look()) == (30, {})


def test_what_was_cut_without_a_copy_is_said(log: Path, look) -> None:
    append(log, 0, 100)
    look()
    append_head(log)
    append(log, 100, 105)
    assert counted(look()) == (105, {"cut": 1})
    assert counted(look()) == (105, {})


def test_a_damaged_packed_log_is_said(log: Path, look) -> None:
    log.with_name("dpi.csv.3.gz").write_bytes(gzip.compress(HEAD.encode())[:12])
    assert counted(look())[1] == {"EOFError": 1}


def test_members_of_archives_are_said_not_to_be_followed(log: Path, look) -> None:
    shutil.make_archive(str(log.parent / "old"), "zip", log.parent, "dpi.csv")
    assert counted(look())[1] == {"archive": 1}


def test_logs_of_the_past_are_read_in_the_order_of_their_times(log: Path, look) -> None:
    other = log.with_name("pacs.csv")
    append_head(other)
    for day in range(1, 11):
        append(log, day * 10, day * 10 + 10, day=day + 10, who="a")
        append(other, day * 10, day * 10 + 10, day=day + 10, who="b")
    done = look()
    assert done.counts["late"] == 0
    assert done.counts["unlinked"] == 200
    assert look().records == 0


def test_a_crash_in_the_middle_of_a_rotated_log_counts_nothing_twice(
    log: Path, look, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, 0, 100)
    look()
    append(log, 100, 900)
    copy_and_cut(log, Path(f"{log}.1"))
    append(log, 900, 910)

    def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("tocsin.watch.detect.state._keep_most", crash)
        with pytest.raises(RuntimeError):
            look()
    assert counted(look()) == (910, {})


def test_a_log_given_by_its_name_is_followed_where_it_goes(case: Case, log: Path) -> None:
    def look() -> Round:
        return next(follow(case, Following([log], mapping=MAPPING), HereReader(MAPPING)))

    append(log, 0, 100)
    log.with_name("other.csv").write_text("nobody asked for this one")
    look()
    append(log, 100, 150)
    pack(log.rename(f"{log}.1"))
    assert counted(look()) == (150, {})
    append_head(log)
    append(log, 150, 160)
    assert counted(look()) == (160, {})
    append(log, 160, 170)
    copy_and_cut(log, Path(f"{log}.2"))
    append(log, 170, 175)
    assert counted(look()) == (175, {})


def test_an_inode_given_to_another_file_takes_no_log_from_us(
    case: Case, log: Path, look, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, 0, 100)
    look()
    append(log, 100, 120)
    other = log.with_name("zz.csv")
    append_head(other)
    append(other, 500, 510, who="b")
    with case.store.transaction():  # as if the other had the inode of the first
        case.store.execute("UPDATE detect_logs SET inode = ?", (other.stat().st_ino,))
    log.rename(f"{log}.1")
    assert counted(look()) == (130, {})
