"""The command report: forms, sheets and files drawn up from the case, and their trace."""

from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.options import case_option, json_option
from tocsin.cli.screens import show_files
from tocsin.language import tr


@click.group(
    invoke_without_command=True,
    help=tr(
        """Écrit les formulaires des autorités, la fiche de presse et la page de synthèse.

        Chaque nombre vient d'une requête sur l'affaire, écrite à côté de lui (trace.json) ;
        « report trace FICHIER » la refait. Ce que les fichiers ne disent pas se déclare dans
        DIR/hospital.toml et DIR/breach.toml ; ce qui manque paraît « à compléter ».""",
        """Writes the authorities' forms, the press fact sheet and the summary page.

        Each number comes from a query on the case, written beside it (trace.json); "report trace
        FILE" runs it again. What files cannot tell is declared in DIR/hospital.toml and
        DIR/breach.toml; what is missing reads "to complete".""",
    ),
)
@click.option(
    "--case",
    "case_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=tr("Le dossier de l'affaire.", "The folder of the case."),
)
@click.option(
    "--to",
    "out_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=tr("Où écrire les fichiers.", "Where to write the files."),
)
@click.pass_context
def report(context: click.Context, case_folder: Path | None, out_folder: Path | None) -> None:
    """Forms for the authorities, the press sheet, the director's page."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.report import write_report

    case_given, out_given = context.command.params[:2]
    if case_folder is None:
        raise click.MissingParameter(ctx=context, param=case_given)
    if out_folder is None:
        raise click.MissingParameter(ctx=context, param=out_given)
    with Case.open(case_folder) as case:
        show_files(write_report(case, out_folder, ConsoleProgress()))


@report.command(
    help=tr(
        """Refait chaque nombre de FILE et nomme ceux qui ne tiennent plus.

        FILE est un fichier écrit par « tocsin report ». Dit aussi s'il a été modifié depuis, et
        quel nombre n'est plus celui qui fut écrit.""",
        """Recomputes every number of FILE and names those that no longer hold.

        FILE is a file that "tocsin report" wrote. Also says whether it was altered since, and
        which number is no longer the one that was written.""",
    )
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@case_option
@json_option
def trace(file: Path, case_folder: Path, as_json: bool) -> None:
    """Every number again."""
    from tocsin.cli.traces import require_holds, show_trace, trace_json
    from tocsin.report.trace import trace as recompute

    with Case.open(case_folder, exclusive=False) as case:
        found = recompute(case, file)
    if as_json:
        out.print_json(orjson.dumps(trace_json(found)).decode())
    else:
        show_trace(found)
    require_holds(found)
