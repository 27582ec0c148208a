"""The command persons: who is outside the index; who is one person; what was said, and undone."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
import orjson
from rich.table import Table
from rich.text import Text

from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.cli.options import case_option, given, group_case_option, json_option
from tocsin.cli.review import by_option
from tocsin.language import tr

# What decides is imported by the commands: the others should not wait for it.

why_option = click.option(
    "--why", required=True, metavar="TEXT", help=tr("Le motif : gardé.", "The reason: kept.")
)
KINDS = ("correction", "merge", "apart", "named")
_OUTSIDE = """
    SELECT mark, name, s.reason, s.documents, path FROM strangers s JOIN documents USING (document)
    ORDER BY path, name, stranger
"""


@click.group(
    invoke_without_command=True,
    help=tr(
        """Les personnes hors index avec leur repère ; réunir, séparer, montrer, annuler.

        \b
          tocsin persons --case affaire                                  la liste et les repères
          tocsin persons merge REPERE AUTRE --case affaire --by NOM --why MOTIF
          tocsin persons show PATIENT --case affaire                     ce qui en a été dit
          tocsin persons undo merge 1 --case affaire --by NOM            séparer à nouveau
        Chaque décision est gardée (qui, quand, pourquoi) et réappliquée quand « scope » est
        relancé ; ce qui est déjà parti à l'une des deux fiches n'est pas envoyé à l'autre.""",
        """The persons outside the index with their mark; merge, split, show, undo.

        \b
          tocsin persons --case case                                     the list and the marks
          tocsin persons merge MARK OTHER --case case --by NAME --why REASON
          tocsin persons show PATIENT --case case                        what was said of them
          tocsin persons undo merge 1 --case case --by NAME              two persons again
        Each decision is kept (who, when, why) and applied again when "scope" is run again; what
        has left to one of two rows is not sent to the other.""",
    ),
)
@group_case_option
@json_option
@click.pass_context
def persons(context: click.Context, case_folder: Path | None, as_json: bool) -> None:
    """Those outside the index."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.assess.public import mended_outside

    with Case.open(given(context, "case_folder", case_folder), exclusive=False) as case:
        rows = case.store.execute(_OUTSIDE)
        said = [(one.number, one.at, one.by, one.value) for one in mended_outside(case.store)]
    if as_json:
        keys = ("mark", "name", "reason", "documents", "document")
        merges = [dict(zip(("number", "at", "by", "marks"), one, strict=True)) for one in said]
        found = [dict(zip(keys, row, strict=True)) for row in rows]
        out.print_json(orjson.dumps({"outside": found, "merges": merges}).decode())
        return
    _table((tr("repère", "mark"), tr("nom", "name"), tr("raison", "reason"), "n", "document"), rows)
    if said:
        _table((tr("réunion", "merge"), tr("quand", "when"), tr("par", "by"), ""), said)


@persons.command(
    help=tr(
        """KEPT et OTHER sont une seule personne, nommée comme KEPT.

        Deux numéros de patient ; deux repères de personnes hors index ; ou un numéro de patient
        puis un repère : cette personne hors index est ce patient.""",
        """KEPT and OTHER are one person, called as KEPT.

        Two patient numbers; two marks of persons outside the index; or a patient number, then a
        mark: that person outside the index is this patient.""",
    )
)
@click.argument("kept")
@click.argument("other")
@case_option
@by_option
@why_option
def merge(kept: str, other: str, case_folder: Path, reader: str, why: str) -> None:
    """Two are one."""
    from tocsin.assess.public import is_mark, merge_outside, merge_persons, recognise
    from tocsin.match.public import person_of
    from tocsin.notify.public import prepare_anew

    with Case.open(case_folder) as case:
        if is_mark(kept):
            merge_outside(case, kept, other, reader, why)
        elif is_mark(other):
            recognise(case, other, person_of(case.store, kept), reader, why)
        else:
            known = person_of(case.store, kept), person_of(case.store, other)
            merge_persons(case, *known, reader, why)
        prepare_anew(case, date.today())  # noqa: DTZ011 - the hospital's own day
    out.print(tr("Réunies : une seule personne.", "Merged: one person."))


@persons.command(
    help=tr(
        "Ce que des personnes ont dit d'un patient, et ce qui lui est parti, fiches réunies.",
        "What people said of a patient, and what has left to them, merged rows together.",
    )
)
@click.argument("patient")
@case_option
def show(patient: str, case_folder: Path) -> None:
    """One person of the index."""
    from tocsin.assess.public import mended
    from tocsin.match.public import person_of
    from tocsin.notify.public import notices_of

    with Case.open(case_folder, exclusive=False) as case:
        person = person_of(case.store, patient)
        said = mended(case.store, person, patient.strip())
        gone = notices_of(case.store, person)
    headings = (tr("décision", "decision"), "n", tr("quand", "when"), tr("par", "by"), "", "", "")
    _table(headings, [(m.kind, m.number, m.at, m.by, m.words, m.value, m.why) for m in said])
    _table((tr("référence", "reference"), tr("voie", "channel"), tr("état", "state")), gone)


@persons.command(
    help=tr(
        "Annule une décision : sa sorte et son numéro, comme « persons » ou « show » les montre.",
        'Takes a decision back: its kind and number, as "persons" or "show" give them.',
    )
)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("number", type=click.IntRange(1))
@case_option
@by_option
@click.option("--why", default="", metavar="TEXT", help=tr("Pourquoi.", "Why."))
def undo(kind: str, number: int, case_folder: Path, reader: str, why: str) -> None:
    """As it was before."""
    from tocsin.assess.public import take_back
    from tocsin.notify.public import prepare_anew

    with Case.open(case_folder) as case:
        take_back(case, kind, number, reader, why)
        prepare_anew(case, date.today())  # noqa: DTZ011 - the hospital's own day
    out.print(tr("Annulée.", "Taken back."))


def _table(headings: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    out.print(table)
