"""The chart: records read and bytes sent out, hour by hour, with begin and end of the intrusion."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.case import Case
from tocsin.language import Language, number, tr
from tocsin.watch import svg
from tocsin.watch.moment import MICROSECONDS, as_datetime
from tocsin.watch.story import bounds

WIDTH, LEFT, RIGHT = 1_000, 60, 20
ROW, GAP = 150, 55
MOST_BARS = 900
"""More hours than this are drawn together, so many a bar."""


@dataclass(frozen=True, slots=True)
class _Hour:
    hour: int
    reads: int
    hostile: int
    bytes_out: int
    stolen: int


def chart(case: Case, language: Language) -> str:
    """The picture as SVG."""
    hours = _hours(case)
    title = tr("Lectures et octets sortis, par heure", "Reads and bytes out, by hour", language)
    height = 2 * (ROW + GAP) + 30
    if not hours:
        return svg.picture(WIDTH, height, title, ())
    return svg.picture(WIDTH, height, title, _shapes(case, hours, language))


def _hours(case: Case) -> list[_Hour]:
    rows = case.store.execute(
        "SELECT hour, reads, hostile, bytes_out, stolen FROM event_hours ORDER BY hour"
    )
    if not rows:
        return []
    step = max(1, -(-(rows[-1][0] - rows[0][0]) // 3_600 // MOST_BARS)) * 3_600
    sums: dict[int, list[int]] = {}
    for hour, *counts in rows:
        held = sums.setdefault(hour // step * step, [0, 0, 0, 0])
        for at, count in enumerate(counts):
            held[at] += count
    return [_Hour(hour, *counts) for hour, counts in sums.items()]


def _shapes(case: Case, hours: list[_Hour], language: Language) -> Iterator[str]:
    begin, end = hours[0].hour, hours[-1].hour + 3_600
    scale = (WIDTH - LEFT - RIGHT) / (end - begin)
    width = max(1.0, 3_600 * scale * 0.9)

    def x(second: float) -> float:
        return LEFT + (second - begin) * scale

    rows = (
        (tr("Lectures", "Reads", language), [(h.hour, h.reads, h.hostile) for h in hours]),
        (
            tr("Octets sortis", "Bytes out", language),
            [(h.hour, h.bytes_out, h.stolen) for h in hours],
        ),
    )
    for at, (name, values) in enumerate(rows):
        base = 30 + ROW + at * (ROW + GAP)
        top = max(1, *(count for _, count, _ in values))
        yield svg.label(LEFT, base - ROW - 8, name, size=13)
        yield svg.label(LEFT - 6, base - ROW + 4, _short(top), fill=svg.SOFT, anchor="end")
        yield svg.line(LEFT, base, WIDTH - RIGHT, base)
        for hour, count, hostile in values:
            said = f"{_said(hour)} · {number(count, language)}"
            tall, marked = ROW * count / top, ROW * min(hostile, count) / top
            yield svg.rectangle(x(hour), base - tall, width, tall, svg.ACCENT, said, 0.45)
            if hostile:
                yield svg.rectangle(x(hour), base - marked, width, marked, svg.ALARM, said)
        for told in bounds(case):
            place = x(told.at / MICROSECONDS)
            yield svg.line(place, base - ROW, place, base, svg.ALARM, "4 3")
            yield svg.label(place + 3, base - ROW + 10, _said(told.at // MICROSECONDS), size=10)
        yield from _days(begin, end, x, base)


def _days(begin: int, end: int, x, base: float) -> Iterator[str]:  # type: ignore[no-untyped-def]
    every = max(1, (end - begin) // 86_400 // 14) * 86_400
    for day in range(-(-begin // 86_400) * 86_400, end, every):
        yield svg.line(x(day), base, x(day), base + 4, svg.SOFT)
        said = as_datetime(day * MICROSECONDS).strftime("%d/%m")
        yield svg.label(x(day), base + 16, said, size=10, fill=svg.SOFT, anchor="middle")


def _said(second: int) -> str:
    return as_datetime(second * MICROSECONDS).strftime("%Y-%m-%d %H:%M UTC")


def _short(value: int) -> str:
    for size, sign in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:.3g} {sign}"
    return str(value)
