"""Every error for people: a stable code, both languages, a way out, its place in the page."""

from collections import defaultdict

from tests.house.error_page import CLASSES, PAGE, all_raised, page
from tocsin.errors import TocsinError


def test_the_page_of_errors_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: uv run python -m tests.house.error_page"
    )


def test_every_code_is_written_in_the_code() -> None:
    assert [raised.place for raised in all_raised() if "?" in raised.code] == []


def test_a_code_is_of_one_class() -> None:
    classes = defaultdict(set)
    for raised in all_raised():
        classes[raised.code].add(raised.kind)
    assert {code for code, found in classes.items() if len(found) > 1} == set()


def test_every_error_has_both_languages_and_a_way_out() -> None:
    incomplete = [
        raised.place
        for raised in all_raised()
        if "" in {raised.fr, raised.en, raised.way_out_fr, raised.way_out_en}
        or raised.fr == raised.en
    ]
    assert incomplete == []


def test_exit_codes_are_distinct_and_documented() -> None:
    codes = [kind.exit_code for kind in CLASSES.values()]
    text = (PAGE.parent / "exit-codes.md").read_text(encoding="utf-8")
    assert len(set(codes)) == len(codes) == len(TocsinError.__subclasses__())
    assert [code for code in (0, TocsinError.exit_code, *codes) if f"| {code} |" not in text] == []


def test_the_drawing_of_errors_names_every_class() -> None:
    import tocsin.errors

    drawing = tocsin.errors.__doc__ or ""
    missing = [
        name
        for name, kind in CLASSES.items()
        if f"{name} " not in drawing or str(kind.exit_code) not in drawing
    ]
    assert missing == []
