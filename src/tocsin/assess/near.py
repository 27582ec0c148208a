"""Which documents are nearly the same as an earlier one, from their sketches, after reading."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.assess.likeness import BINS
from tocsin.case import Store

LEAST_ALIKE = 0.7
"""Share of three-word runs in common from which two documents are nearly the same."""

BAND = 4
"""Bins of a band: 64 bits. Of 32 bands, pairs of likeness 0.7 share one in 9,998 of 10,000."""

AT_A_TIME = 1 << 15
NOBODY = -1

Places = NDArray[np.int64]
Sketches = NDArray[np.uint16]


class Near(NamedTuple):
    """`document` is nearly the same as `near`, which comes before it by path."""

    document: int
    near: int
    similarity: float


def mark_near_duplicates(store: Store) -> None:
    """Rebuild `near_duplicates` from `likenesses`, in one transaction."""
    found = list(near_pairs(store))
    with store.transaction():
        store.execute("DELETE FROM near_duplicates")
        store.many("INSERT INTO near_duplicates VALUES (?, ?, ?)", found)


def near_pairs(store: Store) -> Iterator[Near]:
    """Each document that is nearly the same as an earlier one, with the nearest of those looked at.

    Only documents are compared that concern the same person (the first of those they concern, or
    nobody): letters to others from one template are alike by nature. The same bytes are no near
    duplicates; those are marked elsewhere. One row a document at most, so the answer grows with
    the documents and not with their pairs.
    """
    documents, digests, persons, sketches = _load(store)
    nearest, similarity = _nearest(sketches, persons)
    for place in np.flatnonzero(similarity >= LEAST_ALIKE):
        other = nearest[place]
        if digests[place] != digests[other]:
            alike = round(float(similarity[place]), 2)
            yield Near(int(documents[place]), int(documents[other]), alike)


def _load(store: Store) -> tuple[Places, list[str], Places, Sketches]:
    """By path: the documents, their digests, the first person each concerns, their sketches."""
    documents, digests, persons, joined = [], [], [], bytearray()
    for document, digest, person, sketch in store.stream(
        "SELECT document, sha256, (SELECT min(person) FROM exposures e"
        " WHERE e.document = d.document), sketch"
        " FROM likenesses JOIN documents d USING (document) ORDER BY path"
    ):
        documents.append(document)
        digests.append(digest)
        persons.append(NOBODY if person is None else person)
        joined += sketch
    sketches = np.frombuffer(joined, dtype="<u2").reshape(-1, BINS)
    return np.array(documents, np.int64), digests, np.array(persons, np.int64), sketches


def _nearest(sketches: Sketches, persons: Places) -> tuple[Places, NDArray[np.float32]]:
    """For each sketch the most similar before it that shares a band with it, and how far."""
    nearest = np.zeros(len(sketches), np.int64)
    similarity = np.zeros(len(sketches), np.float32)
    for band in range(0, BINS, BAND):
        bits = np.ascontiguousarray(sketches[:, band : band + BAND]).view(np.uint64)[:, 0]
        for later, earlier in _neighbours(bits, persons):
            alike = likeness(sketches, later, earlier)
            better = alike > similarity[later]
            nearest[later[better]] = earlier[better]
            similarity[later[better]] = alike[better]
    return nearest, similarity


def _neighbours(bits: NDArray[np.uint64], persons: Places) -> Iterator[tuple[Places, Places]]:
    """Of those with the same bits and person: each with the first, then with the one before."""
    filled = np.flatnonzero(bits)
    order = filled[np.lexsort((filled, persons[filled], bits[filled]))]
    same = (bits[order[1:]] == bits[order[:-1]]) & (persons[order[1:]] == persons[order[:-1]])
    starts = np.concatenate(([True], ~same)) if len(order) else same
    first = np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))
    members = np.flatnonzero(~starts)
    for start in range(0, len(members), AT_A_TIME):
        some = members[start : start + AT_A_TIME]
        yield order[some], order[first[some]]
        yield order[some], order[some - 1]


def likeness(sketches: Sketches, one: Places, other: Places) -> NDArray[np.float32]:
    """Estimates of the shingles in common (Jaccard), pair by pair; standard error 0.04."""
    left, right = sketches[one], sketches[other]
    filled = np.count_nonzero(left | right, axis=1)
    agreed = np.count_nonzero((left == right) & (left != 0), axis=1)
    estimate: NDArray[np.float32] = (agreed / np.maximum(filled, 1)).astype(np.float32)
    return estimate
