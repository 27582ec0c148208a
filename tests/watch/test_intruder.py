"""Who acted for the intruder, and who only lent an account without knowing."""

import polars as pl
import pytest

from tocsin.watch.act import Act
from tocsin.watch.address import lies_outside
from tocsin.watch.intruder import HOUR, find_intruder, is_person, together, visits_of

DAY = 24 * HOUR
HOME, THIEF, TUNNEL = "203.0.113.4", "198.51.100.7", "10.8.0.9"


def door(
    time: int, address: str, *, action: str = "logged-in", tunnel: str | None = None,
    account: str = "presta", outcome: str = "success",
) -> dict[str, object]:  # fmt: skip
    return {
        "time": time, "event.action": action, "event.outcome": outcome, "user.name": account,
        "source.ip": address, "source.nat.ip": tunnel, "host.name": "vpn",
        "evidence.sha256": "ab", "evidence.offset": 7,
    }  # fmt: skip


def doors(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)


def act(mark: str, weight: float, at: int, account: str = "presta", **more: str) -> Act:
    return Act(
        more.get("kind", "rule"), mark, mark, weight, "", account, "srv", more.get("source", ""),
        more.get("destination", ""), "", 1, 0, at, at, 1, 0,
    )  # fmt: skip


def test_a_visit_ends_when_somebody_goes() -> None:
    (visit,) = visits_of(
        doors(door(0, THIEF, tunnel=TUNNEL), door(HOUR, THIEF, action="logged-out"))
    )
    assert (visit.begin, visit.end, visit.tunnel, visit.record) == (0, HOUR, TUNNEL, 7)


def test_a_visit_without_end_lasts_a_day() -> None:
    (visit,) = visits_of(doors(door(0, THIEF)))
    assert visit.end == DAY


def test_a_refused_visitor_has_not_come_in() -> None:
    assert list(visits_of(doors(door(0, THIEF, outcome="failure")))) == []


def test_a_tunnel_that_is_told_afterwards_belongs_to_its_visit() -> None:
    (visit,) = visits_of(doors(door(0, THIEF), door(5, THIEF, tunnel=TUNNEL)))
    assert (visit.begin, visit.tunnel) == (0, TUNNEL)


def test_the_thief_is_told_from_the_owner() -> None:
    visits = [door(day * DAY, HOME) for day in range(10)]
    theft = 10 * DAY + 14 * HOUR
    found = find_intruder(
        [act("rclone", 0.9, theft + HOUR), act("psexec", 0.6, theft + HOUR)],
        doors(*visits, door(theft, THIEF, tunnel=TUNNEL)),
    )
    assert list(found.addresses) == [THIEF]
    assert found.holds("presta", theft + 2 * HOUR)
    assert not found.holds("presta", 5 * DAY)


def test_an_account_that_came_in_from_the_same_address_is_theirs_too() -> None:
    marks = [act("rclone", 0.9, HOUR), act("psexec", 0.6, HOUR)]
    found = find_intruder(marks, doors(door(0, THIEF), door(30, THIEF, account="admin")))
    assert set(found.accounts) == {"presta", "admin"}


def test_without_a_door_the_time_around_grave_acts_is_likely() -> None:
    found = find_intruder([act("rclone", 0.9, DAY)], doors())
    assert [(account, sure) for account, _, _, sure in found.windows] == [("presta", False)]


def test_weak_marks_make_nobody_suspect() -> None:
    assert find_intruder([act("net", 0.3, DAY), act("whoami", 0.3, DAY)], doors()).accounts == {}


def test_the_same_mark_counts_once() -> None:
    many = [act("rule", 0.6, n * HOUR) for n in range(50)]
    assert find_intruder(many, doors()).accounts == {}


def test_where_data_went() -> None:
    marks = [
        act("rclone", 0.9, HOUR),
        act("mass-sending", 0.6, HOUR, account="", kind="flow", destination="198.51.100.200"),
        act("mass-sending", 0.6, 9 * DAY, account="", kind="flow", destination="203.0.113.200"),
    ]
    assert list(find_intruder(marks, doors()).destinations) == ["198.51.100.200"]


def test_no_marks_no_intruder() -> None:
    assert find_intruder([], doors()).windows == []


@pytest.mark.parametrize(
    ("address", "outside"),
    [("10.1.2.3", False), ("192.168.0.1", False), ("172.16.0.1", False), ("172.32.0.1", True),
     ("fe80::1", False), ("fd12::1", False), ("2001:db8::1", True), ("198.51.100.7", True),
     ("127.0.0.1", False), ("::1", False), ("", False), ("100.64.0.1", False)],
)  # fmt: skip
def test_which_addresses_lie_outside(address: str, outside: bool) -> None:
    assert lies_outside(address) is outside


def test_machines_are_no_persons() -> None:
    assert [is_person(a) for a in ("SRV$", "", "system", "jean")] == [False, False, False, True]


def test_signs_together() -> None:
    assert together([0.5, 0.5]) == 0.75
    assert together([]) == 0
