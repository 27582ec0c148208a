"""The command notify calls: the list of calls, what came of each, the script."""

from datetime import UTC, datetime
from pathlib import Path

import click
import orjson
from rich.table import Table
from rich.text import Text

from tocsin.case import Case
from tocsin.cli.batches import as_option
from tocsin.cli.console import out
from tocsin.cli.options import case_option, given, group_case_option, json_option
from tocsin.language import screen_language, tr
from tocsin.notify.calls import NOBODY, CallTask, Outcome
from tocsin.notify.calls import assign as assign_calls
from tocsin.notify.calls import assign_next as assign_next_calls
from tocsin.notify.calls import note as note_attempt
from tocsin.notify.calls import tasks as all_tasks


@click.group(
    invoke_without_command=True,
    help=tr(
        """Les personnes à appeler : celles dont des données de santé ont été prises.

        \b
          tocsin notify calls --case DIR                          la liste ; en retard d'abord
          tocsin notify calls note REF --case DIR --as NOM --outcome told --checked
          tocsin notify calls assign --next 20 --to COMPTE --case DIR --as NOM
          tocsin notify calls script --case DIR                   ce qu'il faut dire et ne pas dire
        Un appel n'est clos que par une issue : prévenue, refus, ou renoncé après trois essais.""",
        """The persons to call: those whose health data was taken.

        \b
          tocsin notify calls --case DIR                          the list; overdue ones first
          tocsin notify calls note REF --case DIR --as NAME --outcome told --checked
          tocsin notify calls assign --next 20 --to ACCOUNT --case DIR --as NAME
          tocsin notify calls script --case DIR                   what to say and never to say
        A call is closed by an outcome only: told, refused, or given up after three attempts.""",
    ),
)
@group_case_option
@json_option
@click.pass_context
def calls(context: click.Context, case_folder: Path | None, as_json: bool) -> None:
    """Whom to call."""
    if context.invoked_subcommand is not None:
        return
    with Case.open(given(context, "case_folder", case_folder), exclusive=False) as case:
        found = all_tasks(case)
    now = datetime.now(UTC)
    if as_json:
        out.print_json(orjson.dumps([_as_dict(task, now) for task in found]).decode())
    else:
        _show(found, now)


@calls.command(
    help=tr("Note ce qu'un appel a donné.", "Records what came of a call."),
)
@click.argument("reference", metavar="REF")
@case_option
@as_option
@click.option(
    "--outcome",
    type=click.Choice([outcome.value for outcome in Outcome]),
    required=True,
    help=tr("L'issue.", "The outcome."),
)
@click.option(
    "--checked",
    is_flag=True,
    help=tr("Identité vérifiée selon le script.", "Identity checked as the script says."),
)
@click.option(
    "--call-back",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help=tr("Quand rappeler (heure locale).", "When to call back (local time)."),
)
@click.option("--notes", default="", help=tr("Notes (dans l'affaire).", "Notes (in the case)."))
def note(
    reference: str,
    case_folder: Path,
    who: str,
    outcome: str,
    checked: bool,
    call_back: datetime | None,
    notes: str,
) -> None:
    """What came of a call."""
    with Case.open(case_folder) as case:
        note_attempt(
            case,
            reference,
            Outcome(outcome),
            who,
            checked=checked,
            call_back=call_back.astimezone() if call_back else None,
            notes=notes,
        )
    out.print(tr("Noté.", "Recorded."))


@calls.command(
    help=tr(
        "Confie des appels à un compte de la salle, ou les reprend (sans --to).",
        "Gives calls to an account of the room, or takes them back (without --to).",
    )
)
@click.argument("references", metavar="[REF]...", nargs=-1)
@case_option
@as_option
@click.option("--to", "caller", default=NOBODY, help=tr("Le compte.", "The account."))
@click.option(
    "--next",
    "count",
    type=click.IntRange(min=1),
    help=tr("Les N premiers qui ne sont à personne.", "The first N that are nobody's."),
)
def assign(
    references: tuple[str, ...], case_folder: Path, who: str, caller: str, count: int | None
) -> None:
    """Who makes which calls."""
    if bool(references) == bool(count) or (count and not caller):
        raise click.UsageError(
            tr("des références, ou --next avec --to", "references, or --next with --to")
        )
    with Case.open(case_folder) as case:
        if count:
            given_out = assign_next_calls(case, count, caller, who)
        else:
            given_out = assign_calls(case, references, caller, who)
    out.print(tr(f"{given_out} appel(s).", f"{given_out} call(s)."))


@calls.command(help=tr("Le script de l'appel.", "The script of the call."))
@case_option
def script(case_folder: Path) -> None:
    """What to say, and what never."""
    from tocsin.notify import load_hospital, public_reference
    from tocsin.notify.facts import Facts
    from tocsin.notify.letters.calls import script as script_of

    with Case.open(case_folder, exclusive=False) as case:
        facts = Facts(load_hospital(case.folder), public_reference(case))
    out.print(script_of(screen_language(), facts), markup=False)


def _show(found: list[CallTask], now: datetime) -> None:
    language = screen_language()
    table = Table(box=None, pad_edge=False, header_style="dim")
    given = any(task.caller for task in found)
    for heading in _headings(given=given):
        table.add_column(heading)
    for task in found:
        last = task.last.label(language) if task.last else ""
        row = [task.reference, task.name, " / ".join(task.telephones), str(task.attempts), last]
        table.add_row(*map(Text, row + [task.caller] * given), _when(task, now))
    out.print(table)
    late = sum(task.is_overdue(now) for task in found)
    still = sum(task.is_open for task in found)
    out.print(
        tr(f"{still} appel(s) ouvert(s), {late} en retard.", f"{still} open, {late} overdue.")
    )


def _headings(*, given: bool) -> list[str]:
    """Of the list; whom the calls are given to only where one of them is."""
    caller = [tr("confié à", "given to")] * given
    return [
        tr("référence", "reference"),
        tr("nom", "name"),
        tr("téléphones", "telephones"),
        tr("essais", "attempts"),
        tr("dernière issue", "last outcome"),
        *caller,
        tr("à faire", "to do"),
    ]


def _when(task: CallTask, now: datetime) -> Text:
    if not task.is_open:
        return Text(task.state.label(screen_language()), style="dim")
    day = task.due.astimezone().strftime("%d/%m %H:%M")
    if task.is_overdue(now):
        return Text(tr(f"en retard ({day})", f"overdue ({day})"), style="bold red")
    return Text(day)


def _as_dict(task: CallTask, now: datetime) -> dict[str, object]:
    return {
        "reference": task.reference,
        "state": task.state.value,
        "attempts": task.attempts,
        "last": task.last.value if task.last else None,
        "caller": task.caller,
        "due": task.due.isoformat(),
        "overdue": task.is_overdue(now),
    }
