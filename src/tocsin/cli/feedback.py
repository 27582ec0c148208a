"""What comes back: e-mails (bounces, unattributed, attribute), letters (returned), calls."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.batches import as_option
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.options import case_option, json_option
from tocsin.cli.screens import panel
from tocsin.language import number, screen_language, tr
from tocsin.notify.bounce import attribute as attribute_message
from tocsin.notify.bounce import open_source, read_feedback
from tocsin.notify.bounce import unattributed as unattributed_messages
from tocsin.notify.bounce.record import FeedbackCounts
from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.letters.returned import ReturnReason, record_returned
from tocsin.progress import Stage


@click.command(
    help=tr(
        """Lit ce qui est revenu des courriels : échecs, retards, plaintes, réponses automatiques.

        SOURCE : un Maildir, un mbox, un dossier de messages, un message, « - » (ce qui arrive par
        un tube) ou imaps://compte@hôte/INBOX (mot de passe dans TOCSIN_IMAP_PASSWORD). Rien n'y
        est modifié. Un message lu deux fois compte une fois. Un échec, ou un retard de cinq jours,
        rend une lettre due ; ce que la machine ne sait attribuer attend une personne.""",
        """Reads what came back of the e-mails: failures, delays, complaints, automatic replies.

        SOURCE: a Maildir, an mbox, a folder of messages, a message, "-" (what is piped in) or
        imaps://login@host/INBOX (password in TOCSIN_IMAP_PASSWORD). Nothing there is changed. A
        message read twice counts once. A failure, or a delay of five days, makes a letter due;
        what the machine cannot attribute waits for a person.""",
    )
)
@click.argument("source")
@case_option
@json_option
def bounces(source: str, case_folder: Path, as_json: bool) -> None:
    """What came back."""
    with Case.open(case_folder) as case:
        messages = open_source(source)
        words = tr("messages", "messages")
        with ConsoleProgress().stage(tr("Retours", "Returns"), None, words) as stage:
            counts = read_feedback(case, _counted(messages, stage))
        waiting = len(unattributed_messages(case))
    if as_json:
        shown = {
            "read": counts.read,
            "seen_before": counts.seen_before,
            "kinds": counts.kinds,
            "letters": counts.letters,
            "unattributed": counts.unattributed,
            "waiting": waiting,
        }
        out.print_json(orjson.dumps(shown).decode())
    else:
        _show_counts(counts, waiting)


@click.command(
    help=tr(
        "Les messages revenus qu'une personne doit lire et attribuer (nominatif).",
        "The messages that came back and that a person must read and attribute (names people).",
    )
)
@case_option
@json_option
def unattributed(case_folder: Path, as_json: bool) -> None:
    """What waits for a person."""
    with Case.open(case_folder, exclusive=False) as case:
        found = unattributed_messages(case)
    if as_json:
        rows = [{"message": m.number, "kind": m.kind, "subject": m.subject} for m in found]
        out.print_json(orjson.dumps(rows).decode())
        return
    for message in found:
        out.rule(f"{message.number} · {message.kind.label(screen_language())} · {message.at[:10]}")
        out.print(message.text, markup=False)
    out.print(tr(f"{len(found)} message(s).", f"{len(found)} message(s)."))


@click.command(
    help=tr(
        "Dit de quel avis parle un message revenu (--reference), ou d'aucun (--nobody).",
        "Says which notice a message is about (--reference), or none (--nobody).",
    )
)
@click.argument("number", metavar="MESSAGE", type=click.IntRange(1))
@case_option
@as_option
@click.option(
    "--reference",
    metavar="REF",
    help=tr("La référence de la personne.", "The person's reference."),
)
@click.option("--nobody", is_flag=True, help=tr("Ne concerne personne.", "It is about nobody."))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in FeedbackKind if kind is not FeedbackKind.UNCLEAR]),
    help=tr("Ce que le message veut dire.", "What the message means."),
)
def attribute(
    number: int,
    case_folder: Path,
    who: str,
    reference: str | None,
    nobody: bool,
    kind: str | None,
) -> None:
    """A person's word on a message."""
    if (reference is None) != nobody:
        raise click.UsageError(tr("--reference ou --nobody", "--reference or --nobody"))
    with Case.open(case_folder) as case:
        letters = attribute_message(
            case, number, reference, who, FeedbackKind(kind) if kind else None
        )
    out.print(tr(f"Noté ; {letters} lettre(s) due(s).", f"Recorded; {letters} letter(s) due."))


@click.command(
    help=tr(
        "Note des lettres que la poste a rapportées, par la référence imprimée en bas.",
        "Records letters that the post brought back, by the reference printed at the foot.",
    )
)
@click.argument("references", metavar="REF...", nargs=-1, required=True)
@case_option
@as_option
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in ReturnReason]),
    default=ReturnReason.UNKNOWN.value,
    show_default=True,
    help=tr("Le motif coché par la poste.", "What the post ticked."),
)
def returned(references: tuple[str, ...], case_folder: Path, who: str, reason: str) -> None:
    """Letters that came back."""
    with Case.open(case_folder) as case:
        count = record_returned(case, list(references), ReturnReason(reason), who)
    out.print(tr(f"{count} lettre(s) notée(s).", f"{count} letter(s) recorded."))


def _counted(messages: Iterator[bytes], stage: Stage) -> Iterator[bytes]:
    for message in messages:
        yield message
        stage.advance()


def _show_counts(counts: FeedbackCounts, waiting: int) -> None:
    language = screen_language()
    rows = [
        (tr("lus", "read"), number(counts.read)),
        (tr("… déjà connus", "… known before"), number(counts.seen_before)),
        *(
            (FeedbackKind(kind).label(language), number(count))
            for kind, count in sorted(counts.kinds.items())
        ),
        (tr("lettres dues", "letters due"), number(counts.letters)),
        (tr("attendent une personne", "wait for a person"), number(waiting)),
    ]
    if not counts.read:
        out.print(
            tr(
                "Rien n'est revenu : aucun message à cet endroit.",
                "Nothing came back: there is no message in that place.",
            )
        )
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    out.print(panel(tr(f"Revenu · {stamp}", f"Came back · {stamp}"), rows))
