"""What `notify send` says of the e-mails that it was not allowed to send."""

from pathlib import Path

from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.language import number, tr
from tocsin.notify import SendResult
from tocsin.notify.batch import BatchState
from tocsin.notify.unapproved import Unapproved, unapproved


def show_unsent(case: Case, result: SendResult, folder: Path) -> None:
    """How many e-mails wait for somebody's word, and the command that gives it."""
    for one in unapproved(case.store):
        out.print(_sentence(one, folder), markup=False, soft_wrap=True)
    if not result.waiting and not any((result.accepted, result.refused, result.withheld)):
        out.print(tr("Aucun courriel n'attend d'être envoyé.", "No e-mail waits to be sent."))


def _sentence(one: Unapproved, folder: Path) -> str:
    many, batch = number(one.emails), one.batch
    if one.state is BatchState.PAUSED:
        return tr(
            f"Lot {batch} en pause, {many} courriels restent :"
            f" tocsin notify resume {batch} --case {folder} --as NOM",
            f"Batch {batch} is paused, {many} e-mails stay:"
            f" tocsin notify resume {batch} --case {folder} --as NAME",
        )
    if one.state is BatchState.SUBMITTED:
        return tr(
            f"Lot {batch} pas approuvé, {many} courriels attendent. Une seconde personne :"
            f" tocsin notify approve {batch} --case {folder} --as NOM",
            f"Batch {batch} is not approved, {many} e-mails wait. A second person:"
            f" tocsin notify approve {batch} --case {folder} --as NAME",
        )
    return tr(
        f"Rien n'est approuvé pour {many} courriels qui attendent. D'abord :"
        f" tocsin notify submit --case {folder} --as NOM, puis approve",
        f"Nothing is approved for {many} e-mails that wait. First:"
        f" tocsin notify submit --case {folder} --as NAME, then approve",
    )
