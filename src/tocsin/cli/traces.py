"""The screen of `report trace`: what holds, what moved on, what was altered."""

from dataclasses import asdict
from typing import Any

import click

from tocsin.errors import InputError
from tocsin.language import number, tr
from tocsin.report.figure import Value
from tocsin.report.trace import Recomputed, Tampered, Trace


def show_trace(found: Trace) -> None:
    """One line a number that does not hold, then how many do and whether the file is intact."""
    for tampered in found.tampered:
        click.echo(_tampered(tampered))
    if not found.is_untouched and not found.tampered:
        click.echo(tr("MODIFIÉ hors de ses nombres", "ALTERED elsewhere than in its numbers"))
    for figure in found.moved:
        click.echo(_moved(figure))
    holding = number(len(found.figures) - len(found.moved))
    total = number(len(found.figures))
    click.echo(
        tr(
            f"L'affaire donne encore {holding} chiffres sur {total} tels qu'ils furent écrits ;"
            f" {_state(found)} ; fichier du {found.made_at}",
            f"The case still gives {holding} of {total} figures as they were written;"
            f" {_state(found)}; file of {found.made_at}",
        )
    )


def _state(found: Trace) -> str:
    if found.is_untouched:
        return tr("fichier intact", "file untouched")
    altered = number(len(found.tampered))
    return tr(f"fichier MODIFIÉ ({altered} nombres)", f"file ALTERED ({altered} numbers)")


def trace_json(found: Trace) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "made_at": found.made_at,
        "untouched": found.is_untouched,
        "figures": len(found.figures),
        "no_longer_hold": [asdict(figure) for figure in found.moved],
        "altered": [asdict(tampered) for tampered in found.tampered],
    }


def require_holds(found: Trace) -> None:
    """Raises `InputError` if the file was altered or a figure moved on."""
    if not found.holds:
        raise InputError(
            "trace.differs",
            "Des nombres de ce fichier ne sont plus ceux de l'affaire ; ils sont nommés ci-dessus.",
            "Numbers of this file are no longer those of the case; they are named above.",
            way_out_fr="Ne vous en servez plus : refaites-le par tocsin report.",
            way_out_en="Do not use it any more: make it again with tocsin report.",
        )


def _tampered(tampered: Tampered) -> str:
    name = tampered.figure or tr("(pas un chiffre de l'affaire)", "(no figure of the case)")
    written, found = tampered.written or "—", tampered.found or "—"
    return tr(
        f"MODIFIÉ {name} : écrit {written}, trouvé {found}",
        f"ALTERED {name}: written {written}, found {found}",
    )


def _moved(figure: Recomputed) -> str:
    said, now = _value(figure.said), _value(figure.now)
    label = tr(figure.fr, figure.en)
    return tr(
        f"NE TIENT PLUS {figure.figure} ({label}) : dit {said}, à présent {now}",
        f"NO LONGER HOLDS {figure.figure} ({label}): says {said}, now {now}",
    )


def _value(value: Value) -> str:
    return number(value) if isinstance(value, int) else str(value)
