"""What each command shows at its end, and the one question that notify asks."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, err, out
from tocsin.demo import DemoResult
from tocsin.export import require_scope
from tocsin.language import number, tr
from tocsin.model.hospital import Hospital
from tocsin.notify import (
    NotifyCounts,
    counts,
    load_hospital,
    prepare,
    preview,
    send,
    write_letters,
    write_template,
)
from tocsin.status import CaseStatus

ISSUES_SHOWN = 10

LABELS: dict[str, tuple[str, str]] = {
    "patients_in_index": ("Patients dans l'index", "Patients in the index"),
    "index_rows_set_aside": ("Lignes d'index signalées", "Index rows reported"),
    "files": ("Fichiers sous la source", "Files under the source"),
    "files_done": ("… dont traités", "… of which done"),
    "documents": ("Documents (avec les contenus)", "Documents (with members)"),
    "documents_read": ("… lus", "… read"),
    "documents_partial": ("… lus en partie", "… read in part"),
    "documents_unreadable": ("… illisibles", "… unreadable"),
    "persons_seen_so_far": ("Personnes vues jusqu'ici", "Persons seen so far"),
    "persons_affected": ("Personnes touchées", "Persons affected"),
    "persons_confirmed": ("… confirmées", "… confirmed"),
    "persons_to_review": ("… à vérifier par un humain", "… to review by a person"),
    "persons_medical": ("Avec données de santé", "With health data"),
    "persons_medical_confirmed": ("… confirmées", "… confirmed"),
    "unmatched": ("Mentions de personnes hors index", "Mentions of persons not in the index"),
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
    state = (
        tr("lecture terminée", "reading finished")
        if status.scoped
        else tr("lecture à (re)lancer", "reading to be run or resumed")
    )
    rows = [(tr(*LABELS[name]), number(value)) for name, value in numbers.items()]
    out.print(_panel(f"Tocsin · {case_folder} · {state}", rows))
    for name, group in status.groups.items():
        if group:
            out.print(_panel(tr(*GROUP_LABELS[name]), [(k, number(v)) for k, v in group.items()]))


def show_export(rows: Mapping[str, int], folder: Path) -> None:
    """What export wrote."""
    lines = [
        (f"{name}.csv", tr(f"{number(n)} lignes", f"{number(n)} rows")) for name, n in rows.items()
    ]
    out.print(_panel(tr(f"Écrit dans {folder}", f"Written into {folder}"), lines))


def show_files(paths: Sequence[Path]) -> None:
    """The files that were written."""
    for path in paths:
        out.print(str(path), markup=False)


def notify(
    case: Case, smtp: str | None, *, dry_run: bool, rate: float | None, ask: bool, today: date
) -> None:
    """Prepare notices; show them, or hand them over."""
    require_scope(case)
    hospital = load_hospital(case.folder)
    prepare(case, today)
    _warn_of_missing_facts(case.folder, hospital)
    if dry_run:
        show_notices(counts(case))
        for text in preview(case):
            out.rule()
            out.print(text, markup=False)
        out.rule()
        return
    _confirm(hospital, ask=ask and smtp is not None)
    progress = ConsoleProgress()
    write_letters(case, progress)
    if smtp is not None:
        result = send(case, smtp, progress, rate=rate)
        out.print(
            tr(
                f"Courriels acceptés cette fois : {number(result.accepted)} · refusés :"
                f" {number(result.refused)} · reportés : {number(result.deferred)} · en doute :"
                f" {number(result.in_doubt)}",
                f"E-mails accepted this time: {number(result.accepted)} · refused:"
                f" {number(result.refused)} · deferred: {number(result.deferred)} · in doubt:"
                f" {number(result.in_doubt)}",
            )
        )
        # What the server refused for good is due a letter.
        write_letters(case, progress)
    show_notices(counts(case))


def show_notices(found: NotifyCounts) -> None:
    """Notices by channel and state, and who is held for a human."""
    raise NotImplementedError(found)


def _warn_of_missing_facts(folder: Path, hospital: Hospital) -> None:
    missing = hospital.missing()
    if not missing:
        return
    write_template(folder)
    err.print(
        tr(
            f"[yellow]Il manque dans {folder / 'hospital.toml'} :[/] {', '.join(missing)}. Un avis"
            " doit donner ces faits (RGPD art. 34) ; sans eux, il reste général.",
            f"[yellow]Missing in {folder / 'hospital.toml'}:[/] {', '.join(missing)}. A notice must"
            " give these facts (GDPR art. 34); without them it stays general.",
        )
    )


def _confirm(hospital: Hospital, *, ask: bool) -> None:
    if ask and sys.stdin.isatty() and hospital.missing():
        click.confirm(tr("Envoyer quand même ?", "Send all the same?"), abort=True)


def _panel(title: str, rows: Sequence[tuple[str, str]]) -> Panel:
    table = Table.grid(padding=(0, 3))
    table.add_column()
    table.add_column(justify="right", style="bold")
    for label, value in rows:
        table.add_row(Text(label), Text(value))
    return Panel(table, title=Text(title), title_align="left", expand=False)


def show_demo(result: DemoResult) -> None:
    """The demo's one last screen."""
    raise NotImplementedError(result)
