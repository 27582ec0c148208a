"""What screens may ask of assess: the questions, the decisions, the recall statement."""

from tocsin.assess.people.apart import set_apart
from tocsin.assess.people.mended import (
    Mended,
    columns,
    mended,
    mended_outside,
    take_back,
)
from tocsin.assess.people.merges import Merge, merge_outside, merges_of, split
from tocsin.assess.people.merges import merge as merge_persons
from tocsin.assess.people.named import recognise
from tocsin.assess.recall.sample import draw_sample, latest_sample, sample_questions
from tocsin.assess.recall.statement import Statement, state
from tocsin.assess.recall.words import headline
from tocsin.assess.review.agreement import Agreement, agreement, second_sample
from tocsin.assess.review.decisions import Decision, standing, standing_for
from tocsin.assess.review.question import Candidate, Question, QuestionKind, Rank
from tocsin.assess.review.queue import open_questions, to_decide
from tocsin.assess.review.review import Review
from tocsin.assess.review.sheet import describe
from tocsin.assess.review.verdict import answer_of
from tocsin.assess.strangers import is_mark, list_strangers

__all__ = [
    "Agreement",
    "Candidate",
    "Decision",
    "Mended",
    "Merge",
    "Question",
    "QuestionKind",
    "Rank",
    "Review",
    "Statement",
    "agreement",
    "answer_of",
    "columns",
    "describe",
    "draw_sample",
    "headline",
    "is_mark",
    "latest_sample",
    "list_strangers",
    "mended",
    "mended_outside",
    "merge_outside",
    "merge_persons",
    "merges_of",
    "open_questions",
    "recognise",
    "sample_questions",
    "second_sample",
    "set_apart",
    "split",
    "standing",
    "standing_for",
    "state",
    "take_back",
    "to_decide",
]
