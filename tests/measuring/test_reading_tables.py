"""The tables say what the race showed, and never a path or a content."""

from pathlib import Path

import pytest
from benchmarks.corpus import Corpus, Sample
from benchmarks.memory import Peak
from benchmarks.page import write_region
from benchmarks.peers import Engine
from benchmarks.reading_race import Lane, Outcome, Result
from benchmarks.reading_tables import report

PDF, TEXT = "application/pdf", "text/plain"


def lane(key: str, *outcomes: Outcome, seconds: float = 0.5) -> Lane:
    results = [
        Result(outcome, seconds, letters=10 * (outcome is Outcome.TEXT), reason="encrypted")
        for outcome in outcomes
    ]
    return Lane(Engine(key, f"reader {key}", Path("python")), results, Peak(9_000_000, 4_000_000))


def rows(text: str, start: str) -> list[list[str]]:
    found = [line for line in text.splitlines() if line.startswith(f"| {start}")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found]


@pytest.fixture
def text() -> str:
    media = (PDF, PDF, PDF, TEXT)
    corpus = Corpus("Some", tuple(Sample(Path("Durand"), 1_000_000, m) for m in media))
    ours = lane("tocsin", Outcome.TEXT, Outcome.TEXT, Outcome.ERROR, Outcome.TEXT)
    peer = lane("peer", Outcome.TEXT, Outcome.CRASH, Outcome.TEXT, Outcome.TEXT, seconds=1.0)
    return report(corpus, [ours, peer])


def test_a_row_a_reader(text: str) -> None:
    (ours,), (peer,) = rows(text, "reader tocsin"), rows(text, "reader peer")
    assert ours[1:11] == ["3", "0", "1", "0", "0", "30", "2.0", "2.0", "2.0", "0.0"]
    assert peer[1:10] == ["3", "0", "0", "0", "1", "30", "1.0", "1.0", "1.0"]


def test_what_one_alone_reads_is_named_by_media_type(text: str) -> None:
    assert rows(text, PDF) == [[PDF, "3", "2", "2", "1", "1", "encrypted 1"]]
    assert rows(text, TEXT) == []
    assert rows(text, "1 other types") == [["1 other types", "1", "1", "1", "0", "0", ""]]


def test_no_path_is_told(text: str) -> None:
    assert "Durand" not in text


def test_a_region_is_replaced_and_the_rest_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- one: x -->\nold\n<!-- /one -->\nb\n", encoding="utf-8")
    write_region("one", "new \\1", page)
    assert page.read_text(encoding="utf-8") == (
        "a\n<!-- one: x -->\n\nnew \\1\n\n<!-- /one -->\nb\n"
    )
    with pytest.raises(KeyError):
        write_region("two", "new", page)
