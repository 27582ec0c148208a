"""The command explain: why a document or a person is reported as it is."""

from pathlib import Path

import click

from tocsin.case import Case
from tocsin.cli.options import case_option
from tocsin.language import tr
from tocsin.leaf import Leaf, to_html
from tocsin.read.text import decode


@click.command(
    help=tr(
        """Montre pourquoi : ce qui a été trouvé, par quelle règle, qui est désigné, ce qui décide.

        DOCUMENT est son chemin tel que documents.csv l'écrit : il est relu dans les fichiers
        volés, à l'abri. Avec --person, tout ce que l'on sait d'un patient, et pourquoi. Les
        passages sont masqués (première lettre, longueur) ; --clear les montre à l'écran seul.
        Chaque consultation est au journal.""",
        """Shows why: what was found, by which rule, who is meant, what decides.

        DOCUMENT is its path as documents.csv writes it: it is read again from the stolen files,
        behind the wall. With --person, all that is known of a patient, and why. Spans are masked
        (first letter, length); --clear shows them, on the screen only. Every look is in the
        journal.""",
    )
)
@click.argument("document", required=False, default="")
@case_option
@click.option(
    "--person",
    metavar="ID",
    default="",
    help=tr("Un numéro de patient.", "A patient number."),
)
@click.option(
    "--clear",
    is_flag=True,
    help=tr("En clair, à l'écran seulement.", "In clear, on the screen only."),
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=tr("Aussi en une page HTML.", "As an HTML page as well."),
)
@click.option(
    "--passwords",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=tr("Mots de passe, comme pour « scope ».", 'Passwords, as for "scope".'),
)
def explain(
    document: str,
    case_folder: Path,
    person: str,
    clear: bool,
    html: Path | None,
    passwords: Path | None,
) -> None:
    """One page that shows why."""
    from tocsin.cli.leaf import show_leaf

    _check(document, person, clear=clear, html=html)
    words = tuple(decode(passwords.read_bytes()).splitlines()) if passwords else ()
    with Case.open(case_folder) as case:
        leaf = _leaf(case, document, person, clear=clear, words=words)
    show_leaf(leaf)
    if html:
        _write(html, leaf)


def _check(document: str, person: str, *, clear: bool, html: Path | None) -> None:
    if bool(document) == bool(person):
        raise click.UsageError(
            tr(
                "donnez DOCUMENT ou --person, l'un des deux",
                "give DOCUMENT or --person, one of them",
            )
        )
    if clear and html:
        raise click.UsageError(
            tr(
                "--clear ne montre qu'à l'écran : rien en clair n'est écrit",
                "--clear shows on the screen only: nothing is written in clear",
            )
        )


def _leaf(case: Case, document: str, person: str, *, clear: bool, words: tuple[str, ...]) -> Leaf:
    from tocsin.explain.document import explain_document
    from tocsin.explain.person import explain_person

    if person:
        return explain_person(case, person)
    return explain_document(case, document, clear=clear, passwords=words)


def _write(path: Path, leaf: Leaf) -> None:
    from tocsin.export import replacing

    with replacing(path) as file:
        file.write(to_html([leaf]))
