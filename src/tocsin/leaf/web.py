"""Leaves as HTML (one file, no outside resource, a strict content policy) and as Markdown."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from tocsin.leaf.leaf import Leaf

_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~&"})


def to_html(leaves: Sequence[Leaf]) -> str:
    """One document of all leaves, the first language first."""
    style = _template("leaf.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"{_POLICY}; style-src 'sha256-{digest}'"
    return _template("leaf.html").render(leaves=leaves, style=style, policy=policy)


def to_markdown(leaves: Sequence[Leaf]) -> str:
    """The same as Markdown (CommonMark with tables)."""
    return _template("leaf.md").render(leaves=leaves)


def escaped(text: str) -> str:
    """Text that Markdown takes as it is, on one line of a table: names of files are not ours."""
    return " ".join(text.split()).translate(_MARKUP)


def _template(name: str) -> Template:
    return _environment().get_template(name + ".jinja")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tocsin.leaf", "pages"),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = escaped
    return environment
