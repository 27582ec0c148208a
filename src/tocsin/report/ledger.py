"""The ledger of decisions for a reader: who did or decided what, when, on which figures."""

from typing import Any

import orjson

from tocsin.language import Language, tr
from tocsin.leaf import Leaf, Table
from tocsin.report.acts import Act, ActKind, Acts
from tocsin.report.duty import EVENTS, load_duties
from tocsin.report.facts import moment_text


def ledger(acts: Acts, language: Language) -> Leaf:
    """Every act, in the order in which it was recorded; what was withdrawn stays and says so."""
    rows = tuple(_row(act, acts, language) for act in acts.all)
    return Leaf(
        language,
        tr("Registre des décisions", "Ledger of decisions", language),
        tables=(Table("", _head(language), rows),),
    )


def ledger_json(acts: Acts) -> list[dict[str, Any]]:
    """The same for programs, with the query of each figure."""
    standing = {act.number for act in acts.standing}
    return [
        {
            "act": act.number,
            "recorded_at": act.at,
            "kind": act.kind,
            "subject": act.subject,
            "moment": act.moment,
            "by": act.person,
            "reference": act.reference,
            "reason": act.reason,
            "figures": orjson.loads(act.figures),
            "stands": act.number in standing,
        }
        for act in acts.all
    ]


def subject_text(act: Act, language: Language) -> str:
    """What the act is about, in words."""
    duties = {duty.id: tr(duty.fr, duty.en, language) for duty in load_duties()}
    match act.kind:
        case ActKind.EVENT if act.subject in EVENTS:
            return tr(*EVENTS[act.subject], language)
        case ActKind.MET | ActKind.WAIVED:
            return duties.get(act.subject, act.subject)
        case ActKind.APPROVED:
            version = act.subject.partition("/")[2]
            return tr(
                f"fiche de presse, version {version}", f"press sheet, version {version}", language
            )
        case ActKind.WITHDRAWN:
            return tr(f"acte {act.subject}", f"act {act.subject}", language)
    return act.subject


def label(act: Act, acts: Acts, language: Language) -> str:
    """The kind of act, and whether it was withdrawn."""
    is_gone = act not in acts.standing and act.kind is not ActKind.WITHDRAWN
    return act.kind.label(language) + tr(" (retiré)", " (withdrawn)", language) * is_gone


def figures(act: Act, language: Language) -> str:
    """The figures that it was decided on, as they stood."""
    return " ; ".join(
        f"{figure[language]} : {figure['value']}" for figure in orjson.loads(act.figures)
    )


def _row(act: Act, acts: Acts, language: Language) -> tuple[str, ...]:
    return (
        str(act.number),
        moment_text(act.moment, language),
        act.person,
        label(act, acts, language),
        subject_text(act, language),
        "\n".join(word for word in (act.reference, act.reason) if word),
        figures(act, language),
    )


def _head(language: Language) -> tuple[str, ...]:
    if language == "fr":
        return ("N°", "Quand", "Qui", "Acte", "Sur quoi", "Référence et motifs", "Chiffres")
    return ("No.", "When", "Who", "Act", "On what", "Reference and reasons", "Figures")
