"""The command shred: the end of a case."""

from datetime import date, datetime
from pathlib import Path

import click

from tocsin.case import Case, keep_until
from tocsin.case import shred as shred_case
from tocsin.cli.console import out
from tocsin.cli.options import case_option
from tocsin.cli.serve import database_option
from tocsin.errors import UsageError
from tocsin.language import tr

SHOWN = 20


@click.command(
    help=tr(
        """Détruit la clé de l'affaire : plus rien de ce qu'elle contient ne peut être lu. Jamais.

        --keep-until fixe le jour avant lequel c'est refusé. Si la salle de crise a des comptes,
        la commande dépose d'abord une demande ; une personne de la salle l'approuve ; relancée
        dans les 24 heures, elle détruit. Les fichiers en clair (exports, lettres, rapports) et
        les copies de la clé faites ailleurs sont à détruire par vous : la commande nomme les
        premiers.""",
        """Destroys the case's key: nothing it holds can be read any more. Ever.

        --keep-until sets the day before which this is refused. If the crisis room has accounts,
        the command first leaves a request; somebody in the room approves it; run again within 24
        hours, it destroys. Files in clear (exports, letters, reports) and copies of the key made
        elsewhere are yours to destroy: the command names the former.""",
    )
)
@case_option
@click.option(
    "--keep-until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help=tr("Jour jusqu'auquel conserver l'affaire.", "Day until which to keep the case."),
)
@database_option
def shred(case_folder: Path, keep_until: datetime | None, database: str) -> None:
    """The end of a case."""
    if keep_until is not None:
        _keep(case_folder, keep_until.date())
        return
    from tocsin.room.ending import require_two

    Case.open(case_folder).close()  # nobody is asked about a folder that is no case
    request = require_two(case_folder, database)
    if request:
        out.print(
            tr(
                f"Demande {request} déposée : à approuver dans la salle, puis relancez.",
                f"Request {request} left: to be approved in the room, then run this again.",
            )
        )
        return
    name = case_folder.resolve().name
    typed = click.prompt(
        tr(f"Irréversible. Tapez « {name} »", f"For good. Type “{name}”"), show_default=False
    )
    if typed != name:
        raise _another_name()
    done = shred_case(case_folder, date.today())  # noqa: DTZ011 - the hospital's own day
    out.print(tr("La clé est détruite. Journal : ", "The key is destroyed. Journal: "), end="")
    out.print(done.last_hash, markup=False)
    if done.in_clear:
        out.print(tr("Restent en clair, à détruire :", "Left in clear, to be destroyed:"))
        for path in done.in_clear[:SHOWN]:
            out.print(f"  {path}", markup=False)
        if len(done.in_clear) > SHOWN:
            out.print(f"  … {len(done.in_clear)}")


def _keep(case_folder: Path, day: date) -> None:
    with Case.open(case_folder) as case:
        keep_until(case, day)
    out.print(tr(f"À conserver jusqu'au {day}.", f"To be kept until {day}."))


def _another_name() -> UsageError:
    return UsageError(
        "shred.name",
        "Ce n'est pas le nom de l'affaire : rien n'est détruit.",
        "That is not the name of the case: nothing is destroyed.",
        way_out_fr="Relancez, et tapez le nom de son dossier tel qu'il est demandé.",
        way_out_en="Run it again, and type the name of its folder as it is asked for.",
    )
