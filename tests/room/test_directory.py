"""The directory finds whoever bears every word, and nobody else."""

from hypothesis import given
from hypothesis import strategies as st

from tests.room.conftest import Room
from tocsin.find import fold
from tocsin.room.opened import reading
from tocsin.room.reads.directory import DIRECTORY, Directory

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


def test_read_from_the_index_it_finds_whom_it_names(room: Room) -> None:
    directory = DIRECTORY.get().value
    rows = reading().store.execute("SELECT person, birth_name, first_names FROM persons")
    for person, *names in rows:
        assert person in directory.find(" ".join(names))
        assert all(f" {fold(name)}" in _line_of(directory, person) for name in names)


def _line_of(directory: Directory, person: int) -> str:
    at = directory.persons.index(person)
    end = directory.text.index("\n", directory.starts[at])
    return directory.text[directory.starts[at] : end]
