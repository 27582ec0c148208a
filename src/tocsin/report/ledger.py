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
    standing = {act.number for act in acts.standing}
    rows = tuple(_row(act, act.number in standing, language) for act in acts.all)
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


def _row(act: Act, stands: bool, language: Language) -> tuple[str, ...]:
    figures = orjson.loads(act.figures)
    on = ", ".join(f"{figure[language]} : {figure['value']}" for figure in figures)
    gone = (
        "" if stands or act.kind is ActKind.WITHDRAWN else tr(" (retiré)", " (withdrawn)", language)
    )
    return (
        str(act.number),
        moment_text(act.moment, language),
        act.person,
        act.kind.label(language) + gone,
        subject_text(act, language),
        "\n".join(word for word in (act.reference, act.reason) if word),
        on,
    )


def _head(language: Language) -> tuple[str, ...]:
    if language == "fr":
        return ("N°", "Quand", "Qui", "Acte", "Sur quoi", "Référence et motifs", "Chiffres")
    return ("No.", "When", "Who", "Act", "On what", "Reference and reasons", "Figures")
