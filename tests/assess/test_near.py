"""Versions of a document are found; what only looks like it, or is the same bytes, is not."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assess.test_likeness import prose, sketch
from tocsin.assess import settle
from tocsin.assess.near import LEAST_ALIKE, Near, mark_near_duplicates, near_pairs
from tocsin.case import Case, Store
from tocsin.seal.inventory import forget_documents


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Case.create_or_open(tmp_path / "affaire") as case:
        for person in range(5):
            case.store.execute(
                "INSERT INTO persons VALUES (?, ?, '', '', '', 'X', '', '', '', NULL,"
                " '', '', '', '', '', '', '', NULL, '', 'fr')",
                (person, f"P{person}"),
            )
        yield case.store


def keep(store: Store, path: str, words: list[str], *, person: int = -1, digest: str = "") -> int:
    """A document of these words that concerns `person`; its number."""
    item = store.insert(
        "INSERT INTO items (path, raw, size, mtime_ns) VALUES (?, ?, 1, 1)", (path, path.encode())
    )
    document = store.insert(
        "INSERT INTO documents (item, path, parent, sha256, size, media_type, kind, status, reason)"
        " VALUES (?, ?, '', ?, 1, 'text/plain', 'text', 'read', '')",
        (item, path, digest or path),
    )
    store.execute("INSERT INTO likenesses VALUES (?, ?)", (document, sketch(" ".join(words))))
    if person >= 0:
        store.execute(
            "INSERT INTO exposures VALUES (?, 'contact', ?, '', 1.0, '', 1)", (person, document)
        )
    return document


def changed(words: list[str], count: int, seed: int = 1) -> list[str]:
    after = list(words)
    for place in random.Random(seed).sample(range(len(words)), count):
        after[place] = f"autre{place}"
    return after


def pairs(store: Store) -> set[tuple[int, int]]:
    return {(found.document, found.near) for found in near_pairs(store)}


def test_a_version_points_to_the_one_before_by_path(store: Store) -> None:
    letter = prose(400, 1)
    late = keep(store, "z.txt", changed(letter, 4))
    early = keep(store, "a.txt", letter)
    keep(store, "m.txt", prose(400, 2))
    (found,) = near_pairs(store)
    assert found[:2] == (late, early)
    assert 0.85 < found.similarity < 1.0


def test_of_several_versions_the_nearest_is_named(store: Store) -> None:
    letter = prose(600, 1)
    second = changed(letter, 12)
    numbers = [
        keep(store, f"{version}.txt", words)
        for version, words in enumerate([letter, second, changed(second, 3, seed=2)])
    ]
    assert pairs(store) == {(numbers[1], numbers[0]), (numbers[2], numbers[1])}


def test_the_same_bytes_are_no_near_duplicates(store: Store) -> None:
    letter = prose(400, 1)
    for path in ("a.txt", "b.zip!/a.txt"):
        keep(store, path, letter, digest="same")
    assert pairs(store) == set()


def test_the_same_words_in_another_format_are(store: Store) -> None:
    letter = prose(400, 1)
    first, second = keep(store, "a.docx", letter), keep(store, "a.pdf", letter)
    assert list(near_pairs(store)) == [Near(second, first, 1.0)]


def test_letters_of_one_template_to_others_are_not_near(store: Store) -> None:
    template = prose(400, 1)
    for person in range(5):
        keep(store, f"courrier {person}.txt", changed(template, 2, person), person=person)
    again = keep(store, "courrier 3 bis.txt", changed(template, 3, 3), person=3)
    found = pairs(store)
    assert len(found) == 1
    assert again in next(iter(found))


def test_rows_grow_with_documents_and_not_with_their_pairs(store: Store) -> None:
    template = prose(200, 1)
    for number in range(60):
        keep(store, f"{number:02}.txt", changed(template, 1, number))
    assert len(list(near_pairs(store))) == 59


def test_far_versions_are_not_marked(store: Store) -> None:
    letter = prose(400, 1)
    keep(store, "a.txt", letter)
    keep(store, "b.txt", changed(letter, 100))
    keep(store, "c.txt", letter[:200] + prose(200, 9))
    assert pairs(store) == set()


def test_no_documents_no_pairs(store: Store) -> None:
    assert list(near_pairs(store)) == []


def test_marks_are_made_anew_each_time_and_forgotten_with_the_document(store: Store) -> None:
    letter = prose(400, 1)
    first = keep(store, "a.txt", letter)
    keep(store, "b.txt", changed(letter, 2))
    mark_near_duplicates(store)
    settle(store)
    assert store.count("SELECT count(*) FROM near_duplicates") == 1
    (item,) = store.one("SELECT item FROM documents WHERE document = ?", (first,))
    forget_documents(store, item)
    assert store.count("SELECT count(*) FROM near_duplicates") == 0
    assert store.count("SELECT count(*) FROM likenesses") == 1
    settle(store)
    assert store.count("SELECT count(*) FROM near_duplicates") == 0


@pytest.mark.parametrize("seed", range(20))
def test_precision_and_recall_on_mutated_texts(store: Store, seed: int) -> None:
    """Two changed words in a hundred: every version is found, and nothing else."""
    expected = set()
    for number in range(12):
        letter = prose(300, 100 * seed + number)
        early = keep(store, f"{number:02} a.txt", letter)
        late = keep(store, f"{number:02} b.txt", changed(letter, 6, seed))
        expected.add((late, early))
    assert pairs(store) == expected
    assert min(found.similarity for found in near_pairs(store)) >= LEAST_ALIKE
