"""The screens of review: the queue, what a sheet did, how far readers agree."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from tocsin.assess.recall.sample import sample_questions
from tocsin.assess.review.agreement import Agreement, second_sample
from tocsin.assess.review.asked import answered_questions
from tocsin.assess.review.decisions import Decision
from tocsin.assess.review.question import Question, QuestionKind, Rank
from tocsin.assess.review.queue import open_questions, to_decide
from tocsin.assess.review.review import by_key
from tocsin.assess.review.sheet import Imported, candidates_text
from tocsin.case import Case
from tocsin.cli.console import err, out, show_error
from tocsin.cli.screens import panel
from tocsin.export import require_scope
from tocsin.language import number, screen_language, tr
from tocsin.progress import Progress

SHOWN = 15


def queue_of(case: Case, progress: Progress) -> list[Question]:
    """Every open question. Raises `CaseError` if the files were not gone through."""
    require_scope(case)
    with progress.stage(tr("Questions ouvertes", "Open questions"), None):
        return open_questions(case.store)


def questions_for(case: Case, progress: Progress, *, second: bool, size: int) -> list[Question]:
    """What this reader is asked: the queue, or a sample of what was decided."""
    if second:
        return second_sample(case, size)
    return to_decide(queue_of(case, progress))


def known_questions(case: Case, progress: Progress) -> dict[str, Question]:
    """Every question an answer may be for: decided, of a sample, or open."""
    answered = [question for _, question in answered_questions(case.store)]
    return by_key([*answered, *sample_questions(case.store), *queue_of(case, progress)])


def queue_as_json(questions: Sequence[Question]) -> dict[str, object]:
    """For scripts."""
    return {
        "to_decide": len(to_decide(questions)),
        "by_rank": {rank.name.lower(): count for rank, count in _by_rank(questions).items()},
        "questions": [
            {
                "question": question.key,
                "kind": question.kind.value,
                "rank": question.rank.name.lower(),
                "document": question.document,
                "locator": question.locator,
                "copies": question.copies,
                "categories": list(question.categories),
                "candidates": list(question.offered),
            }
            for question in to_decide(questions)
        ],
    }


def _by_rank(questions: Sequence[Question]) -> dict[Rank, int]:
    counts = Counter(question.rank for question in questions)
    return {rank: counts[rank] for rank in Rank}


def show_queue(case: Case, questions: Sequence[Question]) -> None:
    """How many of each rank, the first of them, and how to go on."""
    language = screen_language()
    rows = [(rank.label(language), number(count)) for rank, count in _by_rank(questions).items()]
    out.print(panel(tr("Questions, par enjeu", "Questions, by what is at stake"), rows))
    for question in to_decide(questions)[:SHOWN]:
        show_question(case, question)
    left = len(to_decide(questions)) - SHOWN
    if left > 0:
        out.print(tr(f"… et {number(left)} autres.", f"… and {number(left)} more."))
    if to_decide(questions):
        out.print(
            tr(
                f"Décider : tocsin review decide --case {case.folder} --by NOM",
                f"Decide: tocsin review decide --case {case.folder} --by NAME",
            ),
            markup=False,
        )


def show_question(case: Case, question: Question) -> None:
    """One question with its candidates."""
    language = screen_language()
    kinds = ", ".join(category.label(language) for category in question.categories)
    place = " · ".join(filter(None, (question.document, question.locator)))
    copies = f" (× {question.copies})" if question.copies > 1 else ""
    out.print(Text(f"{question.key}  {place}{copies}", style="bold"))
    stake = "" if question.kind is QuestionKind.SAMPLE else f"{question.rank.label(language)} · "
    out.print(Text(f"  {stake}{kinds}{' · ' if kinds else ''}{question.kind.label(language)}"))
    for line in candidates_text(case.store, question).splitlines():
        out.print(Text(f"  {line}"))


def show_written(path: Path, count: int) -> None:
    """Where the sheet is."""
    out.print(
        tr(f"{path} : {number(count)} questions", f"{path}: {number(count)} questions"),
        markup=False,
        soft_wrap=True,
    )


def show_imported(done: Imported) -> None:
    """What was taken, and every line that was not, with the reason."""
    rows = [
        (tr("décisions prises", "decisions taken"), number(done.decided)),
        (tr("déjà prises", "already taken"), number(done.unchanged)),
        (tr("lignes sans décision", "lines without a decision"), number(done.empty)),
        (tr("lignes refusées", "lines refused"), number(len(done.faults))),
    ]
    out.print(panel(tr("Décisions", "Decisions"), rows))
    for line, error in done.faults:
        err.print(f"{tr('ligne', 'line')} {line}:")
        show_error(error)


def show_undone(decision: Decision) -> None:
    """What was taken back."""
    out.print(
        tr(
            f"Décision {decision.number} annulée ({decision.question}).",
            f"Decision {decision.number} undone ({decision.question}).",
        ),
        markup=False,
    )


def agreement_as_json(found: Agreement) -> dict[str, object]:
    """For scripts."""
    return {
        "questions": found.questions,
        "equal": found.equal,
        "share": found.share,
        "kappa": found.kappa,
        "disagreed": list(found.disagreed),
    }


def show_agreement(found: Agreement) -> None:
    """Percent, kappa, and the questions on which the readers differ."""
    kappa = tr("non défini", "not defined") if found.kappa is None else f"{found.kappa:.2f}"
    rows = [
        (tr("questions lues deux fois", "questions read twice"), number(found.questions)),
        (tr("réponses égales", "equal answers"), f"{found.share:.0%}"),
        (tr("kappa de Cohen (1960)", "Cohen's kappa (1960)"), kappa),
    ]
    out.print(panel(tr("Accord des lecteurs", "Agreement of readers"), rows))
    if found.disagreed:
        table = Table(box=None, show_header=False)
        for key in found.disagreed:
            table.add_row(key)
        out.print(tr("En désaccord :", "In disagreement:"))
        out.print(table)
