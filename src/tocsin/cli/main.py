"""The commands and their help, which is meant to be manual enough."""

from pathlib import Path

import click
import orjson

from tocsin import __version__
from tocsin.case import Case
from tocsin.cli import screens
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.deliveries import deliveries_command
from tocsin.cli.duties import duties
from tocsin.cli.evidence import custody, seal
from tocsin.cli.explain import explain
from tocsin.cli.formats import show_formats
from tocsin.cli.guard import GuardedGroup
from tocsin.cli.notify import notify
from tocsin.cli.options import case_option, json_option, to_option
from tocsin.cli.persons import persons
from tocsin.cli.recall import recall
from tocsin.cli.report import report
from tocsin.cli.review import review
from tocsin.cli.serve import serve
from tocsin.cli.shred import shred
from tocsin.cli.user import user
from tocsin.cli.watch import watch
from tocsin.export import export as export_case
from tocsin.language import tr
from tocsin.read.text import decode
from tocsin.read.wall import of_this_machine
from tocsin.scope import scope as run_scope
from tocsin.seal import Source, load_taken, require_outside
from tocsin.status import formats_of, status_of


@click.group(
    cls=GuardedGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    help=tr(
        """Tocsin : qui est dans les fichiers volés, ce qui a été pris à chacun, et chacun prévenu.

        \b
        Dans l'ordre, le jour où cela arrive :
          1. tocsin scope FICHIERS_VOLES --patients patients.csv --case affaire
          2. tocsin status --case affaire
          3. tocsin export --case affaire --to resultats
          4. tocsin review --case affaire        (ce qu'une personne doit décider)
          5. tocsin notify --case affaire --dry-run
             tocsin notify --case affaire --smtp smtp://messagerie.local:25
          6. tocsin report --case affaire --to rapports
        Quand, qui, quoi : tocsin watch JOURNAUX --case affaire (puis scope --only taken.csv).
        Pour la plainte : tocsin seal FICHIERS_VOLES --case affaire, avant tout le reste, puis
        tocsin custody --case affaire --to scelles.

        Tout se passe sur cette machine ; seul « notify » parle, à votre serveur de messagerie,
        et « seal --tsa », si vous le demandez, à une autorité d'horodatage.
        Toute commande interrompue reprend où elle s'est arrêtée. « tocsin demo » montre le tout
        sur une clinique inventée. TOCSIN_LANG=en : in English.

        \b
        Codes de retour : 0 fait · 1 défaut interne · 2 usage · 3 entrée inutilisable
          4 affaire (absente, occupée, clé) · 5 machine (disque, droits) · 6 messagerie
          130 interrompu""",
        """Tocsin: who is in the stolen files, what of theirs was taken, and each of them told.

        \b
        In order, on the day it happens:
          1. tocsin scope STOLEN_FILES --patients patients.csv --case case
          2. tocsin status --case case
          3. tocsin export --case case --to results
          4. tocsin review --case case           (what a person must decide)
          5. tocsin notify --case case --dry-run
             tocsin notify --case case --smtp smtp://mail.local:25
          6. tocsin report --case case --to reports
        When, who, what: tocsin watch LOGS --case case (then scope --only taken.csv).
        For the complaint: tocsin seal STOLEN_FILES --case case, before all else, then
        tocsin custody --case case --to sealed.

        All of it runs on this machine; only "notify" speaks, to your mail server, and, if you
        ask for it, "seal --tsa" to a time-stamping authority. Any command that was interrupted
        resumes where it stopped. "tocsin demo" shows it all on an invented
        clinic. TOCSIN_LANG=fr : en français.

        \b
        Exit codes: 0 done · 1 internal fault · 2 usage · 3 unusable input
          4 case (missing, in use, key) · 5 machine (disk, rights) · 6 mail
          130 interrupted""",
    ),
)
@click.version_option(__version__, prog_name="tocsin")
def main() -> None:
    """The `tocsin` command."""


@main.command(
    help=tr(
        """Lit tous les fichiers de SOURCE et dit qui y est, et ce qui y est de chacun.

        SOURCE est le dossier (ou l'archive) des fichiers volés ; il n'est jamais modifié.
        L'index des patients est un export CSV, Excel, Parquet ou FHIR ; une ligne inutilisable
        est mise de côté et signalée avec son numéro. Interrompue, la même commande reprend.""",
        """Reads every file of SOURCE and says who is in it, and what of theirs.

        SOURCE is the folder (or archive) of the stolen files; it is never changed. The patient
        index is a CSV, Excel, Parquet or FHIR export; a row that cannot be used is set aside and
        named by its number. If interrupted, the same command resumes.""",
    )
)
@click.argument("source")
@click.option(
    "--patients",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help=tr("L'index des patients de l'hôpital.", "The hospital's patient index."),
)
@case_option
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help=tr("Processus de lecture (défaut : un par cœur).", "Readers (default: one a core)."),
)
@click.option(
    "--passwords",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=tr(
        "Mots de passe à essayer sur les fichiers protégés, un par ligne.",
        "Passwords to try on protected files, one a line.",
    ),
)
@click.option(
    "--stays",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=tr(
        "La liste des séjours : n° de patient et de séjour (NDA, IEP). Facultatif.",
        "The list of stays: numbers of patients and of stays (NDA, IEP). Optional.",
    ),
)
@click.option(
    "--only",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=tr(
        "Seulement les fichiers que taken.csv nomme (de « watch timeline »).",
        'Only the files that taken.csv names (of "watch timeline").',
    ),
)
def scope(
    source: str,
    patients: Path,
    case_folder: Path,
    workers: int | None,
    passwords: Path | None,
    stays: Path | None,
    only: Path | None,
) -> None:
    """Who is in the stolen files."""
    place = Source.at(source)
    require_outside(place, case_folder)
    words = tuple(decode(passwords.read_bytes()).splitlines()) if passwords else ()
    screens.warn_of_wall(of_this_machine())
    taken = load_taken(only) if only else None
    bars = ConsoleProgress()
    with Case.create_or_open(case_folder) as case:
        done = run_scope(
            case,
            place,
            patients,
            bars,
            workers=workers,
            passwords=words,
            only=taken,
            stays=stays,
        )
        if taken:
            screens.show_narrowed(done.narrowed)
        screens.show_index_issues(case, done.index_issues)
        screens.show_scope(status_of(case), case_folder)


main.add_command(seal)
main.add_command(custody)
main.add_command(explain)
main.add_command(review)
main.add_command(persons)
main.add_command(recall)
main.add_command(duties)
main.add_command(serve)
main.add_command(user)
main.add_command(shred)
main.add_command(notify)
main.add_command(watch)
main.add_command(deliveries_command)


@main.command(
    help=tr(
        """Écrit les tableaux du résultat : persons, exposures, documents, unmatched (CSV).

        persons.csv : une ligne par personne touchée. exposures.csv : chaque catégorie de
        données, document par document. documents.csv : chaque fichier, lu ou non, et pourquoi.
        unmatched.csv : les personnes absentes de l'index. Ces fichiers sont nominatifs :
        gardez-les sur cette machine.""",
        """Writes the tables of the result: persons, exposures, documents, unmatched (CSV).

        persons.csv: a row a person affected. exposures.csv: each kind of data, document by
        document. documents.csv: every file, read or not, and why. unmatched.csv: persons who are
        not in the index. These files name people: keep them on this machine.""",
    )
)
@case_option
@to_option
@click.option("--parquet", is_flag=True, help=tr("Aussi en Parquet.", "In Parquet as well."))
@json_option
def export(case_folder: Path, out_folder: Path, parquet: bool, as_json: bool) -> None:
    """The contract's tables."""
    with Case.open(case_folder, exclusive=False) as case:
        rows = export_case(case, out_folder, ConsoleProgress(), parquet=parquet)
    if as_json:
        out.print_json(orjson.dumps({"folder": str(out_folder), "rows": rows}).decode())
    else:
        screens.show_export(rows, out_folder)


main.add_command(report)


@main.command(
    help=tr(
        """Montre où en est l'affaire, même pendant qu'une autre commande travaille.

        --formats : ce qui a été lu, format par format. Chaque document de documents.csv y est
        compté une fois, sauf les fichiers que scope --only n'ouvre pas.""",
        """Shows where the case stands, even while another command is at work.

        --formats: what was read, format by format. Each document of documents.csv is counted
        once, but for the files that scope --only does not open.""",
    )
)
@case_option
@click.option(
    "--formats",
    is_flag=True,
    help=tr("Ce qui a été lu, format par format.", "What was read, format by format."),
)
@json_option
def status(case_folder: Path, formats: bool, as_json: bool) -> None:
    """The case at a glance."""
    with Case.open(case_folder, exclusive=False) as case:
        found = status_of(case)
        read = formats_of(case) if formats else []
    if as_json:
        shown = found.as_json() | ({"formats": [f.as_json() for f in read]} if formats else {})
        out.print_json(orjson.dumps(shown).decode())
    elif formats:
        show_formats(read)
    else:
        screens.show_status(found, case_folder)


@main.command(
    help=tr(
        """Construit une clinique inventée, vole ses fichiers et mène toute la réponse.

        Comptez environ six minutes sur deux cœurs. Rien ne quitte la machine : les courriels
        vont à un serveur de messagerie que la démonstration démarre elle-même. À la fin, le
        résultat est comparé à la vérité, que le générateur a écrite.""",
        """Builds an invented clinic, steals its files and runs the whole response.

        Allow about six minutes on two cores. Nothing leaves the machine: the e-mails go to
        a mail server that the demo starts itself. At the end the result is compared with the
        truth, which the generator wrote down.""",
    )
)
@click.option("--patients", type=click.IntRange(50), default=126_000, show_default=True)
@click.option("--medical", type=click.IntRange(0), default=40, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tocsin-demo"),
    show_default=True,
    metavar="DIR",
    help=tr("Où construire la démonstration.", "Where to build the demo."),
)
def demo(patients: int, medical: int, seed: int, folder: Path) -> None:
    """The whole response, on an invented clinic."""
    # Here and not above: drawing a clinic takes libraries that no other command should wait for.
    from tocsin.cli.demo import show_demo
    from tocsin.demo import run_demo

    if medical > patients // 4:
        raise click.BadParameter(
            tr("au plus un patient sur quatre", "at most one patient in four"),
            param_hint="--medical",
        )
    result = run_demo(
        folder, patients=patients, medical=medical, seed=seed, progress=ConsoleProgress()
    )
    show_demo(result)
