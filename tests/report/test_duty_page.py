from tests.report.duty_page import PAGE, page


def test_the_page_of_duties_is_what_the_rules_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.report.duty_page"
