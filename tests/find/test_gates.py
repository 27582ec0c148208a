"""Cheap looks before a costly one: they let everything pass that the costly one finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tocsin.find.finders import care, contact, dates
from tocsin.find.fold import folded_bytes


@given(st.from_regex(re.compile(dates._BIRTH.pattern.replace(rb"\b?", b""))))
def test_words_of_a_birth(before: bytes) -> None:
    assert any(word in before for word in dates._BIRTH_WORDS)


@given(st.from_regex(re.compile(dates._SCORE.pattern)))
def test_a_score(before: bytes) -> None:
    assert dates._is_score(before) == (dates._SCORE.search(before) is not None)


@given(st.from_regex(re.compile(care._DATED.pattern)))
def test_words_of_an_episode(before: bytes) -> None:
    assert care._is_dated(before) == (care._DATED.search(before) is not None)


@given(st.from_regex(contact._SAID_AT))
def test_a_sign_that_is_spelt(text: str) -> None:
    assert contact._MAY_SAY_AT.search(folded_bytes(text))
