"""google-re2 called directly: it answers as `re` does."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.find import re2

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


def test_several_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="groups"):
        re2.compile(rb"(A)(B)").findall(b"AB")


def test_empty_matches_go_on() -> None:
    found = re2.compile(rb"A*").finditer(b"BAB")
    assert all(one.start() <= two.start() for one, two in pairwise(found))
    assert b"A" in [match.group() for match in found]
