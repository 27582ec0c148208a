"""What crosses the wall is framed, and never longer than a message may be."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.wall import message
from tocsin.wall.limits import MESSAGE_BYTES
from tocsin.wall.message import framed, without_surrogates


@given(st.binary(max_size=300))
def test_a_message_bears_its_length(data: bytes) -> None:
    length, body = framed(data)
    assert int.from_bytes(length, "big") == len(body) == len(data)
    assert len(length) == message.LENGTH_BYTES


def test_what_is_too_long_is_not_sent() -> None:
    assert not list(framed(bytes(MESSAGE_BYTES + 1)))


@given(st.text())
def test_a_text_without_surrogates_can_be_sent(text: str) -> None:
    said = without_surrogates(text)
    assert said.encode().decode() == said
    assert said == text or any("\ud800" <= letter <= "\udfff" for letter in text)
