"""Review: one question, one key; undo; a second reader; how far readers agree; the statement."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.assess.public import (
    Question,
    QuestionKind,
    Review,
    agreement,
    answer_of,
    draw_sample,
    headline,
    second_sample,
    standing_for,
    state,
)
from tocsin.errors import InputError, TocsinError
from tocsin.explain import text_of
from tocsin.export import require_scope
from tocsin.language import screen_language, tr
from tocsin.leaf import Leaf
from tocsin.room.look import CLEAR, MASKED, Sight, look
from tocsin.room.opened import deciding, reading
from tocsin.room.reads import glance, questions
from tocsin.room.reads.pages import number_of
from tocsin.room.reads.persons import chosen

SECOND_SAMPLE = 50
MOST_KEYS = 9
MOST_DRAWN = 100_000


def review(request: HttpRequest) -> HttpResponse:
    """The queue: how many of each kind wait, and the first of them."""
    found, waiting = questions.first_waiting()
    context = {
        "ranks": [(rank.label(screen_language()), n) for rank, n in questions.by_rank().items()],
        "waiting": waiting,
        "first": found,
        "last": questions.last_of(_reader(request)),
        "statement": _statement(),
        "drawn": len(questions.SAMPLE.get().value),
        "agreement": agreement(reading().store),
    }
    return render(request, "room/review.html", context)


def one(request: HttpRequest, key: str) -> HttpResponse:
    """One question, masked."""
    return _ask(request, _question(request, key), MASKED)


def clear(request: HttpRequest, key: str) -> HttpResponse:
    """One question in clear, with the document's text: nobody judges what they have not seen."""
    question = _question(request, key)
    look("question", sight=CLEAR, question=key, persons=[c.person for c in question.candidates])
    return _ask(request, question, CLEAR)


def _ask(request: HttpRequest, question: Question, sight: Sight, problem: str = "") -> HttpResponse:
    second = _is_second(request)
    is_sample = question.kind is QuestionKind.SAMPLE
    candidates = {
        listed.number: listed for listed in chosen([c.person for c in question.candidates])
    }
    leaf, fault = _text(question) if sight.clear else (None, "")
    context = {
        "question": question,
        "candidates": [
            (number, one, candidates[one.person])
            for number, one in enumerate(question.candidates, 1)
            if one.person in candidates
        ],
        "kinds": [category.label(screen_language()) for category in question.categories],
        "asked": question.kind.label(screen_language()),
        "rank": question.rank.label(screen_language()),
        "is_sample": is_sample,
        "drawn": len(questions.SAMPLE.get().value) if is_sample else 0,
        "judged": len(questions.judged()) if is_sample else 0,
        "keys": MOST_KEYS,
        "waiting": len(questions.QUESTIONS.get().value),
        "decided": standing_for(reading().store, question.key, second=second),
        "sight": sight,
        "second": second,
        "leaf": leaf,
        "problem": problem or fault,
    }
    return render(request, "room/question.html", context)


def _text(question: Question) -> tuple[Leaf | None, str]:
    try:
        return text_of(reading(), question.document), ""
    except TocsinError as error:
        return None, f"{error.sentence} {error.way_out}"


def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Keep an answer and go on to the next question."""
    question, second = _question(request, key), _is_second(request)
    word, persons = request.POST.get("answer", ""), request.POST.get("persons", "")
    if word == "skip":
        return _next(request, question)
    try:
        answer = answer_of(reading().store, question, word, persons)
    except InputError as error:
        return _ask(request, question, MASKED, f"{error.sentence} {error.way_out}")
    with deciding() as case:
        review_ = Review(case, _reader(request), second=second)
        review_.decide(question, answer, request.POST.get("reason", ""))
    glance.changed()
    return _next(request, question)


def undo(request: HttpRequest) -> HttpResponse:
    """Take back what this reader decided last, and ask it again."""
    taken_back = questions.last_of(_reader(request))
    if taken_back is None:
        return redirect("review")
    with deciding() as case:
        Review(case, _reader(request)).undo(taken_back)
    questions.QUESTIONS.forget()
    glance.changed()
    known = questions.question_of(taken_back.question)
    return redirect("review_one", key=known.key) if known else redirect("review")


def second(request: HttpRequest) -> HttpResponse:
    """The second reader's sample of what others decided, without their answers."""
    store, reader = reading().store, _reader(request)
    for question in second_sample(reading(), SECOND_SAMPLE):
        first = standing_for(store, question.key)
        again = standing_for(store, question.key, second=True)
        if again is None and first is not None and first.reader != reader:
            response = redirect("review_one", key=question.key)
            response["Location"] += "?second=1"
            return response
    return redirect("review_agreement")


def agreed(request: HttpRequest) -> HttpResponse:
    """How far two readers agree."""
    return render(request, "room/agreement.html", {"agreement": agreement(reading().store)})


def sample(request: HttpRequest) -> HttpResponse:
    """The next document drawn from what was set aside that nobody has judged."""
    del request
    found = questions.next_drawn()
    return redirect("review_one", key=found.key) if found else redirect("review")


def draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample of what was set aside: its size is fixed before anybody judges."""
    size = number_of(request.POST.get("size", ""), 0)
    if not 0 < size <= MOST_DRAWN:
        raise Http404
    with deciding() as case:
        require_scope(case, whole=True)
        draw_sample(case, size)
    questions.SAMPLE.forget()
    return redirect("review_sample")


def _next(request: HttpRequest, question: Question) -> HttpResponse:
    if _is_second(request):
        return redirect("review_second")
    if question.kind is QuestionKind.SAMPLE:
        found = questions.next_drawn(after=question.key)
    else:
        found, _ = questions.first_waiting(after=question.key)
    return redirect("review_one", key=found.key) if found else redirect("review")


def _question(request: HttpRequest, key: str) -> Question:
    """The question asked. A second reader's was answered, so it is no longer among the open."""
    if _is_second(request):
        sample = second_sample(reading(), SECOND_SAMPLE)
        found = next((question for question in sample if question.key == key), None)
    else:
        found = questions.question_of(key)
    if found is None:
        raise Http404
    return found


def _statement() -> dict[str, Any]:
    """The recall statement so far, or what is missing for one."""
    try:
        found = state(reading())
    except TocsinError as error:
        return {"missing": f"{error.sentence} {error.way_out}"}
    judged = tr(
        f"{found.judged.judged} documents jugés sur {found.sample.size} tirés.",
        f"{found.judged.judged} documents judged of {found.sample.size} drawn.",
    )
    return {"headline": headline(found, screen_language()), "judged": judged}


def _is_second(request: HttpRequest) -> bool:
    return "1" in (request.GET.get("second"), request.POST.get("second"))


def _reader(request: HttpRequest) -> str:
    return str(request.user.get_username())
