"""The screens of recall: a sample's strata, and what became of decoys."""

from rich.table import Table
from rich.text import Text

from tocsin.assess.recall.decoys import Decoys
from tocsin.assess.recall.depths import decoy_table
from tocsin.assess.recall.sample import Sample
from tocsin.assess.recall.strata import label_of
from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.cli.leaf import show_leaf
from tocsin.language import number, screen_language, tr
from tocsin.leaf import Leaf


def show_sample(sample: Sample) -> None:
    """A row a stratum, and the digest of the drawing key."""
    table = Table(show_footer=True, box=None, pad_edge=False, header_style="dim")
    units = sum(stratum.units for stratum in sample.strata)
    table.add_column(tr("Strate", "Stratum"), footer=tr("Total", "Total"))
    table.add_column("Documents", footer=number(units), justify="right")
    table.add_column(tr("Tirés", "Drawn"), footer=number(sample.size), justify="right")
    for stratum in sample.strata:
        name = Text(label_of(stratum.name, screen_language()))
        table.add_row(name, number(stratum.units), number(stratum.drawn))
    out.print(table)
    digest = f"{sample.seed[:16]}…"
    out.print(
        tr(
            f"Échantillon {sample.number}, au journal (clé du tirage {digest}).",
            f"Sample {sample.number}, in the journal (drawing key {digest}).",
        ),
        markup=False,
    )


def show_decoys(case: Case, run: Decoys) -> None:
    """How many were found at each depth, and the documents in which one was not."""
    language = screen_language()
    table = decoy_table(run, language, tr)
    show_leaf(Leaf(language, table.title, tables=(table,)))
    for document in run.missed:
        (path,) = case.store.one("SELECT path FROM documents WHERE document = ?", (document,))
        out.print(tr(f"non trouvé : {path}", f"not found: {path}"), markup=False, soft_wrap=True)
