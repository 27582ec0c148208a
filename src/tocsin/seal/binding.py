"""A case is about one source, and lies outside it."""

from pathlib import Path

from tocsin.case import Case
from tocsin.errors import CaseError, UsageError
from tocsin.seal.source import Source
from tocsin.watch.logfile import LOGS


def bind(case: Case, source: Source) -> None:
    """Note that `case` is about `source`.

    Raises `CaseError` if it is about another one, or if the case lies within the source.
    """
    known = case.get("source")
    if known and known != str(source.root):
        raise CaseError(
            "case.other_source",
            f"Cette affaire porte sur un autre dossier : {known}",
            f"This case is about another folder: {known}",
            way_out_fr="Reprenez ce dossier, ou ouvrez une autre affaire (--case).",
            way_out_en="Use that folder, or open another case (--case).",
        )
    require_outside(source, case.folder)
    case.set("source", str(source.root))


def require_outside(source: Source, folder: Path) -> None:
    """Raise `CaseError` if the case would lie within the source, where nothing may be added."""
    if source.holds(folder):
        raise CaseError(
            "case.inside_source",
            "Le dossier d'affaire est dans le dossier des fichiers volés.",
            "The case folder lies inside the folder of stolen files.",
            way_out_fr="Donnez à --case un dossier en dehors des fichiers volés.",
            way_out_en="Give --case a folder outside the stolen files.",
        )


def require_apart(case: Case, out: Path) -> None:
    """Raise `UsageError` if what is written to `out` would lie among the files the case is about.

    They are evidence; and a table of ours among them, naming patients, would be read as stolen, or
    as a log.
    """
    if _lies_in(case.get("source"), out):
        raise UsageError(
            "custody.inside_source",
            f"{out} est parmi les fichiers volés.",
            f"{out} lies among the stolen files.",
            way_out_fr="Donnez à --to une place en dehors d'eux : rien ne doit s'y ajouter.",
            way_out_en="Give --to a place outside of them: nothing must be added there.",
        )
    if _lies_in(case.get(LOGS), out):
        raise UsageError(
            "custody.inside_logs",
            f"{out} est parmi les journaux.",
            f"{out} lies among the logs.",
            way_out_fr="Donnez à --to une place en dehors d'eux : rien ne doit s'y ajouter.",
            way_out_en="Give --to a place outside of them: nothing must be added there.",
        )


def _lies_in(known: str, out: Path) -> bool:
    return bool(known) and Source(Path(known)).holds(out)
