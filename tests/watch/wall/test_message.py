"""What crosses the wall about a log comes back as it was, and nothing else is let through."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.wall import RefusedError
from tocsin.watch.event import LONGEST_TEXT
from tocsin.watch.wall import message
from tocsin.watch.wall.message import End, Looked, Message, Read, Rows, pack, unpack

RULES = 3
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@st.composite
def rows(draw: st.DrawFn) -> Rows:
    """Rows as a reader sends them."""
    size = draw(st.integers(0, 9))
    text = st.lists(st.none() | words, min_size=size, max_size=size)
    number = st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=size, max_size=size)
    flag = st.lists(st.booleans(), min_size=size, max_size=size)
    place = st.tuples(st.integers(0, max(0, size - 1)), st.integers(0, RULES - 1))
    matches = draw(st.lists(place, max_size=4)) if size else []
    return Rows(
        size,
        draw(st.dictionaries(st.sampled_from(["user.name", "message"]), text)),
        draw(st.dictionaries(st.sampled_from(["@timestamp", "source.bytes"]), number)),
        draw(st.dictionaries(st.just("evidence.recovered"), flag)),
        matches,
        [(*match, {"A": "b"}) for match in matches],
    )


def sent(told: Message) -> list[bytes]:
    frames = list(pack(told))
    lengths, bodies = frames[::2], frames[1::2]
    assert [int.from_bytes(length, "big") for length in lengths] == [*map(len, bodies)]
    return bodies


@given(rows())
def test_rows_come_back_as_they_were(told: Rows) -> None:
    (data,) = sent(told)
    assert unpack(data, RULES) == told


@given(rows(), st.integers(400, 900))
def test_long_rows_come_in_parts(told: Rows, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(message, "MESSAGE_BYTES", limit)
        parts = [unpack(data, RULES) for data in sent(told)]
    size = 0
    users: list[str | None] = []
    matches = []
    for part in parts:
        assert isinstance(part, Rows)
        users += part.texts.get("user.name", [])
        matches += [(size + row, rule) for row, rule in part.matches]
        size += part.size
    assert (size, users) == (told.size, told.texts.get("user.name", []))
    assert sorted(matches) == sorted(told.matches)


@given(st.binary(max_size=200) | st.builds(lambda b: b"R" + b, st.binary(max_size=200)))
def test_noise_is_refused_or_a_message(noise: bytes) -> None:
    with suppress(RefusedError):
        assert isinstance(unpack(noise, RULES), Looked | Rows | End)


@given(rows(), st.integers(0, 10**6), st.integers(0, 255))
def test_a_changed_message_is_refused_or_fits(told: Rows, at: int, byte: int) -> None:
    (data,) = sent(told)
    changed = bytearray(data)
    changed[at % len(changed)] = byte
    with suppress(RefusedError):
        found = unpack(bytes(changed), RULES)
        if isinstance(found, Rows):
            kinds = (*found.texts.values(), *found.numbers.values(), *found.flags.values())
            assert all(len(column) == found.size for column in kinds)  # type: ignore[arg-type]


def test_a_single_row_that_is_too_long_is_cut() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(message, "MESSAGE_BYTES", 3_000)
        (data,) = sent(Rows(1, {"message": ["x" * 9_000]}, {}, {}))
    found = unpack(data, RULES)
    assert isinstance(found, Rows)
    assert found.texts["message"] == ["x" * LONGEST_TEXT]


def test_half_a_surrogate_pair_does_not_stop_a_message() -> None:
    (data,) = sent(Rows(1, {"message": ["a\ud800b"]}, {}, {}))
    found = unpack(data, RULES)
    assert isinstance(found, Rows)
    assert found.texts["message"] == ["a?b"]


@pytest.mark.parametrize(
    "told",
    [
        Looked(reader="tocsin/../x"), Looked(reason="Mme Exemple née"), Looked(member="x" * 5_000),
        End(unparsed={"shape": (-1, 0)}), End(unparsed={"shape\n": (1, 0)}),
        Rows(1, {}, {"source.bytes": [2**63]}, {}), Rows(1, {}, {}, {}, [(0, RULES)]),
        Rows(1, {}, {}, {}, [], [(1, 0, {})]), Rows(-1, {}, {}, {}),
    ],
)  # fmt: skip
def test_what_no_reader_says_is_refused(told: Message) -> None:
    with pytest.raises(RefusedError):
        unpack(sent(told)[0], RULES)


def test_an_order_comes_back_as_it_was() -> None:
    order = Read("a.log", "syslog", "", 5, None, "Europe/Paris", 1.5)
    assert message.unpack_order(message.pack_order(order)) == order
