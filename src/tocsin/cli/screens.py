"""What each command shows at its end."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from tocsin.case import Case
from tocsin.cli.console import err, out
from tocsin.language import number, tr
from tocsin.read.wall import Rampart
from tocsin.seal import Narrowed
from tocsin.status import CaseStatus

ISSUES_SHOWN = 10

LABELS: dict[str, tuple[str, str]] = {
    "patients_in_index": ("Patients dans l'index", "Patients in the index"),
    "index_rows_set_aside": ("Lignes d'index signalées", "Index rows reported"),
    "files": ("Fichiers sous la source", "Files under the source"),
    "files_done": ("… dont traités", "… of which done"),
    "files_not_taken": (
        "… dont non ouverts (pas dans taken.csv)",
        "… of which not opened (not in taken.csv)",
    ),
    "documents": ("Documents (avec les contenus)", "Documents (with members)"),
    "documents_read": ("… lus", "… read"),
    "documents_partial": ("… lus en partie", "… read in part"),
    "documents_unreadable": ("… illisibles", "… unreadable"),
    "documents_with_pictures_waiting": (
        "… dont des images attendent l'OCR",
        "… with pictures waiting for OCR",
    ),
    "documents_nearly_the_same": (
        "… presque identiques à un autre",
        "… nearly the same as another",
    ),
    "persons_seen_so_far": ("Personnes vues jusqu'ici", "Persons seen so far"),
    "persons_affected": ("Personnes touchées", "Persons affected"),
    "persons_confirmed": ("… confirmées", "… confirmed"),
    "persons_to_review": ("… à vérifier par un humain", "… to review by a person"),
    "persons_medical": ("Avec données de santé", "With health data"),
    "persons_medical_confirmed": ("… confirmées", "… confirmed"),
    "unmatched": ("Mentions de personnes hors index", "Mentions of persons not in the index"),
    "persons_not_in_index": ("… soit autant de personnes", "… that is so many persons"),
    "notices": ("Avis préparés", "Notices prepared"),
}
GROUP_LABELS = {
    "unreadable_by_reason": ("Illisibles, par raison", "Unreadable, by reason"),
    "notices_by_channel_and_state": ("Avis, par voie et état", "Notices, by channel and state"),
}


def show_index_issues(case: Case, issues: int) -> None:
    """The rows of the index that were set aside or mended, by line."""
    if not issues:
        return
    err.print(
        tr(
            f"[yellow]Index des patients : {number(issues)} anomalies[/] (liste complète dans"
            " index_issues.csv à l'export)",
            f"[yellow]Patient index: {number(issues)} anomalies[/] (all of them in"
            " index_issues.csv when exported)",
        )
    )
    rows = case.store.execute(
        "SELECT line, column_name, reason FROM index_issues ORDER BY line LIMIT ?",
        (ISSUES_SHOWN,),
    )
    for line, column, reason in rows:
        err.print(f"  {tr('ligne', 'line')} {line} · {column} · {reason}", markup=False)


def show_narrowed(narrowed: Narrowed) -> None:
    """What `--only` left aside, and what it names that is not there."""
    err.print(
        tr(
            f"{number(narrowed.kept)} fichiers retenus par taken.csv, {number(narrowed.aside)} mis"
            f" de côté ; {number(narrowed.absent)} fichiers nommés ne sont pas sous la source.",
            f"{number(narrowed.kept)} files kept by taken.csv, {number(narrowed.aside)} set aside;"
            f" {number(narrowed.absent)} files it names are not under the source.",
        ),
        markup=False,
    )


def warn_of_wall(rampart: Rampart) -> None:
    """Say so if this machine cannot wall readers in whole."""
    if rampart.is_whole:
        return
    err.print(
        tr(
            "[yellow]Cette machine ne peut pas isoler entièrement la lecture des fichiers volés et"
            " des journaux[/] (il faut Linux 5.13 ou plus récent et libseccomp). Travaillez sur une"
            " machine à part, hors réseau.",
            "[yellow]This machine cannot wall in the reading of stolen files and logs entirely[/]"
            " (it takes Linux 5.13 or later and libseccomp). Work on a machine of its own, off the"
            " network.",
        )
    )


def show_scope(status: CaseStatus, case_folder: Path) -> None:
    """The result of scope and the next step."""
    show_status(status, case_folder)
    out.print(
        tr(
            f"Ensuite : tocsin export --case {case_folder} --to resultats",
            f"Next: tocsin export --case {case_folder} --to results",
        ),
        markup=False,
    )


def show_status(status: CaseStatus, case_folder: Path) -> None:
    """The case at a glance."""
    numbers = dict(status.numbers)
    if status.scoped:
        numbers.pop("persons_seen_so_far")
        numbers.pop("documents_with_pictures_waiting")
    state = (
        tr("lecture terminée", "reading finished")
        if status.scoped
        else tr("lecture à (re)lancer", "reading to be run or resumed")
    )
    rows = [(tr(*LABELS[name]), number(value)) for name, value in numbers.items()]
    out.print(panel(f"Tocsin · {case_folder} · {state}", rows))
    for name, group in status.groups.items():
        if group:
            out.print(panel(tr(*GROUP_LABELS[name]), [(k, number(v)) for k, v in group.items()]))


def show_export(rows: Mapping[str, int], folder: Path) -> None:
    """What export wrote."""
    lines = [
        (f"{name}.csv", tr(f"{number(n)} lignes", f"{number(n)} rows")) for name, n in rows.items()
    ]
    out.print(panel(tr(f"Écrit dans {folder}", f"Written into {folder}"), lines))


def show_files(paths: Sequence[Path]) -> None:
    """The files that were written."""
    for path in paths:
        out.print(str(path), markup=False, soft_wrap=True)


def panel(title: str, rows: Sequence[tuple[str, str]]) -> Panel:
    """Labels and their values in a frame; a row ("", "") leaves a gap."""
    table = Table.grid(padding=(0, 3))
    table.add_column()
    table.add_column(justify="right", style="bold")
    for label, value in rows:
        table.add_row(Text(label), Text(value))
    return Panel(table, title=Text(title), title_align="left", expand=False)
