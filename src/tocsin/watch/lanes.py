"""The swim lanes: one lane a machine or place, the intruder's acts on it over time."""

from collections.abc import Iterator

from tocsin.case import Case
from tocsin.language import Language, tr
from tocsin.watch import svg
from tocsin.watch.moment import as_datetime
from tocsin.watch.story import Filter, Step, steps

WIDTH, LEFT, RIGHT, LANE = 1_000, 210, 45, 34
MOST_LANES, MOST_SHAPES = 24, 4_000
COLOURS = {"visit": "#6b3fa0", "rule": "#b8860b", "trace": svg.ALARM, "flow": svg.ALARM,
           "reading": svg.ACCENT, "read": svg.ACCENT}  # fmt: skip
NAMES = {
    "visit": ("entrée", "came in"),
    "read": ("lecture", "reading"),
    "rule": ("règle", "rule"),
    "trace": ("trace, envoi", "trace, sending"),
}


def lanes(case: Case, language: Language) -> str:
    """The picture as SVG."""
    found = list(steps(case, Filter()))[:MOST_SHAPES]
    names = list(dict.fromkeys(_lane(step) for step in found))[:MOST_LANES]
    title = tr(
        "Les actes de l'intrus, machine par machine", "The intruder's acts by machine", language
    )
    height = 60 + LANE * max(1, len(names))
    if not found:
        return svg.picture(WIDTH, height, title, ())
    return svg.picture(WIDTH, height, title, _shapes(found, names, language))


def _lane(step: Step) -> str:
    """A sending stands on the lane of where it went, all else on that of its machine."""
    return (step.destination if step.kind == "flow" else step.host) or step.source or step.account


def _shapes(found: list[Step], names: list[str], language: Language) -> Iterator[str]:
    begin = min(step.first_at for step in found)
    end = max(step.last_at for step in found)
    scale = (WIDTH - LEFT - RIGHT) / max(1, end - begin)
    bottom = 30 + LANE * len(names)
    for at, name in enumerate(names):
        y = 30 + at * LANE
        yield svg.line(LEFT, y + LANE, WIDTH - RIGHT, y + LANE)
        yield svg.label(LEFT - 8, y + LANE / 2 + 4, name[:32], anchor="end")
    for step in found:
        if _lane(step) not in names:
            continue
        y = 30 + names.index(_lane(step)) * LANE
        x = LEFT + (step.first_at - begin) * scale
        width = max(2.5, (step.last_at - step.first_at) * scale)
        said = f"{step.begin:%Y-%m-%d %H:%M} UTC · {step.title(language)} · {step.account}"
        tall = LANE - 22 if step.kind in ("visit", "read") else LANE - 12
        yield svg.rectangle(
            x, y + (LANE - tall) / 2, width, tall, COLOURS.get(step.kind, svg.SOFT), said, 0.75
        )
    for share in range(6):
        moment = begin + (end - begin) * share // 5
        x = LEFT + (moment - begin) * scale
        said = as_datetime(moment).strftime("%d/%m %H:%M")
        yield svg.label(x, bottom + 16, said, size=10, fill=svg.SOFT, anchor="middle")
    for at, (kind, (fr, en)) in enumerate(NAMES.items()):
        yield svg.rectangle(LEFT + at * 130, 8, 10, 10, COLOURS[kind])
        yield svg.label(LEFT + at * 130 + 14, 17, tr(fr, en, language), size=10)
