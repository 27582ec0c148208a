"""Messages cut out of a stream: whole whatever the reads, and never more than the bound held."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.watch.detect.listen.framing import Framer

LINES = st.lists(
    st.binary(min_size=1, max_size=40).filter(
        lambda b: b"\n" not in b and b.strip() and not b[:1].isdigit()
    ),
    max_size=12,
)
COUNTED = st.lists(st.binary(min_size=1, max_size=40).filter(bytes.strip), max_size=12)


def fed(data: bytes, size: int, longest: int = 1_000) -> tuple[list[bytes], Framer]:
    framer = Framer(longest)
    found = []
    for at in range(0, len(data), size):
        found += framer.feed(data[at : at + size])
    return found + framer.end(), framer


@given(LINES, st.integers(1, 50))
def test_lines_come_out_however_they_are_read(lines: list[bytes], size: int) -> None:
    found, framer = fed(b"".join(line + b"\n" for line in lines), size)
    assert found == lines
    assert framer.too_long == 0


@given(COUNTED, st.integers(1, 50))
def test_counted_messages_come_out_whatever_they_hold(messages: list[bytes], size: int) -> None:
    found, _ = fed(b"".join(b"%d %s" % (len(m), m) for m in messages), size)
    assert found == messages


def test_both_forms_in_one_stream() -> None:
    assert fed(b"5 a\nb\nc<13>line\n3 xyz", 7)[0] == [b"a\nb\nc", b"<13>line", b"xyz"]


def test_a_last_line_without_its_end_counts_and_a_cut_message_does_not() -> None:
    assert fed(b"<13>whole\n<13>last", 4)[0] == [b"<13>whole", b"<13>last"]
    assert fed(b"900 cut", 4)[0] == []


def test_what_is_too_long_is_passed_over_and_counted() -> None:
    data = b"x" * 5_000 + b"\n<13>after\n2000 " + b"y" * 2_000 + b"4 next"
    found, framer = fed(data, 64)
    assert found == [b"<13>after", b"next"]
    assert framer.too_long == 2


def test_a_number_that_is_no_length_is_a_line() -> None:
    assert fed(b"99999999999 things\n2025-06-26 done\n", 9)[0] == [
        b"99999999999 things",
        b"2025-06-26 done",
    ]


@given(st.binary(max_size=400), st.integers(1, 60))
def test_garbage_is_never_held_beyond_the_bound(data: bytes, size: int) -> None:
    framer = Framer(50)
    for at in range(0, len(data), size):
        assert all(len(m) <= 50 for m in framer.feed(data[at : at + size]))
        assert len(framer._held) <= 50 + size + 10
