"""The commands held and decide: who waits for a person, and what that person decides."""

from collections import Counter
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.batches import as_option
from tocsin.cli.console import out
from tocsin.cli.options import case_option, json_option
from tocsin.language import number, screen_language, tr
from tocsin.model.notice import Channel, HoldReason
from tocsin.notify.held import CHANNELS, Addressee
from tocsin.notify.held import decide as decide_held
from tocsin.notify.held import held as all_held

SHOWN = 50


@click.command(
    help=tr(
        """Les avis qui attendent une décision : défunts, mineurs, personnes protégées, boîtes
        partagées. Nominatif.""",
        """The notices that wait for a decision: deceased, minors, protected persons, shared
        mailboxes. Names people.""",
    )
)
@case_option
@json_option
def held(case_folder: Path, as_json: bool) -> None:
    """Who waits for a decision."""
    with Case.open(case_folder, exclusive=False) as case:
        found = all_held(case)
    if as_json:
        rows = [{"patient_id": one.patient_id, "reason": one.reason} for one in found]
        out.print_json(orjson.dumps(rows).decode())
        return
    if not found:
        out.print(tr("Personne n'attend de décision.", "Nobody waits for a decision."))
    language = screen_language()
    for reason, count in Counter(one.reason for one in found).items():
        out.rule(f"{reason.label(language)} · {number(count)}")
        for one in [one for one in found if one.reason is reason][:SHOWN]:
            out.print(f"  {one.patient_id}  {one.name}", markup=False)
        if count > SHOWN:
            out.print(
                tr(f"  … et {number(count - SHOWN)} autres", f"  … {number(count - SHOWN)} more")
            )


@click.command(
    help=tr(
        """Décide comment prévenir des personnes dont l'avis attend.

        \b
          tocsin notify decide P0012 --case DIR --as NOM --channel letter --why "…"
          tocsin notify decide --all shared_email --case DIR --as NOM --channel letter --why "…"
        Pour une personne protégée, la lettre peut aller au tuteur : --to, --address, --postal-code,
        --city. « held » : ne pas la prévenir. Les avis forment un nouveau lot à approuver.""",
        """Decides how to tell persons whose notice waits.

        \b
          tocsin notify decide P0012 --case DIR --as NAME --channel letter --why "…"
          tocsin notify decide --all shared_email --case DIR --as NAME --channel letter --why "…"
        For a protected person the letter may go to the guardian: --to, --address, --postal-code,
        --city. "held": not to tell them. The notices are a new batch to approve.""",
    )
)
@click.argument("patients", metavar="[PATIENT]...", nargs=-1)
@case_option
@as_option
@click.option(
    "--all",
    "reason",
    type=click.Choice([r.value for r in HoldReason if r is not HoldReason.IN_REVIEW]),
    help=tr("Tous ceux qui attendent pour ce motif.", "All who wait for this reason."),
)
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in CHANNELS]),
    required=True,
    help=tr("La voie.", "The way."),
)
@click.option("--why", required=True, help=tr("Le motif, gardé.", "The reason, which is kept."))
@click.option("--to", "name", default="", help=tr("À qui, sinon.", "To whom, if to another."))
@click.option("--address", default="", help=tr("Son adresse.", "Their address."))
@click.option("--postal-code", default="", help=tr("Son code postal.", "Their postal code."))
@click.option("--city", default="", help=tr("Sa commune.", "Their town."))
def decide(
    patients: tuple[str, ...],
    case_folder: Path,
    who: str,
    reason: str | None,
    channel: str,
    why: str,
    name: str,
    address: str,
    postal_code: str,
    city: str,
) -> None:
    """A person's decision."""
    if bool(patients) == bool(reason):
        raise click.UsageError(tr("des patients, ou --all", "patients, or --all"))
    to = Addressee(name, address, postal_code, city)
    with Case.open(case_folder) as case:
        chosen = list(patients)
        if reason:
            chosen = [one.patient_id for one in all_held(case, HoldReason(reason))]
        count = decide_held(case, chosen, Channel(channel), who, why, to)
    out.print(tr(f"Décidé pour {number(count)}.", f"Decided for {number(count)}."))
