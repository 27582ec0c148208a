"""The few shapes our pictures are made of, as SVG 1.1 text without scripts or outside resources."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

INK, SOFT, LINE = "#1b2430", "#55606e", "#d5dae1"
ACCENT, ALARM = "#14507a", "#a3261f"
FONT = "font-family='Liberation Sans, Arial, sans-serif'"


def picture(width: int, height: int, title: str, shapes: Iterable[str]) -> str:
    """A whole picture; `title` is what a screen reader says."""
    body = "\n".join(shapes)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img'"
        f" aria-label={quoteattr(title)} {FONT}>\n<title>{escape(title)}</title>\n"
        f"<rect width='{width}' height='{height}' fill='#fff'/>\n{body}\n</svg>\n"
    )


def rectangle(
    x: float, y: float, width: float, height: float, fill: str, said: str = "", opacity: float = 1
) -> str:
    """A bar; `said` shows when pointed at."""
    shape = (
        f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{fill}'"
        f" fill-opacity='{opacity:g}'"
    )
    return f"{shape}><title>{escape(said)}</title></rect>" if said else shape + "/>"


def label(
    x: float, y: float, text: str, *, size: int = 11, fill: str = INK, anchor: str = "start"
) -> str:
    """Some words."""
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' fill='{fill}'"
        f" text-anchor='{anchor}'>{escape(text)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, dash: str = "") -> str:
    """A straight line."""
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    return (
        f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{stroke}'{dashed}/>"
    )
