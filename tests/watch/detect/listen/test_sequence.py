"""Gaps in senders' numbers."""

from tocsin.watch.detect.listen import sequence
from tocsin.watch.detect.listen.sequence import Sequences


def message(number: int, host: str = "dpi") -> bytes:
    return f'<13>1 2025-06-26T10:00:00Z {host} app - - [meta sequenceId="{number}"] read'.encode()


def lost(sequences: Sequences, *numbers: int, host: str = "dpi") -> int:
    return sequences.lost("10.0.0.7", [message(n, host) for n in numbers])


def test_gaps_are_counted() -> None:
    assert lost(Sequences(), 1, 2, 5, 6, 9) == 4


def test_one_that_came_late_was_not_lost() -> None:
    assert lost(Sequences(), 1, 3, 2, 4) == 0


def test_a_sender_that_began_anew_lost_nothing() -> None:
    assert lost(Sequences(), 5_000, 1, 2) == 0


def test_each_sender_has_its_own_numbers() -> None:
    known = Sequences()
    assert lost(known, 1, 2) + lost(known, 7, 8, host="pacs") == 0


def test_what_was_lost_between_two_runs_is_counted() -> None:
    before = Sequences()
    lost(before, 1, 2)
    assert lost(Sequences(before.changed), 10) == 7


def test_messages_without_numbers_tell_nothing() -> None:
    assert Sequences().lost("10.0.0.7", [b"<13>Jun 26 10:00:00 dpi app: read"]) == 0


def test_invented_senders_take_a_bounded_memory(monkeypatch) -> None:
    monkeypatch.setattr(sequence, "MOST_SOURCES", 3)
    known = Sequences()
    for number in range(20):
        lost(known, 1, host=f"h{number}")
    assert len(known.changed) == 3
