"""The commands of notify that mind the e-mail itself: check, send, settle, stop-all, resume-all."""

import sys
from datetime import timedelta
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.notices import show_sent
from tocsin.cli.options import case_option, json_option
from tocsin.cli.screens import panel
from tocsin.cli.unsent import show_unsent
from tocsin.errors import MailError
from tocsin.language import number, screen_language, tr
from tocsin.notify import load_hospital, mail, send
from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.check import Finding, Grade, examine
from tocsin.notify.window import Window

_COLOURS = {Grade.GOOD: "green", Grade.WEAK: "yellow", Grade.BAD: "red", Grade.UNKNOWN: "dim"}

smtp_option = click.option(
    "--smtp",
    metavar="URL",
    required=True,
    help=tr("Votre serveur de messagerie.", "Your mail server."),
)
rate_option = click.option(
    "--rate",
    type=click.FloatRange(min=0.1),
    metavar="N",
    help=tr("Au plus N courriels par seconde.", "At most N e-mails a second."),
)
sessions_option = click.option(
    "--sessions",
    type=click.IntRange(1, 50),
    default=4,
    show_default=True,
    metavar="N",
    help=tr("Connexions à la fois.", "Connections at a time."),
)
window_option = click.option(
    "--window",
    metavar="08:00-20:00",
    help=tr("N'envoyer qu'à ces heures.", "Send within these hours only."),
)


@click.command(
    "send",
    help=tr(
        """Remet les courriels approuvés qui attendent, sans rien préparer d'autre.

        Plusieurs peuvent tourner à la fois sur la même affaire : chacun prend les siens.""",
        """Hands over the approved e-mails that wait, and prepares nothing else.

        Several may run at once on the same case: each takes its own.""",
    ),
)
@case_option
@smtp_option
@rate_option
@sessions_option
@window_option
def send_waiting(
    case_folder: Path, smtp: str, rate: float | None, sessions: int, window: str | None
) -> None:
    """One more sender."""
    hours = Window.parse(window) if window else None
    with Case.open(case_folder, exclusive=False) as case:
        result = send(case, smtp, ConsoleProgress(), rate=rate, sessions=sessions, window=hours)
        show_sent(result)
        show_unsent(case, result, case_folder)


@click.command(
    help=tr(
        """Dit ce qui nuirait à l'arrivée des courriels : SPF, DKIM, DMARC, DNS inverse, serveur,
        horloge, et un courriel d'essai si vous en donnez l'adresse.

        Interroge le DNS. Ce qui ne peut être demandé d'ici est montré comme tel. Signature et
        adresse de retour se règlent dans DIR/mail.toml. Finit par 6 si quelque chose nuit.""",
        """Says what would keep e-mails from arriving: SPF, DKIM, DMARC, reverse DNS, server,
        clock, and a test e-mail if you give an address for it.

        Asks the DNS. What cannot be asked from here is shown as such. Signature and return path
        are set in DIR/mail.toml. Ends with 6 if something hurts.""",
    )
)
@case_option
@click.option("--smtp", metavar="URL", help=tr("Votre serveur de messagerie.", "Your mail server."))
@click.option(
    "--test-to",
    metavar="ADDRESS",
    help=tr("Envoyer un courriel d'essai à cette adresse.", "Send a test e-mail to this address."),
)
@json_option
def check(case_folder: Path, smtp: str | None, test_to: str | None, as_json: bool) -> None:
    """Before a hundred thousand go."""
    if test_to and not smtp:
        raise click.UsageError(tr("--test-to demande --smtp", "--test-to needs --smtp"))
    with Case.open(case_folder, exclusive=False) as case:
        sender = load_hospital(case.folder).sender_email
        mail.write_mail_template(case.folder)
        settings = mail.load_mail_settings(case.folder)
        findings = list(examine(sender, settings, mail.resolver(), smtp))
        if test_to and smtp:
            findings.append(_tested(case, smtp, test_to))
    if as_json:
        rows = [{"subject": f.subject, "grade": f.grade, "sentence": f.sentence} for f in findings]
        out.print_json(orjson.dumps(rows).decode())
    else:
        for finding in findings:
            out.print(f"[{_COLOURS[finding.grade]}]●[/] {finding.subject} : ", end="")
            out.print(finding.sentence, markup=False)
    if any(finding.grade is Grade.BAD for finding in findings):
        sys.exit(MailError.exit_code)


def _tested(case: Case, smtp: str, address: str) -> Finding:
    reply = mail.send_test(case, smtp, address)
    grade = Grade.GOOD if reply.is_positive else Grade.BAD
    return Finding(tr("courriel d'essai", "test e-mail"), grade, reply.text)


@click.command(
    help=tr(
        """Tranche les courriels en doute par le journal du serveur, ou par vous.

        --log : le journal de Postfix (syslog ou « journalctl -o json »), d'Exim ou d'Exchange ;
        les fichiers archivés à côté (.1, .2.gz…) sont lus aussi. Ce qu'il prouve est noté ; ce
        qui n'est pas parti attend de nouveau ; le reste demeure en doute, et n'est pas renvoyé. Ce
        qu'il dit des autres courriels (transmis, retardé, échoué) est gardé ; un échec rend une
        lettre due.""",
        """Decides the e-mails in doubt by the server's log, or by you.

        --log: the log of Postfix (syslog or "journalctl -o json"), Exim or Exchange; the files
        kept beside it (.1, .2.gz…) are read as well. What it proves is recorded; what did not
        leave waits again; the rest stays in doubt, and is not sent again. What it says of the other
        e-mails (passed on, delayed, failed) is kept; a failure makes a letter due.""",
    )
)
@case_option
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=tr("Journal du serveur de messagerie.", "The mail server's log."),
)
@click.option(
    "--smtp",
    metavar="mailjet://KEY",
    help=tr("Demander au prestataire ce qu'il a.", "Ask the provider what it has."),
)
@click.option(
    "--grace",
    type=click.FloatRange(min=0),
    default=mail.GRACE.total_seconds(),
    show_default=True,
    metavar="SECONDS",
    help=tr(
        "Temps après la remise où le serveur peut encore répondre.",
        "Time after the hand-over in which the server may still answer.",
    ),
)
@click.option(
    "--accepted",
    metavar="REFERENCE",
    help=tr("Vous savez que le serveur l'a.", "You know that the server has it."),
)
@click.option(
    "--not-accepted",
    metavar="REFERENCE",
    help=tr("Vous savez qu'il ne l'a pas.", "You know that it does not."),
)
@click.option(
    "--letter",
    metavar="REFERENCE|all",
    help=tr(
        "Nul ne peut savoir : une lettre part à sa place (peut-être reçue en double).",
        "Nobody can know: a letter goes instead (the person may be told twice).",
    ),
)
@click.option("--as", "who", metavar="NAME", help=tr("Votre nom.", "Your name."))
def settle(
    case_folder: Path,
    log: Path | None,
    smtp: str | None,
    grace: float,
    accepted: str | None,
    not_accepted: str | None,
    letter: str | None,
    who: str | None,
) -> None:
    """What is in doubt."""
    if (accepted or not_accepted or letter) and not who:
        raise click.UsageError(tr("donnez votre nom (--as)", "give your name (--as)"))
    with Case.open(case_folder, exclusive=False) as case:
        if log:
            _show_settled(mail.settle_by_log(case, log, grace=timedelta(seconds=grace)))
        if smtp:
            _show_settled(mail.settle_by_provider(case, smtp))
        for reference, is_accepted in ((accepted, True), (not_accepted, False)):
            if reference:
                mail.settle_by_hand(case, reference, accepted=is_accepted, by=who or "")
        if letter:
            references = mail.references_in_doubt(case) if letter == "all" else [letter]
            _show_letters(mail.write_instead(case, references, who or ""))
        _show_doubts(mail.references_in_doubt(case))


def _show_settled(done: mail.Settled) -> None:
    language = screen_language()
    rows = [
        (tr("acceptés par le serveur", "accepted by the server"), number(done.accepted)),
        (tr("non reçus : à envoyer", "not received: to be sent"), number(done.not_accepted)),
        (tr("encore en doute", "still in doubt"), number(done.in_doubt)),
        (tr("lignes du journal illisibles", "unreadable lines of the log"), number(done.unread)),
        *((FeedbackKind(kind).label(language), number(n)) for kind, n in done.fates.items()),
        (tr("lettres à écrire", "letters to write"), number(done.letters)),
    ]
    out.print(panel(tr("Courriels en doute", "E-mails in doubt"), rows))
    if not (done.accepted or done.not_accepted or done.fates):
        out.print(tr("Rien de nouveau sur nos courriels.", "Nothing new there about our e-mails."))


def _show_letters(count: int) -> None:
    out.print(
        tr(
            f"{number(count)} lettres à écrire : relancez tocsin notify.",
            f"{number(count)} letters to write: run tocsin notify again.",
        )
    )


def _show_doubts(references: list[str]) -> None:
    for reference in references:
        out.print(reference, markup=False)
    if not references:
        out.print(tr("Aucun courriel en doute.", "No e-mail in doubt."))
    else:
        out.print(
            tr(
                f"{number(len(references))} en doute : cherchez-les, puis --accepted ou"
                " --not-accepted REFERENCE ; sinon --letter.",
                f"{number(len(references))} in doubt: look for them, then --accepted or"
                " --not-accepted REFERENCE; else --letter.",
            )
        )


@click.command(
    "stop-all",
    help=tr(
        "Arrête tous les envois de l'affaire en moins d'une seconde, d'où qu'ils viennent.",
        "Stops all sending of the case within a second, whoever sends.",
    ),
)
@case_option
def stop_all(case_folder: Path) -> None:
    """The switch, off."""
    with Case.open(case_folder, exclusive=False) as case:
        mail.stop_mail(case)
    out.print(tr("Plus aucun courriel ne part.", "No e-mail leaves any more."))


@click.command(
    "resume-all",
    help=tr("Permet de nouveau les envois de l'affaire.", "Allows the case to send again."),
)
@case_option
def resume_all(case_folder: Path) -> None:
    """The switch, on."""
    with Case.open(case_folder, exclusive=False) as case:
        mail.resume_mail(case)
    out.print(
        tr("Les courriels peuvent repartir : relancez.", "E-mails may leave again: run again.")
    )


MAIL_COMMANDS = (check, send_waiting, settle, stop_all, resume_all)
