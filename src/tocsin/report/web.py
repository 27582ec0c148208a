"""A page as HTML: one file, no outside resource, a strict content policy."""

import base64
import hashlib
from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from tocsin.report.block import Block
from tocsin.report.page import Page

_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"


def to_html(page: Page) -> str:
    """The page as an HTML document that also prints on A4."""
    style = _template("page.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _template("page.html").render(
        page=page,
        style=style,
        policy=f"{_POLICY}; style-src 'sha256-{digest}'",
        figures={figure.id: figure for figure in page.figures},
        pairs=pairs,
    )


def to_markdown(page: Page) -> str:
    """The page as Markdown, to paste into a message."""
    return _template("page.md").render(page=page)


def pairs(blocks: tuple[Block, ...]) -> list[tuple[bool, list[Block]]]:
    """Blocks in runs: those that stand side by side, and those that take the whole width."""
    return [(half, list(run)) for half, run in groupby(blocks, key=lambda block: block.half)]


def _template(name: str) -> Template:
    return _environment().get_template(name + ".jinja")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tocsin.report", "pages"),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
