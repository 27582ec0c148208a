"""The command duties: what the law asks, by when, and what was done about it."""

from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.cli.leaf import show_leaf
from tocsin.cli.options import case_option, given, group_case_option, json_option
from tocsin.cli.review import by_option
from tocsin.language import screen_language, tr

# What measures the case is imported by the commands: the others should not wait for it.

at_option = click.option(
    "--at",
    "moment",
    default="",
    metavar="DATE",
    help=tr("Quand (2025-07-01T08:30+02:00) ; défaut : maintenant.", "When; default: now."),
)
reason_option = click.option("--reason", default="", metavar="TEXT", help=tr("Pourquoi.", "Why."))


@click.group(
    invoke_without_command=True,
    help=tr(
        """Montre ce que la loi demande dans cette affaire : à qui, avant quand, et pourquoi.

        Chaque délai court de son propre départ : la notification à la CNIL, du moment où la
        violation est connue ; la plainte qui garde l'assurance, de la connaissance de l'attaque.
        Les faits dont tout dépend (assurance, autres pays, sous-traitants) se déclarent dans
        DIR/breach.toml (« duties template » l'écrit). Ceci n'est pas un avis juridique.""",
        """Shows what the law asks in this case: to whom, by when, and why.

        Each clock runs from its own start: the notification to the authority from the moment the
        breach is known, the complaint that keeps the insurance from knowledge of the attack. The
        facts on which it turns (insurance, other countries, processors) are declared in
        DIR/breach.toml ("duties template" writes it). This is not legal advice.""",
    ),
)
@group_case_option
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=tr("Aussi celles sans objet.", "Also those that do not apply."),
)
@json_option
@click.pass_context
def duties(
    context: click.Context, case_folder: Path | None, everything: bool, as_json: bool
) -> None:
    """What the law asks, and by when."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.report.agenda import agenda, agenda_json
    from tocsin.report.material import gather

    with Case.open(given(context, "case_folder", case_folder), exclusive=False) as case:
        material = gather(case, datetime.now(UTC).astimezone())
    if as_json:
        out.print_json(orjson.dumps(agenda_json(material)).decode())
    else:
        show_leaf(agenda(material, screen_language(), everything=everything))


@duties.command(
    help=tr(
        """Écrit DIR/breach.toml, à remplir : ce dont dépendent obligations et formulaires.""",
        """Writes DIR/breach.toml, to fill in: the facts on which duties and forms turn.""",
    )
)
@case_option
def template(case_folder: Path) -> None:
    """A blank breach.toml."""
    from tocsin.report.declared import write_template

    with Case.open(case_folder) as case:
        click.echo(str(write_template(case.folder)))


@duties.command(
    help=tr(
        "Montre une obligation en entier : contenu dû, exemptions, source, et pourquoi.",
        "Shows one duty whole: contents due, exemptions, source, and why it applies.",
    )
)
@click.argument("duty")
@case_option
def show(duty: str, case_folder: Path) -> None:
    """One duty."""
    from tocsin.report.agenda import one_duty
    from tocsin.report.material import gather
    from tocsin.report.meeting import require_duty

    require_duty(duty)
    with Case.open(case_folder, exclusive=False) as case:
        material = gather(case, datetime.now(UTC).astimezone())
    show_leaf(one_duty(material, duty, screen_language()))


@duties.command(
    help=tr(
        """Note qu'un délai a commencé : breach_known (violation connue), attack_known (attaque
        connue) ou processor_aware (violation connue du sous-traitant).""",
        """Notes that a clock started: breach_known, attack_known or processor_aware.""",
    )
)
@click.argument("event")
@case_option
@by_option
@at_option
@reason_option
def started(event: str, case_folder: Path, reader: str, moment: str, reason: str) -> None:
    """A clock starts."""
    from tocsin.report.meeting import start

    with Case.open(case_folder) as case:
        _say_recorded(start(case, event, person=reader, moment=moment, reason=reason))


@duties.command(
    help=tr(
        """Note qu'une obligation est remplie : quand, par qui, la référence du récépissé.

        Au-delà du délai, les motifs du retard se donnent par --reason ; la loi les demande pour
        la notification à l'autorité (RGPD art. 33(1)).""",
        """Notes that a duty was met: when, by whom, the reference of the receipt.

        Past the deadline, --reason gives the reasons for the delay, which the law asks for in the
        notification to the authority (GDPR art. 33(1)).""",
    )
)
@click.argument("duty")
@case_option
@by_option
@at_option
@click.option("--reference", default="", metavar="TEXT", help=tr("Le récépissé.", "The receipt."))
@reason_option
def met(
    duty: str, case_folder: Path, reader: str, moment: str, reference: str, reason: str
) -> None:
    """A duty was met."""
    from tocsin.report.block import plain
    from tocsin.report.meeting import meet

    with Case.open(case_folder) as case:
        clock = meet(case, duty, person=reader, moment=moment, reference=reference, reason=reason)
    click.echo(f"{duty} · {plain(clock.sentence(screen_language()))}")


@duties.command(
    help=tr(
        """Note qu'une obligation est écartée, et pourquoi (exemption, données illisibles…).""",
        """Notes that a duty is set aside, and why (exemption, unintelligible data…).""",
    )
)
@click.argument("duty")
@case_option
@by_option
@reason_option
def waive(duty: str, case_folder: Path, reader: str, reason: str) -> None:
    """A duty is set aside."""
    from tocsin.report.block import plain
    from tocsin.report.meeting import waive as set_aside

    with Case.open(case_folder) as case:
        clock = set_aside(case, duty, person=reader, reason=reason)
    click.echo(f"{duty} · {plain(clock.sentence(screen_language()))}")


@duties.command(
    help=tr(
        """Inscrit une décision au registre : qui décide quoi, sur quels chiffres.

        --figure nomme un chiffre de chiffres.json ; sa valeur et sa requête sont gardées.""",
        """Enters a decision in the ledger: who decides what, on which figures.

        --figure names a figure of chiffres.json; its value and its query are kept.""",
    )
)
@click.argument("what")
@case_option
@by_option
@click.option(
    "--figure",
    "figures",
    multiple=True,
    metavar="ID",
    help=tr("Un chiffre sur lequel on décide.", "A figure it is decided on."),
)
@reason_option
def decide(
    what: str, case_folder: Path, reader: str, figures: tuple[str, ...], reason: str
) -> None:
    """A decision."""
    from tocsin.report.meeting import decide as enter

    with Case.open(case_folder) as case:
        _say_recorded(enter(case, what, person=reader, reason=reason, figures=figures))


@duties.command(
    help=tr(
        """Retire un acte noté par erreur ; les deux restent au registre.""",
        """Withdraws an act noted by mistake; both stay in the ledger.""",
    )
)
@click.argument("number", type=click.IntRange(1))
@case_option
@by_option
@reason_option
def withdraw(number: int, case_folder: Path, reader: str, reason: str) -> None:
    """An act is withdrawn."""
    from tocsin.report.acts import withdraw as take_back

    with Case.open(case_folder) as case:
        _say_recorded(take_back(case, number, person=reader, reason=reason))


@duties.command(
    help=tr(
        """Montre le registre des décisions : qui, quoi, quand, sur quels chiffres.""",
        """Shows the ledger of decisions: who, what, when, on which figures.""",
    )
)
@case_option
@json_option
def ledger(case_folder: Path, as_json: bool) -> None:
    """Who decided what."""
    from tocsin.report.acts import Acts
    from tocsin.report.ledger import ledger as ledger_leaf
    from tocsin.report.ledger import ledger_json

    with Case.open(case_folder, exclusive=False) as case:
        acts = Acts.of(case.store)
    if as_json:
        out.print_json(orjson.dumps(ledger_json(acts)).decode())
    else:
        show_leaf(ledger_leaf(acts, screen_language()))


def _say_recorded(number: int) -> None:
    click.echo(tr(f"Noté au registre : acte {number}.", f"Entered in the ledger: act {number}."))
