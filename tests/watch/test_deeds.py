"""The intruder's own events, told from those of the people whose accounts were used."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tocsin.case import Case
from tocsin.watch.deeds import Deeds, _table
from tocsin.watch.events import Events
from tocsin.watch.intruder import Intruder, Visit

START = 1_750_896_784
HOUR = 3_600 * 1_000_000
THIEF, HOME, TUNNEL = "198.51.100.7", "10.0.0.3", "10.8.0.9"
ReadLogs = Callable[..., Case]


def access(second: int, user: str, source: str, path: str) -> bytes:
    return (
        f'{{"EventTime":"{START + second}","EventID":5145,"Channel":"Security","SubjectUserName":'
        f'"{user}","IpAddress":"{source}","ShareName":"\\\\\\\\*\\\\d","RelativeTargetName":"{path}",'
        '"AccessMask":"0x1"}\n'
    ).encode()


def log(*accesses: tuple[int, str, str, str]) -> bytes:
    from tocsin.watch.moment import as_datetime

    lines = b"".join(access(*one) for one in accesses)
    for second, *_ in accesses:
        said = as_datetime((START + second) * 1_000_000).isoformat()
        lines = lines.replace(str(START + second).encode(), said.encode())
    return lines


def taken(case: Case, intruder: Intruder) -> dict[str, bool]:
    return {
        row["file.path"].rpartition("\\")[2]: row["sure"]
        for frame in Deeds(Events(case), intruder).batches()
        for row in frame.iter_rows(named=True)
    }


def intruder(*, sure: bool = True) -> Intruder:
    begin = START * 1_000_000
    found = Intruder({"presta": 0.9})
    found.windows = [("presta", begin, begin + HOUR, sure)]
    if sure:
        found.visits = [Visit("presta", THIEF, TUNNEL, begin, begin + HOUR)]
    return found


def test_only_the_session_and_only_from_elsewhere_than_home(read_logs: ReadLogs) -> None:
    case = read_logs(
        a__jsonl=log(
            (-9_000, "presta", HOME, "owner before"),
            (10, "presta", HOME, "owner meanwhile"),
            (20, "presta", "10.0.0.21", "thief by a machine"),
            (30, "other", TUNNEL, "thief by the tunnel"),
            (40, "other", "10.0.0.5", "somebody else"),
            (9_000, "other", TUNNEL, "the next who got that address"),
            (9_001, "presta", HOME, "owner after"),
        )
    )
    assert taken(case, intruder()) == {"thief by a machine": True, "thief by the tunnel": True}


def test_without_a_session_it_is_only_likely(read_logs: ReadLogs) -> None:
    case = read_logs(a__jsonl=log((20, "presta", "10.0.0.21", "a"), (9_000, "presta", HOME, "b")))
    assert taken(case, intruder(sure=False)) == {"a": False}


def test_nobody_did_nothing(read_logs: ReadLogs) -> None:
    case = read_logs(a__jsonl=log((20, "presta", HOME, "a")))
    assert taken(case, Intruder()) == {}


spans = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 50), st.integers(0, 20), st.booleans())
)


@given(spans)
def test_joined_windows_cover_the_same_and_never_overlap(
    found: list[tuple[str, int, int, bool]],
) -> None:
    windows = [(name, begin, begin + length, sure) for name, begin, length, sure in found]
    joined = list(_table("user.name", windows).iter_rows())
    for name in "ab":
        mine = [range(b, e + 1) for n, b, e, _ in joined if n == name]
        covered = [moment for window in mine for moment in window]
        assert len(covered) == len(set(covered))
        wanted = {m for n, b, e, _ in windows if n == name for m in range(b, e + 1)}
        assert set(covered) == wanted
