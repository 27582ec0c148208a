"""The screen of recall sample: strata, and what to note before judging."""

from rich.table import Table
from rich.text import Text

from tocsin.assess.recall.sample import Sample
from tocsin.assess.recall.strata import label_of
from tocsin.cli.console import out
from tocsin.language import number, screen_language, tr


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
