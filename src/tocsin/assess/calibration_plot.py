"""The calibration plot as SVG: a bar a bin, and a line across where its confidence says."""

from collections.abc import Iterator, Sequence

from tocsin.assess.calibration import Bin

WIDTH, HEIGHT = 720, 340
LEFT, TOP, BOTTOM = 56, 24, 64
STEP, BAR, OVER = 66, 30, 6
INK, SOFT, PALE = "#14507a", "#55606e", "#d5dae1"
FILL, MARK = "#9fc0d6", "#8a4b00"
LEGEND = "justes · right (95 %) ; trait : confiance moyenne · line: mean confidence"


def plot(bins: Sequence[Bin], title: str) -> str:
    """The plot as a document: precision with its 95 % interval, and the mean confidence."""
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>',
        f"<title>{title}</title>",
        _bar(0, 0, WIDTH, HEIGHT, "#fff"),
        *_grid(),
        _text(LEFT, 14, LEGEND),
        _text(LEFT, HEIGHT - 8, "confiance · confidence"),
    ]
    for place, one in enumerate(bins):
        parts.extend(_bin(one, LEFT + 20 + STEP * place))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _grid() -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        yield _line(LEFT, y, WIDTH - 16, y, PALE)
        yield _text(LEFT - 8, y + 4, f"{share:.0%}", "end")


def _bin(one: Bin, x: float) -> Iterator[str]:
    low, high = one.interval
    middle, bottom, mean = x + BAR / 2, _y(0), _y(one.mean)
    yield _bar(x, _y(one.precision), BAR, bottom - _y(one.precision), FILL)
    yield _line(middle, _y(low), middle, _y(high), INK)
    yield _line(x - OVER, mean, x + BAR + OVER, mean, MARK)
    yield _text(middle, bottom + 16, f"{one.low:g}–{one.high:g}", "middle")
    yield _text(middle, bottom + 31, f"n = {one.count}", "middle")


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="2"/>'


def _bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{SOFT}">{words}</text>'
