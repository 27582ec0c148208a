"""The command notify post: letters by a postal service."""

from pathlib import Path

import click

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.options import case_option
from tocsin.cli.screens import panel
from tocsin.language import number, tr
from tocsin.notify import load_hospital
from tocsin.notify.post.maileva import PRODUCTION, SANDBOX, Maileva


@click.command(
    help=tr(
        """Confie les lettres approuvées à un service postal, qui les imprime et les poste.

        Dès lors « tocsin notify » n'écrit plus de lettres en PDF : elles attendent cette commande
        (tocsin notify --letters print pour y revenir). Ce qui est déjà en PDF n'est pas confié en
        plus. Identifiants d'API dans TOCSIN_MAILEVA_CLIENT et TOCSIN_MAILEVA_SECRET. Les lettres
        quittent cette machine : c'est un sous-traitant au sens du RGPD (art. 28). Interrompue, la
        commande demande d'abord au service ce qu'il a déjà ; rien n'est posté deux fois.""",
        """Gives the approved letters to a postal service, which prints and posts them.

        From then on "tocsin notify" writes no letters as PDFs: they wait for this command (tocsin
        notify --letters print goes back). What stands in a PDF already is not given as well.
        Credentials in TOCSIN_MAILEVA_CLIENT and TOCSIN_MAILEVA_SECRET. The letters leave this
        machine: that is a processor in the sense of GDPR art. 28. If interrupted, the command first
        asks the service what it already has; nothing is posted twice.""",
    )
)
@case_option
@click.option(
    "--service",
    type=click.Choice(["maileva", "maileva-sandbox"]),
    required=True,
    help=tr("Le service.", "The service."),
)
def post(case_folder: Path, service: str) -> None:
    """Letters by a postal service."""
    from tocsin.notify.post import post_letters

    with Case.open(case_folder) as case:
        place = PRODUCTION if service == "maileva" else SANDBOX
        maileva = Maileva(place, load_hospital(case.folder))
        result = post_letters(case, maileva, ConsoleProgress())
    rows = [
        (tr("confiées à la poste", "given to the post"), number(result.submitted)),
        (tr("… déjà chez elle", "… there already"), number(result.found)),
        (tr("retenues : à contrôler", "withheld: to be checked"), number(result.withheld)),
        (tr("rejetées : en attente", "rejected: held"), number(result.rejected)),
    ]
    if result.printed:
        printed = tr("déjà en PDF : non confiées", "in PDFs already: not given")
        rows.append((printed, number(result.printed)))
    out.print(panel(tr("Lettres", "Letters"), rows))
