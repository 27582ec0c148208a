"""The directory finds whoever bears every word, and nobody else."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.find import fold
from tocsin.room.reads.directory import Directory

WORD = st.text("abéçDE-' 0123", min_size=1, max_size=6)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=4).map(" ".join), max_size=12)


def directory_of(lines: list[str]) -> Directory:
    folded = [f" {fold(line)}\n" for line in lines]
    starts = [sum(map(len, folded[:at])) for at in range(len(folded))]
    return Directory("".join(folded), starts, list(range(len(lines))))


@given(LINES, WORD)
def test_the_same_as_looking_at_every_line(lines: list[str], word: str) -> None:
    wanted = [f" {fold(part)}" for part in word.split() if fold(part)]
    naive = [
        at
        for at, line in enumerate(lines)
        if wanted and all(part in f" {fold(line)}" for part in wanted)
    ]
    assert directory_of(lines).find(word) == naive


@given(LINES)
def test_everybody_is_found_by_their_own_line(lines: list[str]) -> None:
    directory = directory_of(lines)
    for at, line in enumerate(lines):
        assert not fold(line) or at in directory.find(line)
