"""The command notify letters: writes what is approved, and sends nothing."""

from pathlib import Path

import click

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress
from tocsin.cli.notices import show_letters
from tocsin.cli.options import case_option
from tocsin.language import tr
from tocsin.notify import write_letters


@click.command(
    help=tr(
        """Écrit les lettres (PDF) et la liste d'appels de ce qui est approuvé ; n'envoie rien.

        Ce qui fut écrit une fois ne l'est pas deux.""",
        """Writes the letters (PDF) and the call list of what is approved; sends nothing.

        What was written once is not written again.""",
    )
)
@case_option
def letters(case_folder: Path) -> None:
    """Letters and call list."""
    with Case.open(case_folder) as case:
        show_letters(write_letters(case, ConsoleProgress()))
