"""The command deliveries: per person and in total, and the proof of one person."""

from dataclasses import asdict
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.cli.options import case_option, json_option, outside_source
from tocsin.cli.screens import panel, show_export, show_files
from tocsin.language import number, screen_language, tr
from tocsin.notify.deliveries import Told, deliveries, totals, write_deliveries


@click.command(
    "deliveries",
    help=tr(
        """Qui est prévenu, par quelle voie, quand, et si c'est arrivé.

        Sans option : les totaux. --to : deliveries.csv (une ligne par personne) et notices.csv
        (une ligne par avis). --person NUMÉRO avec --to : la preuve pour une personne, en PDF : ce
        qui lui a été dit mot pour mot, quand, et ce qui en est revenu.""",
        """Who was told, by which way, when, and whether it arrived.

        Without option: the totals. --to: deliveries.csv (a row a person) and notices.csv (a row
        a notice). --person NUMBER with --to: the proof for one person, as a PDF: what they were
        told word for word, when, and what came back.""",
    ),
)
@case_option
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    callback=outside_source,
    metavar="DIR",
    help=tr("Où écrire les fichiers.", "Where to write the files."),
)
@click.option(
    "--person",
    "patient_id",
    metavar="ID",
    help=tr("Numéro du patient dans l'index.", "The patient's number in the index."),
)
@json_option
def deliveries_command(
    case_folder: Path, folder: Path | None, patient_id: str | None, as_json: bool
) -> None:
    """Was each of them told?"""
    with Case.open(case_folder, exclusive=False) as case:
        if patient_id is not None and folder is not None:
            from tocsin.notify.letters.testimony import write_testimony

            show_files([write_testimony(case, patient_id, folder)])
        elif patient_id is not None:
            _show_person(case, patient_id, as_json)
        else:
            rows = write_deliveries(case, folder) if folder else {}
            _show_totals(case, rows, folder, as_json)


def _show_person(case: Case, patient_id: str, as_json: bool) -> None:
    from tocsin.notify.testimony import proof_of

    found = proof_of(case, patient_id)
    if as_json:
        rows = [asdict(delivery) for delivery in deliveries(case, patient_id)]
        shown = {"patient_id": patient_id, "told": found.told.value, "notices": rows}
        out.print_json(orjson.dumps(shown).decode())
        return
    out.print(found.told.label(screen_language()), markup=False)
    for notice in found.notices:
        for event in notice.events:
            out.print(f"  {event.at}  {event.what}", markup=False)


def _show_totals(case: Case, rows: dict[str, int], folder: Path | None, as_json: bool) -> None:
    counted = totals(case)
    if as_json:
        shown = {"persons": sum(counted.values()), "told": counted, "rows": rows}
        out.print_json(orjson.dumps(shown).decode())
        return
    language = screen_language()
    lines = [(Told(told).label(language), number(count)) for told, count in counted.items()]
    persons = number(sum(counted.values()))
    out.print(panel(tr(f"Personnes · {persons}", f"Persons · {persons}"), lines))
    if folder:
        show_export({name.removesuffix(".csv"): count for name, count in rows.items()}, folder)
