"""What a form says otherwise than the version that was filed."""

from dataclasses import replace

from tocsin.language import Language, tr
from tocsin.report.block import Block, Fields, Kind, Part, Row, Span, plain, words

_GAP = ["", ""]


def with_changes(parts: tuple[Part, ...], before: Fields | None, now: Fields) -> tuple[Part, ...]:
    """The parts, their blocks of changes filled; without a version filed they say so."""
    return tuple(_with_changes(part, before, now) for part in parts)


def _with_changes(part: Part, before: Fields | None, now: Fields) -> Part:
    blocks = tuple(
        _filled(block, part, before, now) if block.is_changes else block for block in part.blocks
    )
    return replace(part, blocks=blocks)


def _filled(block: Block, part: Part, before: Fields | None, now: Fields) -> Block:
    if before is None:
        none = tr(
            "Aucune version établie ici n'a été déposée.",
            "No version drawn up here was filed.",
            part.language,
        )
        return replace(block, kind=Kind.PARAGRAPH, text=(words(none),), rows=())
    rows = tuple(_rows(part, before, now))
    if not rows:
        same = tr("Rien n'a changé.", "Nothing changed.", part.language)
        return replace(block, kind=Kind.PARAGRAPH, text=(words(same),), rows=())
    return replace(block, rows=rows)


def _rows(part: Part, before: Fields, now: Fields) -> list[Row]:
    index = 0 if part.language == "fr" else 1
    labels = _labels(part)
    changed = [
        key
        for key in dict.fromkeys((*now, *before))
        if before.get(key, _GAP)[index] != now.get(key, _GAP)[index]
    ]
    return [
        Row(
            (words(labels.get(key, key)),),
            tuple(_said(fields, key, index, part.language) for fields in (before, now)),
            key,
        )
        for key in changed
    ]


def _said(fields: Fields, key: str, index: int, language: Language) -> tuple[Span, ...]:
    if key not in fields:
        return (Span(tr("à compléter", "to complete", language), missing=True),)
    return (Span(fields[key][index]),)


def _labels(part: Part) -> dict[str, str]:
    forms = (block for block in part.blocks if block.kind is Kind.FIELDS)
    return {row.key: plain(row.label) for block in forms for row in block.rows}
