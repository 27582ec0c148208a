"""The screen of notify: what is missing, what would leave, one question, what left."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from tocsin.case import Case
from tocsin.case.journal import login
from tocsin.cli.batches import show_batch, warn_if_untested
from tocsin.cli.console import ConsoleProgress, err, out
from tocsin.cli.screens import panel
from tocsin.export import require_scope
from tocsin.language import number, screen_language, tr
from tocsin.model.hospital import Hospital
from tocsin.model.notice import Channel, HoldReason
from tocsin.notify import (
    LetterResult,
    NotifyCounts,
    SendResult,
    Window,
    approval,
    counts,
    load_hospital,
    prepare,
    preview,
    send,
    write_letters,
    write_template,
)
from tocsin.notify.batch import Batch, BatchState, batches
from tocsin.notify.letters.way import LettersBy, choose_way


@dataclass(frozen=True, slots=True)
class Sending:
    """How the command was called: mail server, e-mails a second, who stands for it."""

    smtp: str | None
    rate: float | None
    sessions: int
    window: Window | None
    submitted_by: str | None
    approved_by: str | None
    ask: bool
    letters: LettersBy | None = None

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer."""
        return self.ask and sys.stdin.isatty()


def run_notify(case: Case, sending: Sending, *, dry_run: bool, today: date) -> None:
    """Prepare the notices; show them (`dry_run`), or write letters and hand e-mails over."""
    require_scope(case, whole=True)
    hospital = load_hospital(case.folder)
    progress = ConsoleProgress()
    with progress.stage(tr("Préparation des avis", "Preparing notices"), None):
        prepared = prepare(case, today)
    _warn_of_missing_facts(case.folder, hospital)
    _warn_of_outdated(prepared.outdated)
    if dry_run:
        _show_previews(case)
        return
    if sending.smtp and hospital.missing() and sending.can_ask:
        click.confirm(tr("Envoyer quand même ?", "Send all the same?"), abort=True)
    _stand_for(case, sending)
    if sending.letters:
        choose_way(case, sending.letters)
    show_letters(write_letters(case, progress))
    if sending.smtp:
        show_sent(
            send(
                case,
                sending.smtp,
                progress,
                rate=sending.rate,
                sessions=sending.sessions,
                window=sending.window,
            )
        )
        # Whoever the server refused for good is due a letter.
        show_letters(write_letters(case, progress))
    out.print(notices_panel(counts(case)))


def _stand_for(case: Case, sending: Sending) -> None:
    """Have what waits approved: by the persons named, by those who are here, or by nobody."""
    if load_hospital(case.folder).two_persons:
        approval.require_two_persons(case)
    approval.submit(case, sending.submitted_by or login())
    for batch in batches(case.store):
        if batch.state is BatchState.SUBMITTED:
            show_batch(_second(case, batch, sending))


def _second(case: Case, batch: Batch, sending: Sending) -> Batch:
    name = sending.approved_by
    if name is None and sending.can_ask:
        show_batch(batch)
        question = tr(
            "Nom de l'autre personne, qui approuve ici", "Name of the other person, who approves"
        )
        name = str(click.prompt(question))
    warn_if_untested(case, batch)
    if name is not None:
        return approval.approve(case, batch.number, name)
    batch = approval.approve_unattended(case, batch.number)
    err.print(
        tr(
            f"[yellow]Lot {batch.number} parti sans seconde personne[/] (personne à qui demander).",
            f"[yellow]Batch {batch.number} left without a second person[/] (nobody to ask).",
        )
    )
    return batch


def notices_panel(found: NotifyCounts) -> object:
    """Notices by channel and state, and who is held for a human."""
    language = screen_language()
    rows = [
        (f"{channel.label(language)} · {state.label(language)}", number(count))
        for channel, states in found.by_state.items()
        if channel is not Channel.HELD
        for state, count in states.items()
    ]
    rows += [
        (f"{Channel.HELD.label(language)} · {HoldReason(reason).label(language)}", number(count))
        for reason, count in found.held.items()
    ]
    title = tr(f"Avis · {number(found.persons)} personnes", f"Notices · {number(found.persons)}")
    return panel(title, rows)


def show_sent(result: SendResult) -> None:
    """What became of the e-mails of this run."""
    rows = [
        (tr("acceptés par le serveur", "accepted by the server"), result.accepted),
        (tr("refusés : une lettre suivra", "refused: a letter follows"), result.refused),
        (tr("reportés : relancez plus tard", "deferred: run again later"), result.deferred),
        (tr("retenus : à contrôler", "withheld: to be checked"), result.withheld),
        (tr("en doute : notify settle", "in doubt: notify settle"), result.in_doubt),
        (tr("encore à envoyer", "still to send"), result.waiting),
    ]
    shown = [(label, number(count)) for label, count in rows if count or label == rows[0][0]]
    out.print(panel(tr("Courriels, cette fois", "E-mails, this time"), shown))


def _show_previews(case: Case) -> None:
    out.print(notices_panel(counts(case)))
    for text in preview(case):
        out.rule()
        out.print(text, markup=False)
    out.rule()


def show_letters(result: LetterResult) -> None:
    """What was written, and what could not be."""
    for problem, fr, en in (
        (result.unprintable, "lettres non imprimables, en attente", "unprintable letters, held"),
        (result.withheld, "lettres retenues : à contrôler", "letters withheld: to be checked"),
    ):
        if problem:
            err.print(f"[yellow]{number(problem)} {tr(fr, en)}[/]")
    if result.for_post:
        waiting = number(result.for_post)
        err.print(
            tr(
                f"{waiting} lettres attendent la poste : tocsin notify post",
                f"{waiting} letters wait for the postal service: tocsin notify post",
            )
        )
    if result.files:
        folders = sorted({str(path.parent) for path in result.files})
        out.print(
            tr(
                f"{number(result.letters)} lettres, {number(result.registered)} recommandées,"
                f" {number(result.sheets)} feuilles, {number(result.calls)} appels à faire :"
                f" {', '.join(folders)}",
                f"{number(result.letters)} letters, {number(result.registered)} registered,"
                f" {number(result.sheets)} sheets, {number(result.calls)} calls to make:"
                f" {', '.join(folders)}",
            ),
            markup=False,
        )


def _warn_of_outdated(persons: int) -> None:
    if persons:
        err.print(
            tr(
                f"[yellow]{number(persons)} personnes déjà prévenues dont on sait autre chose"
                " depuis :[/] rien ne leur est renvoyé sans votre décision.",
                f"[yellow]{number(persons)} persons already told of whom something else is known"
                " since:[/] nothing is sent to them again without your decision.",
            )
        )


def _warn_of_missing_facts(folder: Path, hospital: Hospital) -> None:
    missing = hospital.missing()
    if not missing:
        return
    path = write_template(folder)
    err.print(
        tr(
            f"[yellow]À remplir dans {path} :[/] {', '.join(missing)}. Un avis doit donner ces"
            " faits (RGPD art. 34) ; sans eux, son texte reste général.",
            f"[yellow]To fill in, in {path}:[/] {', '.join(missing)}. A notice must give these"
            " facts (GDPR art. 34); without them its text stays general.",
        )
    )
