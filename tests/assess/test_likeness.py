"""A sketch tells how alike two texts are, and nothing else of them."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.assess.likeness import (
    BINS,
    CHUNK,
    FEWEST,
    LARGE_TABLE,
    ROW,
    Sketcher,
    _shingles,
    _word_hashes,
)
from tocsin.assess.near import likeness

KEY, OTHER_KEY = b"k" * 32, b"l" * 32
VOCABULARY = [f"{start}{end}" for start in ("lu", "ma", "ré", "sol", "ti") for end in range(80)]


def sketch(*texts: str, key: bytes = KEY) -> bytes:
    sketcher = Sketcher(key)
    for text in texts:
        sketcher.add(text)
    return sketcher.sketch()


def sketch_rows(rows: list[list[str]], at_a_time: int = 1000) -> bytes:
    sketcher = Sketcher(KEY)
    for start in range(0, len(rows), at_a_time):
        sketcher.add_rows(rows[start : start + at_a_time])
    return sketcher.sketch()


def alike(one: bytes, other: bytes) -> float:
    both = np.frombuffer(one + other, "<u2").reshape(2, BINS)
    return float(likeness(both, np.array([0]), np.array([1]))[0])


def prose(words: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(VOCABULARY) for _ in range(words)]


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def truly_alike(one: list[str], other: list[str]) -> float:
    return len(runs(one) & runs(other)) / len(runs(one) | runs(other))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.03, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_estimate_is_near_the_truth(share: float, seed: int) -> None:
    chance = random.Random(seed)
    before = prose(2_000, seed)
    after = [w if chance.random() >= share else chance.choice(VOCABULARY) for w in before]
    estimate = alike(sketch(" ".join(before)), sketch(" ".join(after)))
    assert estimate == pytest.approx(truly_alike(before, after), abs=0.16), "four standard errors"


def test_case_spaces_and_punctuation_do_not_matter() -> None:
    words = prose(300, 1)
    assert sketch(" ".join(words)) == sketch("\n\n".join(words).upper())
    assert sketch(" ".join(words)) == sketch(" ; ".join(words))


def test_accents_and_order_do() -> None:
    words = prose(300, 1)
    assert sketch(" ".join(words)) != sketch(" ".join(words).replace("é", "e"))
    assert alike(sketch(" ".join(words)), sketch(" ".join(reversed(words)))) < 0.1


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=40))
def test_any_text_has_a_sketch_or_too_few_words(texts: list[str]) -> None:
    found = sketch(*texts)
    assert len(found) in (0, 2 * BINS)
    assert found == sketch("\n".join(texts)), "blocks are joined as lines"


def test_a_lone_surrogate_is_no_fault() -> None:
    assert sketch("\ud800" + " ".join(prose(300, 1)))


def test_few_words_say_nothing() -> None:
    assert sketch("Bonjour à tous") == b""
    assert sketch("oui oui oui " * 1_000) == b"", "one run of words, however often"
    assert sketch(" ".join(prose(FEWEST, 1))) == b""
    assert sketch(" ".join(prose(60, 1))) != b""


def test_long_texts_are_taken_in_pieces() -> None:
    words = prose(60_000, 2)
    whole = sketch(" ".join(words))
    pieces = sketch(*(" ".join(words[i : i + 100]) for i in range(0, len(words), 100)))
    assert len(" ".join(words)) > 3 * CHUNK
    assert alike(whole, pieces) > 0.9


def test_rows_may_move_and_come_in_other_blocks() -> None:
    chance = random.Random(3)
    rows = [[f"n{i}", f"p{i % 50}", str(i * 7919)] for i in range(3_000)]
    moved = chance.sample(rows, len(rows))
    assert sketch_rows(rows) == sketch_rows(rows, at_a_time=64)
    assert alike(sketch_rows(rows), sketch_rows(moved)) > 0.95
    assert alike(sketch_rows(rows), sketch_rows(rows[: len(rows) // 2])) < 0.65


def test_a_large_table_is_sampled_by_what_its_rows_say() -> None:
    chance = random.Random(4)
    rows = [[f"n{i}", f"p{i % 50}", str(i * 7919)] for i in range(40_000)]
    later = [[*row[:2], "changé"] if chance.random() < 0.05 else row for row in rows]
    assert sum(len(" ".join(row)) for row in rows) > 2 * LARGE_TABLE
    moved = sketch_rows(chance.sample(later, len(later)))
    assert 0.7 < alike(sketch_rows(rows), moved) < 1
    assert alike(sketch_rows(rows), sketch_rows(chance.sample(rows, len(rows)))) > 0.95
    assert alike(sketch_rows(rows[:20_000]), sketch_rows(rows[20_000:])) < 0.1


def test_no_run_of_words_reaches_into_another_row() -> None:
    words = _word_hashes(b"aa bb \x1e cc dd")
    assert words[2] == ROW
    assert len(_shingles(words)) == 2


def test_without_the_key_two_sketches_cannot_be_compared() -> None:
    text = " ".join(prose(2_000, 1))
    assert alike(sketch(text), sketch(text, key=OTHER_KEY)) < 0.05


def test_no_bin_of_a_long_text_seems_empty() -> None:
    assert 0 not in np.frombuffer(sketch(" ".join(prose(20_000, 1))), "<u2")
