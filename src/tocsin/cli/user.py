"""The command user: accounts of the crisis room."""

from pathlib import Path

import click

from tocsin.cli.console import out
from tocsin.cli.options import case_option
from tocsin.cli.serve import database_option
from tocsin.language import tr

name_argument = click.argument("name")
role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ROLE",
    help=tr(
        "data_protection, security, direction, communication, caller, reader, administrator.",
        "data_protection, security, direction, communication, caller, reader, administrator.",
    ),
)


@click.group(
    help=tr(
        """Comptes de la salle de crise : ajouter, lister, rôles, fermer, remettre à neuf.

        Les premiers comptes reçoivent leurs rôles aussitôt. Dès que deux personnes peuvent
        approuver un droit, toute demande faite ici attend leur accord dans la salle.""",
        """Accounts of the crisis room: add, list, roles, disable, reset.

        The first accounts get their roles at once. As soon as two people can approve a right,
        every request made here waits for them in the room.""",
    )
)
def user() -> None:
    """Accounts of the room."""


@user.command(
    help=tr(
        "Ajoute un compte ; son premier mot de passe s'affiche une fois.",
        "Adds an account; its first password is shown once.",
    )
)
@name_argument
@click.option("--full-name", default="", metavar="TEXT", help=tr("Nom affiché.", "The name shown."))
@role_option
@case_option
@database_option
def add(
    name: str, full_name: str, roles: tuple[str, ...], case_folder: Path, database: str
) -> None:
    """A new account."""
    from tocsin.room.keeping import add_user, keeping

    with keeping(case_folder, database):
        added = add_user(name, full_name, roles)
    out.print(
        tr(
            f"Compte {name}. Premier mot de passe (à changer à la connexion) :",
            f"Account {name}. First password (to be changed when signing in):",
        ),
        markup=False,
    )
    out.print(added.password, markup=False)
    _say_rights(added.granted, added.asked)


@user.command(
    "list", help=tr("Comptes, rôles et seconds facteurs.", "Accounts, roles, second factors.")
)
@case_option
@database_option
def list_(case_folder: Path, database: str) -> None:
    """Every account."""
    from tocsin.room.keeping import keeping, list_users

    with keeping(case_folder, database):
        lines = list_users()
    for line in lines:
        out.print(line, markup=False)


@user.command(
    help=tr(
        "Donne (--role) ou retire (--without) des rôles ; attend un accord dans la salle.",
        "Gives (--role) or takes away (--without) roles; waits for an approval in the room.",
    )
)
@name_argument
@role_option
@click.option(
    "--without",
    multiple=True,
    metavar="ROLE",
    help=tr("Rôle à retirer (répétable).", "Role to take away (repeatable)."),
)
@case_option
@database_option
def roles(
    name: str,
    roles: tuple[str, ...],
    without: tuple[str, ...],
    case_folder: Path,
    database: str,
) -> None:
    """Roles given or taken away."""
    from tocsin.room.keeping import change_roles, keeping

    with keeping(case_folder, database):
        granted, asked = change_roles(name, roles, without)
    _say_rights(granted, asked)


@user.command(
    help=tr(
        "Ferme un compte et ses sessions (--again le rouvre).",
        "Closes an account and its sessions (--again opens it).",
    )
)
@name_argument
@click.option("--again", is_flag=True, help=tr("Rouvrir le compte.", "Open the account again."))
@case_option
@database_option
def disable(name: str, again: bool, case_folder: Path, database: str) -> None:
    """An account closed."""
    from tocsin.room.keeping import keeping, set_active

    with keeping(case_folder, database):
        set_active(name, active=again)
    out.print(tr("Fait.", "Done."))


@user.command(
    help=tr(
        "Nouveau premier mot de passe, second facteur à refaire ; les sessions se ferment.",
        "A new first password, the second factor to be made anew; sessions end.",
    )
)
@name_argument
@case_option
@database_option
def reset(name: str, case_folder: Path, database: str) -> None:
    """Access lost and given anew."""
    from tocsin.room.keeping import keeping, reset_user

    with keeping(case_folder, database):
        password = reset_user(name)
    out.print(password, markup=False)


@user.command(
    help=tr(
        """Lie un compte à l'identité que donne le fournisseur de room.toml ; sans --to, délie.

        Le second facteur de la salle reste demandé ; les rôles restent ceux de la salle.""",
        """Binds an account to the identity that room.toml's provider gives; without --to, unbinds.

        The room's own second factor is still asked for; roles stay those of the room.""",
    )
)
@name_argument
@click.option("--to", "identity", default="", help=tr("L'identité (sub…).", "The identity (sub…)."))
@case_option
@database_option
def bind(name: str, identity: str, case_folder: Path, database: str) -> None:
    """Who vouches for an account."""
    from tocsin.room.keeping import bind_user, keeping

    with keeping(case_folder, database):
        bind_user(name, identity)
    out.print(tr("Fait.", "Done."))


def _say_rights(granted: list[str], asked: list[str]) -> None:
    if granted:
        out.print(tr("Rôles donnés : ", "Roles given: ") + ", ".join(granted), markup=False)
    if asked:
        out.print(
            tr("À approuver dans la salle : ", "To be approved in the room: ") + ", ".join(asked),
            markup=False,
        )
