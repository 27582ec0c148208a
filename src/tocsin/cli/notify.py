"""The command notify: its bare form prepares and sends; its subcommands are the steps between."""

from datetime import date
from pathlib import Path

import click

from tocsin.case import Case
from tocsin.cli.batches import approve, batches, pause, resume, stop, submit
from tocsin.cli.calls import calls
from tocsin.cli.feedback import attribute, bounces, returned, unattributed
from tocsin.cli.held import decide, held
from tocsin.cli.letters import letters
from tocsin.cli.mail import MAIL_COMMANDS, sessions_option, window_option
from tocsin.cli.notices import Sending, run_notify
from tocsin.cli.options import given, group_case_option
from tocsin.cli.post import post
from tocsin.cli.wording import lint, preview_command, trial_command
from tocsin.language import tr
from tocsin.notify import Window
from tocsin.notify.letters.way import LettersBy


@click.group(
    invoke_without_command=True,
    help=tr(
        """Prépare un avis par personne touchée et remet les courriels à votre messagerie.

        Courriel aux adultes qui ont une adresse ; tâche d'appel et lettre recommandée (PDF) pour
        ceux dont des données de santé ont été prises ; lettre (PDF) sans courriel ; rien aux
        défunts ; mineurs, personnes protégées et adresses partagées attendent votre décision.
        Relancée, la commande n'envoie rien deux fois. Sans --smtp, prépare les lettres et les
        appels seulement.

        \b
        Rien ne part sans deux personnes : l'une soumet le lot, une autre l'approuve.
          tocsin notify submit --case DIR --as NOM       puis, par une autre personne,
          tocsin notify approve LOT --case DIR --as NOM
        ou en une fois, par --submitted-by et --approved-by. Si la commande tourne sans personne à
        qui demander (--yes), le lot part « sans seconde personne » : c'est affiché et au journal ;
        two_persons = true dans hospital.toml l'interdit.

        URL : smtp://hôte:25, smtp+starttls://compte@hôte:587, smtps://compte@hôte:465 ; le mot
        de passe dans TOCSIN_SMTP_PASSWORD. Les faits de l'établissement (nom, délégué à la
        protection des données, téléphones) se donnent dans DIR/hospital.toml.""",
        """Prepares one notice per person affected and hands the e-mails to your mail server.

        E-mail to adults who have an address; call task and registered letter (PDF) for those
        whose health data was taken; letter (PDF) without e-mail; nothing to the deceased; minors,
        protected persons and shared addresses wait for your decision. Run again, it sends nothing
        twice. Without --smtp it prepares letters and calls only.

        \b
        Nothing leaves without two persons: one submits the batch, another approves it.
          tocsin notify submit --case DIR --as NAME      then, by another person,
          tocsin notify approve BATCH --case DIR --as NAME
        or at once, by --submitted-by and --approved-by. If the command runs with nobody to ask
        (--yes), the batch leaves "without a second person": shown and journaled;
        two_persons = true in hospital.toml forbids it.

        URL: smtp://host:25, smtp+starttls://login@host:587, smtps://login@host:465; the password
        in TOCSIN_SMTP_PASSWORD. The hospital's facts (name, data-protection officer, telephones)
        stand in DIR/hospital.toml.""",
    ),
)
@group_case_option
@click.option("--smtp", metavar="URL", help=tr("Votre serveur de messagerie.", "Your mail server."))
@click.option(
    "--dry-run",
    is_flag=True,
    help=tr("N'envoie rien : comptes et trois aperçus.", "Sends nothing: counts, three previews."),
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0.1),
    metavar="N",
    help=tr("Au plus N courriels par seconde.", "At most N e-mails a second."),
)
@sessions_option
@window_option
@click.option(
    "--submitted-by",
    metavar="NAME",
    help=tr("Qui soumet (défaut : le compte).", "Who submits (default: the login)."),
)
@click.option(
    "--approved-by",
    metavar="NAME",
    help=tr("L'autre personne, qui approuve.", "The other person, who approves."),
)
@click.option(
    "--letters",
    type=click.Choice([way.value for way in LettersBy]),
    help=tr(
        "Les lettres : en PDF (print) ou par « notify post » (post). Retenu pour l'affaire.",
        'Letters: as PDFs (print) or by "notify post" (post). Kept for the case.',
    ),
)
@click.option(
    "--yes",
    is_flag=True,
    help=tr("Ne rien demander.", "Ask nothing."),
)
@click.pass_context
def notify(
    context: click.Context,
    case_folder: Path | None,
    smtp: str | None,
    dry_run: bool,
    rate: float | None,
    sessions: int,
    window: str | None,
    submitted_by: str | None,
    approved_by: str | None,
    letters: str | None,
    yes: bool,
) -> None:
    """One notice per person affected."""
    if context.invoked_subcommand is not None:
        return
    hours = Window.parse(window) if window else None
    with Case.open(given(context, "case_folder", case_folder)) as case:
        today = date.today()  # noqa: DTZ011 - the hospital's own day
        way = LettersBy(letters) if letters else None
        sending = Sending(smtp, rate, sessions, hours, submitted_by, approved_by, not yes, way)
        run_notify(case, sending, dry_run=dry_run, today=today)


STEPS = (submit, approve, batches, pause, resume, stop)
RETURNS = (bounces, unattributed, attribute, returned, calls)
WORDS = (lint, preview_command, trial_command)
for _command in (*STEPS, *MAIL_COMMANDS, *RETURNS, *WORDS, held, decide, letters, post):
    notify.add_command(_command)
