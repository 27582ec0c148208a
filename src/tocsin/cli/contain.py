"""Commands of containment: advice, the measures people took, how care went on."""

import getpass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import err, out
from tocsin.cli.leaf import show_leaf
from tocsin.cli.options import case_option, json_option, outside_source
from tocsin.errors import UsageError
from tocsin.language import screen_language, tr

KINDS = ("isolate_host", "disable_account", "block_destination", "block_link", "cut_internet")
STATES = ("normal", "degraded", "interrupted")


class Instant(click.ParamType[datetime]):
    """A moment as ISO 8601; without a zone, of the hospital's."""

    name = "moment"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment, or a usage error."""
        from tocsin.watch.moment import Clock, as_datetime

        try:
            return value if isinstance(value, datetime) else as_datetime(Clock().iso(value))
        except ValueError:
            self.fail(tr("une date, par exemple 2025-06-26T22:00", "a date"), param, ctx)


who_option = click.option(
    "--who",
    default=getpass.getuser,
    help=tr("Qui l'a fait ou constaté (défaut : vous).", "Who did or saw it (default: you)."),
)


@click.command(
    "contain",
    help=tr(
        """Dit que couper pour arrêter l'intrus, et ce que chaque coupe coûte aux soins.

        Tocsin ne coupe rien. Les services de soins sont ceux de DIR/care.toml (--template l'écrit).
        Avec --to : cloisonnement.html, .md, .json.""",
        """Says what to cut to stop the intruder, and what each cut costs care.

        Tocsin cuts nothing. Care services are those of DIR/care.toml (--template writes it). With
        --to: cloisonnement.html, .md, .json.""",
    ),
)
@case_option
@click.option("--template", is_flag=True, help=tr("Écrit care.toml.", "Writes care.toml."))
@click.option(
    "--to",
    "out_folder",
    type=click.Path(path_type=Path, file_okay=False),
    callback=outside_source,
    metavar="DIR",
    help=tr("Où écrire la page.", "Where to write the page."),
)
@json_option
def contain(case_folder: Path, template: bool, out_folder: Path | None, as_json: bool) -> None:
    """What to cut."""
    from tocsin.cli.screens import show_files
    from tocsin.watch.contain import advise, write_advice
    from tocsin.watch.contain.care import write_template
    from tocsin.watch.contain.page import as_json as facts
    from tocsin.watch.contain.page import leaf

    with Case.open(case_folder, exclusive=False) as case:
        if template:
            show_files([write_template(case.folder)])
            return
        advice = advise(case)
    if as_json:
        out.print_json(orjson.dumps(facts(advice)).decode())
    elif out_folder:
        show_files(write_advice(advice, out_folder))
    else:
        show_leaf(leaf(advice, screen_language()))


@click.command(
    "measure",
    help=tr(
        """Note une mesure prise (GENRE et NOM) ou levée (--undone) ; sans GENRE, les montre.

        Rien n'est effacé : lever une mesure, dire son effet plus tard, sont d'autres lignes.""",
        """Records a measure taken (KIND, NAME) or taken back (--undone); without KIND, shows them.

        Nothing is erased: taking back and telling the effect later are lines of their own.""",
    ),
)
@case_option
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.argument("name", default="")
@click.option(
    "--at", type=Instant(), help=tr("Quand (défaut : maintenant).", "When (default: now).")
)
@who_option
@click.option("--effect", default="", help=tr("L'effet constaté.", "The effect seen."))
@click.option("--undone", is_flag=True, help=tr("La mesure est levée.", "It is taken back."))
@json_option
def measure(
    case_folder: Path,
    kind: str | None,
    name: str,
    at: datetime | None,
    who: str,
    effect: str,
    undone: bool,
    as_json: bool,
) -> None:
    """Measures taken."""
    from tocsin.watch.contain.continuity_page import clock_text
    from tocsin.watch.contain.kind import MeasureKind
    from tocsin.watch.contain.record import Entry, entries, is_seen, iso, now, record

    if kind is not None:
        _require_name(kind, name)
    with Case.open(case_folder, exclusive=kind is not None) as case:
        if kind is not None:
            act = "undone" if undone else "done"
            record(
                case,
                Entry(iso(at) if at else now(), who, act, MeasureKind(kind), name.lower(), effect),
            )
        told = list(entries(case))
        is_known = kind is None or not name or is_seen(case, name.lower())
    if not is_known:
        err.print(
            tr(
                "Ce nom n'est dans aucun acte des journaux : vérifiez-le. La mesure est notée ;"
                " --undone la lève.",
                "No act of the logs shows this name: check it. The measure is recorded; --undone"
                " takes it back.",
            ),
            markup=False,
        )
    if as_json:
        out.print_json(orjson.dumps([_entry_json(entry) for entry in told]).decode())
        return
    words = {"done": tr("prise", "taken"), "undone": tr("levée", "taken back")}
    for e in told:
        at_hospital = clock_text(datetime.fromisoformat(e.at))
        parts = (at_hospital, f"{e.kind.label()} {e.name}".strip(), words[e.act], e.who, e.effect)
        out.print(" · ".join(filter(None, parts)), markup=False, soft_wrap=True)


@click.command(
    "continuity",
    help=tr(
        """Le journal de continuité : montre si les soins ont été affectés, ou note un état.

        « Les soins n'ont pas été affectés » n'est dit que si chaque service de care.toml est noté
        normal du premier acte hostile au dernier, mesures comprises.""",
        """The continuity log: shows whether care was affected, or records a state.

        "Care was not affected" is said only if every service of care.toml is recorded as normal
        from the first hostile act to the last, measures included.""",
    ),
)
@case_option
@click.option("--service", help=tr("Le service, comme dans care.toml.", "As in care.toml."))
@click.option("--state", type=click.Choice(STATES), help=tr("Son état.", "Its state."))
@click.option("--since", type=Instant(), help=tr("Depuis (ISO 8601).", "Since (ISO 8601)."))
@click.option("--until", type=Instant(), help=tr("Jusqu'à ; sinon, dure.", "Until; else it lasts."))
@click.option("--note", default="", help=tr("Ce qui fut fait.", "What was done."))
@who_option
@json_option
def continuity(
    case_folder: Path,
    service: str | None,
    state: str | None,
    since: datetime | None,
    until: datetime | None,
    note: str,
    who: str,
    as_json: bool,
) -> None:
    """How care went on."""
    from tocsin.watch.contain.care import load_care
    from tocsin.watch.contain.continuity import Spell, State, judge, log, spells
    from tocsin.watch.contain.continuity_page import continuity_json, continuity_leaf

    wanted = [service, state, since]
    if any(wanted) and not all(wanted):
        raise _incomplete()
    with Case.open(case_folder, exclusive=service is not None) as case:
        services = [one.name for one in load_care(case.folder).service]
        if service and state and since:
            _require_known(service, services)
            log(case, Spell(service, State(state), since, until, who, note))
        verdict, told = judge(case, services), spells(case)
    if as_json:
        out.print_json(orjson.dumps(continuity_json(verdict, told)).decode())
    else:
        show_leaf(continuity_leaf(verdict, told, screen_language()))


def _entry_json(entry: Any) -> dict[str, str]:
    names = ("at", "who", "act", "kind", "name", "effect")
    return {name: str(getattr(entry, name)) for name in names}


def _require_name(kind: str, name: str) -> None:
    if (kind == "cut_internet") == bool(name):
        raise UsageError(
            "contain.name",
            "Une mesure porte sur quelque chose ; couper Internet n'a pas de nom.",
            "A measure is on something; cutting the internet has no name.",
            way_out_fr="Par exemple : tocsin watch measure isolate_host srv-app --case DIR.",
            way_out_en="For example: tocsin watch measure isolate_host srv-app --case DIR.",
        )


def _require_known(service: str, services: list[str]) -> None:
    if service not in services:
        raise UsageError(
            "continuity.service",
            "Ce service n'est pas dans care.toml.",
            "This service is not in care.toml.",
            way_out_fr="Écrivez son nom comme dans care.toml, ou ajoutez-l'y.",
            way_out_en="Write its name as in care.toml, or add it there.",
        )


def _incomplete() -> UsageError:
    return UsageError(
        "continuity.incomplete",
        "Pour noter un état il faut le service, l'état et depuis quand.",
        "Recording a state takes the service, the state and since when.",
        way_out_fr="Donnez --service, --state et --since ; sans eux, le journal est montré.",
        way_out_en="Give --service, --state and --since; without them the log is shown.",
    )
