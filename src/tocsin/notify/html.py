"""The HTML of an e-mail: the same words, with headings and lists; no link, image, script."""

from collections.abc import Iterator
from html import escape

from tocsin.language import Language
from tocsin.notify.notice import Notice
from tocsin.notify.wording import Block

# Telephones would otherwise make links of numbers and dates by themselves.
_HEAD = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">'
    "<title>{title}</title></head>"
)
_BODY = (
    '<body style="margin:0 auto;padding:1.5em;max-width:38em;background:#fff;color:#1b1b1b;'
    'font:16px/1.5 Georgia,serif">'
)
_TAGS = {
    "heading": '<h2 style="font-size:1.15em;margin:1.6em 0 .4em">{}</h2>',
    "kind": '<h3 style="font-size:1em;margin:1em 0 0">{}</h3>',
    "paragraph": '<p style="margin:.2em 0 .8em">{}</p>',
    "item": '<li style="margin:.3em 0">{}</li>',
}


def as_html(notice: Notice, language: Language) -> Iterator[str]:
    """The lines of the page."""
    yield _HEAD.format(language=language, title=escape(notice.subject, quote=False))
    yield _BODY
    yield from _blocks(notice.blocks)
    yield "</body></html>"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    in_list = False
    for block in blocks:
        if (block.kind == "item") != in_list:
            in_list = not in_list
            yield "<ul>" if in_list else "</ul>"
        yield _TAGS[block.kind].format(escape(block.text, quote=False))
    if in_list:
        yield "</ul>"
