"""A page of words that are not ours: no markup gets through."""

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tocsin.leaf import Leaf, Table, to_html, to_markdown

HOSTILE = "<script>x</script> | [a](b) *c* `d` \\ # e"


def page(text: str) -> Leaf:
    return Leaf("fr", text, text, (text,), (Table(text, (text, "b"), ((text, "2"),), text),))


def test_html_keeps_text_as_text() -> None:
    html = LexborHTMLParser(to_html([page(HOSTILE)]))
    assert html.css("script") == []
    assert {node.text(strip=True) for node in html.css("h1, .lead, caption, .note")} == {HOSTILE}
    policy = html.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy
    assert "default-src 'none'" in policy


def test_markdown_tables_keep_their_columns() -> None:
    text = to_markdown([page(HOSTILE)])
    row = next(line for line in text.splitlines() if line.endswith("| 2 |"))
    assert row.replace("\\|", "").count("|") == 3
    assert "<script>" not in text


@given(st.text())
def test_markdown_of_any_text_is_one_row_a_row(text: str) -> None:
    leaf = Leaf("fr", "T", tables=(Table("t", ("a", "b"), ((text, "2"),)),))
    rows = [line for line in to_markdown([leaf]).split("\n") if line.startswith("|")]
    assert len(rows) == 3
