"""Parts joined into one text, each found again by its offset."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.assess.page import BODY, Page


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=30)), min_size=1, max_size=8))
def test_every_letter_knows_its_part_and_line(parts: list[tuple[str, str]]) -> None:
    page = Page(parts)
    for (locator, text), start in zip(parts, page.starts, strict=True):
        assert page.text[start : start + len(text)] == text
        for offset in range(start, start + len(text)):
            assert page.locator_at(offset) == (locator or BODY)
            assert page.line_at(offset) == page.text.count("\n", 0, offset)


@given(st.text("ab \n\t", max_size=40))
def test_the_lines_of_a_page_are_its_text(text: str) -> None:
    page = Page([("", text)])
    lines = text.split("\n")
    assert [page.line(number) for number in range(len(lines))] == lines
    assert page.line(len(lines)) == page.line(-1) == ""
