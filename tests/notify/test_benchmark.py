"""The benchmark says what it measured: each sender's rate, beside what the server takes."""

from benchmarks.notify import Rate, table


def test_ratios_are_those_of_the_rates() -> None:
    text = table(
        Rate("Tocsin", 1000, 1.25), Rate("smtp-source", 2000, 2.0), [Rate("naive", 50, 2.0)], 9, 10
    )
    assert "| 1000 | 1 |" in text
    assert "| 800 | 0.80 |" in text
    assert "| 25 | 0.025 (Tocsin × 32) |" in text
    assert "1000 messages of 9 bytes, 10 sessions" in text
