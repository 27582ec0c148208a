"""The command recall: how many persons with medical data may have been missed."""

from contextlib import nullcontext
from pathlib import Path

import click
import orjson

from tocsin.case import Case
from tocsin.cli.console import ConsoleProgress, out
from tocsin.cli.options import case_option, json_option, outside_source, to_option
from tocsin.cli.review import by_option
from tocsin.language import screen_language, tr


@click.group(
    help=tr(
        """Mesure ce qui a pu être oublié : un échantillon jugé par une personne, et des leurres.

        \b
          1. tocsin recall sample --case affaire --size 3000 --to echantillon.csv
          2. remplir, puis : tocsin review import echantillon.csv --case affaire --by NOM
             ou une touche par document : tocsin recall judge --case affaire --by NOM
          3. tocsin recall decoys --case affaire
          4. tocsin recall statement --case affaire --to rappel
        Fixez la taille avant de juger : agrandir un échantillon parce qu'il déplaît fausse la
        limite. Sans oubli trouvé, la limite est d'environ 3,7 × documents / tirés par groupe.""",
        """Measures what may have been missed: a sample judged by a person, and decoys.

        \b
          1. tocsin recall sample --case case --size 3000 --to sample.csv
          2. fill it in, then: tocsin review import sample.csv --case case --by NAME
             or one key a document: tocsin recall judge --case case --by NAME
          3. tocsin recall decoys --case case
          4. tocsin recall statement --case case --to recall
        Fix the size before judging: to enlarge a sample because it displeases falsifies the
        limit. With no miss found, the limit is about 3.7 × documents / drawn in each group.""",
    )
)
def recall() -> None:
    """What may have been missed."""


@recall.command(
    help=tr(
        """Tire un échantillon stratifié de ce qui a été mis de côté ; au journal avant tout.

        Les strates où un oubli est plus probable (lu en partie, images, homonymes, santé d'une
        personne hors index, noms médicaux) sont tirées plus fort.""",
        """Draws a stratified sample of what was set aside; in the journal before all else.

        Strata in which a miss is likelier (read in part, pictures, homonyms, health of somebody
        not in the index, medical names) are drawn harder.""",
    )
)
@case_option
@click.option(
    "--size",
    type=click.IntRange(1),
    required=True,
    metavar="N",
    help=tr("Documents à tirer (au moins).", "Documents to draw (at least)."),
)
@click.option(
    "--to",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=outside_source,
    metavar="FILE",
    help=tr("Le tableau à remplir (CSV).", "The sheet to fill in (CSV)."),
)
def sample(case_folder: Path, size: int, path: Path | None) -> None:
    """A random sample of what was set aside."""
    from tocsin.assess.recall.sample import draw_sample, sample_questions
    from tocsin.assess.review.sheet import write_sheet
    from tocsin.cli.questions import show_written
    from tocsin.cli.samples import show_sample
    from tocsin.export import replacing, require_scope

    sheet = replacing(path) if path else nullcontext()
    with Case.open(case_folder) as case, sheet as file:  # no draw whose sheet has no place
        require_scope(case, whole=True)
        with ConsoleProgress().stage(tr("Tirage", "Drawing"), None):
            drawn = draw_sample(case, size)
        show_sample(drawn)
        if path and file:
            show_written(path, write_sheet(case.store, sample_questions(case.store), file))


@recall.command(
    help=tr(
        """Présente les documents tirés un à un ; une touche répond : o oui · n non.

        La question : ce document contient-il une donnée de santé d'une personne qui n'y est pas
        signalée ? « oui » demande les numéros de patient, s'ils sont connus.""",
        """Presents the drawn documents one by one; one key answers: y yes · n no.

        The question: does this document hold medical data of a person not reported in it? "yes"
        asks for the patient numbers, if they are known.""",
    )
)
@case_option
@by_option
def judge(case_folder: Path, reader: str) -> None:
    """One key a document."""
    from tocsin.assess.recall.sample import latest_sample, sample_questions
    from tocsin.assess.review.decisions import standing_for
    from tocsin.assess.review.review import Review
    from tocsin.cli.ask import ask

    with Case.open(case_folder) as case:
        latest_sample(case.store)
        questions = sample_questions(case.store)
        left = [q for q in questions if standing_for(case.store, q.key) is None]
        ask(case, left, Review(case, reader))


@recall.command(
    help=tr(
        """Met des patients inventés dans des copies de documents réels, et compte ceux trouvés.

        En mémoire seulement. 59 sur 59 trouvés : au moins 95 % de tels patients le sont ; 299
        sur 299 : 99 %. La moitié prend la place de patients dont la santé est dite.""",
        """Sets invented patients into copies of real documents, and counts those found.

        In memory only. 59 of 59 found: at least 95 % of such patients are; 299 of 299: 99 %. Half
        of them take the place of patients of whom health is told.""",
    )
)
@case_option
@click.option(
    "--count",
    type=click.IntRange(1, 5_000),
    default=299,
    show_default=True,
    metavar="N",
    help=tr("Leurres à mettre.", "Decoys to set."),
)
@click.option(
    "--passwords",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=tr("Mots de passe, comme pour « scope ».", 'Passwords, as for "scope".'),
)
def decoys(case_folder: Path, count: int, passwords: Path | None) -> None:
    """Invented patients in copies of documents."""
    from tocsin.cli.samples import show_decoys
    from tocsin.decoys.run import set_decoys
    from tocsin.export import require_scope
    from tocsin.read.text import decode

    words = tuple(decode(passwords.read_bytes()).splitlines()) if passwords else ()
    with Case.open(case_folder) as case:
        require_scope(case, whole=True)
        show_decoys(case, set_decoys(case, count, ConsoleProgress(), passwords=words))


@recall.command(
    help=tr(
        """Écrit la déclaration : « avec 95 % de confiance, au plus N personnes oubliées ».

        rappel.html, rappel.md, rappel.json, et rappel-non-lus.csv, qui nomme chaque document non
        lu. Chaque nombre a sa requête.""",
        """Writes the statement: "with 95 % confidence, at most N persons were missed".

        rappel.html, rappel.md, rappel.json, and rappel-non-lus.csv, which names every document
        that was not read. Each number has its query.""",
    )
)
@case_option
@to_option
@json_option
def statement(case_folder: Path, out_folder: Path, as_json: bool) -> None:
    """The upper bound, in words a court can check."""
    from tocsin.assess.recall.words import headline
    from tocsin.assess.recall.write import as_json as statement_as_json
    from tocsin.assess.recall.write import write_statement
    from tocsin.cli.screens import show_files

    with Case.open(case_folder) as case:
        found, paths = write_statement(case, out_folder)
    if as_json:
        out.print_json(orjson.dumps(statement_as_json(found)).decode())
        return
    out.print(headline(found, screen_language()), markup=False)
    show_files(paths)
