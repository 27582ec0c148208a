"""google-re2 called directly: it answers as `re` does."""

import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.find import hyper, re2
from tocsin.find.fold import folded_bytes

PATTERNS = [rb"\b[A-C]{2}\b", rb"(A)(B)?", rb"(?m)^[AB]+$", rb"B(?:A|C)", rb"[^ \n]+", rb"(A+)C"]
texts = st.text("ABC \n", max_size=30).map(str.encode)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=texts)
def test_it_finds_what_re_finds(pattern: bytes, text: bytes) -> None:
    ours, theirs = re2.compile(pattern), re.compile(pattern)
    found, expected = ours.finditer(text), list(theirs.finditer(text))
    assert [m.span() for m in found] == [m.span() for m in expected]
    for match, other in zip(found, expected, strict=True):
        for group in range(theirs.groups + 1):
            assert match.group(group) == other.group(group)
            assert (match.start(group), match.end(group)) == other.span(group)
    for how in ("search", "match", "fullmatch"):
        one, other_one = getattr(ours, how)(text), getattr(theirs, how)(text)
        assert (one and one.span()) == (other_one and other_one.span())


@given(texts)
def test_one_group_is_what_findall_gives(text: bytes) -> None:
    assert re2.compile(rb"(A+)C").findall(text) == re.findall(rb"(A+)C", text)
    assert re2.compile(rb"A+C").findall(text) == re.findall(rb"A+C", text)


EXAMPLES = Path(__file__).with_name("examples")
LINES = sorted(
    {
        line
        for path in EXAMPLES.rglob("*")
        if path.is_file()
        for line in folded_bytes(path.read_text(encoding="utf-8")).splitlines(keepends=True)
    }
)
texts_of_lines = st.lists(st.sampled_from(LINES), max_size=12).map(b"".join)


def patterns_of_the_finders() -> list[re2.Pattern]:
    modules = [m for name, m in sys.modules.items() if name.startswith("tocsin.find")]
    values = [value for module in modules for value in vars(module).values()]
    return [value for value in values if isinstance(value, re2.Pattern)]


AUTOMATA = {"re2": None, "hyperscan": hyper.automaton}


@pytest.fixture(params=AUTOMATA, scope="module")
def scanned(request: pytest.FixtureRequest) -> Iterator[Callable[[bytes], re2.Scanned]]:
    """Makes scanned texts: both automata must pass every test."""
    before = re2._common._held
    re2._common._held = None
    if build := AUTOMATA[request.param]:
        re2.look_with(build)
        assert re2._common._held is not None
    yield re2.Scanned
    re2._common._held = before


Scan = Callable[[bytes], re2.Scanned]


@given(text=texts_of_lines)
def test_a_scanned_text_hides_no_match(scanned: Scan, text: bytes) -> None:
    looked_through = scanned(text)
    for pattern in patterns_of_the_finders():
        plain = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in pattern.finditer(looked_through)] == plain
        assert (pattern.search(looked_through) is None) == (pattern.search(text) is None)


@given(data=st.data())
def test_what_a_pattern_is_made_of_is_not_hidden(scanned: Scan, data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(patterns_of_the_finders()))
    text = data.draw(st.from_regex(re.compile(pattern.pattern.replace(rb"\b?", b""))))
    assert pattern.search(text) is None or pattern.search(scanned(text)) is not None


def test_most_patterns_are_looked_for_in_one_pass(scanned: Scan) -> None:
    numbered = [pattern for pattern in patterns_of_the_finders() if pattern.number]
    assert len(numbered) > 70
    spared = [pattern for pattern in numbered if pattern.number not in scanned(b"").held]
    assert len(spared) > 40


def test_an_automaton_without_memory_leaves_every_pattern_to_be_tried() -> None:
    looking = re2._Set([b"", b"A", b"B{9}"])
    assert [number in looking.held_by(b"C") for number in range(3)] == [True, False, True]
    looking._automaton = NoMemory()
    assert all(number in looking.held_by(b"C") for number in range(3))


class NoMemory:
    """An automaton that finds not even what every text holds."""

    def Match(self, _text: bytes) -> list[int]:  # noqa: N802 - the library's name
        return []


def test_without_the_library_re2_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    before = re2._common._held
    re2.look_with(hyper.automaton)
    assert re2._common._held is before


def test_a_pattern_that_the_library_cannot_read_leaves_it_out() -> None:
    assert hyper.automaton([rb"A", rb"(?=B)"]) is None


def test_several_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="groups"):
        re2.compile(rb"(A)(B)").findall(b"AB")


def test_empty_matches_go_on() -> None:
    found = re2.compile(rb"A*").finditer(b"BAB")
    assert all(one.start() <= two.start() for one, two in pairwise(found))
    assert b"A" in [match.group() for match in found]
