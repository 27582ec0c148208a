"""The commands lint, preview and test: the words, before anybody reads them."""

from pathlib import Path

import click

from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.cli.options import case_option
from tocsin.language import tr
from tocsin.notify import lint as linter
from tocsin.notify.preview import preview, preview_person
from tocsin.notify.wording import Library, Loader, load


@click.command(
    help=tr(
        """Vérifie les modèles : éléments de l'article 34, aucun champ interdit, aucun lien, aucun
        mot médical par courriel, langage clair. Finit par 3 si un modèle est refusé.""",
        """Checks the templates: the elements of article 34, no forbidden field, no link, no
        medical word by e-mail, plain language. Ends with 3 if a template is refused.""",
    )
)
@click.option(
    "--templates",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help=tr("Un autre dossier de modèles (fr/, en/).", "Another folder of templates (fr/, en/)."),
)
def lint(folder: Path | None) -> None:
    """Are the templates fit to be sent?"""
    templates: Loader = load
    if folder is not None:
        texts = {f"{p.parent.name}/{p.name}": p.read_text("utf-8") for p in folder.glob("*/*.txt")}
        templates = Library(texts).load
    faults = linter.lint(templates)
    for fault in faults:
        out.print(linter.shown(fault), markup=False)
    if faults:
        linter.require(templates)
    out.print(tr("Aucun défaut.", "No fault."))


@click.command(
    "preview",
    help=tr(
        "Le texte exact de quelques avis, ou de ceux d'une personne (nominatif).",
        "The exact text of some notices, or of those of one person (names people).",
    ),
)
@case_option
@click.option(
    "--person",
    "patient_id",
    metavar="ID",
    help=tr("Numéro du patient dans l'index.", "The patient's number in the index."),
)
def preview_command(case_folder: Path, patient_id: str | None) -> None:
    """What they will read."""
    with Case.open(case_folder, exclusive=False) as case:
        texts = preview_person(case, patient_id) if patient_id else preview(case)
    for text in texts:
        out.rule()
        out.print(text, markup=False)


@click.command(
    "test",
    help=tr(
        """Envoie à des adresses nommées ce qu'un patient recevrait, sans nom de patient.""",
        """Sends to named addresses what a patient would receive, without a patient's name.""",
    ),
)
@case_option
@click.option(
    "--smtp",
    required=True,
    metavar="URL",
    help=tr("Votre serveur de messagerie.", "Your mail server."),
)
@click.option(
    "--to",
    "addresses",
    required=True,
    multiple=True,
    metavar="ADDRESS",
    help=tr("Adresse d'essai (répétable).", "Test address (repeatable)."),
)
def trial_command(case_folder: Path, smtp: str, addresses: tuple[str, ...]) -> None:
    """Test sends."""
    from tocsin.notify.trial import send_tests

    with Case.open(case_folder) as case:
        sent = send_tests(case, smtp, list(addresses))
    out.print(tr(f"{sent} courriels d'essai acceptés.", f"{sent} test e-mails accepted."))
