"""The groups `report press` and `report demand`: what is said in public, and what never is."""

from pathlib import Path

import click
from rich.table import Table

from tocsin.case import Case
from tocsin.cli.console import out
from tocsin.cli.options import case_option, to_option
from tocsin.cli.review import by_option
from tocsin.cli.screens import show_files
from tocsin.language import tr


@click.group(
    help=tr(
        """La fiche de presse : versions, deux approbations, puis figée.

        \b
          1. tocsin report press draft --case affaire
          2. tocsin report press approve 1 --case affaire --by NOM     (deux personnes)
          3. tocsin report press publish --case affaire --to presse
        Une fiche ne nomme personne, ne dit rien d'une rançon ni de ce que couvre le secret de
        l'enquête (secret_words dans breach.toml), sauf libération.""",
        """The press sheet: versions, two approvals, then frozen.

        \b
          1. tocsin report press draft --case case
          2. tocsin report press approve 1 --case case --by NAME     (two persons)
          3. tocsin report press publish --case case --to press
        A sheet names nobody, says nothing of a ransom nor of what the investigation keeps secret
        (secret_words in breach.toml) unless released.""",
    )
)
def press() -> None:
    """The press sheet."""


@press.command(help=tr("Fait une version à partir de l'affaire.", "Makes a version from the case."))
@case_option
def draft(case_folder: Path) -> None:
    """A new version."""
    from tocsin.report.press.versions import draft as make

    with Case.open(case_folder) as case:
        version = make(case)
    out.print(version.text, markup=False)
    click.echo(tr(f"Version {version.number}.", f"Version {version.number}."))


@press.command("list", help=tr("Liste les versions.", "Lists the versions."))
@case_option
def list_versions(case_folder: Path) -> None:
    """The versions."""
    from tocsin.report.press.versions import versions

    with Case.open(case_folder, exclusive=False) as case:
        found = versions(case.store)
    table = Table(box=None, pad_edge=False, header_style="dim")
    heads = ("Version", tr("Établie", "Made"), tr("Approuvée par", "Approved by"), "")
    for head in heads:
        table.add_column(head)
    for version in found:
        frozen = tr("figée", "frozen") if version.is_frozen else ""
        by = ", ".join(version.approved_by)
        table.add_row(str(version.number), version.made_at, by, frozen)
    out.print(table)


@press.command(
    help=tr(
        "Approuve une version ; deux personnes différentes la figent.",
        "Approves a version; two different persons freeze it.",
    )
)
@click.argument("number", type=click.IntRange(1))
@case_option
@by_option
def approve(number: int, case_folder: Path, reader: str) -> None:
    """An approval."""
    from tocsin.report.press.versions import approve as give

    with Case.open(case_folder) as case:
        version = give(case, number, person=reader)
    if version.is_frozen:
        click.echo(tr(f"Version {number} figée.", f"Version {number} is frozen."))
    else:
        click.echo(tr("Il faut une seconde personne.", "It takes a second person."))


@press.command(
    help=tr("Montre ce qui change entre deux versions.", "Shows what changed between versions.")
)
@click.argument("older", type=click.IntRange(1))
@click.argument("newer", type=click.IntRange(1))
@case_option
def diff(older: int, newer: int, case_folder: Path) -> None:
    """Differences."""
    from tocsin.report.press.versions import differences

    with Case.open(case_folder, exclusive=False) as case:
        lines = differences(case.store, older, newer)
    for line in lines or [tr("Rien n'a changé.", "Nothing changed.")]:
        click.echo(line)


@press.command(
    help=tr(
        "Écrit la dernière version figée, telle qu'approuvée.",
        "Writes the latest frozen version, as approved.",
    )
)
@case_option
@to_option
def publish(case_folder: Path, out_folder: Path) -> None:
    """The frozen version."""
    from tocsin.report.press.versions import publish as write

    with Case.open(case_folder) as case:
        _, paths = write(case, out_folder)
    show_files(paths)


@press.command(
    help=tr(
        "Libère un mot que couvrait le secret de l'enquête : qui le décide, et pourquoi.",
        "Releases a word that the investigation kept secret: who decides it, and why.",
    )
)
@click.argument("word")
@case_option
@by_option
@click.option(
    "--reason", required=True, metavar="TEXT", help=tr("L'accord obtenu.", "The consent obtained.")
)
def release(word: str, case_folder: Path, reader: str, reason: str) -> None:
    """A word is released."""
    from tocsin.report.acts import ActKind, record
    from tocsin.report.press.banned import RELEASE

    with Case.open(case_folder) as case:
        record(case, ActKind.DECIDED, RELEASE + word, person=reader, reason=reason)
    click.echo(tr("Noté au registre.", "Entered in the ledger."))


@click.group(
    help=tr(
        """Une demande des voleurs : chiffrée pour des rôles nommés, citée par aucune page.

        La clé de l'affaire ne l'ouvre pas : seule le peut la clé privée (age) d'un des rôles.""",
        """A demand of the thieves: encrypted to named roles, quoted by no page.

        The case's key does not open it: only the private key (age) of one of the roles does.""",
    )
)
def demand() -> None:
    """A sealed demand."""


@demand.command("record", help=tr("Enregistre la demande FILE.", "Records the demand FILE."))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@case_option
@by_option
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="NAME=age1…",
    help=tr("Qui pourra la lire.", "Who may read it."),
)
def record_file(file: Path, case_folder: Path, reader: str, roles: tuple[str, ...]) -> None:
    """A demand is recorded."""
    from tocsin.read.text import decode
    from tocsin.report.demand import record_demand

    keys = {name: key for name, _, key in (role.partition("=") for role in roles)}
    with Case.open(case_folder) as case:
        number = record_demand(case, decode(file.read_bytes()), keys, person=reader)
    click.echo(
        tr(
            f"Demande {number} scellée. Effacez le fichier d'origine s'il n'est pas une pièce.",
            f"Demand {number} sealed. Erase the original file unless it is evidence.",
        )
    )


@demand.command(
    help=tr("Montre une demande à qui en a la clé.", "Shows a demand to whoever has its key.")
)
@click.argument("number", type=click.IntRange(1))
@case_option
@click.option(
    "--identity",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    metavar="FILE",
    help=tr("La clé privée (age) du rôle.", "The private key (age) of the role."),
)
def read(number: int, case_folder: Path, identity: Path) -> None:
    """A demand is read."""
    from tocsin.report.demand import read_demand

    lines = identity.read_text(encoding="utf-8", errors="replace").splitlines()
    key = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    with Case.open(case_folder) as case:
        click.echo(read_demand(case, number, key))


@demand.command("list", help=tr("Liste les demandes, sans les dire.", "Lists the demands."))
@case_option
def list_demands(case_folder: Path) -> None:
    """The demands."""
    from tocsin.report.demand import demands

    with Case.open(case_folder, exclusive=False) as case:
        for one in demands(case):
            click.echo(f"{one.number}  {one.at}  {one.person}  → {', '.join(one.roles)}")
