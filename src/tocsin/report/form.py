"""Forms and the list of figures as JSON, for programs."""

from typing import Any

from tocsin.report.block import Kind, Row, Sentence, plain
from tocsin.report.figure import figure_record
from tocsin.report.material import Material
from tocsin.report.page import Page
from tocsin.report.severity import Severity


def figures_json(material: Material) -> dict[str, Any]:
    """Every figure of the case at one moment."""
    as_of = material.facts.at.isoformat(timespec="seconds")
    return {"as_of": as_of, "figures": [figure_record(figure) for figure in material.figures]}


def form_json(page: Page, material: Material) -> dict[str, Any]:
    """The form, section by section: each field in both languages with the figures it rests on."""
    french, english = page.parts
    sections: list[dict[str, Any]] = [
        {
            "section": int(fr.number) if fr.number.isdigit() else fr.number,
            "fr": fr.title,
            "en": en.title,
            "fields": [_field(*rows) for rows in zip(fr.rows, en.rows, strict=True)],
        }
        for fr, en in zip(french.blocks, english.blocks, strict=True)
        if fr.kind is Kind.FIELDS and fr.title
    ]
    return {
        "as_of": page.as_of,
        "sections": sections,
        "to_complete": [f["key"] for s in sections for f in s["fields"] if f["to_complete"]],
        "severity": [_severity(group) for group in material.severities],
        "figures": {figure.id: figure_record(figure) for figure in page.figures},
    }


def _field(fr: Row, en: Row) -> dict[str, Any]:
    value = fr.cells[0]
    return {
        "key": fr.key,
        "label_fr": plain(fr.label),
        "label_en": plain(en.label),
        "value_fr": None if _is_gap(value) else plain(value),
        "value_en": None if _is_gap(value) else plain(en.cells[0]),
        "figures": [span.figure for span in value if span.figure],
        "to_complete": _is_gap(value),
    }


def _severity(group: Severity) -> dict[str, Any]:
    return {
        "tier": group.tier,
        "dpc": group.dpc,
        "persons": group.persons.value,
        "se": group.score.value,
        "band_fr": group.band["fr"],
        "band_en": group.band["en"],
        "cnil_fr": group.band["cnil_fr"],
        "cnil_en": group.band["cnil_en"],
        "why_fr": group.why("fr"),
        "why_en": group.why("en"),
    }


def _is_gap(sentence: Sentence) -> bool:
    return any(span.missing for span in sentence)
