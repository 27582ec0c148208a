"""Options that several commands share."""

from pathlib import Path

import click

from tocsin.language import tr

case_option = click.option(
    "--case",
    "case_folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help=tr("Le dossier de l'affaire.", "The folder of the case."),
)
to_option = click.option(
    "--to",
    "out_folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help=tr("Où écrire les fichiers.", "Where to write the files."),
)
json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=tr("Réponse en JSON, pour les scripts.", "Answer in JSON, for scripts."),
)
