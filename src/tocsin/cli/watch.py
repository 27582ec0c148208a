"""The command watch: logs in, the story of the intrusion out."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.contain import contain, continuity, measure
from tocsin.cli.follow import follow
from tocsin.cli.listen import received
from tocsin.cli.options import case_option, json_option, outside_source
from tocsin.cli.screens import warn_of_wall
from tocsin.language import number, screen_language, tr
from tocsin.wall import of_this_machine

READ = "logs"


class ReadsByDefault(click.Group):
    """A group whose first command needs no name: `watch LOGS` is `watch logs LOGS`."""

    default_command = READ

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name in where no command is named; `watch --follow` is `watch follow`."""
        if args and args[0] == "--follow":
            args = [follow.name or "", *args[1:]]
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [self.default_command, *args]
        return super().parse_args(ctx, args)


class Zone(click.ParamType[ZoneInfo]):
    """A time zone by its IANA name."""

    name = "zone"

    def convert(
        self, value: str | ZoneInfo, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        """The zone, or a usage error."""
        try:
            return value if isinstance(value, ZoneInfo) else ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            self.fail(tr("fuseau inconnu, par exemple Europe/Paris", "unknown zone"), param, ctx)


@click.group(
    cls=ReadsByDefault,
    help=tr(
        """Lit les journaux (JOURNAUX) et dit quand l'intrusion a commencé et fini, qui, et quoi.

        \b
          1. tocsin watch JOURNAUX --case affaire
          2. tocsin watch timeline --case affaire --to chronologie
          3. tocsin scope FICHIERS --only chronologie/taken.csv --patients … --case affaire

        Sont lus : EVTX et exports JSON de Windows, IIS, Apache, nginx, Zeek, NetFlow, FortiGate,
        Stormshield, Ivanti, Wallix, OpenVPN, Microsoft 365, PostgreSQL, Oracle, MySQL, FHIR
        AuditEvent, DICOM/ATNA, Timesketch, syslog, et tout CSV avec --mapping.""",
        """Reads the logs (LOGS) and says when the intrusion began and ended, who, and what.

        \b
          1. tocsin watch LOGS --case case
          2. tocsin watch timeline --case case --to timeline
          3. tocsin scope FILES --only timeline/taken.csv --patients … --case case

        It reads: EVTX and JSON exports of Windows, IIS, Apache, nginx, Zeek, NetFlow, FortiGate,
        Stormshield, Ivanti, Wallix, OpenVPN, Microsoft 365, PostgreSQL, Oracle, MySQL, FHIR
        AuditEvent, DICOM/ATNA, Timesketch, syslog, and any CSV with --mapping.""",
    ),
)
def watch() -> None:
    """Logs in, the story out."""


watch.add_command(follow)


@watch.command(
    READ,
    help=tr(
        """Lit tous les journaux sous JOURNAUX ; ce que l'affaire en savait est remplacé.

        Les événements sont gardés chiffrés dans DIR/events ; les journaux ne sont pas modifiés.
        Chaque enregistrement est gardé ou compté comme non compris.""",
        """Reads all logs below LOGS; what the case knew of logs is replaced.

        Events are kept encrypted in DIR/events; the logs are not changed. Each record is kept or
        counted as not understood.""",
    ),
)
@click.argument("logs", type=click.Path(path_type=Path, exists=True))
@case_option
@click.option(
    "--zone",
    type=Zone(),
    default="Europe/Paris",
    show_default=True,
    help=tr("Le fuseau des heures qui n'en disent pas.", "The zone of times that name none."),
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=tr("Les colonnes des journaux CSV (TOML).", "The columns of CSV logs (TOML)."),
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help=tr("Vos règles Sigma, en plus.", "Your own Sigma rules, as well."),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help=tr("Processus de lecture (défaut : un par cœur).", "Readers (default: one a core)."),
)
@json_option
def read_logs(
    logs: Path,
    case_folder: Path,
    zone: ZoneInfo,
    mapping: Path | None,
    rules: Path | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Logs in."""
    # Here and not above: tables and rules take time to load that no other command should wait for.
    from tocsin.watch import Settings
    from tocsin.watch import watch as run
    from tocsin.watch.mapping import load_mapping
    from tocsin.watch.page import headline, summary
    from tocsin.watch.sigma.book import with_own

    warn_of_wall(of_this_machine())
    columns = load_mapping(mapping) if mapping else None
    settings = Settings(with_own(rules), zone, columns, workers or 0)
    with Case.create_or_open(case_folder) as case:
        done = run(case, logs, settings, ConsoleProgress())
        said = headline(case, screen_language())
        told = list(summary(case, screen_language()))
        unread = case.store.count(
            "SELECT count(*) FROM log_files WHERE state IN ('unknown', 'unreadable')"
        )
    if as_json:
        facts = {
            "logs": done.logs,
            "unread": unread,
            "events": done.events,
            "merged": done.merged,
            "unparsed": done.unparsed,
            "headline": said,
        }
        out.print_json(orjson.dumps(facts).decode())
        return
    out.print(
        tr(
            f"{number(done.logs)} journaux, {number(done.events)} événements "
            f"({number(done.merged)} vus par plusieurs capteurs, comptés une fois), "
            f"{number(done.unparsed)} enregistrements non compris, {number(unread)} fichiers non"
            " lus.",
            f"{number(done.logs)} logs, {number(done.events)} events ({number(done.merged)} seen by"
            f" several sensors, counted once), {number(done.unparsed)} records not understood, "
            f"{number(unread)} files not read.",
        ),
        markup=False,
    )
    out.print(said, markup=False)
    for line in told:
        out.print(f"  {line}", markup=False, soft_wrap=True)
    if told:
        out.print(
            tr(
                f"Ensuite : tocsin watch timeline --case {case_folder} --to chronologie ;"
                f" que couper : tocsin watch contain --case {case_folder}",
                f"Next: tocsin watch timeline --case {case_folder} --to timeline;"
                f" what to cut: tocsin watch contain --case {case_folder}",
            ),
            markup=False,
            soft_wrap=True,
        )


class Moment(click.ParamType[int]):
    """A moment as ISO 8601; without a zone, of the hospital's. Microseconds since 1970."""

    name = "moment"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The moment, or a usage error."""
        from tocsin.watch.moment import Clock

        try:
            return value if isinstance(value, int) else Clock().iso(value)
        except ValueError:
            self.fail(tr("une date, par exemple 2025-06-26T22:00", "a date"), param, ctx)


@watch.command(
    help=tr(
        """Montre la chronologie ; avec --to, l'écrit : page, images, taken.csv, échanges.

        taken.csv (ce qui a été lu ou copié), timeline.csv et .jsonl (Timesketch), stix.json,
        misp.json, chronologie.html, heures.svg, couloirs.svg, journaux.csv (ce qui n'a pas été
        compris), regles-ecartees.csv.""",
        """Shows the timeline; with --to, writes it: page, pictures, taken.csv, exchanges.

        taken.csv (what was read or copied), timeline.csv and .jsonl (Timesketch), stix.json,
        misp.json, chronologie.html, heures.svg, couloirs.svg, journaux.csv (what was not
        understood), regles-ecartees.csv (rules left out).""",
    )
)
@case_option
@click.option(
    "--to",
    "out_folder",
    type=click.Path(path_type=Path, file_okay=False),
    callback=outside_source,
    metavar="DIR",
    help=tr("Où écrire les fichiers.", "Where to write the files."),
)
@click.option("--all", "everything", is_flag=True, help=tr("Tous les actes.", "All acts."))
@click.option("--account", default="", help=tr("Un compte.", "An account."))
@click.option("--place", default="", help=tr("Une machine, une adresse.", "A host, an address."))
@click.option("--since", type=Moment(), help=tr("Depuis (ISO 8601).", "Since (ISO 8601)."))
@click.option("--until", type=Moment(), help=tr("Avant (ISO 8601).", "Before (ISO 8601)."))
def timeline(
    case_folder: Path,
    out_folder: Path | None,
    everything: bool,
    account: str,
    place: str,
    since: int | None,
    until: int | None,
) -> None:
    """The story."""
    from tocsin.cli.screens import show_files
    from tocsin.watch import write_timeline
    from tocsin.watch.page import headline, row_of
    from tocsin.watch.story import Filter, require_watched, steps

    asked = Filter(not everything, account, place, since, until)
    with Case.open(case_folder, exclusive=False) as case:
        require_watched(case)
        if out_folder:
            show_files(write_timeline(case, out_folder, asked))
        else:
            for step in steps(case, asked):
                parts = row_of(step, screen_language())[:-1]  # evidence stands in the files
                out.print(" · ".join(filter(None, parts)), markup=False, soft_wrap=True)
        out.print(headline(case, screen_language()), markup=False)


for command in (received, contain, measure, continuity):
    watch.add_command(command)
