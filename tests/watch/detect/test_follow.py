"""Logs as they grow: nothing lost, nothing twice, whatever happens in between."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.watch.detect.readers import HereReader
from tocsin.case import Case
from tocsin.watch.detect import Following, follow
from tocsin.watch.detect.alert import Episode
from tocsin.watch.detect.channel import Channel
from tocsin.watch.detect.follow import Round
from tocsin.watch.detect.state import alerts
from tocsin.watch.event import TIME
from tocsin.watch.mapping import Mapping

MAPPING = Mapping(
    {TIME: "at", "user.name": "who", "patient.id": "ipp"}, {"event.action": "record-read"}
)
HEAD = "at;who;ipp\n"


class Told(Channel):
    name = "screen"

    def __init__(self, *, fails: int = 0) -> None:
        self.episodes: list[Episode] = []
        self.fails = fails

    def send(self, episode: Episode) -> None:
        if self.fails:
            self.fails -= 1
            raise ConnectionRefusedError
        self.episodes.append(episode)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "logs" / "dpi.csv"
    path.parent.mkdir()
    path.write_text(HEAD, encoding="utf-8")
    return path


def lines(begin: int, end: int) -> str:
    return "".join(
        f"2025-06-26T{10 + n // 600:02d}:{n // 10 % 60:02d}:00;thief;{n}\n"
        for n in range(begin, end)
    )


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.fixture
def look(case: Case, log: Path) -> Callable[..., Round]:
    """One look by a process that is new each time: every look is a restart."""

    def one(*channels: Channel) -> Round:
        following = Following([log.parent], channels=channels, mapping=MAPPING)
        return next(follow(case, following, HereReader(MAPPING)))

    return one


def test_a_theft_over_many_restarts_rings_once(case: Case, log: Path, look) -> None:
    told = Told()
    for begin in range(0, 1_500, 100):
        append(log, lines(begin, begin + 100))
        look(told)
    assert [e.count for e in told.episodes] == [1_001]
    assert [e.at_risk for e in alerts(case)] == [1_500]
    assert look(told).counts["unlinked"] == 1_500


def test_a_line_half_written_is_read_when_it_is_whole(log: Path, look) -> None:
    append(log, lines(0, 3) + "2025-06-26T10:00:00;thi")
    assert look().records == 3
    append(log, "ef;99\n")
    assert look().records == 1


def test_rotation_loses_nothing_and_doubles_nothing(case: Case, log: Path, look) -> None:
    told = Told()
    for turn in range(5):
        append(log, lines(turn * 300, turn * 300 + 200))
        look(told)
        append(log, lines(turn * 300 + 200, turn * 300 + 300))
        for number in range(turn, 0, -1):
            Path(f"{log}.{number}").rename(f"{log}.{number + 1}")
        log.rename(f"{log}.1")
        log.write_text(HEAD, encoding="utf-8")
    done = look(told)
    assert done.counts["unlinked"] == 1_500
    assert len(told.episodes) == 1
    assert not done.unread


def test_a_log_rotated_out_of_sight_is_said(log: Path, look) -> None:
    append(log, lines(0, 5))
    look()
    elsewhere = log.parent.parent / "elsewhere"
    log.rename(elsewhere)
    log.write_text(HEAD + lines(5, 9), encoding="utf-8")
    done = look()
    assert done.unread == {"rotated away": 1}
    assert done.records == 4
    assert not look().unread


def test_a_truncated_log_is_read_from_its_begin(log: Path, look) -> None:
    append(log, lines(0, 50))
    look()
    log.write_text(HEAD + lines(50, 60), encoding="utf-8")
    assert look().records == 10


def test_a_server_that_is_away_gets_the_alarm_later(log: Path, look) -> None:
    append(log, lines(0, 1_100))
    told = Told(fails=1)
    assert look(told).unsent == 1
    assert look(told).unsent == 0
    look(told)
    assert len(told.episodes) == 1


def test_what_is_not_understood_is_counted(log: Path, look) -> None:
    append(log, "soon;thief;1\n" + lines(1, 2))
    done = look()
    assert (done.records, done.unparsed) == (2, 1)


def test_a_crash_before_the_commit_counts_nothing_twice(
    case: Case, log: Path, look, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, lines(0, 1_200))

    def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("tocsin.watch.detect.state._keep_episodes", crash)
        with pytest.raises(RuntimeError):
            look()
    assert alerts(case) == []
    told = Told()
    look(told)
    assert [e.at_risk for e in told.episodes] == [1_200]


def test_no_patient_stands_in_the_tables(case: Case, log: Path, look) -> None:
    append(log, "2025-06-26T10:00:00;thief;IPP-4711\n")
    look()
    ((patient,),) = case.store.execute("SELECT DISTINCT patient FROM detect_reads")
    assert isinstance(patient, int)
    assert patient != 4711
