"""The command serve: the crisis room, in the browser."""

from pathlib import Path

import click

from tocsin.cli.console import out
from tocsin.cli.options import case_option
from tocsin.language import tr

database_option = click.option(
    "--database",
    envvar="TOCSIN_ROOM_DATABASE",
    default="",
    metavar="URL",
    help=tr(
        "Comptes de la salle dans PostgreSQL (défaut : un fichier chiffré de l'affaire).",
        "The room's accounts in PostgreSQL (default: an encrypted file of the case).",
    ),
)
pem = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    help=tr(
        """Ouvre la salle de crise de l'affaire dans le navigateur.

        Chacun se connecte avec son compte (« tocsin user add ») et un second facteur. La salle
        n'appelle rien au dehors. Les lectures lancées depuis la salle continuent si elle s'arrête.
        Pour d'autres postes que celui-ci : --host, avec --cert et --key, car les mots de passe
        ne passent pas en clair.""",
        """Opens the case's crisis room in the browser.

        Everybody signs in with their account ("tocsin user add") and a second factor. The room
        calls nothing outside. Readings started from the room go on when it stops. For other
        computers than this one: --host, with --cert and --key, for passwords do not travel in
        clear.""",
    )
)
@case_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="NAME",
    help=tr("Adresse où écouter.", "Address to listen at."),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8443,
    show_default=True,
    help=tr("Port où écouter.", "Port to listen at."),
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help=tr(
        "Nom par lequel les postes appellent la salle (répétable).",
        "Name by which computers call the room (repeatable).",
    ),
)
@click.option("--cert", type=pem, metavar="FILE", help=tr("Certificat TLS.", "TLS certificate."))
@click.option("--key", type=pem, metavar="FILE", help=tr("Clé du certificat.", "Its key."))
@database_option
def serve(
    case_folder: Path,
    host: str,
    port: int,
    names: tuple[str, ...],
    cert: Path | None,
    key: Path | None,
    database: str,
) -> None:
    """The crisis room."""
    from tocsin.room.serve import open_room

    def say(line: str) -> None:
        out.print(line, markup=False)

    open_room(case_folder, host, port, names=names, cert=cert, key=key, database=database, say=say)
