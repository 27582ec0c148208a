"""Two readers: what is asked twice, and how far they agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.assess.review.agreement import agreement, cohens_kappa, second_sample
from tocsin.assess.review.queue import open_questions
from tocsin.assess.review.review import Review
from tocsin.case import Case
from tocsin.errors import UsageError


def test_kappa_of_a_known_table() -> None:
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)


def test_kappa_is_not_defined_without_variety() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([("y", "y")] * 9) is None


labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


@given(labels)
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    kappa = cohens_kappa(pairs)
    turned = cohens_kappa([(second, first) for first, second in pairs])
    assert (kappa is None) == (turned is None)
    if kappa is not None and turned is not None:
        assert kappa == pytest.approx(turned)
        assert kappa <= 1
        assert (kappa == 1) == all(first == second for first, second in pairs)


def test_a_second_reader_changes_nothing_but_the_agreement(doubtful: Case) -> None:
    first = Review(doubtful, "Un")
    for question in open_questions(doubtful.store):
        first.decide(question, question.offered[:1])
    before = doubtful.store.execute("SELECT * FROM affected")
    asked = second_sample(doubtful, 5)
    assert len(asked) == 2
    assert second_sample(doubtful, 1) == asked[:1]
    second = Review(doubtful, "Deux", second=True)
    second.decide(asked[0], asked[0].offered[:1])
    second.decide(asked[1], ())
    found = agreement(doubtful.store)
    assert (found.questions, found.equal, found.share) == (2, 1, 0.5)
    assert found.disagreed == (asked[1].key,)
    assert doubtful.store.execute("SELECT * FROM affected") == before


def test_the_second_reader_is_another_person(doubtful: Case) -> None:
    question = open_questions(doubtful.store)[0]
    Review(doubtful, "Un").decide(question, ())
    with pytest.raises(UsageError) as caught:
        Review(doubtful, "UN ", second=True).decide(question, ())
    assert caught.value.code == "review.same_reader"
