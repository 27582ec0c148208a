"""What came is kept before it is acknowledged, read once, and there as evidence."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.case import Case
from tocsin.errors import MachineError
from tocsin.watch.detect.listen.inbox import Inbox, Parcel
from tocsin.watch.detect.listen.spool import (
    Spool,
    prune,
    received,
    unread,
    write_received,
)  # fmt: skip


def parcel(*messages: str, key: str = "", listener: str = "udp") -> Parcel:
    return Parcel(listener, "10.0.0.7", [m.encode() for m in messages], key)


@pytest.fixture
def spool(case: Case) -> Callable[[], Spool]:
    return lambda: Spool(case, Inbox())


def test_messages_keep_their_numbers_over_restarts(case: Case, spool) -> None:
    spool().keep([parcel("a", "b")])
    spool().keep([parcel("c")])
    assert list(received(case)) == [(0, b"a"), (1, b"b"), (2, b"c")]
    assert list(received(case, 1, 1)) == [(1, b"b")]


def test_its_sender_is_told_once_it_is_kept(spool) -> None:
    sent = parcel("a")
    spool().keep([sent])
    assert sent.kept
    assert sent.settled.is_set()


def test_a_disk_that_is_full_is_not_an_acknowledgement(
    case: Case, spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, kept_before = parcel("a"), spool()

    def full(*_: object) -> None:
        raise MachineError("disk.full", "", "", way_out_fr="", way_out_en="")

    with monkeypatch.context() as broken:
        broken.setattr(kept_before, "_keep_numbers", full)
        with pytest.raises(MachineError):
            kept_before.keep([sent])
    assert sent.kept is False
    assert list(received(case)) == []
    kept_before.keep([parcel("b")])
    assert list(received(case)) == [(0, b"b")]


def test_what_is_sent_again_under_its_name_is_kept_once(case: Case, spool) -> None:
    again = parcel("a", key="batch-1")
    spool().keep([parcel("a", key="batch-1")])
    found = spool()
    found.keep([again])
    assert again.kept
    assert len(list(received(case))) == 1
    assert found.heard["repeated"] == 1


def test_what_was_read_is_not_read_again_and_stays(case: Case, spool) -> None:
    spool().keep([parcel("a"), parcel("b")])
    first, second = unread(case)
    with case.store.transaction():
        first.mark(case.store)
    assert [batch.first for batch in unread(case)] == [second.first]
    assert len(list(received(case))) == 2


def test_old_messages_go_and_numbers_go_on(case: Case, spool) -> None:
    spool().keep([parcel("a")])
    spool().keep([parcel("unread")])
    (first, _) = unread(case)
    with case.store.transaction():
        first.mark(case.store)
        case.store.execute("UPDATE detect_received SET at = 0")
    assert prune(case, 90) == 1
    spool().keep([parcel("c")])
    assert list(received(case)) == [(1, b"unread"), (2, b"c")]


def test_gaps_are_counted_over_restarts(spool) -> None:
    text = '<13>1 2025-06-26T10:00:00Z h a - - [meta sequenceId="{}"] x'
    spool().keep([parcel(text.format(1))])
    later = spool()
    later.keep([parcel(text.format(5))])
    assert later.heard["missing"] == 3


def test_written_out_each_is_a_line_for_its_owner_only(case: Case, spool, tmp_path: Path) -> None:
    spool().keep([parcel("<a>\n</a>", "b")])
    assert write_received(case, tmp_path / "out.log") == 2
    assert (tmp_path / "out.log").read_bytes() == b"<a> </a>\nb\n"
    assert (tmp_path / "out.log").stat().st_mode & 0o077 == 0


def test_nothing_lies_open_on_the_disk(case: Case, spool) -> None:
    spool().keep([parcel("who read patient 471147114711")])
    for path in case.folder.iterdir():
        assert b"471147114711" not in path.read_bytes()


def test_a_full_inbox_takes_no_more_and_makes_room_again() -> None:
    inbox = Inbox(most=500)
    assert inbox.offer(parcel("x" * 300), 0)
    assert not inbox.offer(parcel("x" * 300), 0)
    assert len(inbox.take(0)) == 1
    assert inbox.offer(parcel("x" * 300), 0)


def test_what_was_taken_cannot_be_withdrawn() -> None:
    inbox, first, second = Inbox(), parcel("a"), parcel("b")
    inbox.offer(first, 0)
    inbox.take(0)
    inbox.offer(second, 0)
    assert (inbox.withdraw(first), inbox.withdraw(second)) == (False, True)


def test_waiting_for_nothing_ends(spool) -> None:
    begin = time.monotonic()
    spool().receive(0.01)
    assert time.monotonic() >= begin + 0.009
