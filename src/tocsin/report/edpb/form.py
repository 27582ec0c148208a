"""The filled template as a page to copy from, and as JSON with all of its 126 rows."""

from typing import Any

from tocsin.language import LANGUAGES, Language, tr
from tocsin.report.block import Block, Kind, Part, Sentence, Span, plain, words
from tocsin.report.block import Row as Line
from tocsin.report.edpb.answers import choose, facts, more_of, text_of
from tocsin.report.edpb.template import Choices, Row, rows
from tocsin.report.figure import figure_record
from tocsin.report.material import Material
from tocsin.report.page import Page, used_figures
from tocsin.report.sheet import fill

NAME = "edpb"
FORMATS = ("html", "pdf", "json")


def edpb_page(material: Material) -> Page:
    """The rows that are asked in this case, section by section."""
    chosen = choose(material)
    parts = tuple(_part(material, chosen, language) for language in LANGUAGES)
    as_of = material.facts.at.isoformat(timespec="seconds")
    figures = used_figures(parts, material.figures)
    return Page(NAME, as_of, parts, figures, True, "autorites", FORMATS, NAME)


def edpb_json(page: Page, material: Material) -> dict[str, Any]:
    """Every row: whether it is asked, what is answered, what is still to complete."""
    chosen, known = choose(material), facts(material)
    fields = [_record(row, material, chosen) for row in rows() if not row.is_heading]
    asked = {row.number for row in rows() if row.is_asked(chosen, known)}
    return {
        "template": "EDPB 1.0 (2026-06-08)",
        "as_of": page.as_of,
        "headings": [
            {"row": row.number, "section": row.section, "fr": row.fr, "en": row.en}
            for row in rows()
            if row.is_heading
        ],
        "fields": [record | {"asked": record["row"] in asked} for record in fields],
        "to_complete": [
            record["row"] for record in fields if record["row"] in asked and record["to_complete"]
        ],
        "figures": {figure.id: figure_record(figure) for figure in page.figures},
    }


def _part(material: Material, chosen: Choices, language: Language) -> Part:
    title = tr(
        "Modèle commun de notification (EDPB) : éléments à reporter",
        "Common notification template (EDPB): contents to copy",
        language,
    )
    subtitle = fill("{hospital.called} — {as_of}", material, language)
    notice = Block(Kind.NOTICE, text=(words(_notice(language)),))
    return Part(language, title, subtitle, (notice, *_blocks(material, chosen, language)))


def _blocks(material: Material, chosen: Choices, language: Language) -> list[Block]:
    known = facts(material)
    blocks: list[Block] = []
    title, lines = "", list[Line]()
    for row in (*rows(), None):
        if row is None or row.is_heading:
            if lines:
                blocks.append(Block(Kind.FIELDS, title, rows=tuple(lines)))
                lines = []
            title = f"{row.section} {row.label(language)}".strip() if row else ""
        elif row.is_asked(chosen, known):
            lines.append(_line(row, material, chosen, language))
    return blocks


def _line(row: Row, material: Material, chosen: Choices, language: Language) -> Line:
    label = (words(f"{row.number}. {row.label(language)}"),)
    hint = (words(row.law),) if row.law else ()
    answer = _answer(row, material, chosen, language)
    if beside := _beside(row, material, language):
        answer = (*answer, words(" ; "), *beside)
    return Line(label, (answer,), f"row-{row.number}", hint)


def _answer(row: Row, material: Material, chosen: Choices, language: Language) -> Sentence:
    if row.options:
        taken = chosen.get(row.number, ())
        labels = [o.label(language) for o in row.options if o.key in taken]
        return (words(" ; ".join(labels)),) if labels else _gap(row, language)
    filled = fill(text_of(row, language), material, language)
    is_whole = filled and not any(span.missing for span in filled)
    return filled if is_whole or (filled and row.mandatory != "no") else _gap(row, language)


def _beside(row: Row, material: Material, language: Language) -> Sentence:
    """What the logs tell of it: beside what the hospital declares, never instead (decision 083)."""
    return fill(" ; ".join(more_of(row, material, language)), material, language)


def _gap(row: Row, language: Language) -> Sentence:
    if row.mandatory == "no":
        return (Span(tr("facultatif", "optional", language)),)
    return (Span(tr("à compléter", "to complete", language), missing=True),)


def _record(row: Row, material: Material, chosen: Choices) -> dict[str, Any]:
    answers = {one: _answer(row, material, chosen, one) for one in LANGUAGES}
    beside = {one: _beside(row, material, one) for one in LANGUAGES}
    is_gap = any(span.missing for span in answers["fr"])
    return {
        "row": row.number,
        "fr": row.fr,
        "en": row.en,
        "type": row.type,
        "mandatory": row.mandatory,
        "law": row.law,
        "chosen": list(chosen.get(row.number, ())),
        "value_fr": None if is_gap else plain(answers["fr"]),
        "value_en": None if is_gap else plain(answers["en"]),
        "beside_fr": plain(beside["fr"]) or None,
        "beside_en": plain(beside["en"]) or None,
        "figures": [span.figure for span in (*answers["fr"], *beside["fr"]) if span.figure],
        "to_complete": is_gap,
    }


def _notice(language: Language) -> str:
    return tr(
        "Document de travail. Le modèle est adopté ; sa mise en service n'est pas connue :"
        " la notification se fait sur le téléservice de la CNIL. Seules les lignes demandées dans"
        " cette affaire figurent ici ; edpb.json les a toutes.",
        "Working document. The template is adopted; when the CNIL will use it is not known: the"
        " notification is made on the CNIL's online service. Only the rows asked in this case stand"
        " here; edpb.json has them all.",
        language,
    )
