"""Hours that stand out: a theft does, a backup and a busy morning do not."""

import polars as pl

from tocsin.watch.unusual import flow_acts, reading_acts

HOURS = 24 * 21
WORK = range(8, 18)


def reads(*rows: tuple[int, str, str, int]) -> pl.DataFrame:
    """Hour (number), account, address, records."""
    schema = {"hour": pl.Int64, "user.name": pl.String, "source.ip": pl.String, "records": pl.Int64}
    table = pl.DataFrame(
        [(hour * 3_600, *rest) for hour, *rest in rows], schema=schema, orient="row"
    )
    return table.with_columns(reads=pl.col("records"))


def staff() -> list[tuple[int, str, str, int]]:
    return [
        (hour, f"agent{n}", f"10.0.1.{n}", 5 + (hour * 7 + n * 13) % 20)
        for hour in range(HOURS)
        for n in range(20)
        if hour % 24 in WORK
    ]


def backup() -> list[tuple[int, str, str, int]]:
    return [(hour, "svc", "10.0.0.9", 5_000) for hour in range(HOURS) if hour % 24 == 2]


def test_a_theft_stands_out() -> None:
    theft = [(HOURS - 40 + n, "agent3", "10.0.1.3", 900) for n in range(3)]
    acts = list(reading_acts(reads(*staff(), *backup(), *theft)))
    assert {act.account for act in acts} == {"agent3"}
    assert sum(act.times for act in acts) == 2_700


def test_an_account_without_a_past_is_held_against_the_others() -> None:
    acts = list(reading_acts(reads(*staff(), (HOURS - 2, "new", "10.0.1.99", 2_000))))
    assert [act.account for act in acts] == ["new"]


def test_an_ordinary_month_has_none() -> None:
    assert list(reading_acts(reads(*staff(), *backup()))) == []


def test_few_reads_never_stand_out() -> None:
    assert list(reading_acts(reads((1, "a", "x", 1), (2, "b", "y", 99)))) == []


def test_no_reads_at_all() -> None:
    assert list(reading_acts(reads())) == []
    assert list(flow_acts(pl.DataFrame())) == []


def flows(*rows: tuple[int, str, str, str, int]) -> pl.DataFrame:
    """Hour (number), sensor, inside, outside, bytes."""
    schema = {"hour": pl.Int64, "event.dataset": pl.String, "inside": pl.String,
              "outside": pl.String, "bytes": pl.Int64}  # fmt: skip
    table = pl.DataFrame(
        [(hour * 3_600, *rest) for hour, *rest in rows], schema=schema, orient="row"
    )
    return table.with_columns(
        first=pl.col("hour") * 1_000_000, last=pl.col("hour") * 1_000_000 + 60
    )


def surfing() -> list[tuple[int, str, str, str, int]]:
    return [
        (hour, "zeek.conn", f"10.0.1.{n}", "203.0.113.5", 40_000 + hour * n)
        for hour in range(HOURS)
        for n in range(10)
        if hour % 24 in WORK
    ]


def test_a_sending_stands_out_once_however_many_sensors_saw_it() -> None:
    sent = [(HOURS - 5, sensor, "10.0.0.7", "198.51.100.9", 900_000_000) for sensor in ("a", "b")]
    (act,) = flow_acts(flows(*surfing(), *sent))
    assert (act.destination, act.bytes) == ("198.51.100.9", 900_000_000)


def test_the_nightly_backup_does_not() -> None:
    saved = [(h, "a", "10.0.0.9", "203.0.113.9", 800_000_000) for h in range(2, HOURS, 24)]
    saved += [(h, "a", "10.0.0.9", "203.0.113.9", 700_000_000) for h in range(3, HOURS, 24)]
    assert list(flow_acts(flows(*surfing(), *saved))) == []
