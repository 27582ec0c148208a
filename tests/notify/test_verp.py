"""A return path names its notice, survives what servers do to it, and cannot be forged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.notify.mailbox import mailbox
from tocsin.notify.verp import address_of, notice_of

KEY = b"k" * 32
notices = st.integers(1, 2**62)


@given(notices)
def test_the_notice_comes_back(notice: int) -> None:
    address = address_of(notice, KEY, "retours@trois-ponts.invalid")
    assert mailbox(address) == address
    assert notice_of(address, KEY) == notice
    assert notice_of(f"Final-Recipient: rfc822; <{address.upper()}>", KEY) == notice


@given(notices, notices)
def test_no_one_can_make_one(notice: int, other: int) -> None:
    address = address_of(notice, KEY, "retours@trois-ponts.invalid")
    assert notice_of(address, b"l" * 32) is None
    if notice != other:
        assert notice_of(address.replace(f"+{notice}-", f"+{other}-"), KEY) is None


@given(st.text())
def test_any_text_is_safe_to_ask(untrusted: str) -> None:
    assert notice_of(untrusted, KEY) is None


@pytest.mark.parametrize(
    "untrusted",
    ["", "retours@trois-ponts.invalid", "retours+12@a.invalid", "a+0-" + "0" * 16 + "@b"],
)
def test_what_is_none(untrusted: str) -> None:
    assert notice_of(untrusted, KEY) is None


def test_a_forged_one_beside_a_true_one_does_not_hide_it() -> None:
    forged = address_of(7, b"x" * 32, "r@a.invalid")
    true = address_of(8, KEY, "r@a.invalid")
    assert notice_of(f"{forged}, {true}", KEY) == 8
