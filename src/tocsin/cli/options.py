"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tocsin.language import tr

Command = Callable[..., Any]
Decorator = Callable[[Command], Command]


def outside_source(context: click.Context, _: click.Parameter, out: Path | None) -> Path | None:
    """What is written must not lie among the stolen files: `scope` would read it as one of them.

    Raises `UsageError` if it would, and what opening the case raises.
    """
    folder = context.params.get("case_folder")
    if out is not None and folder is not None and not context.resilient_parsing:
        from tocsin.case import Case
        from tocsin.seal import require_apart

        with Case.open(folder, exclusive=False) as case:
            require_apart(case, out)
    return out


def _case(*, required: bool) -> Decorator:
    return click.option(
        "--case",
        "case_folder",
        type=click.Path(path_type=Path, file_okay=False),
        required=required,
        is_eager=True,  # `outside_source` needs it
        metavar="DIR",
        help=tr("Le dossier de l'affaire.", "The folder of the case."),
    )


def _to(*, required: bool) -> Decorator:
    return click.option(
        "--to",
        "out_folder",
        type=click.Path(path_type=Path, file_okay=False),
        required=required,
        callback=outside_source,
        metavar="DIR",
        help=tr("Où écrire les fichiers.", "Where to write the files."),
    )


case_option, to_option = _case(required=True), _to(required=True)
group_case_option, group_to_option = _case(required=False), _to(required=False)
"""Those of a group that works without a subcommand: its subcommands do not need them."""


def given(context: click.Context, name: str, folder: Path | None) -> Path:
    """The option `name` of a group's bare form. Raises `MissingParameter` if it was not given."""
    if folder is not None:
        return folder
    option = next(param for param in context.command.params if param.name == name)
    raise click.MissingParameter(ctx=context, param=option)


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=tr("Réponse en JSON, pour les scripts.", "Answer in JSON, for scripts."),
)
