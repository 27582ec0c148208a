"""google-re2 called directly: it answers as `re` does."""

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.find import re2
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


@given(texts_of_lines)
def test_a_scanned_text_hides_no_match(text: bytes) -> None:
    scanned = re2.Scanned(text)
    for pattern in patterns_of_the_finders():
        plain = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in pattern.finditer(scanned)] == plain
        assert (pattern.search(scanned) is None) == (pattern.search(text) is None)


def test_most_patterns_are_looked_for_in_one_pass() -> None:
    numbered = [pattern for pattern in patterns_of_the_finders() if pattern.number]
    assert len(numbered) > 40
    assert not any(pattern.number in re2.Scanned(b"").held for pattern in numbered)


def test_an_automaton_without_memory_leaves_every_pattern_to_be_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(re2._common, "_match", lambda _text: [])
    assert all(pattern.number in re2.Scanned(b"A").held for pattern in patterns_of_the_finders())


def test_several_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="groups"):
        re2.compile(rb"(A)(B)").findall(b"AB")


def test_empty_matches_go_on() -> None:
    found = re2.compile(rb"A*").finditer(b"BAB")
    assert all(one.start() <= two.start() for one, two in pairwise(found))
    assert b"A" in [match.group() for match in found]
