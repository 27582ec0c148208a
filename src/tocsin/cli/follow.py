"""The command watch follow: logs as they grow or come, alarms while the theft goes on."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin.case import Case
from tocsin.cli.console import err, out
from tocsin.cli.listen import listen_options, say_where
from tocsin.cli.options import case_option
from tocsin.cli.screens import warn_of_wall
from tocsin.language import number, tr
from tocsin.wall import of_this_machine

if TYPE_CHECKING:
    from tocsin.watch.detect.channel import Channel
    from tocsin.watch.detect.follow import Round
    from tocsin.watch.detect.listen import Places
    from tocsin.watch.detect.patient_read import PatientIn


class Pattern(click.ParamType[Any]):
    """A regular expression of RE2."""

    name = "pattern"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> "PatientIn":
        """The pattern, or a usage error."""
        from tocsin.watch.detect.patient_read import PatientIn

        try:
            return PatientIn(value)
        except ValueError:
            self.fail(tr("une expression RE2", "an expression of RE2"), param, ctx)


COUNTED = ("unlinked", "linked", "approved", "late", "future", "other")
NAMING = COUNTED[:-1]
"""Counts of records that name a patient."""

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    help=tr(
        """Suit les journaux et alerte quand un compte, ou l'établissement, lit trop de dossiers.

        Compte les patients différents lus en 24 heures sans lien de soins. Les limites sont
        apprises sur les premiers jours des journaux, puis gelées. L'état est gardé dans l'affaire :
        relancée, la commande reprend sans perdre ni répéter d'alerte. Ctrl-C l'arrête.

        Les journaux viennent de fichiers (LOGS), du réseau (--listen-syslog, --listen-http), ou des
        deux ; ce qui est reçu est gardé chiffré dans l'affaire avant d'être acquitté.""",
        """Follows logs and rings when an account, or the hospital, reads too many records.

        Counts the distinct patients read in 24 hours without a care link. Limits are learned on
        the first days of the logs, then frozen. What is known stands in the case: started again,
        the command goes on without losing or repeating an alarm. Ctrl-C stops it.

        Logs come from files (LOGS), from the network (--listen-syslog, --listen-http), or both;
        what is received is kept encrypted in the case before it is acknowledged.""",
    )
)
@click.argument("logs", type=click.Path(path_type=Path, exists=True), nargs=-1, metavar="[LOGS...]")
@case_option
@click.option(
    "--visits",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    metavar="PATH",
    help=tr(
        "Séjours et rendez-vous : CSV (patient, begin, end, unit, visit) ou HL7 ADT/SIU.",
        "Stays and appointments: CSV (patient, begin, end, unit, visit) or HL7 ADT/SIU.",
    ),
)
@click.option(
    "--staff", type=FILE, help=tr("CSV : account, role, unit.", "CSV: account, role, unit.")
)
@click.option(
    "--approved",
    type=FILE,
    help=tr(
        "Extractions approuvées, CSV : account, from, until, most, approved_by.",
        "Approved extractions, CSV: account, from, until, most, approved_by.",
    ),
)
@click.option("--mapping", type=FILE, help=tr("Colonnes d'un CSV (TOML).", "Columns of a CSV."))
@click.option(
    "--patient-in",
    type=Pattern(),
    metavar="PATTERN",
    help=tr(
        "Où un chemin ou une adresse nomme le patient (RE2) : « /dossiers/(\\d+) ».",
        'Where a path or address names the patient (RE2): "/records/(\\d+)".',
    ),
)
@click.option(
    "--learn",
    type=click.IntRange(14),
    default=45,
    show_default=True,
    help=tr("Jours d'apprentissage des limites.", "Days on which limits are learned."),
)
@listen_options
@click.option(
    "--keep-days",
    type=click.IntRange(1),
    default=90,
    show_default=True,
    help=tr("Combien de jours garder ce qui est reçu.", "Days to keep what is received."),
)
@click.option(
    "--every",
    type=click.FloatRange(0.1),
    default=2.0,
    show_default=True,
    help=tr("Secondes entre deux regards aux journaux.", "Seconds between two looks at the logs."),
)
@click.option("--smtp", metavar="URL", help=tr("Serveur de messagerie.", "Mail server."))
@click.option("--mail-from", metavar="ADDRESS", help=tr("Expéditeur.", "Sender."))
@click.option("--mail-to", metavar="ADDRESS", help=tr("À qui écrire.", "Whom to write to."))
@click.option("--webhook", metavar="URL", help=tr("Où poster le JSON.", "Where to post JSON."))
@click.option("--syslog", metavar="HOST:PORT", help=tr("Syslog (UDP).", "Syslog (UDP)."))
@click.option(
    "--once", is_flag=True, help=tr("Lire ce qui est là, puis finir.", "Read what is there, end.")
)
def follow(
    logs: tuple[Path, ...],
    case_folder: Path,
    visits: tuple[Path, ...],
    staff: Path | None,
    approved: Path | None,
    mapping: Path | None,
    patient_in: "PatientIn | None",
    learn: int,
    listen: "Places | None",
    keep_days: int,
    every: float,
    smtp: str | None,
    mail_from: str | None,
    mail_to: str | None,
    webhook: str | None,
    syslog: str | None,
    once: bool,
) -> None:
    """Logs in, alarms out, until stopped."""
    # Here and not above: tables take time to load that no other command should wait for.
    from tocsin.watch.detect import Follower, Following
    from tocsin.watch.detect.care_source import CareSource
    from tocsin.watch.detect.channel import Screen
    from tocsin.watch.detect.channel import syslog as to_syslog
    from tocsin.watch.detect.channel import webhook as to_webhook
    from tocsin.watch.detect.follow import wait
    from tocsin.watch.detect.listen import Listening
    from tocsin.watch.detect.register import Register, load_register
    from tocsin.watch.detect.staff import Staff, load_staff
    from tocsin.watch.mapping import load_mapping

    if not logs and listen is None:
        raise click.UsageError(
            tr(
                "Donnez des journaux (LOGS), --listen-syslog ou --listen-http.",
                "Give logs (LOGS), --listen-syslog or --listen-http.",
            )
        )
    warn_of_wall(of_this_machine())
    channels: list[Channel] = [Screen(lambda text: out.print(text, markup=False, soft_wrap=True))]
    if smtp or mail_to or mail_from:
        channels.append(_mail(smtp, mail_from, mail_to))
    if webhook:
        channels.append(to_webhook(webhook))
    if syslog:
        channels.append(to_syslog(syslog))
    following = Following(
        logs,
        CareSource(visits),
        load_staff(staff) if staff else Staff(),
        load_register(approved) if approved else Register(),
        channels,
        learn,
        mapping=load_mapping(mapping) if mapping else None,
        kept_days=keep_days,
        patient_in=patient_in,
    )
    with (
        Case.create_or_open(case_folder) as case,
        Follower(case, following) as follower,
        Listening(listen, following.inbox) if listen else nullcontext() as listening,
    ):
        if listen and listening:
            say_where(listen, listening.ports)
        _show(first := follower.look())
        if not once:
            wait(follower, _Troubles(first).show, every)


def _mail(smtp: str | None, sender: str | None, to: str | None) -> "Channel":
    from tocsin.notify.smtp.url import SmtpUrl
    from tocsin.watch.detect.channel import Mail

    if not (smtp and sender and to):
        raise click.UsageError(
            tr("--smtp, --mail-from et --mail-to vont ensemble.", "--smtp, --mail-from, --mail-to.")
        )
    url = SmtpUrl.parse(smtp)
    return Mail(url.host, url.port, url.security, sender, to, url.user, url.password)


def _show(done: "Round") -> None:
    """What was read, what counted, and what could not be."""
    counts = {name: number(done.counts[name]) for name in COUNTED}
    out.print(
        tr(
            f"{number(done.records)} enregistrements. Lectures sans lien de soins :"
            f" {counts['unlinked']} ; avec : {counts['linked']} ; approuvées :"
            f" {counts['approved']} ; venues trop tard : {counts['late']} ; datées du futur :"
            f" {counts['future']} ; autres actes : {counts['other']}.",
            f"{number(done.records)} records. Readings without a care link: {counts['unlinked']};"
            f" with one: {counts['linked']}; approved: {counts['approved']}; come too late:"
            f" {counts['late']}; from the future: {counts['future']}; other acts:"
            f" {counts['other']}.",
        ),
        markup=False,
    )
    if done.counts["other"] and not any(done.counts[name] for name in NAMING):
        out.print(
            tr(
                "Aucun de ces enregistrements ne nomme de patient : rien ne peut alerter. Voyez"
                " --mapping et --patient-in.",
                "None of these records names a patient: nothing can ring. See --mapping and"
                " --patient-in.",
            ),
            markup=False,
        )
    if not done.has_limits:
        out.print(
            tr(
                "Les limites s'apprennent encore : seul un compte qui dépasse 1 000 patients"
                " en 24 heures alerte.",
                "Limits are still being learned: only an account beyond 1,000 patients in 24"
                " hours rings.",
            ),
            markup=False,
        )
    _show_troubles(done)


def _show_troubles(done: "Round") -> None:
    for many, fr, en in (
        (done.unparsed, "enregistrements non compris", "records not understood"),
        (
            done.counts["killed"],
            "enregistrements laissés, dont le lecteur est mort (depuis le premier jour)",
            "records given up, of which their reader died (since the first day)",
        ),
        (sum(done.unread.values()), "journaux non lus", "logs not read"),
        (done.unsent, "canaux injoignables, alertes en attente", "channels out of reach"),
        (done.unlinked_rows, "lignes de séjours non comprises", "rows of visits not understood"),
        (done.unread_visits, "fichiers de séjours non lus", "files of visits not read"),
        *((done.heard[name], *words) for name, words in HEARD.items()),
    ):
        if many:
            err.print(f"{number(many)} {tr(fr, en)}", markup=False)


HEARD = {
    "missing": ("messages numérotés jamais arrivés", "numbered messages that never came"),
    "dropped": ("messages perdus faute de place", "messages dropped for want of room"),
    "too_long": ("messages trop longs, laissés", "messages too long, passed over"),
    "refused": ("envois refusés (adresse, jeton, forme)", "refused (address, token, form)"),
    "broken": ("connexions rompues par une erreur", "connections broken by a fault"),
}
"""What may befall messages, since the case's first day."""


class _Troubles:
    """Says what goes wrong when it begins, and again when it has doubled; not at every look."""

    def __init__(self, first: "Round") -> None:
        self._before = _of(first)
        self._heard = dict(first.heard)

    def show(self, done: "Round") -> None:
        """Troubles that were not there at the look before."""
        has_grown = any(done.heard[n] >= 2 * self._heard.get(n, 0) + 1 for n in HEARD)
        if (now := _of(done)) != self._before or has_grown:
            _show_troubles(done)
            self._heard = dict(done.heard)
        self._before = now


def _of(done: "Round") -> tuple[object, ...]:
    killed = done.counts["killed"]
    return (
        done.unparsed,
        killed,
        dict(done.unread),
        done.unsent,
        done.unlinked_rows,
        done.unread_visits,
    )
