"""The steps of an approval: submit, approve, pause, resume, stop, and the list of batches."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import err, out
from tocsin.cli.options import case_option, json_option
from tocsin.cli.screens import panel
from tocsin.export import require_scope
from tocsin.language import number, screen_language, tr
from tocsin.notify import approval, prepare
from tocsin.notify.batch import Batch
from tocsin.notify.batch import batches as all_batches

as_option = click.option(
    "--as",
    "who",
    required=True,
    metavar="NAME",
    help=tr("Votre nom, gardé avec l'acte.", "Your name, kept with the act."),
)
batch_argument = click.argument("number", metavar="BATCH", type=click.IntRange(1))


@click.command(
    help=tr(
        """Soumet à une autre personne tous les avis qui attendent, en un lot.

        Le lot est désigné par l'empreinte de sa liste et celle de ses textes ; un changement de
        l'une ou l'autre le rend caduc. Dans cette affaire, plus aucun lot ne partira sans une
        seconde personne.""",
        """Submits all notices that wait to another person, as one batch.

        The batch is named by the hash of its list and that of its words; a change of either
        voids it. In this case, no batch will leave without a second person any more.""",
    )
)
@case_option
@as_option
def submit(case_folder: Path, who: str) -> None:
    """One batch of all that waits."""
    with Case.open(case_folder) as case:
        require_scope(case, whole=True)
        prepare(case, date.today())  # noqa: DTZ011 - the hospital's own day
        approval.person(who)
        approval.require_two_persons(case)
        batch = approval.submit(case, who)
        if batch is None:
            out.print(tr("Aucun avis n'attend d'être soumis.", "No notice waits to be submitted."))
        else:
            show_batch(batch)


@click.command(
    help=tr(
        """Approuve un lot soumis par quelqu'un d'autre : il peut partir.

        Relisez d'abord : tocsin notify preview --case DIR, puis tocsin notify test, qui envoie un
        courriel d'essai aux adresses que vous nommez ; test_first = true dans hospital.toml
        l'exige.""",
        """Approves a batch that somebody else submitted: it may leave.

        Look first: tocsin notify preview --case DIR, then tocsin notify test, which sends a test
        e-mail to addresses that you name; test_first = true in hospital.toml demands it.""",
    )
)
@batch_argument
@case_option
@as_option
def approve(number: int, case_folder: Path, who: str) -> None:
    """The second person's word."""
    with Case.open(case_folder) as case:
        warn_if_untested(case, approval.find(case, number))
        show_batch(approval.approve(case, number, who))


@click.command(help=tr("Les lots : qui a soumis, qui a approuvé, où ils en sont.", "The batches."))
@case_option
@json_option
def batches(case_folder: Path, as_json: bool) -> None:
    """All batches."""
    with Case.open(case_folder, exclusive=False) as case:
        found = all_batches(case.store)
    if as_json:
        out.print_json(orjson.dumps([as_dict(batch) for batch in found]).decode())
        return
    for batch in found:
        show_batch(batch)
    if not found:
        out.print(tr("Aucun lot.", "No batch."))


@click.command(
    help=tr(
        "Met un lot en pause ; agit aussi sur un envoi en cours.",
        "Pauses a batch; acts on a sender at work as well.",
    )
)
@batch_argument
@case_option
@as_option
def pause(number: int, case_folder: Path, who: str) -> None:
    """Nothing more of the batch leaves for now."""
    _control(case_folder, number, who, approval.pause)


@click.command(
    help=tr(
        "Fait repartir un lot en pause.",
        "Lets a paused batch go on.",
    )
)
@batch_argument
@case_option
@as_option
def resume(number: int, case_folder: Path, who: str) -> None:
    """What was paused goes on."""
    _control(case_folder, number, who, approval.resume)


@click.command(
    help=tr(
        """Arrête un lot pour de bon ; ce qui reste peut être soumis à nouveau.

        Pour arrêter aussitôt tous les courriels : tocsin notify stop-all.""",
        """Stops a batch for good; what is left may be submitted again.

        To stop all e-mails at once: tocsin notify stop-all.""",
    )
)
@batch_argument
@case_option
@as_option
def stop(number: int, case_folder: Path, who: str) -> None:
    """Nothing more leaves."""
    _control(case_folder, number, who, approval.stop)


def _control(
    case_folder: Path, number: int, who: str, act: Callable[[Case, int, str], Batch]
) -> None:
    """Change a batch at once, also beside a sender at work."""
    with Case.open(case_folder, exclusive=False) as case:
        show_batch(act(case, number, who))


def show_batch(batch: Batch) -> None:
    """A batch in a frame: what it holds, who stands for it."""
    language = screen_language()
    rows = [
        (tr("avis", "notices"), number(batch.notices)),
        (tr("empreinte de la liste", "hash of the list"), batch.list[:16]),
        (tr("empreinte des textes", "hash of the words"), batch.wording[:16]),
        (tr("soumis par", "submitted by"), f"{batch.submitted_by} · {batch.submitted_at}"),
    ]
    if batch.approved_by:
        rows.append(
            (tr("approuvé par", "approved by"), f"{second_person(batch)} · {batch.approved_at}")
        )
    title = tr(f"Lot {batch.number}", f"Batch {batch.number}")
    out.print(panel(f"{title} · {batch.state.label(language)}", rows))


def warn_if_untested(case: Case, batch: Batch) -> None:
    """Say so if nobody has received a test e-mail in the words of `batch`."""
    if not approval.is_tested(case, batch):
        err.print(
            tr(
                "[yellow]Aucun courriel d'essai n'a été envoyé avec ces textes[/] :"
                " tocsin notify test --case DIR --smtp URL --to VOTRE-ADRESSE",
                "[yellow]No test e-mail has been sent in these words[/]:"
                " tocsin notify test --case DIR --smtp URL --to YOUR-ADDRESS",
            )
        )


def second_person(batch: Batch) -> str:
    """Who approved, in words: a name, or that nobody was asked."""
    if batch.is_unattended:
        return tr("personne (--yes, sans seconde personne)", "nobody (--yes, no second person)")
    return batch.approved_by or ""


def as_dict(batch: Batch) -> dict[str, object]:
    """For scripts: stable names."""
    return {
        "batch": batch.number,
        "state": batch.state.value,
        "notices": batch.notices,
        "list": batch.list,
        "wording": batch.wording,
        "submitted_by": batch.submitted_by,
        "submitted_at": batch.submitted_at,
        "approved_by": batch.approved_by,
        "approved_at": batch.approved_at,
    }
