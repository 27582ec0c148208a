"""The command review: what a person must decide, and the ways to decide it."""

from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.options import case_option, given, group_case_option, json_option, outside_source
from tocsin.language import tr

by_option = click.option(
    "--by",
    "reader",
    required=True,
    metavar="NAME",
    help=tr("Qui décide : gardé avec la décision.", "Who decides: kept with the decision."),
)
second_option = click.option(
    "--second",
    is_flag=True,
    help=tr(
        "Second lecteur : un échantillon des questions déjà décidées, pour mesurer l'accord.",
        "Second reader: a sample of the questions already decided, to measure agreement.",
    ),
)
size_option = click.option(
    "--size",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    metavar="N",
    help=tr("Taille de l'échantillon du second lecteur.", "Size of the second reader's sample."),
)


@click.group(
    invoke_without_command=True,
    help=tr(
        """Montre ce qu'une personne doit décider, d'abord ce qui change le plus.

        \b
        La santé d'une personne, puis son identité, puis le nombre de documents concernés.
          tocsin review --case affaire                                   la liste
          tocsin review decide --case affaire --by NOM                   une touche par réponse
          tocsin review export --case affaire --to revue.csv             un tableau à remplir
          tocsin review import revue.csv --case affaire --by NOM         … et à reprendre
          tocsin review undo --case affaire --by NOM                     annuler
          tocsin review agreement --case affaire                         accord de deux lecteurs
        Des homonymes que rien ne distingue sont une seule question. Chaque décision est gardée
        (qui, quand, pourquoi), vaut pour tous les documents identiques et est réappliquée quand
        « scope » est relancé.""",
        """Shows what a person must decide, what changes most first.

        \b
        A person's health, then their identity, then how many documents hang on it.
          tocsin review --case case                                      the list
          tocsin review decide --case case --by NAME                     one key an answer
          tocsin review export --case case --to review.csv               a sheet to fill in
          tocsin review import review.csv --case case --by NAME          … and to take back
          tocsin review undo --case case --by NAME                       undo
          tocsin review agreement --case case                            agreement of two readers
        Homonyms whom nothing tells apart are one question. Each decision is kept (who, when,
        why), holds for all identical documents and is applied again when "scope" is run again.""",
    ),
)
@group_case_option
@json_option
@click.pass_context
def review(context: click.Context, case_folder: Path | None, as_json: bool) -> None:
    """What waits for a decision."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.cli.questions import queue_as_json, queue_of, show_queue

    with Case.open(given(context, "case_folder", case_folder), exclusive=False) as case:
        questions = queue_of(case, ConsoleProgress())
        if as_json:
            out.print_json(orjson.dumps(queue_as_json(questions)).decode())
        else:
            show_queue(case, questions)


@review.command(
    help=tr(
        """Pose les questions une à une ; une touche répond.

        o oui · n non · 1-9 le candidat · u annuler · s passer · q arrêter. Chaque réponse est
        gardée aussitôt.""",
        """Asks the questions one by one; one key answers.

        y yes · n no · 1-9 the candidate · u undo · s skip · q stop. Each answer is kept at
        once.""",
    )
)
@case_option
@by_option
@second_option
@size_option
def decide(case_folder: Path, reader: str, second: bool, size: int) -> None:
    """One key an answer."""
    from tocsin.assess.review.review import Review
    from tocsin.cli.ask import ask
    from tocsin.cli.questions import questions_for

    with Case.open(case_folder) as case:
        deciding = Review(case, reader, second=second)
        questions = questions_for(case, ConsoleProgress(), second=second, size=size)
        ask(case, questions, deciding)


@review.command(
    help=tr(
        """Écrit les questions en un tableau (CSV) à remplir : décision, personne, motif.

        décision : oui, non, ou le numéro d'un candidat. personne : un numéro de patient, si ce
        n'est aucun des candidats. Ce fichier est nominatif : gardez-le sur cette machine.""",
        """Writes the questions as a sheet (CSV) to fill in: decision, person, reason.

        decision: yes, no, or a candidate's number. person: a patient number, if it is none of
        the candidates. This file names people: keep it on this machine.""",
    )
)
@case_option
@click.option(
    "--to",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    callback=outside_source,
    metavar="FILE",
    help=tr("Le fichier à écrire.", "The file to write."),
)
@second_option
@size_option
def export(case_folder: Path, path: Path, second: bool, size: int) -> None:
    """The sheet a data-protection officer fills in."""
    from tocsin.assess.review.sheet import write_sheet
    from tocsin.cli.questions import questions_for, show_written
    from tocsin.export import replacing

    with Case.open(case_folder) as case:
        questions = questions_for(case, ConsoleProgress(), second=second, size=size)
        with replacing(path) as file:
            count = write_sheet(case.store, questions, file)
        case.journal("review.exported", questions=count, second=second)
    show_written(path, count)


@review.command(
    "import",
    help=tr(
        """Reprend un tableau rempli ; une ligne qui n'est pas une réponse est nommée, pas prise.

        Vaut aussi pour les tableaux de « recall sample ».""",
        """Takes a filled sheet; a line that is no answer is named and not taken.

        Holds for the sheets of "recall sample" as well.""",
    ),
)
@click.argument(
    "path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@case_option
@by_option
@second_option
def import_(path: Path, case_folder: Path, reader: str, second: bool) -> None:
    """The sheet, filled in."""
    from tocsin.assess.review.review import Review
    from tocsin.assess.review.sheet import read_sheet
    from tocsin.cli.questions import known_questions, show_imported

    with Case.open(case_folder) as case:
        deciding = Review(case, reader, second=second)
        done = read_sheet(case.store, path, known_questions(case, ConsoleProgress()), deciding)
    show_imported(done)


@review.command(
    help=tr(
        "Annule la dernière décision, ou celle de la question donnée.",
        "Takes back the last decision, or that of the question given.",
    )
)
@click.argument("question", required=False, default="")
@case_option
@by_option
@click.option("--reason", default="", metavar="TEXT", help=tr("Pourquoi.", "Why."))
def undo(question: str, case_folder: Path, reader: str, reason: str) -> None:
    """A decision taken back."""
    from tocsin.assess.review.decisions import last
    from tocsin.assess.review.review import Review
    from tocsin.cli.questions import show_undone

    with Case.open(case_folder) as case:
        taken_back = last(case.store, question)
        Review(case, reader).undo(taken_back, reason)
    show_undone(taken_back)


@review.command(
    help=tr(
        "Accord de deux lecteurs : pour cent, kappa de Cohen, et où ils diffèrent.",
        "Agreement of two readers: percent, Cohen's kappa, and where they differ.",
    )
)
@case_option
@json_option
def agreement(case_folder: Path, as_json: bool) -> None:
    """How far two readers agree."""
    from tocsin.assess.review.agreement import agreement as agreement_of
    from tocsin.cli.questions import agreement_as_json, show_agreement

    with Case.open(case_folder, exclusive=False) as case:
        found = agreement_of(case.store)
    if as_json:
        out.print_json(orjson.dumps(agreement_as_json(found)).decode())
    else:
        show_agreement(found)
