"""The command report: forms, sheets and files drawn up from the case, and their trace."""

from contextlib import ExitStack
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.options import (
    case_option,
    given,
    group_case_option,
    group_to_option,
    json_option,
    to_option,
)
from tocsin.cli.press import demand, press
from tocsin.cli.screens import show_files
from tocsin.language import tr


@click.group(
    invoke_without_command=True,
    help=tr(
        """Écrit les formulaires des autorités, la fiche de presse et la page de synthèse.

        Chaque nombre vient d'une requête sur l'affaire, écrite à côté de lui (trace.json) ;
        « report trace FICHIER » la refait. Ce que les fichiers ne disent pas se déclare dans
        DIR/hospital.toml et DIR/breach.toml ; ce qui manque paraît « à compléter ». La fiche de
        presse est ici un projet : ce qui part est figé par « report press ».""",
        """Writes the authorities' forms, the press fact sheet and the summary page.

        Each number comes from a query on the case, written beside it (trace.json); "report trace
        FILE" runs it again. What files cannot tell is declared in DIR/hospital.toml and
        DIR/breach.toml; what is missing reads "to complete". The press sheet is a draft here: what
        leaves is frozen by "report press".""",
    ),
)
@group_case_option
@group_to_option
@click.pass_context
def report(context: click.Context, case_folder: Path | None, out_folder: Path | None) -> None:
    """Forms for the authorities, the press sheet, the director's page."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.report import write_report

    folder = given(context, "case_folder", case_folder)
    target = given(context, "out_folder", out_folder)
    with Case.open(folder) as case:
        show_files(write_report(case, target, ConsoleProgress()))


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


@report.command(
    help=tr(
        """Écrit le dossier pour le juge : faits, chronologie, pièces, journal de conservation.

        Un sac BagIt signé ; check_bag.py, dedans, le vérifie sans Tocsin et nomme tout octet
        changé. La liste des victimes n'y est que chiffrée pour --recipient (clé publique age).
        Notez ailleurs l'empreinte et la clé affichées. Il faut avoir scellé (tocsin seal).""",
        """Writes the file for the judge: facts, timeline, evidence, custody log.

        A signed BagIt bag; check_bag.py, in it, checks it without Tocsin and names any changed
        byte. The list of victims is in it only encrypted to --recipient (an age public key). Note
        the digest and the key shown somewhere else. It takes a sealing first (tocsin seal).""",
    )
)
@case_option
@to_option
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="age1…",
    help=tr("Qui peut lire la liste des victimes.", "Who may read the list of victims."),
)
@click.option(
    "--uco", is_flag=True, help=tr("Aussi les pièces en CASE/UCO.", "The evidence as CASE/UCO too.")
)
def justice(case_folder: Path, out_folder: Path, recipients: tuple[str, ...], uco: bool) -> None:
    """The file for the judge."""
    from tocsin.report.justice import write_justice

    with Case.open(case_folder) as case:
        handed = write_justice(
            case, out_folder, recipients=recipients, uco=uco, progress=ConsoleProgress()
        )
    if not handed.has_victims:
        click.echo(
            tr(
                "Sans --recipient, la liste des victimes n'est pas jointe.",
                "Without --recipient, the list of victims is not enclosed.",
            )
        )
    click.echo(f"  {tr('empreinte', 'digest')} {handed.digest}")
    click.echo(f"  {tr('clé', 'key')} {handed.public_key}")
    click.echo(f"python3 {handed.folder / 'check_bag.py'} --root … --key …")


@report.command(
    help=tr(
        """Compte les personnes d'un groupe sur plusieurs affaires, chacune une fois.

        --case se répète. Les établissements d'une affaire sont ceux de son breach.toml, sinon
        l'hôpital de son hospital.toml ; le même nom dans deux affaires est le même site.""",
        """Counts the persons of a group over several cases, each once.

        --case is repeated. The establishments of a case are those of its breach.toml, else the
        hospital of its hospital.toml; the same name in two cases is the same establishment.""",
    )
)
@click.option(
    "--case",
    "folders",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    required=True,
    metavar="DIR",
    help=tr("Le dossier d'une affaire (répétable).", "The folder of a case (repeatable)."),
)
@to_option
def group(folders: tuple[Path, ...], out_folder: Path) -> None:
    """Several cases, each person once."""
    from tocsin.report.group import measure_group
    from tocsin.report.groupfiles import write_group

    with ExitStack() as stack:
        cases = [stack.enter_context(Case.open(one, exclusive=False)) for one in folders]
        counted = measure_group(cases)
    show_files(write_group(counted, out_folder))


report.add_command(press)
report.add_command(demand)
