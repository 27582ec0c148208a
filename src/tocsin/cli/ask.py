"""Deciding in the terminal: a question, a key, the next."""

from collections.abc import Sequence

import click

from tocsin.assess.review.decisions import standing_for
from tocsin.assess.review.question import Question, QuestionKind
from tocsin.assess.review.review import Review
from tocsin.assess.review.verdict import answer_of
from tocsin.case import Case
from tocsin.cli.console import out, show_error
from tocsin.cli.leaf import show_leaf
from tocsin.cli.questions import show_question
from tocsin.errors import InputError, MachineError, UsageError
from tocsin.explain.text import text_of
from tocsin.language import number, tr

STOP, SKIP, UNDO, VIEW = "q", "s", "u", "v"


def ask(case: Case, questions: Sequence[Question], review: Review) -> None:
    """Ask each question until it is answered, skipped, or the reader stops."""
    position, decided = 0, 0
    while position < len(questions):
        question = questions[position]
        out.rule(f"{number(position + 1)} / {number(len(questions))}")
        show_question(case, question)
        out.print(f"[dim]{_keys(question)}[/]")
        key = _key()
        if key == STOP:
            break
        if key == UNDO:
            position = max(position - 1, 0)
            decided -= _undo(case, questions[position], review)
        elif key == SKIP:
            position += 1
        elif key == VIEW:
            _view(case, question)
        elif _answer(case, question, review, key):
            position, decided = position + 1, decided + 1
    left = len(questions) - position
    out.print(
        tr(
            f"{number(decided)} décisions prises ; {number(left)} questions non vues.",
            f"{number(decided)} decisions taken; {number(left)} questions not seen.",
        )
    )


def _key() -> str:
    try:
        return click.getchar().lower()
    except OSError as error:
        raise UsageError(
            "review.no_terminal",
            "Il faut un terminal pour poser ces questions.",
            "It takes a terminal to ask these questions.",
            way_out_fr="Sans terminal : « tocsin review export » puis « import », ou la salle.",
            way_out_en='Without one: "tocsin review export", then "import", or the crisis room.',
        ) from error


def _keys(question: Question) -> str:
    who = f"1-{min(len(question.candidates), 9)}" if question.is_set else tr("o oui", "y yes")
    return tr(
        f"{who} · n non · v voir le texte (au journal) · u annuler la précédente · s passer ·"
        " q arrêter",
        f"{who} · n no · v view the text (journaled) · u undo the one before · s skip · q stop",
    )


def _answer(case: Case, question: Question, review: Review, key: str) -> bool:
    persons = _persons() if question.kind is QuestionKind.SAMPLE and key in "oy" else ""
    try:
        review.decide(question, answer_of(case.store, question, key, persons))
    except InputError as error:
        show_error(error)
        return False
    return True


def _view(case: Case, question: Question) -> None:
    """The document in clear: nobody judges what they have not seen."""
    try:
        show_leaf(text_of(case, question.document))
    except (InputError, MachineError) as error:
        show_error(error)


def _persons() -> str:
    """Whom a document of the sample is about, if the reader knows."""
    words = tr(
        "Numéros de patient, séparés par ; (vide : inconnus)",
        "Patient numbers, separated by ; (empty: unknown)",
    )
    return str(click.prompt(words, default="", show_default=False))


def _undo(case: Case, question: Question, review: Review) -> bool:
    """Take back what was answered to the question before, if it was."""
    decision = standing_for(case.store, question.key, second=review.is_second)
    if decision is not None:
        review.undo(decision)
    return decision is not None
